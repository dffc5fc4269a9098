"""Equipment that must come first: stationary before portable, tanks before a concentrator."""

import polars as pl

from oxyclaim.engine.grains import STEP, STEP_MONTH, STEP_TRIAL
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    among,
    criterion,
    exists,
    line,
    month,
    p,
    rule,
    step,
    tally,
    trial,
)
from oxyclaim.policy.rules.coverage.authorization.criteria import settled_by_authorization
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.own_criteria.ages import of_age
from oxyclaim.policy.rules.ledger.rental_months.months import paid

TRIED = Cure(
    "list the trial with its days, its outcome and the record that shows it (trials), and the months billed before "
    "(history)",
    "the supplier's records",
)


@criterion(STEP)
def step_about_code():
    """The entry is about the line's code."""
    return step.codes.list.contains(line.code)


@criterion(STEP)
def step_about_patient():
    """The patient is of the entry's ages; of one without ages, not of an age at which a prescription is enough."""
    names_ages = step.from_age.is_not_null() | step.to_age.is_not_null()
    return pl.when(names_ages).then(of_age(step)).otherwise(~line.prescription_is_enough)


@criterion(STEP)
def step_for_line():
    """The entry is about the line's code and the patient."""
    return step_about_code & step_about_patient


@criterion(STEP_MONTH)
def earlier_step():
    """A paid month, before the line, of equipment that must come first."""
    return among(step.first, month.code) & paid() & (month.service_date < line.service_date)


step_months = tally(earlier_step)


@criterion(STEP_MONTH)
def step_begun_long_enough():
    """A paid month of it that began so many days before the line."""
    days = (line.service_date - month.service_date).dt.total_days()
    return among(step.first, month.code) & paid() & (days >= step.days)


@criterion(STEP)
def beside_first():
    """One that must come first is on the same claim for the same month, and that is enough."""
    enough = step.or_beside & ~step.failed.fill_null(False)
    return enough & (step.first.list.set_intersection(line.codes_beside).list.len() > 0)


@criterion(STEP)
def enough_months():
    """Enough months of it were paid before; not known where months not listed or not answered may be enough."""
    months = pl.coalesce(step.months, pl.when(step.days.is_null()).then(1))
    surely, possibly = step_months.least >= months, step_months.most >= months
    by_months = pl.when(surely).then(pl.lit(True)).when(~possibly).then(pl.lit(False))
    return pl.when(months.is_null()).then(pl.lit(False)).otherwise(by_months)


@criterion(STEP)
def measured_in_days():
    """The entry asks for days."""
    return step.days.is_not_null()


@criterion(STEP_TRIAL)
def trial_of_first():
    """A trial of equipment that must come first, over or under way on the service date."""
    return among(step.first, trial.code) & (trial.first_day < line.service_date)


@criterion(STEP_TRIAL)
def trial_long_enough():
    """It lasted the days asked for, up to the service date at most."""
    last = pl.when(trial.last_day < line.service_date).then(trial.last_day).otherwise(line.service_date)
    return (last - trial.first_day).dt.total_days() + 1 >= step.days


@criterion(STEP_TRIAL)
def trial_failed():
    """The record shows that it failed."""
    return trial.outcome == "failed"


@criterion(STEP_TRIAL)
def long_trial():
    """A trial of the days asked for."""
    return trial_of_first & trial_long_enough


@criterion(STEP_TRIAL)
def failed_trial():
    """A trial that failed."""
    return trial_of_first & trial_failed


@criterion(STEP)
def enough_days():
    """It was in use for the days asked for, by a trial or by the months billed before."""
    return measured_in_days & (exists(STEP_MONTH, step_begun_long_enough) | exists(STEP_TRIAL, long_trial))


@criterion(STEP)
def need_not_fail():
    """The entry does not ask that the trial failed."""
    return ~step.failed.fill_null(False)


@criterion(STEP)
def failure_shown():
    """The trial failed, where the entry asks for that."""
    return need_not_fail | exists(STEP_TRIAL, failed_trial)


@criterion(
    STEP,
    met="{line.code} comes after {step.words}, which is not shown before {line.service_date}",
    unknown="whether {line.code} comes after {step.words} is not documented",
    ask=TRIED,
)
def step_missing():
    """What must come first has not come."""
    return ~beside_first & ~((enough_months | enough_days) & failure_shown)


@criterion()
def some_step_missing():
    """A step for the line's code is missing."""
    return exists(STEP, step_missing, among=step_for_line)


@criterion()
def steps_taken():
    """What must come first has come, or the payer has approved the line all the same."""
    return ~some_step_missing | settled_by_authorization


@criterion()
def steps_named():
    """The payer's file names steps."""
    return p.steps.is_not_null()


@criterion()
def equipment_after_steps():
    """Oxygen equipment of a payer that requires other equipment first."""
    return is_rental_equipment & steps_named


@rule(
    "PAY-140",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_after_steps,
    requires=steps_taken,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires other equipment first: {reasons}.",
    cure=Cure("furnish that first, or ask for an authorization that says why it does not serve the patient",
              "the treating practitioner", Helps.LATER),
)  # fmt: skip
def step_therapy():
    """Where the payer requires other equipment first, it came first for long enough, and failed where that is asked.

    An approval of the payer takes its place. Patients of an age at which a prescription is enough need no step, unless
    the entry names their ages.
    """
