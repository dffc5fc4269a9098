"""A payer that is asked after another one."""

from oxyclaim.engine.words import Cure, criterion, line

FIRST = Cure("bill the first payer, and wait for its answer", "the biller")


@criterion()
def is_second():
    """Another payer is asked first."""
    return line.has_primary
