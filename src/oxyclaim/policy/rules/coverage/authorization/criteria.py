"""Prior authorization: whether the line needs one, and whether one on file covers it."""

import polars as pl

from oxyclaim.engine.grains import (
    AUTHORIZATION,
    AUTHORIZATION_CHANGE,
    AUTHORIZATION_MONTH,
    AUTHORIZATION_ORDER,
    LINE,
    TRIGGER,
    TRIGGER_CHANGE,
    TRIGGER_MONTH,
)
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import (
    Cure,
    Stage,
    among,
    authorization,
    change,
    criterion,
    derived,
    exists,
    known,
    line,
    month,
    open_question,
    order,
    output,
    p,
    tally,
    trigger,
)
from oxyclaim.policy.rules.coverage.own_criteria.ages import young_enough
from oxyclaim.policy.rules.ledger.rent_limits.rent import cents
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, answered_by_own_payer, paid

OBTAIN = Cure(
    "ask the payer for the authorization (`oxyclaim authorization` lists what the request holds)", "the biller"
)
FIND = Cure("list the authorizations asked for or given (authorizations); an empty list says that there are none",
            "the supplier's records")  # fmt: skip


@derived(LINE)
def rental_month():
    """The number of the rental month, by the calendar, from 1."""
    months = (line.service_date.dt.year() - line.rental_start.dt.year()) * 12
    months = months + line.service_date.dt.month().cast(pl.Int32) - line.rental_start.dt.month().cast(pl.Int32)
    early = line.service_date.dt.day() < line.rental_start.dt.day()
    at_month_end = line.service_date == line.service_date.dt.month_end()
    return months + 1 - (early & ~at_month_end).cast(pl.Int32)


@criterion(TRIGGER)
def about_code():
    """The entry is about the line's code."""
    return trigger.codes.is_null() | trigger.codes.list.contains(line.code)


@criterion(TRIGGER_CHANGE)
def change_since_start():
    """A change that the entry names, since the rental began and by the service date."""
    since = (change.date >= line.rental_start) & (change.date <= line.service_date)
    return among(trigger.of, change.what) & since


@criterion(TRIGGER)
def change_happened():
    """Such a change has happened."""
    return exists(TRIGGER_CHANGE, change_since_start)


@criterion(TRIGGER)
def fires_on_change():
    """Needed after a change."""
    return trigger.when == "on_change"


@derived(TRIGGER_MONTH)
def rent_of_month():
    """What was allowed for the month, else what was paid, in cents."""
    return cents(pl.coalesce(month.allowed, month.paid))


@criterion(TRIGGER_MONTH)
def rent_in_reach():
    """A paid rental month of a code that counts, with the same payer, before the line and within the months that count."""
    back = line.service_date.dt.offset_by(pl.lit("-") + trigger.within_months.cast(pl.String) + "mo")
    recent = trigger.within_months.is_null() | (month.service_date > back)
    before = month.service_date < line.service_date
    counted = (
        pl.when(trigger.rent_of.is_null()).then(month.code == line.code).otherwise(among(trigger.rent_of, month.code))
    )
    return counted & (month.kind == "rental") & answered_by_own_payer() & paid() & before & recent


rent_so_far = tally(rent_in_reach, amount="trigger_month.rent_of_month")


def _rent_passes() -> pl.Expr:
    """The rent so far and this month's charge pass the amount."""
    surely = rent_so_far.least + cents(line.charge).fill_null(0) > trigger.cents
    perhaps = rent_so_far.most + cents(line.charge) > trigger.cents
    return pl.when(surely).then(pl.lit(True)).when(~perhaps).then(pl.lit(False))


@criterion(TRIGGER_MONTH)
def billed_to_payer():
    """A rental month of the code that was billed to the line's payer before, since the rental began.

    A month that the payer denied may count or not.
    """
    since = (month.service_date >= line.rental_start) & (month.service_date < line.service_date)
    billed = pl.when(month.outcome != "denied").then(pl.lit(True))
    return (month.code == line.code) & (month.kind == "rental") & answered_by_own_payer() & since & billed


months_billed = tally(billed_to_payer)


