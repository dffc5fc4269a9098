"""New rental months begin when the lifetime has ended, or the equipment was lost, stolen or damaged for good."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, rule
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, opens_new_rental


@rule(
    "LED-030",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=is_replacement,
    requires=opens_new_rental,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2009-01-01", None),
    authority=("NRA", "HC15", "CGS10985"),
    sentence="This replacement opens no new rental months: {reasons}.",
    cure=Cure(
        "bill what is left of the earlier rental's months, if any, under its start; after the last of them furnish without "
        "rent until the lifetime ends",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
    denial="CO-119, M86",
)
def replacement():
    """New rental months begin when the lifetime has ended, or the equipment was lost, stolen or damaged for good.

    Whether the end of the former supplier (bankrupt, or out of Medicare) does so is open. A portable unit's lifetime is
    that of the stationary unit beside it. Wear, another unit or another supplier open none.
    """
