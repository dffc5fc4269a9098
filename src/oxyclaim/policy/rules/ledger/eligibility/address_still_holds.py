"""Whether the patient's address still holds was asked on or after the service date."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, rule
from oxyclaim.policy.rules.ledger.eligibility.criteria import address_looked_up, is_looked_up_in_life


@rule(
    "ELG-160",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
    requires=address_looked_up,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="NELIG",
    sentence="The permanent address decides which contractor is billed, and the fee: {reasons}.",
    denial="CO-109, N104",
)
def address_still_holds():
    """Whether the patient's address still holds was asked on or after the service date."""