def _from_month() -> pl.Expr:
    """The line is in the month or behind it, of those billed to the payer or of the rental."""
    by_calendar = line.rental_month >= trigger.month
    surely = months_billed.least + 1 >= trigger.month
    perhaps = months_billed.most + 1 >= trigger.month
    by_payer = pl.when(surely).then(pl.lit(True)).when(~by_calendar | ~perhaps).then(pl.lit(False))
    return pl.when(trigger.counted_by == "rental").then(by_calendar).otherwise(by_payer)


@criterion(TRIGGER)
def fires_by_line():
    """What the line itself shows makes the authorization necessary."""
    return (
        pl.when(trigger.when == "always")
        .then(pl.lit(True))
        .when(trigger.when == "from_month")
        .then(_from_month())
        .when(trigger.when == "charge_at_least")
        .then(cents(line.charge) >= trigger.cents)
        .when(trigger.when == "purchase_price_at_least")
        .then(cents(line.purchase_price) >= trigger.cents)
        .when(trigger.when == "rent_above")
        .then(_rent_passes())
        .when(trigger.when == "criteria_missed")
        .then(line.misses_own_values)
        .otherwise(pl.lit(False))
    )


@criterion(TRIGGER, met="this payer requires an authorization {trigger.words}")
def fires():
    """The entry makes an authorization necessary."""
    return (fires_on_change & change_happened) | (~fires_on_change & fires_by_line)


@criterion()
def triggers_unset():
    """The payer's file does not say when an authorization is needed."""
    return p.authorization_triggers.is_null()


@criterion()
def triggers_speak():
    """The payer's file says when the line's code needs an authorization."""
    return ~triggers_unset & exists(TRIGGER, about_code)


@criterion()
def needed_by_file():
    """By the payer's file the line needs an authorization."""
    return ~triggers_unset & exists(TRIGGER, fires, among=about_code)


@criterion(TRIGGER)
def waits_for_missed_criteria():
    """The entry asks for an authorization where the payer's values are not met."""
    return trigger.when == "criteria_missed"


@criterion()
def missed_goes_to_payer():
    """Where the payer's values are not met the payer decides by an authorization; not where a prescription is enough."""
    left_to_payer = ~triggers_unset & exists(TRIGGER, waits_for_missed_criteria, among=about_code)
    return left_to_payer & ~young_enough


@criterion(met="the patient came to this payer on {line.enrolled_on}, with the rental under way")
def in_transition():
    """A course of treatment that was under way at the enrollment, within the days that the law gives."""
    last = line.enrolled_on + pl.duration(days=p.transition_days - 1)
    under_way = (line.rental_start < line.enrolled_on) & (line.service_date <= last)
    given = p.transition_days.is_not_null() & line.enrolled_on.is_not_null()
    return pl.when(given).then(under_way).otherwise(pl.lit(False))


@criterion()
def authorization_needed():
    """The line needs an authorization."""
    return needed_by_file & ~in_transition


@criterion(AUTHORIZATION, unknown="authorization {authorization.id}: which codes it covers is not documented", ask=FIND)
def for_code():
    """It covers the line's code."""
    return authorization.codes.list.contains(line.code)


@criterion(
    AUTHORIZATION,
    not_met="authorization {authorization.id} is {authorization.status}, not approved",
    unknown="authorization {authorization.id}: what the payer decided is not documented",
    ask=OBTAIN,
    cure=OBTAIN,
)
def is_approved():
    """The payer approved it."""
    return authorization.status == "approved"


@derived(AUTHORIZATION)
def ends():
    """Its last day: as it says, else by the months for which this payer gives one; null where it names no end."""
    months = pl.when(authorization.kind == "renewal").then(p.authorization_renewal_months)
    months = months.otherwise(p.authorization_initial_months)
    by_months = authorization.first_day.dt.offset_by(months.cast(pl.String) + "mo") - pl.duration(days=1)
    return pl.coalesce(authorization.last_day, by_months)


@criterion(
    AUTHORIZATION,
    not_met="authorization {authorization.id} covers {authorization.first_day} to {authorization.ends}, not "
    "{line.service_date}",
    unknown="authorization {authorization.id}: the days that it covers are not documented",
    ask=FIND,
    cure=OBTAIN,
)
def covers_day():
    """It covers the service date."""
    begun = authorization.first_day <= line.service_date
    return begun & (authorization.ends.is_null() | (line.service_date <= authorization.ends))


