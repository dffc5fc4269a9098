"""Until 2022: seen and evaluated within 30 days before the initial certification."""

from oxyclaim.engine.grains import VISIT
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, encounter, exists, line, p, rule
from oxyclaim.policy.rules.coverage.before_2023.criteria import IN_FORCE, NOTE, judged_by_older_policy, while_asked


@criterion(
    VISIT,
    met="visit {encounter.id} of {encounter.date}",
    not_met="visit {encounter.id} of {encounter.date} is not within {p.certification_days} days before the start "
    "{line.rental_start}",
    unknown="visit {encounter.id}: its date, or the start of the rental, is not documented",
    ask=NOTE,
)
def shortly_before_start():
    """Within 30 days before the initial date."""
    days = (line.rental_start - encounter.date).dt.total_days()
    return (days >= 0) & (days <= p.certification_days)


@criterion(ask=NOTE)
def seen_before_start():
    """The practitioner saw the patient within 30 days before the initial date."""
    return exists(VISIT, shortly_before_start, none="no visit is on file")


@criterion()
def older_visit_criterion():
    """Seen within 30 days before the initial date, while the policy asked for it."""
    return while_asked(seen_before_start, "a visit within {p.certification_days} days before the start")


@rule(
    "COV-620",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_visit_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("IOM-CMN", "L33797-2020"),
    sentence="Before 2023 the practitioner had to see the patient within {p.certification_days} days before the initial "
    "certification: {reasons}.",
    cure=Cure("a missed visit is not cured backwards", "the treating practitioner", Helps.NEVER),
    asserts="coverage",
    denial="CO-50, N115",
)
def older_visit():
    """Until 2022: seen and evaluated within 30 days before the initial certification."""
