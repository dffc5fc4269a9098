"""The case file, version 1: everything known about one patient's home oxygen.

These models are the one definition of the file: ``oxyclaim schema`` prints their JSON Schema, the
reader checks files with them, and ``tables.py`` turns them into frames. A key that is left out is
*unknown*. A list that is left out is unknown; a list that is given is complete; an empty list says
that there are none.
"""

from datetime import date as Day
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationInfo, field_validator
from pydantic.config import JsonDict

from oxyclaim.case.payer_words import FEE_FOR_SERVICE
from oxyclaim.case.values import (
    AdjustmentReason,
    Balance,
    ClaimNote,
    Date,
    Days,
    Dollars,
    Flow,
    Hcpcs,
    Hematocrit,
    Hours,
    Icd10,
    Index,
    Label,
    LineNumber,
    Minutes,
    Modifier,
    Npi,
    Page,
    PartialPressure,
    Percent,
    Phone,
    PlaceOfService,
    PositiveFlow,
    Pounds,
    Qualifier,
    Saturation,
    SchemaVersion,
    SignedDollars,
    State,
    TaxId,
    Taxonomy,
    Text,
    Truth,
    Units,
    WeekHours,
    Zip,
    check_mbi,
    problem,
)

LOWEST_CREDIBLE_SATURATION = 70
"""Below this an oximeter is outside the range it is made for, and a PO2 may have been typed instead."""

PRIVATE: JsonDict = {"x-private": True}
"""Marks a value that no message may repeat."""


def _private(description: str) -> Any:
    return Field(default=None, description=description, json_schema_extra=PRIVATE)


def _about(description: str) -> Any:
    return Field(default=None, description=description)


def _not_before(value: Day | None, info: ValidationInfo, earlier: str) -> Day | None:
    start = info.data.get(earlier)
    if value is not None and start is not None and value < start:
        raise problem(f"is before {earlier} ({start.isoformat()}); it must be on or after it")
    return value


class Section(BaseModel):
    """A part of the case file. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Documented(Section):
    """A record whose facts must be shown on paper.

    ``basis: document`` with the ``document`` that shows the facts, or ``basis: reported`` when somebody
    said so and nobody has seen the paper. Naming a ``document`` is enough to say ``basis: document``.
    Only facts shown by a document on file can make a line billable.
    """

    basis: Literal["document", "reported"] | None = _about(
        "How the facts of this record are known: shown by a document, or only reported."
    )
    document: Label | None = _about("The id, in `documents`, of the paper that shows these facts.")
    page: Page | None = _about("The page of that document.")
    reported: list[str] | None = _about(
        "Keys of this record that are only reported although the rest is shown by the document."
    )

    @field_validator("reported")
    @classmethod
    def _names_own_keys(cls, value: list[str] | None) -> list[str] | None:
        for key in value or []:
            if key not in cls.model_fields:
                raise problem(f"names {key!r}, which is not a key of this record")
        return value

    @field_validator("document")
    @classmethod
    def _fits_basis(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get("basis") == "reported":
            raise problem("is given although basis is `reported`; drop one of the two")
        return value


class Document(Section):
    """A paper in the patient's file, or one that is known to exist and not yet here."""

    id: Label = Field(description="Your label for the document; facts point to it.")
    kind: Literal[
        "standard_written_order", "progress_note", "test_report", "hospital_record", "discharge_summary",
        "proof_of_delivery", "abn", "diagnostic_study", "laboratory_report", "certificate_of_medical_necessity",
        "supplier_record", "letter_of_medical_necessity", "prescription", "invoice", "payer_form",
        "face_to_face_encounter", "other",
    ] | None = _about("What kind of paper it is.")  # fmt: skip
    date: Date | None = _about("The date on the document; one dated after the day of the run shows nothing.")
    states: list[
        Literal[
            "diagnosis", "flow", "frequency", "method", "duration", "hours_a_day", "equipment", "test_result",
            "expected_improvement",
        ]
    ] | None = _about("What it states, where a payer asks for that; complete if given.")  # fmt: skip
    on_file: Truth = Field(description="Whether you hold it. A document that is not on file shows nothing.")
    description: Text | None = _about("What it is, in your words.")


class Address(Section):
    """A street address in the United States."""

    line_1: Text | None = _private("Street and number (no PO box for a supplier).")
    line_2: Text | None = _private("Apartment, suite.")
    city: Text | None = _private("City.")
    state: State | None = _about("Two-letter state code.")
    zip: Zip | None = _private("ZIP code; nine digits for a supplier.")


class Patient(Section):
    """The beneficiary."""

    last_name: Text | None = _private("Family name, as on the Medicare card.")
    first_name: Text | None = _private("Given name, as on the Medicare card.")
    middle_name: Text | None = _private("Middle name or initial.")
    birth_date: Date | None = _private("Date of birth.")
    sex: Literal["female", "male", "unknown"] | None = _about("As the payer has it on record.")
    address: Address | None = _about("Permanent address.")
    account_number: Label | None = _private("Your patient account number (it comes back on the remittance).")
    died_on: Date | None = _private("The day the patient died.")


class Subscriber(Section):
    """The person in whose name the coverage is, where that is not the patient."""

    relationship: Literal["spouse", "child", "life_partner", "employee", "organ_donor", "other"] | None = _about(
        "What the patient is to this person."
    )
    last_name: Text | None = _private("Family name, as the payer has it.")
    first_name: Text | None = _private("Given name, as the payer has it.")
    middle_name: Text | None = _private("Middle name or initial.")
    birth_date: Date | None = _private("Date of birth.")
    sex: Literal["female", "male", "unknown"] | None = _about("As the payer has it on record.")
    address: Address | None = _about("Address of this person.")


class Adjustment(Section):
    """A part of a line's charge that a payer did not pay, and why (CAS)."""

    group: Literal["CO", "OA", "PI", "PR"] = Field(description="The group code: who bears it.")
    reason: AdjustmentReason = Field(description="The claim adjustment reason code, for example 45.")
    amount: SignedDollars = Field(description="The amount in dollars, as the remittance shows it; it may be negative.")
    quantity: Units | None = _about("Units that were adjusted, if it names any.")