@criterion(
    AUTHORIZATION,
    not_met="authorization {authorization.id} was given for {authorization.acquisition}, not for what the line bills",
    unknown="authorization {authorization.id}: whether it was given for rent or for a purchase is not documented "
    "(authorizations: acquisition)",
    ask=FIND,
    cure=OBTAIN,
)
def for_acquisition():
    """Given for what the line bills, rent or purchase; where it does not say, it was given for rent."""
    of_rent = (authorization.acquisition != "purchase").fill_null(True)
    after_rent = line.equipment.is_in(["contents", "maintenance"])
    of_sale = authorization.acquisition == "purchase"
    return pl.when(after_rent | line.is_rented).then(of_rent).when(~line.is_rented).then(of_sale)


@criterion(AUTHORIZATION_MONTH)
def used_up_month():
    """A month of the code billed to the payer under the authorization before the line."""
    within = (month.service_date >= authorization.first_day) & (month.service_date < line.service_date)
    billed = pl.when(month.outcome != "denied").then(pl.lit(True))
    return (month.code == line.code) & (month.kind == "rental") & answered_by_own_payer() & within & billed


months_used_up = tally(used_up_month)


@criterion(
    AUTHORIZATION,
    not_met="authorization {authorization.id} covers {authorization.units} units, which the months billed since "
    "{authorization.first_day} have used up",
    unknown="how many of the {authorization.units} units of authorization {authorization.id} are used up is not known "
    "(history)",
    ask=HISTORY,
    cure=OBTAIN,
)
def units_left():
    """The units that it covers are not used up, where it names any."""
    units = line.units.fill_null(1)
    enough = months_used_up.most + units <= authorization.units
    too_many = months_used_up.least + units > authorization.units
    left = pl.when(enough).then(pl.lit(True)).when(too_many).then(pl.lit(False))
    return pl.when(authorization.units.is_null()).then(pl.lit(True)).otherwise(left)


@derived(AUTHORIZATION)
def given_on():
    """The day from which a change bears on it: of the decision, else its first day."""
    return pl.coalesce(authorization.decided_on, authorization.first_day)


@criterion(AUTHORIZATION_CHANGE)
def change_after():
    """A change after it was given, by the service date."""
    return (change.date > authorization.given_on) & (change.date <= line.service_date)


@criterion(AUTHORIZATION_CHANGE)
def voiding_kind():
    """A change that ends an authorization with this payer."""
    return change.what.is_in(p.authorization_void_on)


@criterion(AUTHORIZATION_CHANGE)
def voiding_change():
    """Such a change after it was given."""
    return change_after & voiding_kind


@criterion(AUTHORIZATION_ORDER)
def later_flow():
    """A later order for the line's code gives another flow."""
    later = (order.order_date > authorization.given_on) & (order.order_date <= line.service_date)
    of_day_and_night = (order.day_flow_lpm + order.night_flow_lpm) / 2
    flow = pl.coalesce(order.flow_lpm, of_day_and_night, order.day_flow_lpm, order.night_flow_lpm)
    return order.items.list.contains(line.code) & later & (flow != authorization.flow_lpm)


@criterion(AUTHORIZATION)
def flow_voids():
    """A change of flow ends an authorization with this payer."""
    return p.authorization_void_on.list.contains("flow")


@criterion(AUTHORIZATION)
def void_unset():
    """The payer does not say what ends an authorization."""
    return p.authorization_void_on.is_null()


@criterion(AUTHORIZATION)
def names_no_flow():
    """It was given without naming a flow."""
    return authorization.flow_lpm.is_null()


@criterion(AUTHORIZATION)
def another_flow_ordered():
    """A later order gives another flow than it names."""
    return ~names_no_flow & exists(AUTHORIZATION_ORDER, later_flow)


@criterion(AUTHORIZATION)
def something_changed():
    """Something has changed since it was given."""
    return exists(AUTHORIZATION_CHANGE, change_after) | another_flow_ordered


@criterion(AUTHORIZATION)
def nothing_changed():
    """Nothing has changed since it was given."""
    return ~something_changed


