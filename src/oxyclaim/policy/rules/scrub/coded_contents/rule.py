"""Contents and a rental month on the same claim, where nothing tells how far the rental is."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded

CHECK = Cure("make sure that the paid months of the equipment of these contents have ended", "the biller")


@criterion()
def rental_not_known():
    """Nothing says when the rental began; where it is known, COV-500 judges the contents by it."""
    return line.rental_start.is_null()


@criterion()
def is_coded_contents_of_unknown_rental():
    """A coded line of contents, of a rental of which nothing is known."""
    return is_coded & is_contents & rental_not_known


@criterion(OTHER_LINE)
def other_is_coded_rental():
    """The other line is a rental month of stationary or portable equipment."""
    rented = other_line.kind_of_code.is_in(["stationary", "portable"])
    return (rented & (other_line.acquisition == "rental")).fill_null(False)


@criterion()
def rental_on_same_claim():
    """Another line of the claim is a rental month."""
    return exists(OTHER_LINE, other_is_coded_rental)


@criterion(not_met="another line of the claim is a rental month of oxygen equipment, whose payment includes contents")
def no_rental_on_same_claim():
    """No other line of the claim is a rental month."""
    return ~rental_on_same_claim


@rule(
    "SCR-520",
    roles=Role.CONTENTS,
    stage=Stage.SCRUB,
    applies=is_coded_contents_of_unknown_rental,
    requires=no_rental_on_same_claim,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("NPAY", "L33797, Refills of oxygen contents"),
    sentence="{line.code} may be inside the rental: {reasons}.",
    cure=CHECK,
)
def contents_beside_rental():
    """Contents beside a rental month on the same claim go to a person.

    The payment of a rental month includes all contents. Contents of other equipment, whose paid months have ended, may
    still be paid; the claim alone does not show that.
    """