class AnsweredLine(Section):
    """What an earlier payer answered to one line: the charge is what it paid and all its adjustments."""

    line_number: LineNumber = Field(description="The line, in `items`.")
    paid: Balance = Field(description="What it paid for the line, in dollars; 0 if nothing.")
    adjustments: list[Adjustment] | None = _about("What it did not pay, and why; all of it.")
    code: Hcpcs | None = _about("The code that it paid, where that is another than the line's.")
    modifiers: list[Modifier] | None = _about("The modifiers that it names; leave out for those of the line.")
    units: Units | None = _about("The units that it paid; leave out for those of the line.")
    decided_on: Date | None = _about("When it decided this line, where that is not the date of the remittance.")


class PrimaryOutcome(Section):
    """What the payer said that had to be asked first: what the rules look at."""

    payer: Label | None = _about("The payer asked first: a payer's file, such as `medicare`, or another label.")
    outcome: Literal["paid", "denied", "pending", "not_billed"] | None = _about("What it answered to this month.")
    denied_for: Literal[
        "medical_necessity", "not_a_benefit", "paid_months_used_up", "missing_paper", "other"
    ] | None = _about("Why it denied the month.")  # fmt: skip
    remittance_date: Date | None = _about("The date of its remittance advice.")
    crossed_over: Truth | None = _about("It passed the claim on to this payer by itself.")


class EarlierPayer(PrimaryOutcome):
    """What a payer said that was asked before this one, and what the claim tells of it (2320, 2330, 2430)."""

    payer_name: Text | None = _about("Its name as claims carry it.")
    payer_id: Label | None = _about("Its payer id as claims carry it.")
    kind: Literal[
        "commercial", "blue_cross", "hmo", "ppo", "workers_compensation", "automobile", "liability", "disability",
        "other",
    ] | None = _about("Its kind of coverage, where `payer` names no payer's file.")  # fmt: skip
    member_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = _private(
        "The member's id with it."
    )
    group_number: Label | None = _about("The number of the group or policy, if there is one.")
    group_name: Text | None = _about("The name of the group, where it has no number.")
    subscriber: Subscriber | None = _about("In whose name that coverage is; leave it out where it is the patient.")
    comes_first_by: Literal[
        "working_aged", "end_stage_renal_disease", "no_fault", "workers_compensation", "public_health", "black_lung",
        "veterans", "disabled", "liability",
    ] | None = _about("Of a claim to Medicare: why it comes before Medicare.")  # fmt: skip
    claim_number: Label | None = _about("The number that it gave the claim (its claim control number).")
    lines: list[AnsweredLine] | None = _about("Its answer to each line that is billed here.")


class NextPayer(Section):
    """A payer behind this one, to which this one passes the claim on (a Medigap policy)."""

    payer_name: Text | None = _about("Its name as claims carry it.")
    payer_id: Label | None = _about("Its id: for a Medigap policy the crossover id that Medicare lists for it.")
    member_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = _private(
        "The number of the policy."
    )
    group_number: Label | None = _about("The number of the group, if there is one.")


class ProviderId(Section):
    """A number that the payer gave the supplier."""

    kind: Literal["provider_number", "location_number"] = Field(description="What it numbers.")
    id: Label = Field(description="The number.")


class Injury(Section):
    """The injury at work, or the accident, for which a workers' compensation or liability insurer pays."""

    claim_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)] | None = (
        _private("The number that the insurer gave the injury (property and casualty claim number).")
    )
    date: Date | None = _about("The day of the injury.")
    at_work: Truth | None = _about("It happened at work.")


class Coverage(Section):
    """The payer of this claim and how the claim is submitted to it."""

    payer: Label = Field(
        description="The payer's file in the rule book: `medicare`, or another that `oxyclaim payers` lists; a plan of "
        "a payer is written `payer/plan`."
    )
    member_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = _private(
        "The member's id with this payer; for `medicare` the Medicare Beneficiary Identifier (MBI), 11 characters."
    )
    enrolled_on: Date | None = _about("First day of the patient's enrollment with this payer or plan.")
    in_network: Truth | None = _about("The supplier has a contract with this payer or plan for this equipment.")
    referral_on_file: Truth | None = _about("The referral that the payer requires is on file.")
    injury: Injury | None = _about("The injury for which this payer is liable; leave it out where there is none.")
    primary: EarlierPayer | None = _about(
        "What the payer asked first answered; give it where this claim goes to a second payer."
    )
    secondary: EarlierPayer | None = _about(
        "What the second payer answered; give it, beside `primary`, where this claim goes to a third."
    )
    next_payer: NextPayer | None = _about("A Medigap policy to which Medicare passes the claim on; else leave it out.")
    group_number: Label | None = _about("The number of the group or policy, where the payer gives one.")
    group_name: Text | None = _about("The name of the group, where it has no number.")
    subscriber: Subscriber | None = _about(
        "In whose name the coverage is; leave it out where it is the patient (with Medicare it always is)."
    )
    referral_number: Label | None = _about("The number of the referral, where the payer gave one.")
    provider_ids: list[ProviderId] | None = _about("Numbers that the payer gave the supplier, where it wants them.")
    payer_name: Text | None = _about("The payer's name as the claim carries it, for example NORIDIAN JA DME.")
    payer_id: Label | None = _about("The payer id that your claims carry, for example the contractor number 16013.")
    assignment: Literal["accepted", "not_accepted"] | None = _about("Whether assignment is accepted.")
    assignment_disclosed: Truth | None = _about(
        "Before the delivery the patient was told whether assignment will be accepted for all months of the rental."
    )
    deductible_left: Balance | None = _about(
        "What the patient still has to pay of the year's deductible, in the year of the case's first service date."
    )
    part_b_from: Date | None = _about("First day of Part B, where a look-up shows that it began after the rental did.")
    part_b_until: Date | None = _about("Last day of Part B, where a look-up shows that it has ended.")
    benefits_assigned: Truth | None = _about("Whether the patient assigned the benefits to the supplier.")
    release_signed: Truth | None = _about("Whether the patient's release of information is signed and on file.")

    @field_validator("member_id")
    @classmethod
    def _medicare_number(cls, value: str | None, info: ValidationInfo) -> str | None:
        return check_mbi(value) if value is not None and info.data.get("payer") == FEE_FOR_SERVICE else value


