"""The envelopes of a file: one interchange (ISA/IEA) with one functional group (GS/GE) of transaction sets (ST/SE)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from oxyclaim.x12.core.characters import COMPONENT, ELEMENT, REPETITION, TERMINATOR, is_basic
from oxyclaim.x12.core.segments import segment

SHORTEST_PARTY_ID = 2
LONGEST_PARTY_ID = 15
"""ISA06 and ISA08 are 15 characters wide, GS02 and GS03 hold 2 to 15."""
HIGHEST_CONTROL_NUMBER = 999_999_999


@dataclass(frozen=True)
class Envelope:
    """What the outer envelopes say.

    ``group_number`` (GS06) is the interchange's where it is 0; ``first_transaction``: ST02 of the first transaction
    set, the others follow. ``group_sender_id`` and ``group_receiver_id`` (GS02, GS03): the interchange's where empty.
    """

    sender_id: str
    receiver_id: str
    control_number: int
    created: datetime
    test: bool
    transaction_set: str
    functional_group: str
    version: str
    group_number: int = 0
    first_transaction: int = 1
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    group_sender_id: str = ""
    group_receiver_id: str = ""

    def __post_init__(self) -> None:
        for number in (self.control_number, self.group_number or 1, self.first_transaction):
            if not 1 <= number <= HIGHEST_CONTROL_NUMBER:
                raise ValueError(f"the control number must be from 1 to {HIGHEST_CONTROL_NUMBER}")
        for party in (
            self.sender_id,
            self.receiver_id,
            self.group_sender_id or self.sender_id,
            self.group_receiver_id or self.receiver_id,
        ):
            if not (SHORTEST_PARTY_ID <= len(party) <= LONGEST_PARTY_ID and is_basic(party)):
                raise ValueError("sender and receiver id must be 2 to 15 characters of the basic character set")


class InterchangeWriter:
    """Writes one interchange to an open text file and keeps the counts for its trailers."""

    def __init__(self, out: TextIO, envelope: Envelope) -> None:
        self._out = out
        self._envelope = envelope
        self._transactions = 0
        self._segments = 0
        out.write(_interchange_header(envelope) + _group_header(envelope))

    def begin_transaction(self) -> str:
        """Write ST and return its control number (ST02)."""
        self._transactions += 1
        self._segments = 0
        self.write(segment("ST", self._envelope.transaction_set, self._transaction_control, self._envelope.version))
        return self._transaction_control

    def write(self, segments: str) -> None:
        """Write segments of the open transaction set."""
        self._segments += segments.count(TERMINATOR)
        self._out.write(segments)

    def end_transaction(self) -> None:
        """Write SE with the number of segments, ST and SE among them."""
        self._out.write(segment("SE", str(self._segments + 1), self._transaction_control))

    def end(self) -> None:
        """Write GE and IEA."""
        control = self._envelope.control_number
        group = self._envelope.group_number or control
        self._out.write(segment("GE", str(self._transactions), str(group)) + segment("IEA", "1", f"{control:09d}"))

    @property
    def _transaction_control(self) -> str:
        return f"{self._envelope.first_transaction + self._transactions - 1:04d}"


def _interchange_header(envelope: Envelope) -> str:
    # The one segment of fixed width: readers take the delimiters from their places in it, so REPETITION
    # and COMPONENT stand in it as data and ``segment`` would refuse them.
    created = envelope.created
    elements = [
        "ISA", "00", " " * 10, "00", " " * 10,
        envelope.sender_qualifier, f"{envelope.sender_id:<{LONGEST_PARTY_ID}}",
        envelope.receiver_qualifier, f"{envelope.receiver_id:<{LONGEST_PARTY_ID}}",
        f"{created:%y%m%d}", f"{created:%H%M}", REPETITION, "00501", f"{envelope.control_number:09d}",
        "0", "T" if envelope.test else "P", COMPONENT,
    ]  # fmt: skip
    return ELEMENT.join(elements) + TERMINATOR


def _group_header(envelope: Envelope) -> str:
    created = envelope.created
    return segment(
        "GS", envelope.functional_group,
        envelope.group_sender_id or envelope.sender_id, envelope.group_receiver_id or envelope.receiver_id,
        f"{created:%Y%m%d}", f"{created:%H%M}", str(envelope.group_number or envelope.control_number), "X",
        envelope.version,
    )  # fmt: skip
