"""The columns of the frames that a file of claims becomes. An element that is empty or absent is null."""

from typing import Any

import polars as pl

PLACED: dict[str, Any] = {"loop": pl.Int16, "instance": pl.Int64, "claim": pl.Int64, "line": pl.Int64}
"""Where a segment stands, beside ``SEGMENTS``: the number of its loop (index of ``LOOPS``), the number of the segment
that opened that loop, the claim it belongs to (its number in the file from 0) and the number of its claim's LX
segment; the last two null outside claims and lines."""

CLAIMS: dict[str, Any] = {
    "claim": pl.Int64,  # number of the claim in its file, from 0
    "segment": pl.Int64,  # number of its CLM segment in the file
    "claim_id": pl.String,  # CLM01
    "charge_cents": pl.Int64,  # CLM02; null where it is no amount
    "place_of_service": pl.String,  # CLM05-1
    "place_qualifier": pl.String,  # CLM05-2
    "frequency": pl.String,  # CLM05-3
    "signature_on_file": pl.String,  # CLM06
    "assignment": pl.String,  # CLM07
    "benefits_assigned": pl.String,  # CLM08
    "release": pl.String,  # CLM09
    "delay_reason": pl.String,  # CLM20
    "diagnoses": pl.List(pl.String),  # HI composites BK, BF, ABK, ABF: the codes, in order
    "diagnosis_qualifiers": pl.List(pl.String),  # of each: BK, BF, ABK, ABF
    "payer_reference": pl.String,  # 2300 REF*F8
    "authorization_number": pl.String,  # 2300 REF*G1
    "attachments": pl.List(pl.String),  # 2300 PWK01 of each
    "note": pl.String,  # 2300 NTE02
    "other_payers": pl.Int64,  # number of 2320 loops
    "version": pl.String,  # GS08
    "created": pl.Date,  # BHT04
    "submitter_id": pl.String,  # 1000A NM109
    "receiver_id": pl.String,  # 1000B NM109
    "billing_name": pl.String,  # 2010AA NM103
    "billing_npi": pl.String,  # 2010AA NM109 where NM108 is XX
    "billing_tax_id": pl.String,  # 2010AA REF02 (EI or SY)
    "billing_taxonomy": pl.String,  # 2000A PRV03
    "billing_state": pl.String,  # 2010AA N402
    "billing_zip": pl.String,  # 2010AA N403
    "payer_sequence": pl.String,  # 2000B SBR01: P, S, T ...
    "relationship": pl.String,  # 2000B SBR02; null where the patient is a dependent
    "filing_indicator": pl.String,  # 2000B SBR09
    "payer_name": pl.String,  # 2010BB NM103
    "payer_id": pl.String,  # 2010BB NM109
    "member_id": pl.String,  # 2010BA NM109
    "subscriber_last_name": pl.String,  # 2010BA NM103
    "subscriber_first_name": pl.String,  # 2010BA NM104
    "subscriber_middle_name": pl.String,  # 2010BA NM105
    "injury_number": pl.String,  # 2010BA REF*Y4, of a dependent 2010CA
    "dependent": pl.Boolean,  # the claim stands under an HL 23
    "patient_last_name": pl.String,  # 2010CA of a dependent, else 2010BA; so are the next ones
    "patient_first_name": pl.String,
    "patient_middle_name": pl.String,
    "patient_address": pl.String,  # N301
    "patient_city": pl.String,  # N401
    "patient_state": pl.String,  # N402
    "patient_zip": pl.String,  # N403
    "patient_birth_date": pl.Date,  # DMG02
    "patient_sex": pl.String,  # DMG03
    "patient_died_on": pl.Date,  # PAT06 (D8)
}
"""One row a claim (CLM)."""

LINES: dict[str, Any] = {
    "claim": pl.Int64,  # of CLAIMS
    "position": pl.Int64,  # place in the claim, from 1
    "line_number": pl.Int64,  # LX01; null where it is no number
    "segment": pl.Int64,  # number of its LX segment in the file
    "code_qualifier": pl.String,  # SV101-1
    "code": pl.String,  # SV101-2
    "modifiers": pl.List(pl.String),  # SV101-3 to SV101-6, those given
    "description": pl.String,  # SV101-7
    "charge_cents": pl.Int64,  # SV102
    "unit": pl.String,  # SV103
    "units": pl.Float64,  # SV104
    "place_of_service": pl.String,  # SV105 (the claim's where it is empty: see the claim)
    "pointers": pl.List(pl.String),  # SV107-1 to SV107-4, those given
    "service_from": pl.Date,  # DTP*472
    "service_to": pl.Date,  # its end; the same day for D8
    "control_number": pl.String,  # REF*6R
    "authorization_number": pl.String,  # 2400 REF*G1, where it is not the claim's
    "note": pl.String,  # 2400 NTE*ADD
    "attachments": pl.List(pl.String),  # 2400 PWK01 of each (CT: a certificate of medical necessity)
    "form": pl.String,  # 2440 LQ02
    "ordering_last_name": pl.String,  # 2420E NM103
    "ordering_first_name": pl.String,  # 2420E NM104
    "ordering_npi": pl.String,  # 2420E NM109 where NM108 is XX
}
"""One row a service line (LX with its SV1)."""
