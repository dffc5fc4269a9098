"""Until 2022 Group I was certified again after 12 months, with a visit in the 90 days before."""

import polars as pl

from oxyclaim.engine.grains import CERTIFICATE, VISIT
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, certificate, criterion, encounter, exists, line, p, rule
from oxyclaim.policy.rules.coverage.before_2023.criteria import judged_by_older_policy, while_asked
from oxyclaim.policy.rules.coverage.initial_period.criteria import in_group_1_for_equipment

DUE = line.rental_start.dt.offset_by(p.recertification_months.cast(pl.String) + "mo")
PAPERS = Cure("find the recertification of that time and the note of the visit before it", "the supplier's records")


@criterion()
def past_first_year():
    """After the first 12 months of the rental."""
    return line.service_date >= DUE


@criterion()
def due_outside_emergency():
    """The recertification did not fall due in the public health emergency."""
    return ~((p.emergency_first_day <= DUE) & (p.emergency_last_day >= DUE))


@criterion()
def recertified_group_1():
    """Group I after the first year, with a recertification that was enforced."""
    return judged_by_older_policy & in_group_1_for_equipment & past_first_year & due_outside_emergency


@criterion(
    CERTIFICATE,
    met="recertification {certificate.id} of {certificate.date}",
    not_met="CMN {certificate.id} of {certificate.date} is not a signed recertification by {line.service_date}",
    unknown="CMN {certificate.id}: its kind, date or signature is not documented",
    ask=PAPERS,
)
def is_recertification():
    """A signed recertification dated by the service date."""
    return (certificate.kind == "recertification") & certificate.signed & (certificate.date <= line.service_date)


@criterion(
    VISIT,
    met="visit {encounter.id} of {encounter.date}",
    not_met="visit {encounter.id} of {encounter.date} is not within {p.recertification_visit_days} days before the "
    "recertification was due",
    unknown="visit {encounter.id}: its date is not documented",
    ask=PAPERS,
)
def before_recertification():
    """Within 90 days before the recertification was due."""
    days = (DUE - encounter.date).dt.total_days()
    return (days >= 0) & (days <= p.recertification_visit_days)


@criterion(ask=PAPERS)
def certified_again():
    """A recertification and a visit in the 90 days before it."""
    papers = exists(CERTIFICATE, is_recertification, none="no CMN is on file")
    return papers & exists(VISIT, before_recertification, none="no visit is on file")


@criterion()
def certified_again_while_asked():
    """Certified again, while the policy asked for it."""
    return while_asked(certified_again, "a recertification of Group I after {p.recertification_months} months")


@rule(
    "COV-640",
    stage=Stage.COVERAGE,
    applies=recertified_group_1,
    requires=certified_again_while_asked,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", "2022-12-31"),
    authority=("RECERT", "IOM-CMN"),
    sentence="Before 2023 Group I was certified again after {p.recertification_months} months, with a visit within "
    "{p.recertification_visit_days} days before: {reasons}.",
    cure=Cure("a missed visit is not cured backwards", "the treating practitioner", Helps.NEVER),
    asserts="coverage",
    denial="CO-50, N115",
)
def recertification():
    """Until 2022: Group I was certified again after 12 months, with a visit in the 90 days before, and no new test."""