@criterion(AUTHORIZATION)
def still_an_authorization():
    """Always met."""
    return known(authorization.id)


@criterion(AUTHORIZATION)
def holds_in_silence():
    """Where the payer does not say what ends an authorization: a change does not, or does."""
    return open_question(
        "whether a change of flow, equipment, practitioner, supplier or plan ends an authorization with this payer, whose "
        "file is silent on it",
        lenient=still_an_authorization,
        strict=nothing_changed,
        authority="PAYERFILE",
    )


@criterion(
    AUTHORIZATION,
    not_met="authorization {authorization.id} ended with a change ({p.authorization_void_on}) by {line.service_date}",
    unknown="whether authorization {authorization.id} still holds is not known: which changes there were since it was "
    "given (changes; an empty list says none)",
    ask=Cure("list the changes since it was given (changes), and the orders with their flow", "the supplier's records"),
    cure=Cure("ask for a new authorization before this and later months are billed", "the biller"),
)
def not_voided():
    """No change has ended it."""
    by_file = ~exists(AUTHORIZATION_CHANGE, voiding_change) & ~(flow_voids & another_flow_ordered)
    return (~void_unset & by_file) | (void_unset & holds_in_silence)


@criterion(
    AUTHORIZATION,
    met="authorization {authorization.id} ({authorization.number}), approved, from {authorization.first_day}",
    ask=FIND,
)
def covering():
    """Approved, for what the line bills and its day, not used up, and not ended by a change."""
    return is_approved & for_acquisition & covers_day & units_left & not_voided


@criterion(ask=OBTAIN)
def has_authorization():
    """An authorization that covers the line is on file."""
    return exists(AUTHORIZATION, covering, among=for_code, none="no authorization for {line.code} is on file")


@criterion(
    AUTHORIZATION,
    unknown="the number of authorization {authorization.id} is not entered (authorizations: number)",
    ask=Cure("enter the number that the payer gave the authorization", "the supplier's records"),
)
def number_known():
    """Its number is known."""
    return known(authorization.number)


@criterion(AUTHORIZATION)
def covering_with_number():
    """It covers the line, and its number is known."""
    return covering & number_known


@criterion()
def has_authorization_number():
    """The number of an authorization that covers the line is known."""
    return exists(AUTHORIZATION, covering_with_number, among=for_code)


@criterion(AUTHORIZATION, met="authorization {authorization.id} was denied on {authorization.decided_on}")
def denied_for_line():
    """The payer denied it for the line's code and day."""
    in_days = (authorization.first_day <= line.service_date) & (
        authorization.ends.is_null() | (line.service_date <= authorization.ends)
    )
    return (authorization.status == "denied") & authorization.codes.list.contains(line.code) & in_days.fill_null(True)


@criterion()
def was_denied():
    """The payer denied an authorization for the line, and none covers it."""
    return exists(AUTHORIZATION, denied_for_line) & ~has_authorization


@criterion()
def authorizations_listed():
    """The case lists authorizations, or says that there are none."""
    return line.authorizations_listed


@criterion()
def approval_settles():
    """An approval settles the medical necessity, unless the payer's file says that it does not."""
    return pl.when(p.approval_stands.is_null()).then(pl.lit(True)).otherwise(p.approval_stands)


@criterion()
def authorization_plays_a_part():
    """The payer's file asks for an authorization, or the case lists some; else there is none to be expected."""
    return needed_by_file | authorizations_listed


@criterion()
def settled_by_authorization():
    """An authorization on file covers the line and settles the medical necessity."""
    return authorization_plays_a_part & has_authorization & approval_settles


@criterion()
def law_lets_approvals_stand():
    """The payer may not deny for necessity what it approved."""
    return p.approval_stands.fill_null(False)


@criterion()
def approved_for_good():
    """An authorization on file covers the line, and the payer may not deny it later for necessity."""
    return law_lets_approvals_stand & authorizations_listed & has_authorization


@output(Stage.COVERAGE, approved_for_good, serves="PAY-200", idle=pl.lit(False), yields=Yields.SETTLED_IN_ADVANCE)
def settled_in_advance(approved):
    """Whether the payer has settled the medical necessity in advance, so that no rule refuses coverage for it."""
    return approved
