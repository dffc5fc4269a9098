"""Under a hospice election the hospice pays for what the terminal illness needs."""

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    absence,
    criterion,
    exists,
    first_of,
    if_used,
    output,
    p,
    rule,
)
from oxyclaim.policy.rules.ledger.eligibility.criteria import (
    LISTED,
    hospice_looked_up,
    is_looked_up_in_life,
    over_service_date,
)

RELATED = Cure(
    "ask for its list of what is unrelated to the terminal illness (election statement addendum)", "the hospice"
)


@criterion(
    ABSENCE,
    unknown="whether the absence from {absence.first_day} ({absence.reason}) is a hospice election over the service "
    "date is not known",
    ask=LISTED,
)
def election_over_service_date():
    """A hospice election over the service date."""
    return (absence.reason == "hospice") & over_service_date()


@criterion(
    ABSENCE,
    met="the patient elected hospice from {absence.first_day}, and oxygen belongs to the terminal illness",
    not_met="the hospice election from {absence.first_day} is for an illness with which the oxygen has nothing to "
    "do; have the hospice's election statement addendum on file",
    unknown="a hospice election from {absence.first_day} is entered, and not whether oxygen belongs to the "
    "terminal illness",
    ask=RELATED,
)
def oxygen_of_terminal_illness():
    """The oxygen is for the terminal illness."""
    return ~absence.unrelated_to_hospice


@criterion(ABSENCE, ask=LISTED)
def hospice_pays():
    """A hospice election over the service date, for an illness to which the oxygen belongs."""
    return election_over_service_date & oxygen_of_terminal_illness


@criterion()
def no_hospice_pays():
    """No hospice that pays for the oxygen is entered for the service date."""
    return ~exists(ABSENCE, hospice_pays)


@criterion()
def elected_hospice():
    """The patient has elected hospice on the service date."""
    return exists(ABSENCE, election_over_service_date)


@criterion()
def election_known():
    """Whether there is an election over the service date is known; GW turns on it."""
    return elected_hospice | ~elected_hospice


@criterion()
def not_for_a_hospice_to_pay():
    """A hospice election was looked up, and no hospice pays for the oxygen on the service date."""
    return no_hospice_pays & election_known & hospice_looked_up


@rule(
    "ELG-130",
    roles=Role.LOOK_UP,
    stage=Stage.LEDGER,
    applies=is_looked_up_in_life,
    requires=not_for_a_hospice_to_pay,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("NHOSP", "CGSGW"),
    sentence="Equipment for the terminal illness is inside what Medicare pays the hospice: {reasons}.",
    if_unknown="Whether a hospice pays for the oxygen is not known: {reasons}.",
    cure=Cure("bill the hospice", "the biller", Helps.NOT_TO_BE_BILLED),
    asserts="hospice",
    denial="B9",
)
def hospice():
    """No hospice pays for the oxygen on the service date.

    Oxygen that has nothing to do with the terminal illness is billed with GW, under the usual rules. The contractors
    call that rare and review such claims before they pay: have the hospice's election statement addendum on file.
    """


@output(Stage.LEDGER, elected_hospice, asserts="hospice", place=4)
def hospice_modifier(elected):
    """GW under a hospice election (ELG-130 bars the line where the oxygen is not unrelated); otherwise empty."""
    return if_used(p.modifier_hospice_unrelated, first_of((elected, p.modifier_hospice_unrelated), otherwise=""))
