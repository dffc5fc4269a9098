"""A formal denial that the supplier asks for: GA, GZ or GY."""

from datetime import date
from typing import NamedTuple

import polars as pl

from oxyclaim.engine.grains import NOTICE
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Cure, Kind, Stage, criterion, exists, first_of, line, notice, output, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item, is_rental_equipment
from oxyclaim.policy.rules.coverage.initial_period.criteria import past_initial_period, retest_renews
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.device_in_place.rule import delivered_by_service_date
from oxyclaim.policy.rules.ledger.rental_months.criteria import within_paid_months


class Form(NamedTuple):
    """A version of the form CMS-R-131: the expiration date printed on it, and the last day on which it counted.

    On the day ``unclear`` the accounts differ.
    """

    expires: date
    last: date | None
    unclear: date | None = None


FORMS = (
    Form(date(2020, 3, 31), date(2020, 12, 31)),
    Form(date(2023, 6, 30), date(2023, 6, 29)),
    Form(date(2026, 1, 31), date(2026, 5, 12), unclear=date(2026, 5, 12)),
    Form(date(2029, 3, 31), None),
)
"""A new version may be used as soon as it is published, and must be once the older one no longer counts."""

ABN = Cure("find out whether the patient signed an ABN before the delivery", "the supplier's records")


@criterion(
    NOTICE,
    not_met="ABN {notice.id} does not name {line.code}",
    unknown="ABN {notice.id}: which items it names is not documented",
    ask=ABN,
)
def notice_names_item():
    """It names the item."""
    return notice.items.list.contains(line.code)


@criterion(
    NOTICE,
    not_met="ABN {notice.id} does not say why Medicare may not pay",
    unknown="ABN {notice.id}: whether it says why Medicare may not pay is not documented",
    ask=ABN,
)
def notice_gives_reason():
    """It names the reason."""
    return notice.states_reason


@criterion(
    NOTICE,
    not_met="ABN {notice.id} does not state the cost",
    unknown="ABN {notice.id}: whether it states the cost is not documented",
    ask=ABN,
)
def notice_gives_cost():
    """It names the cost."""
    return notice.states_cost


@criterion(
    NOTICE,
    not_met="on ABN {notice.id} the patient chose option {notice.option}, not option 1 (the item and a claim)",
    unknown="ABN {notice.id}: which option the patient chose is not documented",
    ask=ABN,
)
def notice_asks_for_claim():
    """The patient wants the item and a claim (option 1)."""
    return notice.option == "1"


@criterion(NOTICE)
def complete_notice():
    """It names the item, the reason and the cost, and the patient wants the item and a claim (option 1)."""
    return notice_names_item & notice_gives_reason & notice_gives_cost & notice_asks_for_claim


@criterion(
    NOTICE,
    authority="ABN-CMS",
    met="ABN {notice.id} signed {notice.signed_date}, before the delivery on {line.device_delivered}",
    not_met="ABN {notice.id} was signed on {notice.signed_date}, not before the delivery on {line.device_delivered}",
    unknown="ABN {notice.id}: that it was signed before the delivery on {line.device_delivered} is not documented",
    ask=ABN,
)
def signed_before_delivery():
    """Signed on an earlier day than the delivery, or on that day before it."""
    same_day = (notice.signed_date == line.device_delivered) & notice.signed_before_delivery
    return (notice.signed_date < line.device_delivered) | same_day


@criterion(
    NOTICE,
    authority="ABN-CMS",
    not_met="ABN {notice.id} was not signed by the patient or a representative",
    unknown="ABN {notice.id}: who signed it is not documented",
    ask=ABN,
)
def signed_for_patient():
    """Signed by the patient or a representative."""
    return notice.signed_by.is_in(["patient", "representative"])


@criterion(
    NOTICE,
    authority="ABN-CMS",
    not_met="ABN {notice.id} is a blanket notice, given without a reason of this patient's own",
    unknown="ABN {notice.id}: whether it was given as a routine is not documented",
)
def given_for_a_reason():
    """Not a blanket or routine notice."""
    return ~notice.blanket


@criterion(NOTICE)
def form_is_dated():
    """The expiration date printed on the form is entered."""
    return notice.form_expires.is_not_null()


@criterion(NOTICE)
def dated_form_counts():
    """The version of the form with that expiration date counted on the day of the signature."""
    day = notice.signed_date
    counted = [
        (notice.form_expires == form.expires)
        & (pl.lit(True) if form.last is None else day <= form.last)
        & pl.when(day != form.unclear if form.unclear else pl.lit(True)).then(True)
        for form in FORMS
    ]
    return pl.any_horizontal(counted)


@criterion(NOTICE)
def form_said_to_be_current():
    """The form was the version in use."""
    return notice.current_form


@criterion(
    NOTICE,
    authority="ABN-FORMS",
    not_met="ABN {notice.id} stands on a version of the form (expiration date {notice.form_expires}) that did not count on "
    "{notice.signed_date}",
    unknown="ABN {notice.id}: whether its version of the form (the expiration date printed on it) counted on the day it was "
    "signed is not known",
)
def form_in_use():
    """Signed on a version of the form that counted on that day."""
    return (form_is_dated & dated_form_counts) | (~form_is_dated & form_said_to_be_current)


