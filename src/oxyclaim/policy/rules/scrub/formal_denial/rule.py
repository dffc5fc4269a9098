"""A formal denial that the supplier asks for: GA, GZ or GY."""

from oxyclaim.engine.grains import NOTICE
from oxyclaim.engine.words import Cure, Kind, Stage, criterion, exists, first_of, line, notice, output, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.device_in_place.rule import delivered_by_service_date

ABN = Cure("find out whether the patient signed an ABN before the delivery", "the supplier's records")


@criterion(
    NOTICE,
    met="ABN {notice.id} signed {notice.signed_date}, before the delivery on {line.device_delivered}",
    not_met="ABN {notice.id} of {notice.signed_date} is not valid for {line.code} (item, reason, cost, option 1, signed "
    "before the delivery on {line.device_delivered})",
    unknown="ABN {notice.id}: item, reason, cost, option or date of signature is not documented",
    ask=ABN,
)
def valid_notice():
    """It names the item, reason and cost, was signed on a day before the delivery, and asks for a claim."""
    return (
        notice.items.list.contains(line.code)
        & notice.states_reason
        & notice.states_cost
        & (notice.option == "1")
        & (notice.signed_date < line.device_delivered)
    )


@criterion(NOTICE)
def wants_no_claim():
    """It names the item, and the patient chose that no claim be filed."""
    return notice.items.list.contains(line.code) & notice.option.is_in(["2", "3"])


@criterion(unknown="whether the patient signed an Advance Beneficiary Notice is not known", ask=ABN)
def has_valid_notice():
    """A valid Advance Beneficiary Notice is on file."""
    return exists(NOTICE, valid_notice)


@criterion()
def claim_unwanted():
    """The patient chose that no claim be filed."""
    return exists(NOTICE, wants_no_claim)


@criterion(met="no valid ABN is on file, so the cost is the supplier's")
def no_valid_notice():
    """It is known that no valid Advance Beneficiary Notice is on file."""
    return ~has_valid_notice


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
    applies=is_rental_equipment,
    requires=liability_known,
    in_force=("2018-08-01", None),
    authority=("N18", "MM7228"),
    sentence="A formal denial cannot be asked for honestly: {reasons}.",
    cure=ABN,
)
def formal_denial():
    """GA wants an ABN valid and signed before delivery; GZ an item delivered without one, at the supplier's cost."""


@output(Stage.SCRUB, has_valid_notice, liability_known)
def liability_modifier(valid, allowed):
    """GA, GZ, empty if neither may be used, null while unknown."""
    choice = first_of((valid, p.modifier_notice_on_file), otherwise=p.modifier_no_notice)
    return first_of((allowed, choice), otherwise="")


@output(Stage.SCRUB, not_sold)
def exclusion_modifier(rented):
    """GY where the law bars payment for a sale; empty for a rental, whose place of service is to be corrected."""
    return first_of((rented, ""), otherwise=p.modifier_excluded)
