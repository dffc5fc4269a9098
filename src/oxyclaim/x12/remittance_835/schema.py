"""The columns of what an 835 says. Amounts are whole cents; null: not said, or told as unreadable in ``FAULTS``."""

import polars as pl

from oxyclaim.x12.core.schema import columns

PAYMENTS = columns({
    "set": pl.Int64, "segment": pl.Int64,
    "handling": pl.String, "payment_cents": pl.Int64, "credit_or_debit": pl.String, "method": pl.String,
    "paid_on": pl.Date, "trace": pl.String, "trace_payer": pl.String, "produced_on": pl.Date,
    "payer_name": pl.String, "payer_id": pl.String,
    "payee_name": pl.String, "payee_npi": pl.String, "payee_tax_id": pl.String,
})  # fmt: skip
"""One row a transaction set (one payment): BPR, TRN, DTM*405, the payer (1000A) and the payee (1000B)."""

CLAIMS = columns({
    "set": pl.Int64, "claim": pl.Int64, "segment": pl.Int64,
    "claim_id": pl.String, "status": pl.String, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
    "patient_cents": pl.Int64, "filing_indicator": pl.String, "payer_claim_number": pl.String,
    "place_of_service": pl.String, "frequency": pl.String,
    "patient_last_name": pl.String, "patient_first_name": pl.String, "member_id": pl.String,
    "subscriber_member_id": pl.String, "corrected_member_id": pl.String,
    "next_payer_name": pl.String, "next_payer_id": pl.String,
    "remarks": pl.List(pl.String), "received_on": pl.Date, "service_from": pl.Date, "service_to": pl.Date,
    "coverage_ended_on": pl.Date, "allowed_cents": pl.Int64, "interest_cents": pl.Int64,
    "authorization_number": pl.String,
})  # fmt: skip
"""One row an answered claim (CLP). ``claim``: its number in the file, from 0. ``next_payer``: NM1*TT, to whom it was
forwarded. ``remarks``: those of MOA and MIA."""

LINES = columns({
    "set": pl.Int64, "claim": pl.Int64, "line": pl.Int64, "segment": pl.Int64,
    "code_qualifier": pl.String, "code": pl.String, "modifiers": pl.List(pl.String),
    "charge_cents": pl.Int64, "paid_cents": pl.Int64, "units": pl.Float64,
    "submitted_code": pl.String, "submitted_modifiers": pl.List(pl.String), "submitted_units": pl.Float64,
    "service_from": pl.Date, "service_to": pl.Date, "control_number": pl.String, "allowed_cents": pl.Int64,
    "remarks": pl.List(pl.String),
})  # fmt: skip
"""One row an answered line (SVC). ``line``: its number in the file, from 0. ``submitted_code``: SVC06, the code that
was billed where another is answered. ``control_number``: REF*6R."""

ADJUSTMENTS = columns({
    "set": pl.Int64, "claim": pl.Int64, "line": pl.Int64, "segment": pl.Int64, "place": pl.Int64,
    "group": pl.String, "reason": pl.String, "amount_cents": pl.Int64, "quantity": pl.Float64,
})  # fmt: skip
"""One row an adjustment: a group's reason in a CAS of a claim (``line`` null) or of a line. ``place``: 1 to 6."""

PROVIDER_ADJUSTMENTS = columns({
    "set": pl.Int64, "segment": pl.Int64, "place": pl.Int64, "provider": pl.String, "period_ends": pl.Date,
    "reason": pl.String, "reference": pl.String, "amount_cents": pl.Int64,
})  # fmt: skip
"""One row a pair of a PLB segment: money that belongs to no claim of this payment. Positive lowers the payment."""

FAULTS = columns({
    "set": pl.Int64, "claim": pl.Int64, "line": pl.Int64, "segment": pl.Int64, "fault": pl.String, "element": pl.String,
})  # fmt: skip
"""What could not be read: ``fault`` is a key of ``faults.WORDS``, ``element`` the place (``CLP04``)."""
