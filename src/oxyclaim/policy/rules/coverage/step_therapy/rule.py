"""Equipment that must come first: stationary before portable, tanks before a concentrator."""

import polars as pl

from oxyclaim.engine.grains import STEP, STEP_MONTH
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
)
from oxyclaim.policy.rules.coverage.authorization.criteria import settled_by_authorization
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, paid


@criterion(STEP)
def step_about_code():
    """The entry is about the line's code."""
    return step.codes.list.contains(line.code)


@criterion(STEP_MONTH)
def earlier_step():
    """A paid month, before the line, of equipment that must come first."""
    return among(step.first, month.code) & paid() & (month.service_date < line.service_date)


step_months = tally(earlier_step)


@criterion(STEP)
def beside_first():
    """One that must come first is on the same claim for the same month, and that is enough."""
    return step.or_beside & (step.first.list.set_intersection(line.codes_beside).list.len() > 0)


@criterion(STEP)
def enough_months():
    """Enough months of it were paid before; not known where months not listed or not answered may be enough."""
    surely, possibly = step_months.least >= step.months, step_months.most >= step.months
    return pl.when(surely).then(pl.lit(True)).when(~possibly).then(pl.lit(False))


@criterion(
    STEP,
    met="{line.code} comes after {step.first}, of which fewer than {step.months} paid months are listed before {line.service_date}",
    unknown="whether {step.months} months of {step.first} were paid before is not known",
    ask=HISTORY,
)
def step_missing():
    """Nothing that must come first has come."""
    return ~beside_first & ~enough_months


@criterion()
def some_step_missing():
    """A step for the line's code is missing."""
    return exists(STEP, step_missing, among=step_about_code)


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
    """Oxygen equipment of a payer that wants other equipment first."""
    return is_rental_equipment & steps_named


@rule(
    "PAY-140",
    stage=Stage.COVERAGE,
    applies=equipment_after_steps,
    requires=steps_taken,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer wants other equipment first: {reasons}.",
    cure=Cure("furnish that first, or ask for an authorization that says why it does not serve the patient",
              "the treating practitioner", Helps.LATER),
)  # fmt: skip
def step_therapy():
    """Where the payer wants other equipment first, it has been furnished and paid, or the payer approved the line."""
