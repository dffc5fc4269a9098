"""Segments and composites as text. Elements that are left empty at the end of a segment are left out."""

from oxyclaim.x12.core.characters import COMPONENT, ELEMENT, REPETITION, TERMINATOR


def segment(identifier: str, *elements: str) -> str:
    """Write one segment with its terminator; an element that holds a delimiter is a ``ValueError``."""
    text = ELEMENT.join((identifier, *elements))
    if text.count(ELEMENT) != len(elements) or TERMINATOR in text or REPETITION in text:
        raise ValueError(f"an element of a {identifier} segment holds a delimiter")
    return text.rstrip(ELEMENT) + TERMINATOR


def composite(*components: str) -> str:
    """Write one composite element; a component that holds the component separator is a ``ValueError``."""
    text = COMPONENT.join(components)
    if text.count(COMPONENT) != len(components) - 1:
        raise ValueError("a component holds a delimiter")
    return text.rstrip(COMPONENT)


def amount(cents: int) -> str:
    """Write an amount as X12 type R asks: no trailing zeros, no point without decimals (395, 395.5, 0.05)."""
    dollars, rest = divmod(cents, 100)
    return f"{dollars}.{rest:02d}".rstrip("0") if rest else str(dollars)
