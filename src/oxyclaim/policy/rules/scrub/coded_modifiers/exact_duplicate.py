"""The same code, service date and modifiers on a second line are a duplicate."""

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Kind, Stage, criterion, exists, line, other_line, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(OTHER_LINE)
def other_is_the_same_line():
    """An earlier line of the same code, service date and modifiers."""
    same = (other_line.code == line.code) & (other_line.service_date == line.service_date)
    return same & (other_line.coded_text == line.coded_text) & (other_line.line_number < line.line_number)


@criterion(not_met="{line.code} of {line.service_date} stands on an earlier line with the same modifiers")
def billed_once():
    """No earlier line bills the same."""
    return ~exists(OTHER_LINE, other_is_the_same_line)


@rule(
    "SCR-260",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=billed_once,
    in_force=("1989-06-01", None),
    authority=("NPAY", "PALMETTO-18"),
    sentence="Denied as an exact duplicate: {reasons}.",
    cure=Cure("take the second line off", "the biller"),
    denial="OA-18",
)
def exact_duplicate():
    """The same code, service date and modifiers on a second line are a duplicate."""
