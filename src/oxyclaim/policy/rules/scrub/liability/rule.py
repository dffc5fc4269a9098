"""What the payer answers to a line that itself says that it is not covered."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.rule import is_coded_oxygen

RIGHTLY = Cure(
    "where the records show that the criteria are met, take the modifier off before the claim goes out; afterwards "
    "neither it nor KX can be changed by a telephone reopening",
    "the biller",
)


def _lacks(modifier):
    return ~line.modifiers.list.contains(modifier)


@criterion(not_met="{p.modifier_no_notice} is on the line")
def not_coded_without_notice():
    """The line does not say that a denial is expected and no ABN is on file."""
    return _lacks(p.modifier_no_notice)


@rule(
    "SCR-300",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_without_notice,
    in_force=("2018-08-01", None),
    authority=("N18", "MM7228", "NHIA"),
    sentence="Denied automatically, whatever the records show, at the supplier's cost: {reasons}.",
    cure=RIGHTLY,
    denial="CO-50, GZ",
)
def denied_with_gz():
    """A line with GZ is denied without a look at the records, a covered one too."""


@criterion(not_met="{p.modifier_notice_on_file} is on the line")
def not_coded_with_notice():
    """The line does not say that a denial is expected and an ABN is on file."""
    return _lacks(p.modifier_notice_on_file)


@rule(
    "SCR-310",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_with_notice,
    in_force=("2018-08-01", None),
    authority=("N18", "NUPG", "NHIA"),
    sentence="Denied as not reasonable and necessary, as the line itself says: {reasons}.",
    cure=RIGHTLY,
    denial="PR-50, GA",
)
def denied_with_ga():
    """A line with GA is denied; the patient is liable if the ABN is valid."""


@criterion(not_met="{p.modifier_excluded} is on the line")
def not_coded_excluded():
    """The line does not say that the law excludes the item."""
    return _lacks(p.modifier_excluded)


@rule(
    "SCR-320",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=not_coded_excluded,
    in_force=("2018-08-01", None),
    authority=("N18", "GNOTES", "NHIA"),
    sentence="Denied as no benefit, as the line itself says: {reasons}.",
    cure=RIGHTLY,
    denial="PR-96",
)
def denied_with_gy():
    """A line with GY is denied as excluded by law."""