class Supplier(Section):
    """The supplier that bills."""

    name: Text | None = _about("Legal name.")
    npi: Npi | None = _about("National Provider Identifier, 10 digits.")
    tax_id: TaxId | None = _about("Employer identification number, 9 digits.")
    taxonomy: Taxonomy | None = _about("Provider taxonomy, for example 332BX2000X (oxygen equipment).")
    address: Address | None = _about("Street address.")
    phone: Phone | None = _about("Telephone number, for letters and forms.")
    fax: Phone | None = _about("Fax number, for letters and forms.")
    location: Label | None = _about(
        "Which location of your profile bills; leave it out for the profile's first one, or without a profile."
    )
    ptan: Label | None = _about("The number that Medicare gave this location (PTAN, supplier number).")


class Submitter(Section):
    """Who sends the claim file, and to whom."""

    id: Label | None = _about("Your submitter (trading partner) id.")
    name: Text | None = _about("The submitter's name.")
    contact_name: Text | None = _about("Whom the payer may call about the file.")
    contact_phone: Phone | None = _about("The contact's telephone number.")
    receiver_id: Label | None = _about("The receiver's id, as your trading partner agreement gives it.")
    receiver_name: Text | None = _about("The receiver's name.")
    usage: Literal["test", "production"] | None = _about(
        "Whether your files are for real (ISA15); left out, they are tests."
    )
    sender_qualifier: Qualifier | None = _about("Kind of your id in the interchange (ISA05); ZZ if left out.")
    receiver_qualifier: Qualifier | None = _about(
        "Kind of the receiver's id in the interchange (ISA07); ZZ if left out."
    )
    group_sender_id: Label | None = _about("Your id in the functional group (GS02), where it is another one.")
    group_receiver_id: Label | None = _about(
        "The receiver's id in the functional group (GS03), where it is another one."
    )


class Practitioner(Section):
    """The treating practitioner who ordered the equipment."""

    last_name: Text | None = _about("Family name, exactly as enrolled in PECOS.")
    first_name: Text | None = _about("Given name, exactly as enrolled in PECOS.")
    npi: Npi | None = _about("National Provider Identifier, 10 digits.")


class ServiceLocation(Section):
    """Where the service was given, where a payer wants it on the claim and it is neither yours nor the home."""

    name: Text | None = _about("Name of the facility.")
    npi: Npi | None = _about("Its National Provider Identifier.")
    address: Address | None = _about("Its street address.")


class Attachment(Section):
    """A paper that goes to the payer apart from the claim, and the number that leads from one to the other (PWK)."""

    control_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=50)] = Field(
        description="The number that stands on the paper, or on its cover sheet, and on the claim."
    )
    kind: Literal[
        "order", "certificate", "medical_record", "test_report", "delivery", "explanation_of_benefits", "other",
    ] = Field(description="What the paper is.")  # fmt: skip
    way: Literal["mail", "fax", "electronic", "email", "file_transfer", "on_request"] = Field(
        description="How it goes to the payer."
    )
    line_number: LineNumber | None = _about("The line that it is about; leave it out for the whole claim.")


class Correction(Section):
    """This claim corrects one that was sent before."""

    kind: Literal["replacement", "void"] = Field(
        description="replacement: this claim takes the place of the earlier one; void: the earlier one is taken back."
    )
    payer_claim_number: Label | None = _about("The number that the payer gave the earlier claim, from its remittance.")
    claim_id: Label | None = _about("Your id of the earlier claim, as its file carried it (CLM01).")
    answer: Literal["rejected", "denied", "paid", "paid_in_error", "none"] | None = _about(
        "What the payer said to the earlier claim: rejected before it was judged, denied, paid, paid what it should "
        "not have, or nothing yet."
    )
    remittance_date: Date | None = _about("The date of the remittance advice with that answer.")
    identified_on: Date | None = _about("Of money paid in error: the day on which you knew of it and how much it is.")
    reason: Text | None = _about("What was wrong, in your words.")


