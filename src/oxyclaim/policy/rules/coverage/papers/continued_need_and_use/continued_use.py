"""Continued use: a practitioner's or a refill record, or the patient's word as the supplier noted it."""

from oxyclaim.engine.grains import FOLLOW_UP
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, follow_up, rule
from oxyclaim.policy.rules.coverage.papers.continued_need_and_use.criteria import (
    later_month_of_equipment,
    of_this_item,
    timely,
)

USE = Cure(
    "find a record of that time that shows the use; to have one for later months, ask the patient now and note the answer "
    "with its date",
    "the supplier's records",
)


@criterion(
    FOLLOW_UP,
    met="record {follow_up.id} of {follow_up.date}",
    not_met="record {follow_up.id} of {follow_up.date} is not a practitioner's record, a refill record or the patient's word "
    "that shows the use of {line.code} within {p.follow_up_months} months before {line.service_date}",
    unknown="record {follow_up.id}: its date, its source or what it shows is not documented",
    ask=USE,
)
def recent_record_of_use():
    """A record of the use: the practitioner's, the supplier's refills, or the patient's own word."""
    sources = ["medical_record", "refill_record", "patient_confirmation"]
    return timely(follow_up.date) & follow_up.shows_use & follow_up.source.is_in(sources) & of_this_item()


@criterion(
    not_met="no record that counts (a practitioner's, a refill record, or the patient's own word) within "
    "{p.follow_up_months} months before {line.service_date} shows the use",
    unknown="no record of the use within {p.follow_up_months} months before {line.service_date} is documented",
    ask=USE,
)
def use_continues():
    """A record of the use within 12 months before the service date."""
    return exists(FOLLOW_UP, recent_record_of_use)


@rule(
    "PAP-310",
    roles=Role.CONTINUED_USE,
    stage=Stage.COVERAGE,
    applies=later_month_of_equipment,
    requires=use_continues,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority="NCERT",
    sentence="Later months require proof that the patient still uses the oxygen: {reasons}.",
    cure=USE,
    asserts="coverage",
    denial="CO-50, N115",
)
def continued_use():
    """Continued use: a practitioner's or a refill record, or the patient's word as the supplier noted it."""
