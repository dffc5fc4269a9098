"""What the guide to the payer file says of each subject: what silence does, and which keys of a case bear on it."""

from typing import NamedTuple


class Words(NamedTuple):
    """Of one subject: what follows where the payer is silent, and the keys of the case file that its rules read."""

    silence: str
    case: str


SUBJECTS = {
    "coverage.code_status": Words(
        "Silent on all codes or on this one: `review` (PAY-100), unless the payer has approved the line, or "
        "must be asked "
        "for an authorization first. Only `not_covered` makes a line not covered.",
        "`items: code`.",
    ),
    "coverage.own_criteria": Words(
        "Neither `age_bands` nor `qualifying_values` nor `indications`: `review` (PAY-111), unless an "
        "authorization stands in their place. Silent on `accepted_testers`: `review` where a supplier took the "
        "only test that counts. Silent on `test_max_age_days`, `inpatient_windows`, `room_air_required`, "
        "`exercise_readings`, `barred_test_payers`, `mobility_required`: no such thing is asked for. Silent on "
        "`sleep_only_allows_portable`: `review` where a test in sleep alone would have to carry portable "
        "equipment. Values that are documented and miss every entry: `not covered` (PAY-110), unless an "
        "authorization covers the line or a trigger `criteria_missed` leaves them to the payer; values that are "
        "not documented: `hold`; so is a signed order that is missing where a prescription is enough. A test "
        "in another "
        "measure than the entry's says nothing of it. `incomplete_lists` says that a list of this file does not hold "
        "all that the payer's text does: who misses it is for `review` (PAY-113, PAY-161). A file with "
        "limits on tests and "
        "without values still applies the limits (PAY-114, PAY-115).",
        "`tests` (state, spo2_percent, sao2_percent, po2_mmhg, date, performed_by, on_room_air, inpatient, "
        "discharge_date, the baseline values, minutes_at_qualifying_value, percent_of_time_at_value), `patient: "
        "birth_date` for ages, `diagnoses`, `clinical`, `orders` and `certificates` for the age of a test.",
    ),
    "coverage.authorization": Words(
        "No `authorization_triggers`, or none about the code: `review` (PAY-210), unless an authorization that "
        "covers the line is on file. Needed and not on file: `hold` (PAY-200). Denied: `not covered` (PAY-220). "
        "Silent on `authorization_void_on`: `review` where something changed after it was given. Silent on "
        "`approval_stands`: an approval settles the medical necessity. To say that none is needed write an entry "
        "with `when: never`. An authorization counts for rent unless it says purchase; its number must be entered "
        "(PAY-230); one of so many units is used up by the months billed since its first day. `from_month` counts the "
        "months billed to this payer, unless the entry says `counted_by: rental`.",
        "`authorizations` (status, number, codes, first_day, last_day, kind, decided_on, flow_lpm, acquisition, units; "
        "an empty list says "
        "that there are none), `changes` (date, what), `coverage: enrolled_on` for the transition, `history` "
        "(paid, allowed) and `items: charge` for `rent_above`, `items: purchase_price`.",
    ),
    "coverage.hours_away": Words(
        "No hours are asked for. Fewer hours than the payer asks for: `not covered` (PAY-125); hours that "
        "the record does "
        "not give, or gives for another time than the payer's: `hold`.",
        "`clinical: hours_away` (value, each).",
    ),
    "coverage.step_therapy": Words(
        "Nothing must come first. A step that is missing: `not covered` (PAY-140), unless an authorization covers "
        "the line; one that is not documented: `hold`. Patients of an age at which a prescription is enough "
        "(`age_bands`) need no step, unless the entry names their ages.",
        "`history` (code, service_date, outcome), `trials` (code, first_day, last_day, outcome; an empty "
        "list says that "
        "there was none), and the other `items` of the case.",
    ),
    "coverage.acquisition_allowed": Words(
        "A rental passes; a sale is for `review` (PAY-175). `purchase_only`: a rental is not payable (PAY-170). "
        "`rental_only`: a sale is excluded (PAY-175). `plan_decides` and `cheaper`: a sale requires an authorization "
        "(PAY-176).",
        "`items: acquisition`.",
    ),
    "ledger.rent_limits": Words(
        "Silent on `rent_ends`: `review` from the tenth paid month on (PAY-305). `after_months` reads "
        "`rental_months_paid` (PAY-300); `at_purchase_price` ends the rent when what was allowed reaches `items: "
        "purchase_price` (PAY-310); `never` sets no end. At the end: `not payable`. Months of another payer never "
        "count. `months_count_by` and `months_count_code` choose the months that are counted: silent on the "
        "first, another supplier's months may count or not, and `hold` follows where that decides; silent on the "
        "second, all months of the same kind of equipment (stationary or portable) count. `visit_months` "
        "(with Medicare's "
        "values, below) is the time between two maintenance visits that are paid, where `after_rent_billable` names "
        "maintenance (PAY-316).",
        "`history` (code, kind, payer, outcome, supplier, allowed, paid), `items: rental_start`, `items: "
        "purchase_price`.",
    ),
    "coverage.rent_to_own": Words(
        "Neither a sale after rent, nor credited rent, nor modifiers by month. `owned_after_rent`: after "
        "`rental_months_paid` months the equipment is the patient's, and is not sold once more (PAY-350). "
        "`sale_after_months`: a sale before so many paid months is `not payable` (PAY-340). "
        "`rent_credited_percent`: so "
        "much of the rent counts toward the price; where nothing is left the sale is `not payable` "
        "(PAY-345), else it is "
        "taken off the expected payment. `modifiers_by_month` puts KH, KI or KJ behind RR; where the month "
        "is not known: "
        "`hold` (PAY-410).",
        "`history` (code, payer, outcome, allowed), `items: rental_start`, `items: purchase_price`.",
    ),
    "ledger.rental_months": Words(
        "It is read where `rent_ends` is `after_months`; there it must be set: without it the months paid cannot "
        "be judged and the line is on `hold` (PAY-300).",
        "`history`, `items: rental_start`.",
    ),
    "ledger.billing_interval": Words(
        "No interval is asked for, and no other supplier's month bars this one.",
        "`history` (service_date, supplier).",
    ),
    "coverage.own_visits": Words(
        "No time between two maintenance visits is asked for. With `visit_months`, a visit sooner than that is "
        "not paid (PAY-316).",
        "`history` (kind: maintenance), `items: visit_date`.",
    ),
    "coverage.own_papers": Words(
        "No paper is asked for beside what qualifies the patient. A paper that is required and not on file: `hold` "
        "(PAY-130). A `face_to_face_encounter` is a paper of that kind or a visit in person among the `encounters`; a "
        "progress note is none, and a visit by telehealth is for `review`. `encounter_months` (below, with "
        "the papers of "
        "Medicare) asks for a visit within so many months before the order (PAY-132).",
        "`documents` (kind, date, on_file, states), `encounters` (date, mode, with_practitioner), `items: "
        "certificate_attached`.",
    ),
    "coverage.network": Words(
        "Neither a contract nor a referral is asked for. Out of network where the payer pays under contract only: "
        "`not payable` (PAY-150).",
        "`coverage: in_network`, `coverage: referral_on_file`, `supplier: npi`.",
    ),
    "coverage.bundles": Words(
        "Every code is paid for itself.",
        "`items` with the same service date.",
    ),
    "coding.own_modifiers": Words(
        "RR, NU or UE alone; `modifiers_always` and `modifiers_high_flow` are put behind them. Where the file "
        "names no coverage modifier the biller is told (PAY-400, a note).",
        "`orders` (flow_lpm) for modifiers from a flow on.",
    ),
    "scrub.secondary_claim": Words(
        "After a denial of the first payer: `review` (PAY-510). Before it has answered: `hold` (PAY-500). "
        "`pays_second_only`: without a first payer `not payable` (PAY-540); `pays_second_to` names the "
        "payers after which "
        "it pays.",
        "`coverage: primary` (payer, outcome, denied_for, remittance_date, crossed_over).",
    ),
    "scrub.injury": Words(
        "No injury is asked for. `injury_number_required` (workers' compensation): `hold` without the number "
        "and the day "
        "of the injury (PAY-165).",
        "`coverage: injury` (claim_number, date).",
    ),
    "scrub.filing_clock": Words(
        "No last day can be told; a note says: look in your contract (PAY-600). A file without a clock cannot be "
        "marked verified. After a first payer's answer `filing_days_secondary` counts from its remittance date; with "
        "`filing_later_of` the later of both days holds.",
        "`items: service_date`, `coverage: primary: remittance_date`.",
    ),
    "scrub.advance_decision": Words(
        "Whether the patient may be charged is not said: look in your contract. `abn` is Medicare's; a Medicare "
        "Advantage plan has `plan_decision`.",
        "None.",
    ),
    "payment.contract": Words(
        "No expected payment is shown. `check` shows what a billable line is expected to be allowed, with "
        "its arithmetic: "
        "a fixed price, a percent of Medicare's fee (from the fee files that are loaded) or of the charge, the lesser "
        "where an entry gives several, less credited rent, and no rent beyond the purchase price.",
        "`items` (charge, units, purchase_price), `history` (payer, outcome, allowed), `patient: address`.",
    ),
}

OTHERS = """\
What follows belongs to Medicare's own system: groups, modifiers, papers, prices, and the lists of codes. A payer that
inherits from `base` leaves it alone, apart from what its text says differently; one that inherits from
`medicare_criteria` or `medicare_advantage` has Medicare's values here and may set its own.
"""
