"""What the payer answers to a line that itself says that it is not covered."""

from oxyclaim.engine.words import Cure, line

RIGHTLY = Cure(
    "where the records show that the criteria are met, take the modifier off before the claim goes out; afterwards "
    "neither it nor KX can be changed by a telephone reopening",
    "the biller",
)


def lacks(modifier):
    """Whether the line does not bear a modifier."""
    return ~line.modifiers.list.contains(modifier)
