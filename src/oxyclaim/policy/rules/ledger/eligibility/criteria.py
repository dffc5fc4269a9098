"""Which lines are looked up, what was asked and when, and which absences lie over the service date.

A look-up speaks for service dates up to its own date. What it found is entered in the case; a look-up with nothing
entered found nothing. What nobody asked on or after the service date is not known.
"""

import polars as pl

from oxyclaim.engine.grains import CHECK
from oxyclaim.engine.words import Cure, absence, check, criterion, exists, line
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold

ELIGIBILITY = "the payer's eligibility system"
HOUSEHOLD = "the patient or the household"


def look_up(action, who):
    """What a look-up that is missing asks for; a report tells several of them as one."""
    return Cure(action, who, together="the look-ups before billing are not complete")


LISTED = look_up("list the absences that the look-ups found; write an empty list if they found none", "the biller")


@criterion()
def is_supply_or_visit():
    """Contents, or a maintenance visit."""
    return line.equipment.is_in(["contents", "maintenance"])


@criterion()
def is_equipment_to_rent():
    """Stationary or portable equipment."""
    return line.equipment.is_in(["stationary", "portable"])


@criterion()
def is_looked_up_first():
    """Rented equipment, contents or a maintenance visit; not a sale, and not what the rental includes."""
    return is_supply_or_visit | (is_equipment_to_rent & not_sold)


@criterion()
def died_before():
    """The patient had died before the service date."""
    return line.died_on.is_not_null() & (line.died_on < line.service_date)


@criterion()
def is_looked_up_in_life():
    """The same, of a month that begins in the patient's life: behind a death nothing is looked up any more."""
    return is_looked_up_first & ~died_before


@criterion()
def not_known():
    """Neither met nor not met: what a look-up would have told."""
    return pl.lit(None, dtype=pl.Boolean)


def _asked(question: str) -> pl.Expr:
    return check.asked.list.contains(question) & (check.date >= line.service_date)


@criterion(CHECK)
def asked_for_part_b():
    """A look-up on or after the service date asked whether Part B is in force."""
    return _asked("part_b")


@criterion(
    unknown="Part B was not looked up on or after {line.service_date}",
    ask=look_up("look up Part B on or after the service date", ELIGIBILITY),
)
def part_b_looked_up():
    """Whether Part B is in force was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_part_b) | not_known


@criterion(CHECK)
def asked_for_medicare_advantage():
    """A look-up on or after the service date asked for a Medicare Advantage plan."""
    return _asked("medicare_advantage")


@criterion(
    unknown="enrollment in a Medicare Advantage plan was not looked up on or after {line.service_date}",
    ask=look_up("look up enrollment in a Medicare Advantage plan on or after the service date", ELIGIBILITY),
)
def medicare_advantage_looked_up():
    """Enrollment in a plan was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_medicare_advantage) | not_known


@criterion()
def death_entered():
    """The day of a death is entered."""
    return line.died_on.is_not_null()


@criterion(CHECK)
def asked_for_death():
    """A look-up on or after the service date asked whether the patient is alive."""
    return _asked("death")


@criterion(
    unknown="whether the patient was alive was not looked up on or after {line.service_date}",
    ask=look_up("look up a date of death on or after the service date, or call the household", ELIGIBILITY),
)
def death_looked_up():
    """A death is entered, or was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_death) | death_entered | not_known


@criterion(CHECK)
def asked_for_hospice():
    """A look-up on or after the service date asked for a hospice election."""
    return _asked("hospice")


@criterion(
    unknown="a hospice election was not looked up on or after {line.service_date}",
    ask=look_up("look up a hospice election on or after the service date", ELIGIBILITY),
)
def hospice_looked_up():
    """A hospice election was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_hospice) | not_known


@criterion(CHECK)
def asked_for_stay():
    """A look-up on or after the service date asked for a stay in a hospital or nursing facility."""
    return _asked("stay")


@criterion(
    unknown="a stay in a hospital or nursing facility was not looked up on or after {line.service_date}",
    ask=look_up("ask for a stay in a hospital or nursing facility over the service date", HOUSEHOLD),
)
def stay_looked_up():
    """A stay was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_stay) | not_known


@criterion(CHECK)
def asked_for_primary_payer():
    """A look-up on or after the service date asked for another primary payer."""
    return _asked("primary_payer")


@criterion(
    unknown="another primary payer was not looked up on or after {line.service_date}",
    ask=look_up("look up another primary payer on or after the service date", ELIGIBILITY),
)
def primary_payer_looked_up():
    """Another primary payer was looked up on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_primary_payer) | not_known


FIRST_ANSWER = Cure("enter what the first payer answered, as its remittance advice shows it", "the biller")
SECOND_ANSWER = Cure("enter what the second payer answered, as its remittance advice shows it", "the biller")


@criterion(
    not_met="the first payer has not answered this month (coverage: primary: {line.primary_outcome})",
    unknown="what the first payer answered to this month is not given (coverage: primary: outcome)",
    ask=FIRST_ANSWER,
)
def first_payer_has_answered():
    """The payer that is asked before this one has paid or denied the month."""
    return line.primary_outcome.is_in(["paid", "denied"])


@criterion(
    not_met="the second payer has not answered this month (coverage: secondary: {line.secondary_outcome})",
    unknown="what the second payer answered to this month is not given (coverage: secondary: outcome)",
    ask=SECOND_ANSWER,
)
def second_payer_has_answered():
    """The second payer, where Medicare is asked third, has paid or denied the month."""
    return ~line.has_secondary | line.secondary_outcome.is_in(["paid", "denied"])


@criterion()
def earlier_payers_have_answered():
    """Each payer that is asked before this one has paid or denied the month."""
    return first_payer_has_answered & second_payer_has_answered


@criterion()
def asked_after_another():
    """The case names a payer that is asked before this one."""
    return line.has_primary


@criterion(CHECK)
def asked_for_address():
    """A look-up on or after the service date asked whether the address still holds."""
    return _asked("address")


@criterion(
    unknown="whether the address still holds was not asked on or after {line.service_date}",
    ask=look_up("ask whether the permanent address still holds, and enter a new one", HOUSEHOLD),
)
def address_looked_up():
    """Whether the address holds was asked on or after the service date; otherwise it is not known."""
    return exists(CHECK, asked_for_address) | not_known


def over_service_date() -> pl.Expr:
    """Whether an absence has begun by the service date and lasts at least to it."""
    lasts = absence.last_day.is_null() | (absence.last_day >= line.service_date)
    return (absence.first_day <= line.service_date) & lasts
