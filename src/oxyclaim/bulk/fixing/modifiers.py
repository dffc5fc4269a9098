"""The modifiers of a service line: their order, doubles, and the one that says that a month of rent is billed.

Nothing that changes coverage, liability or the fee of what is billed is put on, taken off or moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from oxyclaim.bulk.evidence import rental_modifiers
from oxyclaim.bulk.family import NATIONAL
from oxyclaim.bulk.fixing.segments import Segment
from oxyclaim.engine.catalogue import Catalogue

SLOTS = range(3, 7)
"""The components of SV101 that hold modifiers."""
WHY_FIRST = "the modifier of rent or sale stands in the first slot"
WHY_ONCE = "a modifier stands once on a line"
WHY_RENT = "a month of rented equipment is billed with it, and the line has no modifier of a sale or a visit"


@dataclass(frozen=True)
class Slots:
    """What the rule book says of the first slot. ``first``: modifiers of rent and sale; ``rent``: that of a month of
    rent."""

    first: frozenset[str]
    rent: str | None

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Slots":
        """From the values that hold for the nation."""
        rent = rental_modifiers(catalogue)
        sales = {word for value in catalogue.values[NATIONAL]["sale_modifiers"] for word in value.value}
        return cls(frozenset([*rent, *sales]), rent[0] if len(rent) == 1 else None)


def held(segment: Segment) -> list[str]:
    """The modifiers of a line (SV1), in their order."""
    return [value for slot in SLOTS if (value := segment.value(1, slot))]


def put(segment: Segment, modifiers: Iterable[str]) -> None:
    """Give the line these modifiers."""
    sign = segment.delimiters.component.decode("latin-1")
    parts = segment.value(1).split(sign)
    padded = [*list(modifiers), "", "", "", ""][: len(SLOTS)]
    whole = [*parts[:2], *padded, *parts[6:]]
    while whole and not whole[-1]:
        whole.pop()
    segment.elements[1] = sign.join(whole)


def in_order(modifiers: list[str], slots: Slots) -> list[str]:
    """With the one modifier of rent or sale first; as they are where there is none or several."""
    first = [each for each in modifiers if each in slots.first]
    return [*first, *(each for each in modifiers if each not in slots.first)] if len(first) == 1 else modifiers


def once(modifiers: list[str], slots: Slots) -> list[str]:
    """Without doubles of a modifier of rent or sale; of others a person decides what was meant."""
    return [each for place, each in enumerate(modifiers) if each not in slots.first or each not in modifiers[:place]]


def with_rent(modifiers: list[str], slots: Slots) -> list[str] | None:
    """With the modifier of rent first, where a slot is free."""
    if slots.rent is None or len(modifiers) >= len(SLOTS):
        return None
    return [slots.rent, *modifiers]
