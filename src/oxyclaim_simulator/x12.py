"""Writing X12: segments of elements, envelopes with their counts, any delimiters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Element = str | tuple[str, ...]
Segment = tuple[Element, ...]


@dataclass(frozen=True)
class Delimiters:
    """What divides elements, composites and repetitions, and what ends a segment."""

    element: str = "*"
    composite: str = ":"
    repetition: str = "^"
    terminator: str = "~"
    after: str = "\n"

    def clean(self, text: str) -> str:
        """A text without any of them."""
        for each in (self.element, self.composite, self.repetition, self.terminator):
            text = text.replace(each, " ")
        return text


USUAL = Delimiters()
NEWLINES = Delimiters(terminator="\n", after="")
ODD = Delimiters(element="|", composite=">", repetition="!", terminator="~", after="")


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, when, under which numbers. ``kind`` is GS01, ``version`` GS08."""

    kind: str
    version: str
    sender: str
    receiver: str
    day: date
    control: int
    usage: str = "P"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    time: str = "0600"


def transaction_set(kind: str, control: int, body: Sequence[Segment], version: str = "") -> list[Segment]:
    """ST to SE."""
    number = f"{control:04}"
    head: Segment = ("ST", kind, number, version) if version else ("ST", kind, number)
    return [head, *body, ("SE", str(len(body) + 2), number)]


def interchange(
    envelope: Envelope, sets: Sequence[Sequence[Segment]], delimiters: Delimiters = USUAL, ta1: Segment | None = None
) -> str:
    """ISA to IEA. ``ta1`` stands before the group; without sets there is no group."""
    day = envelope.day
    isa: Segment = (
        "ISA", "00", " " * 10, "00", " " * 10, envelope.sender_qualifier, envelope.sender.ljust(15),
        envelope.receiver_qualifier, envelope.receiver.ljust(15), f"{day:%y%m%d}", envelope.time, delimiters.repetition,
        "00501", f"{envelope.control:09}", "0", envelope.usage, delimiters.composite,
    )  # fmt: skip
    rows: list[Segment] = [ta1] if ta1 else []
    if sets:
        rows.append(
            ("GS", envelope.kind, envelope.sender, envelope.receiver, f"{day:%Y%m%d}", envelope.time,
             str(envelope.control), "X", envelope.version)
        )  # fmt: skip
        rows += [row for each in sets for row in each]
        rows.append(("GE", str(len(sets)), str(envelope.control)))
    rows.append(("IEA", "1" if sets else "0", f"{envelope.control:09}"))
    ends = delimiters.terminator + delimiters.after
    first = delimiters.element.join(str(each) for each in isa)
    return ends.join([first, *(_row(each, delimiters) for each in rows)]) + ends


def _row(segment: Segment, delimiters: Delimiters) -> str:
    elements = [_element(each, delimiters) for each in segment]
    while elements and not elements[-1]:
        elements.pop()
    return delimiters.element.join(elements)


def _element(value: Element, delimiters: Delimiters) -> str:
    if isinstance(value, str):
        return value
    return delimiters.composite.join(value).rstrip(delimiters.composite)


def composite(*parts: str) -> tuple[str, ...]:
    """A composite element."""
    return parts
