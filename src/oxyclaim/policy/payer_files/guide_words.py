"""What the guide to the payer file says of each subject: what silence does, and which keys of a case bear on it."""

from typing import NamedTuple


class Words(NamedTuple):
    """Of one subject: what follows where the payer is silent, and the keys of the case file that its rules read."""

    silence: str
    case: str


SUBJECTS = {
    "coverage.code_status": Words(
        "Silent on all codes or on this one: `review` (PAY-100). Only `not_covered` makes a line not covered.",
        "`items: code`.",
    ),
    "coverage.own_criteria": Words(
        "Neither `age_bands` nor `qualifying_values` nor `indications`: `review` (PAY-111), unless an "
        "authorization stands in their place. Silent on `accepted_testers`: `review` where a supplier took the "
        "only test that counts. Silent on `test_max_age_days`, `inpatient_windows`, `room_air_required`, "
        "`exercise_readings`, `mobility_required`: no such thing is asked for. Silent on "
        "`sleep_only_allows_portable`: `review` where a test in sleep alone would have to carry portable "
        "equipment. Values that are documented and miss every entry: `not covered` (PAY-110), unless an "
        "authorization covers the line or a trigger `criteria_missed` leaves them to the payer; values that are "
        "not documented: `hold`. A test in another measure than the entry's says nothing of it.",
        "`tests` (state, spo2_percent, sao2_percent, po2_mmhg, date, performed_by, on_room_air, inpatient, "
        "discharge_date, the baseline values, minutes_at_qualifying_value, percent_of_time_at_value), `patient: "
        "birth_date` for ages, `diagnoses`, `clinical`, `orders` and `certificates` for the age of a test.",
    ),
    "coverage.authorization": Words(
        "No `authorization_triggers`, or none about the code: `review` (PAY-210), unless an authorization that "
        "covers the line is on file. Needed and not on file: `hold` (PAY-200). Denied: `not covered` (PAY-220). "
        "Silent on `authorization_void_on`: `review` where something changed after it was given. Silent on "
        "`approval_stands`: an approval settles the medical necessity. To say that none is needed write an entry "
        "with `when: never`.",
        "`authorizations` (status, codes, first_day, last_day, kind, decided_on, flow_lpm; an empty list says "
        "that there are none), `changes` (date, what), `coverage: enrolled_on` for the transition, `history` "
        "(paid, allowed) and `items: charge` for `rent_above`, `items: purchase_price`.",
    ),
    "coverage.step_therapy": Words(
        "Nothing must come first. A step that is missing: `not covered` (PAY-140), unless an authorization covers "
        "the line.",
        "`history` (code, service_date, outcome), and the other `items` of the case.",
    ),
    "coverage.acquisition_allowed": Words(
        "A rental passes; a sale is for `review` (PAY-175). `purchase_only`: a rental is not payable (PAY-170). "
        "`rental_only`: a sale is excluded (PAY-175). `plan_decides` and `cheaper`: a sale wants an authorization "
        "(PAY-176).",
        "`items: acquisition`.",
    ),
    "ledger.rent_limits": Words(
        "Silent on `rent_ends`: `review` from the tenth paid month on (PAY-305). `after_months` reads "
        "`rental_months_paid` (PAY-300); `at_purchase_price` ends the rent when what was allowed reaches `items: "
        "purchase_price` (PAY-310); `never` sets no end. At the end: `not payable`. Months of another payer never "
        "count. `months_count_by` and `months_count_code` choose the months that are counted: silent on the "
        "first, another supplier's months may count or not, and `hold` follows where that decides; silent on the "
        "second, all months of the same kind of equipment (stationary or portable) count.",
        "`history` (code, kind, payer, outcome, supplier, allowed, paid), `items: rental_start`, `items: "
        "purchase_price`.",
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
    "coverage.own_papers": Words(
        "No paper is asked for beside what qualifies the patient. A paper that is wanted and not on file: `hold` "
        "(PAY-130).",
        "`documents` (kind, date, on_file, states), `items: certificate_attached`.",
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
    "scrub.second_payer": Words(
        "After a denial of the first payer: `review` (PAY-510). Before it has answered: `hold` (PAY-500).",
        "`coverage: primary` (payer, outcome, denied_for, remittance_date, crossed_over).",
    ),
    "scrub.filing_clock": Words(
        "No last day can be told; a note says: look in your contract (PAY-600). A file without a clock cannot be "
        "marked verified.",
        "`items: service_date`, `coverage: primary: remittance_date`.",
    ),
    "scrub.advance_decision": Words(
        "Whether the patient may be charged is not said: look in your contract. `abn` is Medicare's; a Medicare "
        "Advantage plan has `plan_decision`.",
        "None.",
    ),
}

OTHERS = """\
What follows belongs to Medicare's own system: groups, modifiers, papers, prices, and the lists of codes. A payer that
inherits from `base` leaves it alone, apart from what its text says differently; one that inherits from
`medicare_criteria` or `medicare_advantage` has Medicare's values here and may set its own.
"""