class Order(Documented):
    """A standard written order (SWO) and what it prescribes."""

    id: Label = Field(description="Your label for the order.")
    order_date: Date | None = _about("The order date on the order.")
    received_date: Date | None = _about("When the supplier received the complete, signed order.")
    items: list[Hcpcs] | None = _about("The codes of everything the order asks for.")
    names_beneficiary: Truth | None = _about("It names the beneficiary or shows the MBI.")
    describes_items: Truth | None = _about("It describes each item (narrative, code, or brand and model).")
    states_quantity: Truth | None = _about("It states the quantity where one applies.")
    names_practitioner: Truth | None = _about("It shows the practitioner's name or NPI.")
    signed: Truth | None = _about("The treating practitioner signed it.")
    signature: Literal["handwritten", "electronic", "stamp", "stamp_for_disability"] | None = _about(
        "How it was signed; a stamp counts only for a practitioner whose disability keeps him or her from signing."
    )
    length_of_need_days: Days | None = _about("Days of need ordered; 9999 for a lifetime.")
    used_during: list[Literal["rest", "exercise", "sleep"]] | None = _about(
        "When oxygen is to be used; complete if given."
    )
    flow_lpm: PositiveFlow | None = _about("The one rate for day and night, in liters per minute, at rest.")
    day_flow_lpm: PositiveFlow | None = _about("The day rate at rest, if the night rate differs.")
    night_flow_lpm: PositiveFlow | None = _about("The night rate, if the day rate differs or only night is ordered.")
    exercise_flow_lpm: PositiveFlow | None = _about("The rate during exercise (it does not change the price).")
    states_reason_for_change: Truth | None = _about(
        "Of an order for other equipment than was furnished first: it says why that is no longer medically necessary."
    )

    @field_validator("received_date")
    @classmethod
    def _received_after_written(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "order_date")

    @field_validator("day_flow_lpm", "night_flow_lpm")
    @classmethod
    def _one_rate_or_two(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("flow_lpm") is not None:
            raise problem("is given beside flow_lpm; give either one rate, or a day rate and a night rate")
        return value


class Encounter(Documented):
    """A visit at which a practitioner saw the patient (face-to-face encounter)."""

    id: Label = Field(description="Your label for the encounter.")
    date: Date | None = _about("The date of the visit.")
    with_practitioner: Literal["ordering_practitioner", "other_practitioner"] | None = _about(
        "Whether the practitioner who ordered the oxygen saw the patient, or another one."
    )
    mode: Literal["in_person", "telehealth"] | None = _about("How it was held.")
    supports_order: Truth | None = _about("The note evaluates and supports the condition that oxygen treats.")
    prescriber_verified: Truth | None = _about(
        "Of a visit with another practitioner: the one who ordered verified that it lay within the 6 months before the "
        "order."
    )
    prescriber_holds_record: Truth | None = _about(
        "Of a visit with another practitioner: the one who ordered holds its record."
    )


class BloodGasTest(Documented):
    """A blood gas study: one reading by oximetry or one value of an arterial blood gas.

    One record holds one value. A recording session with several readings is several records that share
    a ``session``; an arterial blood gas of which both PO2 and SaO2 matter is two records.
    """

    id: Label = Field(description="Your label for the test.")
    date: Date | None = _about("The day of the test; of an overnight test, the day it began.")
    method: Literal["oximetry", "arterial_blood_gas"] | None = _about("Pulse oximetry, or arterial blood gas (ABG).")
    study: Literal[
        "spot", "exercise", "overnight_oximetry", "home_sleep_test", "diagnostic_polysomnography",
        "titration_polysomnography",
    ] | None = _about("What study the reading belongs to; it decides whether a reading in sleep counts.")  # fmt: skip
    state: Literal["rest", "exercise", "sleep", "recovery"] | None = _about(
        "At rest and awake, during exercise, during sleep, or resting after exercise (recovery)."
    )
    on_room_air: Truth | None = _about("Whether the patient breathed room air.")
    oxygen_flow_lpm: Flow | None = _about("The oxygen flow during the reading, in liters per minute.")
    low_value_confirmed: Truth | None = _about(
        "Say true if a saturation below 70 percent is really what the report shows."
    )
    spo2_percent: Saturation | None = _about("Oxygen saturation by oximetry; of an overnight test, the lowest value.")
    sao2_percent: Saturation | None = _about("Arterial oxygen saturation from an ABG.")
    po2_mmhg: PartialPressure | None = _about("PO2 from an ABG, in mm Hg.")
    baseline_spo2_percent: Saturation | None = _about("Mean saturation over the whole sleep recording.")
    baseline_po2_mmhg: PartialPressure | None = _about("PO2 before the fall during sleep, in mm Hg.")
    recorded_hours: Hours | None = _about("Hours recorded by a sleep oximetry.")
    minutes_at_qualifying_value: Minutes | None = _about(
        "Minutes of sleep at the qualifying value (asked of service dates before 2023)."
    )
    percent_of_time_at_value: Percent | None = _about(
        "Percent of the recorded time at the qualifying value (some payers ask for it)."
    )
    symptoms_of_hypoxemia: Truth | None = _about(
        "The record ties symptoms of hypoxemia to the fall during sleep (cognition, restlessness, insomnia)."
    )
    session: Label | None = _about("Readings taken in one testing session share this label.")
    performed_by: Literal[
        "treating_practitioner", "hospital", "laboratory", "idtf", "part_a_provider", "supplier", "other"
    ] | None = _about("Who took the test.")  # fmt: skip
    paid_by: Literal["payer", "beneficiary", "facility", "supplier", "other"] | None = _about("Who paid for the test.")
    supervision: Literal["in_person", "remote", "none"] | None = _about("How the person who tested was present.")
    inpatient: Truth | None = _about("Taken during an inpatient hospital stay.")
    admission_date: Date | None = _about("Start of that stay.")
    discharge_date: Date | None = _about("End of that stay: the day the patient went home.")
    stable_state: Truth | None = _about(
        "Taken in a chronic stable state, not during an acute illness (asked of service dates before 2023)."
    )
    signs_noted: Truth | None = _about(
        "The practitioner noted signs or symptoms of illness, at the time of the test, that oxygen can relieve."
    )
    ordered_by_practitioner: Truth | None = _about("The treating practitioner ordered the test.")
    evaluated_by_practitioner: Truth | None = _about("The treating practitioner evaluated the result.")
    evaluation_shown_by: Literal[
        "result_in_note", "note_names_test", "signed_report", "written_order", "nothing"
    ] | None = _about("How the record shows that evaluation.")  # fmt: skip
    result_in_record: Truth | None = _about("The result itself is in the medical record.")
    concerns: list[Literal["age", "skin_pigmentation", "altitude", "oxygen_carrying_capacity"]] | None = _about(
        "What the record says may shift the reading."
    )
    idtf_ordered_first: Truth | None = _about("Home overnight test: ordered from the IDTF before it was done.")
    idtf_instructed: Truth | None = _about(
        "Home overnight test: the IDTF wrote the instructions and answered questions."
    )
    tamper_proof: Truth | None = _about("Home overnight test: sealed unit that logs the time of desaturation.")
    idtf_reported: Truth | None = _about("Home overnight test: the IDTF sent the report to the practitioner.")
    supplier_took_part: Truth | None = _about(
        "Home overnight test: the supplier did more than ship the unit and relay locked data."
    )
    idtf_copied_supplier: Literal["no", "to_serving_supplier", "with_release", "without_permission"] | None = _about(
        "Home overnight test: whether the IDTF sent the supplier a copy: not at all, because the supplier serves the "
        "patient or holds an order, with the patient's signed release, or without either."
    )
    titration_hours: Hours | None = _about("Titration study: hours of titration.")
    events_per_hour_before: Index | None = _about("Titration study: AHI or RDI before titration.")
    events_per_hour_after: Index | None = _about("Titration study: AHI or RDI at the settings found.")
    read_at_optimal_pap: Truth | None = _about("Titration study: read on PAP after the best settings were found.")

    @field_validator("oxygen_flow_lpm")
    @classmethod
    def _agrees_with_room_air(cls, value: Any, info: ValidationInfo) -> Any:
        if value and info.data.get("on_room_air"):
            raise problem("is above 0 although on_room_air is true; correct one of the two")
        if value == 0 and info.data.get("on_room_air") is False:
            raise problem("is 0 although on_room_air is false; correct one of the two")
        return value

    @field_validator("spo2_percent")
    @classmethod
    def _is_by_oximetry(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("method") == "arterial_blood_gas":
            raise problem(
                "is an oximetry value, but the method is arterial_blood_gas; "
                "give the ABG's PO2 as po2_mmhg or its saturation as sao2_percent"
            )
        return value

    @field_validator("spo2_percent", "sao2_percent", "baseline_spo2_percent")
    @classmethod
    def _is_credible(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and value < LOWEST_CREDIBLE_SATURATION and not info.data.get("low_value_confirmed"):
            raise problem(
                f"is below {LOWEST_CREDIBLE_SATURATION}, which is rare for a saturation: is it a PO2 in mm Hg "
                "(then use po2_mmhg with method arterial_blood_gas)? If the report does show this saturation, "
                "add low_value_confirmed: true"
            )
        return value

    @field_validator("sao2_percent", "po2_mmhg")
    @classmethod
    def _is_from_blood(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("method") == "oximetry":
            raise problem("comes from an arterial blood gas, but the method is oximetry; oximetry gives spo2_percent")
        return value

    @field_validator("po2_mmhg")
    @classmethod
    def _one_value(cls, value: Any, info: ValidationInfo) -> Any:
        if value is not None and info.data.get("sao2_percent") is not None:
            raise problem("is given beside sao2_percent; one record holds one value, so make it two records")
        return value

    @field_validator("discharge_date")
    @classmethod
    def _stay_ends_after_start(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "admission_date")


class Finding(Documented):
    """What the medical record says about one clinical question: yes or no."""

    value: Truth | None = _about("true if the record says so, false if it says that it is not so.")
    date: Date | None = _about(
        "The date of the entry: it speaks for service dates from then on. Left out, it is that of the document."
    )


class HeartFinding(Finding):
    """Pulmonary hypertension or cor pulmonale, and how it was determined."""

    shown_by: Literal[
        "pulmonary_artery_pressure", "gated_blood_pool_scan", "echocardiogram", "p_pulmonale_on_ekg", "other"
    ] | None = _about("The measurement that determined it (P pulmonale: wave above 3 mm in II, III, aVF).")  # fmt: skip


class HematocritFinding(Documented):
    """A hematocrit."""

    value: Hematocrit | None = _about("Hematocrit in percent.")
    date: Date | None = _about(
        "The date of the blood draw: it speaks for service dates from then on. Left out, it is that of the document."
    )


class HoursAway(Documented):
    """For how many hours the patient is away from home."""

    value: WeekHours | None = _about("Hours, for the time that `each` names.")
    each: Literal["day", "week"] | None = _about("Whether they are hours of a day or of a week.")
    date: Date | None = _about("The date of the entry.")


class Clinical(Section):
    """What the medical record says about the patient. What is left out is unknown."""

    mobile_in_home: Finding | None = _about("The patient is mobile within the home.")
    hours_away: HoursAway | None = _about("Hours away from home, where a payer asks for them of portable equipment.")
    home_oxygen_will_improve_condition: Finding | None = _about("Oxygen at home will improve the patient's condition.")
    standby_only: Finding | None = _about("Oxygen is wanted for stand-by or emergencies; it is not in regular use.")
    travel_only: Finding | None = _about("The portable unit is wanted for travel only.")
    dependent_edema_suggesting_chf: Finding | None = _about("Dependent edema suggesting congestive heart failure.")
    pulmonary_hypertension: HeartFinding | None = _about("Pulmonary hypertension.")
    cor_pulmonale: HeartFinding | None = _about("Cor pulmonale.")
    hematocrit_percent: HematocritFinding | None = _about("Hematocrit, for erythrocythemia.")
    dyspnea: Finding | None = _about("Oxygen is ordered for dyspnea (breathlessness).")
    angina: Finding | None = _about("Oxygen is ordered for angina pectoris.")
    peripheral_vascular_disease: Finding | None = _about(
        "Oxygen is ordered for severe peripheral vascular disease with desaturation of a limb."
    )
    terminal_illness_sparing_breathing: Finding | None = _about(
        "Oxygen is ordered for a terminal illness that does not affect breathing."
    )
    sleep_apnea: Finding | None = _about("Obstructive sleep apnea.")
    hypoxemia_explained_by_other_condition: Finding | None = _about(
        "Besides sleep apnea, another condition explains the hypoxemia."
    )
    lung_disease_or_hypoxia_symptoms: Finding | None = _about(
        "Severe lung disease, or symptoms of hypoxia expected to improve with oxygen (asked before 2023)."
    )
    other_treatment_tried: Finding | None = _about(
        "Other treatment was tried, or considered and found ineffective (asked before 2023)."
    )
    signs_of_hypoxemia_in_sleep: Finding | None = _about(
        "Cor pulmonale, P pulmonale, pulmonary hypertension or erythrocytosis due to the fall in sleep (before 2023)."
    )
    need_shown_in_emergency: Finding | None = _about(
        "The record shows why the patient needed oxygen (what a start in the public health emergency rests on)."
    )


class Diagnosis(Documented):
    """A diagnosis for which the oxygen is ordered. The first one listed is the claim's principal one."""

    icd10: Icd10 | None = _about("ICD-10-CM code.")
    description: Text | None = _about("The diagnosis in words.")
    oxygen_without_hypoxemia: Truth | None = _about(
        "The practitioner orders oxygen for this condition although the blood gases are normal (Group III)."
    )


class Delivery(Documented):
    """A delivery and its proof (POD)."""

    id: Label = Field(description="Your label for the delivery.")
    date: Date | None = _about("The day the equipment was delivered.")
    ship_date: Date | None = _about("Of a shipment: the day it was handed to the carrier; it may be the service date.")
    items: list[Hcpcs] | None = _about("The codes delivered.")
    method: Literal["direct", "shipped", "nursing_facility", "already_in_home"] | None = _about(
        "How it was delivered; already_in_home: the patient came to Medicare with it from another payer, and signed "
        "and dated a statement that the supplier examined it."
    )
    supplier_attested: Truth | None = _about(
        "Of equipment already in the home: the supplier attests that it meets Medicare's requirements, also on its "
        "lifetime."
    )
    signed: Truth | None = _about("Signed by the patient or a designee who is not the supplier's staff.")
    signed_by: Literal["patient", "designee", "facility_staff", "supplier_staff", "interested_party"] | None = _about(
        "Who signed: the patient, a designee, nursing facility staff, the supplier's own staff, or somebody with a "
        "financial interest in the delivery."
    )
    relationship_noted: Truth | None = _about("A designee's relationship to the patient stands beside the signature.")
    complete: Truth | None = _about(
        "The slip shows name, address, item, quantity and date; of a shipment, the tracking ties to the invoice."
    )


class Notice(Documented):
    """An Advance Beneficiary Notice (ABN)."""

    id: Label = Field(description="Your label for the notice.")
    signed_date: Date | None = _about("When the patient signed it.")
    signed_before_delivery: Truth | None = _about(
        "Signed before the equipment was handed over; wanted where both happened on one day."
    )
    signed_by: Literal["patient", "representative", "other"] | None = _about("Who signed it.")
    form_expires: Date | None = _about("The expiration date printed on the form CMS-R-131.")
    current_form: Truth | None = _about("The form was the version in use; give form_expires to have that checked.")
    blanket: Truth | None = _about("Given to every patient as a routine, without a reason of this patient's own.")
    items: list[Hcpcs] | None = _about("The codes it names.")
    states_reason: Truth | None = _about("It names why Medicare is expected not to pay for that item.")
    states_cost: Truth | None = _about("It gives the estimated cost.")
    ends: Date | None = _about("Last day of the course of treatment that it covers, if it names one.")
    option: Literal["1", "2", "3"] | None = _about(
        "The option chosen: 1 wants the item and a claim, 2 wants the item without a claim, 3 does not want it."
    )


class Certificate(Documented):
    """A Certificate of Medical Necessity, CMS-484; asked of service dates before 2023, barred from then on."""

    id: Label = Field(description="Your label for the certificate.")
    kind: Literal["initial", "recertification", "revised"] | None = _about("Which of the three it is.")
    date: Date | None = _about("Its initial date.")
    signed: Truth | None = _about("The treating practitioner completed and signed it.")
    section_b_by_supplier: Truth | None = _about("Somebody at the supplier filled in section B.")


class FollowUp(Documented):
    """A record, after the start, that the patient still needs the oxygen, still uses it, or both."""

    id: Label = Field(description="Your label for the record.")
    date: Date | None = _about("The date of the entry.")
    source: Literal["medical_record", "refill_record", "patient_confirmation", "supplier_statement"] | None = _about(
        "The practitioner's record, the supplier's refill record, the patient's own word as the supplier noted it, or "
        "another statement of the supplier."
    )
    shows_need: Truth | None = _about("It shows that the patient still needs oxygen.")
    shows_use: Truth | None = _about("It shows that the patient still uses it.")
    items: list[Hcpcs] | None = _about(
        "The codes that it speaks of, for example of the portable unit alone; leave it out if it speaks of the oxygen."
    )


class Trial(Documented):
    """A trial of other equipment that the payer requires before this one, and how it ended."""

    id: Label = Field(description="Your label for the trial.")
    code: Hcpcs | None = _about("The HCPCS code of the equipment that was tried.")
    first_day: Date | None = _about("Its first day.")
    last_day: Date | None = _about("Its last day; leave it out while it lasts.")
    outcome: Literal["failed", "served"] | None = _about(
        "failed: the record shows why that equipment does not serve this patient; served: it does."
    )

    @field_validator("last_day")
    @classmethod
    def _ends_after_start(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "first_day")


class Recorded(Section):
    """A record of the supplier's own books or of a payer's answer; it needs no paper in the patient's file."""


class BilledMonth(Recorded):
    """One month of oxygen that was billed before, as the remittance shows it."""

    code: Hcpcs | None = _about("HCPCS code.")
    service_date: Date | None = _about("Its service date.")
    kind: Literal["rental", "contents", "maintenance"] | None = _about("What was billed.")
    payer: Label | None = _about(
        "Who answered: `medicare` (fee-for-service), `medicare_advantage` (some plan), `other` (some other payer), or "
        "a payer's file by its name."
    )
    outcome: Literal["paid", "denied", "pending"] | None = _about("What the payer said.")
    supplier: Literal["own", "other"] | None = _about("Who billed it.")
    paid: Balance | None = _about("What the payer paid for it, in dollars, as the remittance shows it.")
    allowed: Balance | None = _about("What the payer allowed for it, the patient's share included, in dollars.")
    appealed: Truth | None = _about("It was denied and the denial is under appeal: until that is decided it counts.")
    source: Literal["remittance"] | None = _about(
        "`remittance` where it was written from a posted answer of the payer; leave it out where a person enters it."
    )
    payer_claim_number: Label | None = _about("The payer's number of the claim that was answered.")
    remittance_date: Date | None = _about("The date of the remittance advice.")


class Authorization(Documented):
    """A prior authorization: what a payer or its delegate decided on a request before the service."""

    id: Label = Field(description="Your label for the authorization.")
    number: Label | None = _about("The number that the payer gave it.")
    kind: Literal["initial", "renewal"] | None = _about("For the first months, or a renewal.")
    status: Literal["requested", "approved", "denied", "withdrawn"] | None = _about("What became of it.")
    requested_on: Date | None = _about("When it was asked for.")
    decided_on: Date | None = _about("When the payer decided.")
    codes: list[Hcpcs] | None = _about("The codes that it covers.")
    first_day: Date | None = _about("First day that it covers.")
    last_day: Date | None = _about("Last day that it covers; leave it out if it names none.")
    flow_lpm: PositiveFlow | None = _about("The flow for which it was given, if it names one.")
    acquisition: Literal["rental", "purchase"] | None = _about(
        "Whether it was given for rent or for a purchase. Left out, it counts for rent only."
    )
    units: Units | None = _about(
        "How many units it covers: rental months, or items bought; leave it out if it names none."
    )

    @field_validator("last_day")
    @classmethod
    def _ends_after_start(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "first_day")


class Change(Recorded):
    """A change that may void an authorization."""

    date: Date | None = _about("The day of the change.")
    what: Literal["flow", "equipment", "practitioner", "supplier", "plan"] | None = _about(
        "What changed: the prescribed flow, the equipment, the ordering practitioner, the supplier, or the plan."
    )


class Absence(Recorded):
    """A time in which the equipment was not needed, not used at home, or not billed to Medicare."""

    first_day: Date | None = _about("Its first day; of a stay, the day of the admission.")
    last_day: Date | None = _about(
        "Its last day; of a stay, the day of the discharge, on which the patient is at home again. Leave it out while "
        "it lasts."
    )
    reason: Literal[
        "no_need", "inpatient", "skilled_nursing", "hospice", "medicare_advantage", "other_payer", "not_billed",
    ] | None = _about("Why: the need ended, or the need went on and Medicare was not billed.")  # fmt: skip
    new_need_documented: Truth | None = _about(
        "After an end of the need: a new order, new proof of the need, and a statement of the break are on file. The "
        "order and the test must stand in `orders` and `tests` with dates behind its first day."
    )
    statement_date: Date | None = _about(
        "After an end of the need: the date of the statement that tells why the use stopped and that the earlier "
        "need had ended; with it `new_need_documented` may be left out."
    )
    unrelated_to_hospice: Truth | None = _about(
        "Of a hospice election: the oxygen treats a condition that has nothing to do with the terminal illness."
    )

    @field_validator("last_day")
    @classmethod
    def _ends_after_start(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "first_day")


class Check(Recorded):
    """A look-up before billing: what was asked, and when.

    What it found stands where it belongs: in `absences`, in `patient: died_on` and `address`, in `coverage`. A look-up
    with nothing entered there found nothing. It speaks for the service dates up to its own date.
    """

    date: Date | None = _about("The day of the look-up.")
    asked: list[
        Literal["part_b", "medicare_advantage", "hospice", "stay", "death", "primary_payer", "address"]
    ] | None = _about(
        "What was asked: Part B in force, enrollment in a Medicare Advantage plan, a hospice election, a hospital or "
        "nursing facility stay, death, another primary payer, whether the address still holds."
    )  # fmt: skip
    source: Literal["payer_system", "patient", "other"] | None = _about(
        "Where: the payer's eligibility system, the patient or the household, another source."
    )


class ClaimedLine(Recorded):
    """A line of another case of the same member that is judged in the same run; no key of a case file."""

    case_id: Label | None = _about("Its case.")
    code: Hcpcs | None = _about("HCPCS code.")
    service_date: Date | None = _about("Its service date.")
    acquisition: Literal["rental", "purchase", "contents", "maintenance"] | None = _about("What it bills.")


class Settlement(Section):
    """A person's decision on a finding of `review`. It counts as long as the finding's fingerprint is the same."""

    line_number: LineNumber = Field(description="The line.")
    rule: Label = Field(description="The rule whose finding is settled, for example COV-100.")
    finding: Label = Field(description="The finding's fingerprint, as `check` prints it.")
    answer: Literal["met", "not_met"] = Field(
        description="met: the line may be billed as far as this rule goes; not_met: it may not."
    )
    by: Text = Field(description="Who decided.")
    date: Date = Field(description="When.")
    reason: Text = Field(description="Why, in your words.")
    document: Label = Field(description="The id, in `documents`, of the paper that the decision rests on.")


class Replaced(Section):
    """The equipment that this rental replaces, and why."""

    code: Hcpcs | None = _about("Its HCPCS code.")

    rental_start: Date | None = _about("First service date of the replaced rental.")
    stationary_rental_start: Date | None = _about(
        "Of portable equipment: first service date of the stationary rental beside it, whose lifetime governs both; "
        "leave it out where `history` or a stationary line of the case shows it."
    )
    reason: Literal[
        "end_of_lifetime", "lost", "stolen", "irreparable_damage", "supplier_bankruptcy", "supplier_left_medicare",
        "wear",
    ] | None = _about("Why it is replaced.")  # fmt: skip


class LateFiling(Section):
    """An exception to the time limit for the claim (42 CFR 424.44(b)); leave it out if you claim none."""

    ground: Literal[
        "medicare_error", "retroactive_entitlement", "medicaid_recovered", "medicare_advantage_recovered",
    ] | None = _about(
        "Why the claim is late: an error of Medicare or its contractor; Medicare began retroactively; it did, and "
        "Medicaid took its payment back; or a Medicare Advantage enrollment was undone and the plan took its payment "
        "back."
    )  # fmt: skip
    date: Date | None = _about(
        "The day of the notice that the error was corrected or that Medicare began, or on which the payment was taken "
        "back."
    )
    document: Label | None = _about(
        "The id, in `documents`, of the letter in which the contractor grants the exception."
    )


class Device(Section):
    """The device a line is about, from the supplier's own records."""

    make: Text | None = _about("Manufacturer.")
    model: Text | None = _about("Model.")
    serial: Label | None = _about("Serial number.")
    oxygen_output: Literal["continuous", "pulse", "continuous_and_pulse"] | None = _about("How it gives oxygen.")
    maximum_flow_lpm: PositiveFlow | None = _about("Highest continuous flow, or the maker's equivalent for pulse.")
    delivered: Date | None = _about("The day this equipment was first delivered to the patient.")
    picked_up: Date | None = _about("The day it was picked up again.")
    warranty_ends: Date | None = _about(
        "Last day of a warranty that covers maintenance; leave it out if there is none."
    )
    patient_owns_since: Date | None = _about(
        "The day from which the equipment is the patient's own: bought, brought along, or its title passed after the "
        "lifetime. Leave it out while it is the supplier's."
    )
    runs_as_stationary: Truth | None = _about(
        "Of a portable concentrator: by the coding list or its maker it also runs 24 hours a day, 7 days a week, as a "
        "stationary one."
    )
    oxygen_percent: Percent | None = _about("Of a portable concentrator: the oxygen concentration that it gives.")
    battery_hours: Hours | None = _about(
        "Of a portable concentrator: hours on battery at 2 liters per minute or the equivalent."
    )
    weight_pounds: Pounds | None = _about("Of a portable concentrator: its weight with the battery, in pounds.")
    runs_on_ac_and_dc: Truth | None = _about("Of a portable concentrator: it runs on AC and on DC power.")
    coding_verified: Truth | None = _about(
        "Of a code that requires a coding verification: the product stands under it on PDAC's product list."
    )
    billed_for_another_patient: Truth | None = _about(
        "Of a concentrator with two outlets that two patients use: it is billed for the other one."
    )

    @field_validator("picked_up")
    @classmethod
    def _after_delivery(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "delivered")


class Item(Section):
    """One claim line: one code for one month."""

    line_number: LineNumber = Field(description="The line's number in the claim, from 1.")
    code: Hcpcs = Field(description="HCPCS code, for example E1392.")
    acquisition: Literal["rental", "purchase", "contents", "maintenance"] | None = _about(
        "What is billed: a rental month, a sale, contents, or a maintenance visit."
    )
    rental_start: Date | None = _about("First service date of the current rental (month 1 of the 36 months).")
    service_date: Date = Field(description="Date of service: the anniversary day of the month that is billed.")
    units: Units | None = _about("Units; one a month.")
    charge: Dollars | None = _about("Your charge in dollars, for example 395.00.")
    place_of_service: PlaceOfService | None = _about("Two-digit place of service; 12 is the home.")
    modifiers: list[Modifier] | None = _about(
        "Modifiers that somebody has already put on the line, in their order; leave out to have them chosen."
    )
    narrative: Text | None = _about("A note already on the line.")
    purchase_price: Dollars | None = _about(
        "What the payer allows for a purchase of the item, in dollars (your contract); some payers rent up to it."
    )
    used_equipment: Truth | None = _about("Of a sale: the equipment was used before.")
    visit_date: Date | None = _about("Of a maintenance visit: the day on which the patient was visited at home.")
    certificate_attached: Truth | None = _about("A Certificate of Medical Necessity goes with this line.")
    replaces: Replaced | None = _about("The equipment that this rental replaces; leave out if it replaces none.")
    device: Device | None = _about("The equipment.")
    late_filing: LateFiling | None = _about("An exception to the time limit for the claim, where one is claimed.")

    @field_validator("service_date")
    @classmethod
    def _within_rental(cls, value: Day, info: ValidationInfo) -> Day | None:
        return _not_before(value, info, "rental_start")


class Case(Section):
    """One patient's oxygen: who, what was ordered, what was tested, what is on file, what is to be billed."""

    schema_version: SchemaVersion = Field(description="Always 1 for this layout.")
    case_id: Label = Field(description="Your id for the case; it names the case in every output.")
    documents: list[Document] | None = _about("The papers that the facts below point to.")
    patient: Patient | None = _about("The beneficiary.")
    coverage: Coverage = Field(description="The payer and how the claim goes to it.")
    supplier: Supplier | None = _about("The supplier that bills.")
    submitter: Submitter | None = _about("Who sends the claim file, and to whom.")
    practitioner: Practitioner | None = _about("The ordering practitioner.")
    referring: Practitioner | None = _about("The referring practitioner, where a payer wants one on the claim.")
    rendering: Practitioner | None = _about(
        "The person who rendered the service, where a payer wants one on the claim."
    )
    service_location: ServiceLocation | None = _about("Where the service was given, where a payer wants it.")
    correction: Correction | None = _about("What this claim corrects; leave it out where it corrects none.")
    claim_note: ClaimNote | None = _about("A note on the claim as a whole, at most 80 characters.")
    attachments: list[Attachment] | None = _about("Papers that go to the payer apart from the claim.")
    orders: list[Order] | None = _about("Written orders.")
    encounters: list[Encounter] | None = _about("Face-to-face encounters.")
    tests: list[BloodGasTest] | None = _about("Blood gas studies, one record a value.")
    clinical: Clinical | None = _about("Findings in the medical record.")
    diagnoses: list[Diagnosis] | None = _about("Diagnoses, the principal one first.")
    deliveries: list[Delivery] | None = _about("Deliveries and their proof.")
    notices: list[Notice] | None = _about("Advance Beneficiary Notices.")
    certificates: list[Certificate] | None = _about("Certificates of Medical Necessity (CMS-484), before 2023.")
    follow_ups: list[FollowUp] | None = _about("Records of continued need and continued use.")
    trials: list[Trial] | None = _about("Trials of other equipment, where a payer requires one first.")
    history: list[BilledMonth] | None = _about(
        "Months of oxygen billed before this one, to any payer and by any supplier, one record a month and code."
    )
    absences: list[Absence] | None = _about(
        "Times without need, without use at home, or without billing: stays, hospice, another payer, and so on."
    )
    checks: list[Check] | None = _about("Look-ups made before billing.")
    authorizations: list[Authorization] | None = _about("Prior authorizations, asked for or given.")
    changes: list[Change] | None = _about("Changes of flow, equipment, practitioner, supplier or plan.")
    settlements: list[Settlement] | None = _about("What a person has settled of an earlier run's `review`.")
    items: list[Item] = Field(min_length=1, max_length=50, description="The lines to bill.")

    _claimed: tuple[ClaimedLine, ...] = PrivateAttr(default=())

    _given_by_state: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def given_by_state(self) -> frozenset[str]:
        """The keys that the profile fills as soon as the state of the patient's address is known: that alone is
        missing, not they."""
        return self._given_by_state

    def awaiting_state(self, keys: frozenset[str]) -> "Case":
        """The same case, for which the profile gives these keys once the state is known."""
        case = self.model_copy()
        case._given_by_state = keys
        return case

    @property
    def claimed(self) -> tuple[ClaimedLine, ...]:
        """Lines of other cases of the same member that are judged in the same run."""
        return self._claimed

    def beside(self, claimed: tuple[ClaimedLine, ...]) -> "Case":
        """The same case in a run in which these lines of other cases of the member are judged too."""
        case = self.model_copy()
        case._claimed = claimed
        return case

    def under(self, payer: str) -> "Case":
        """The same case, as if the patient had that payer."""
        return self.model_copy(update={"coverage": self.coverage.model_copy(update={"payer": payer})})
