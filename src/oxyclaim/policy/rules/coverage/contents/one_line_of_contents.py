"""One line of stationary and one of portable contents a month."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents


@criterion(OTHER_LINE)
def other_same_contents_this_month():
    """The other line bills contents of the same kind, stationary or portable, within the same month."""
    days = (other_line.service_date - line.service_date).dt.total_days().abs()
    return (other_line.kind_of_code == line.kind_of_code) & (other_line.equipment == "contents") & (days < 28)


@criterion(not_met="another line bills {line.kind_of_code} for the same month")
def only_contents_of_kind():
    """No other line bills contents of the same kind for the month."""
    return ~exists(OTHER_LINE, other_same_contents_this_month)


@rule(
    "COV-504",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=only_contents_of_kind,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="One unit of stationary and one of portable contents is paid a month: {reasons}.",
    cure=Cure("take out the line that should not be there", "the biller"),
    denial="CO-151, N115",
)
def one_line_of_contents():
    """One line of stationary and one of portable contents a month."""
