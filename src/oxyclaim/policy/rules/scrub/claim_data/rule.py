"""What the claim itself must carry."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, Effect, Kind, Stage, criterion, derived, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents, is_oxygen_item
from oxyclaim.policy.rules.scrub.coded_modifiers.rule import is_coded_oxygen


@derived(LINE)
def missing_claim_data():
    """The keys that the payer's claim wants and the case does not fill."""
    return p.claim_requires.list.set_difference(line.given).list.sort()


@criterion(not_met="the case lacks {line.missing_claim_data}")
def claim_data_complete():
    """Everything that the claim must carry is in the case."""
    return line.missing_claim_data.list.len() == 0


@rule(
    "CLM-100",
    stage=Stage.SCRUB,
    applies=is_oxygen_item,
    requires=claim_data_complete,
    not_met=Effect.HOLD,
    in_force=("2012-01-01", None),
    authority=("X222", "CGSPECOS"),
    sentence="The claim cannot be written: {reasons}.",
    cure=Cure("add it to the case file", "the supplier's records"),
)
def claim_data():
    """A claim carries the patient, the payer, the supplier, the ordering practitioner, a diagnosis and a charge."""


@criterion(not_met="{line.units} units are on the line")
def one_unit():
    """One unit a rental month or visit."""
    return line.units == p.units_per_month


@criterion()
def billed_one_by_one():
    """A rental month or a visit; how many months of contents may go together is asked elsewhere."""
    return is_oxygen_item & ~is_contents


@rule(
    "CLM-110",
    stage=Stage.SCRUB,
    applies=billed_one_by_one,
    requires=one_unit,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="NPAY",
    sentence="A rental month, or a visit, is one unit: {reasons}.",
    cure=Cure("enter one unit", "the biller"),
)
def one_unit_a_month():
    """A rental month is billed as one unit, and so is a visit."""


def _given(*keys):
    """The claim that the case makes carries these."""
    return line.missing_claim_data.list.set_intersection(list(keys)).list.len() == 0


@criterion(not_met="no place of service is given")
def place_of_service_given():
    """The claim carries a place of service."""
    return _given("item.place_of_service")


@rule(
    "SCR-210",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=place_of_service_given,
    in_force=("2012-01-01", None),
    authority="NDEN",
    sentence="Rejected: {reasons}.",
    cure=Cure("enter where the patient uses the equipment", "the supplier's records"),
    denial="CO-16, M77, MA130",
)
def place_of_service_present():
    """A claim without a place of service is rejected."""


@criterion(not_met="no full name of the ordering practitioner is given")
def orderer_name_given():
    """The claim carries the ordering practitioner's name."""
    return _given("practitioner.last_name", "practitioner.first_name")


@rule(
    "SCR-220",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=orderer_name_given,
    in_force=("2014-01-06", None),
    authority=("CGSPECOS", "NDEN"),
    sentence="Rejected: {reasons}.",
    cure=Cure("enter the name exactly as in PECOS", "the biller"),
    denial="CO-16, N264, N575, MA13",
)
def orderer_name_present():
    """A claim without the ordering practitioner's name, or with another than PECOS has, is rejected."""


@criterion(not_met="no NPI of the ordering practitioner is given")
def orderer_npi_given():
    """The claim carries the ordering practitioner's NPI."""
    return _given("practitioner.npi")


@rule(
    "SCR-221",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=orderer_npi_given,
    in_force=("2014-01-06", None),
    authority=("CGSPECOS", "NDEN"),
    sentence="Rejected: {reasons}.",
    cure=Cure("enter the NPI of the practitioner who ordered, and make sure of the enrolment in PECOS", "the biller"),
    denial="CO-16, N265, N276, MA13",
)
def orderer_npi_present():
    """A claim without the ordering practitioner's NPI is rejected."""
