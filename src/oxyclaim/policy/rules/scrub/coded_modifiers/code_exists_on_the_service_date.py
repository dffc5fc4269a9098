"""E0447 exists from 2019-01-01 on. Which codes have been deleted, the rule book does not hold."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded


@criterion(not_met="{line.code} did not exist on {line.service_date}")
def code_in_force():
    """Not a code that came into being after the service date."""
    return ~line.code.is_in(p.codes_not_yet_in_force)


@rule(
    "SCR-190",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=code_in_force,
    in_force=("2006-01-01", None),
    authority="CMSFEE",
    sentence="Rejected as an invalid procedure code: {reasons}.",
    cure=Cure("send a new claim with the code that was in force on the service date", "the biller"),
    denial="CO-16, M51, MA130",
)
def code_exists_on_the_service_date():
    """E0447 exists from 2019-01-01 on. Which codes have been deleted, the rule book does not hold."""
