"""What the claim itself must carry."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import derived, line, p


@derived(LINE)
def missing_claim_data():
    """The keys that the payer's claim requires and the case does not fill."""
    return p.claim_requires.list.set_difference(line.given).list.sort()


def given(*keys):
    """The claim that the case makes carries these."""
    return line.missing_claim_data.list.set_intersection(list(keys)).list.len() == 0
