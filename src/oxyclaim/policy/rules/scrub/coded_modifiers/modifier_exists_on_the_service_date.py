"""N1, N2 and N3 exist from 2023-01-01 on; on an earlier service date they are invalid."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, count, is_coded


@criterion(
    not_met="it is coded {line.modifiers}, and {p.modifiers_not_yet_in_force} did not exist on {line.service_date}"
)
def modifiers_in_force():
    """No modifier that came into being after the service date."""
    return count(p.modifiers_not_yet_in_force) == 0


@rule(
    "SCR-180",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=modifiers_in_force,
    in_force=("2006-01-01", None),
    authority=("NMOD", "QMOD"),
    sentence="Rejected as an invalid modifier: {reasons}.",
    cure=RESUBMIT,
    denial="CO-182",
)
def modifier_exists_on_the_service_date():
    """N1, N2 and N3 exist from 2023-01-01 on; on an earlier service date they are invalid."""