@criterion(
    NOTICE,
    authority=("ABN-CMS", "CR12242"),
    not_met="ABN {notice.id} does not reach the service date {line.service_date}: its course of treatment ends on {notice.ends}, or, "
    "before 2021-10-14, a year after it was signed",
    unknown="ABN {notice.id}: when it was signed is not documented",
)
def course_still_runs():
    """The course that it covers, where it names an end, reaches the service date; so does its year, while it had one."""
    year_ends = notice.signed_date.dt.offset_by(p.notice_reach_months.cast(pl.String) + "mo")
    in_reach = pl.when(p.notice_reach_months.is_null()).then(pl.lit(True)).otherwise(line.service_date <= year_ends)
    return (notice.ends >= line.service_date).fill_null(True) & in_reach


@criterion(NOTICE)
def sound_notice():
    """Complete, of the patient's own, on a form in use, for this service date."""
    return complete_notice & given_for_a_reason & signed_for_patient & form_in_use & course_still_runs


@criterion(NOTICE)
def valid_notice():
    """A sound notice, signed before the delivery."""
    return sound_notice & signed_before_delivery


@criterion(
    NOTICE,
    authority=("ABN-IOM", "ABN-CMS"),
    met="ABN {notice.id} signed {notice.signed_date}, before the month from {line.service_date} on, for coverage that ended",
    not_met="ABN {notice.id} was signed on {notice.signed_date}, not before the month from {line.service_date} on",
    unknown="ABN {notice.id}: that it was signed before the month from {line.service_date} on is not documented",
    ask=ABN,
)
def signed_before_month():
    """Signed before the month that it is for; of the day on which the month begins the hour is not told."""
    same_day = notice.signed_date == line.service_date
    return pl.when(~same_day).then(notice.signed_date < line.service_date)


@criterion(NOTICE)
def valid_notice_of_end():
    """A sound notice, signed before the month that it is for."""
    return sound_notice & signed_before_month


@criterion(not_met="no coverage of this rental began and ended later")
def continued_coverage_ended():
    """A rental that was covered at the start, whose coverage no repeat test renewed, within its paid months.

    The equipment is furnished anew each month: before the first month that is no longer covered a notice can still be
    given. After the last paid month there is nothing to charge for.
    """
    return is_rental_equipment & past_initial_period & ~retest_renews & within_paid_months


@criterion(NOTICE)
def wants_no_claim():
    """It names the item, and the patient chose that no claim be filed."""
    return notice.items.list.contains(line.code) & notice.option.is_in(["2", "3"])


@criterion(unknown="whether the patient signed an Advance Beneficiary Notice is not known", ask=ABN)
def has_valid_notice():
    """A valid Advance Beneficiary Notice is on file: from before the delivery or, where the coverage ended later, from
    before the month.
    """
    return exists(NOTICE, valid_notice) | (continued_coverage_ended & exists(NOTICE, valid_notice_of_end))


@criterion()
def claim_unwanted():
    """The patient chose that no claim be filed."""
    return exists(NOTICE, wants_no_claim)


@criterion()
def no_valid_notice():
    """It is known that no valid Advance Beneficiary Notice is on file."""
    valid = exists(NOTICE, valid_notice, none="no ABN is on file")
    return ~valid & (~exists(NOTICE, valid_notice_of_end) | ~continued_coverage_ended)


@criterion(not_met="the patient chose that no claim be filed", unknown="whether the patient wants a claim is not known")
def claim_wanted():
    """The patient did not choose that no claim be filed."""
    return ~claim_unwanted


@criterion()
def liability_known():
    """Either a valid notice is on file, or there is none and the item has been delivered."""
    return (has_valid_notice | (no_valid_notice & delivered_by_service_date)) & claim_wanted


@rule(
    "DEN-100",
    stage=Stage.SCRUB,
    kind=Kind.DENIAL,
    applies=is_oxygen_item,
    requires=liability_known,
    in_force=("2018-08-01", None),
    authority=("N18", "MM7228"),
    sentence="A formal denial cannot be asked for honestly: {reasons}.",
    cure=ABN,
)
def formal_denial():
    """GA asks for an ABN valid and signed before delivery; GZ for an item delivered without one, at the supplier's cost.

    Where a rental was covered at first and the repeat test did not renew it, an ABN signed before the month supports GA.
    """


@output(Stage.SCRUB, has_valid_notice, liability_known, yields=Yields.OF_DENIAL)
def liability_modifier(valid, allowed):
    """GA, GZ, empty if neither may be used, null while unknown."""
    choice = first_of((valid, p.modifier_notice_on_file), otherwise=p.modifier_no_notice)
    return first_of((allowed, choice), otherwise="")


@output(Stage.SCRUB, not_sold, yields=Yields.OF_EXCLUSION)
def exclusion_modifier(rented):
    """GY where the law bars payment for a sale; empty for a rental, whose place of service is to be corrected."""
    return first_of((rented, ""), otherwise=p.modifier_excluded)
