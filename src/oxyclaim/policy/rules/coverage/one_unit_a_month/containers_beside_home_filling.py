"""E0431 is not billed beside K0738, nor E0434 beside E0433: the code that fills them at home includes them."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable
from oxyclaim.policy.rules.coverage.one_unit_a_month.criteria import same_month, yields_to


@criterion(OTHER_LINE, met="line {other_line.line_number} bills {other_line.code} for the same month")
def other_fills_these_containers():
    """The other line bills equipment that fills such containers at home, for the same month."""
    return (yields_to(line.code, other_line.code) & same_month()).fill_null(False)


@criterion(not_met="another line bills equipment that fills such containers at home for the same month")
def not_beside_home_filling():
    """No other line bills equipment that fills such containers at home."""
    return ~exists(OTHER_LINE, other_fills_these_containers)


@rule(
    "COV-421",
    stage=Stage.COVERAGE,
    applies=is_portable,
    requires=not_beside_home_filling,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="{line.code} is not billed beside the code of equipment that fills such containers at home: {reasons}.",
    cure=Cure("take out this line", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-119, M86",
)
def containers_beside_home_filling():
    """E0431 is not billed beside K0738, nor E0434 beside E0433: the code that fills them at home includes them."""
