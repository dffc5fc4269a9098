"""SNIP level 4: what the guide asks for in a situation, and what cannot be at the same time.

The situational rules are those of 005010X222A1 as the field knows them (the guide is not public and was not read).
General knowledge, not looked up: ICD-10-CM for services from 2015-10-01 (45 CFR 162.1002), NPI from 2007-05-23 (45 CFR
162.404), version 5010 from 2012-01-01 (45 CFR 162.1102). Read 2026-11-24: the published claim edits of a clearinghouse
(Stedi) on the date and amount that another payer's decision needs. A file made before a standard was in force gets a
warning instead of an error.
"""

import datetime as dt
import itertools

import polars as pl

from oxyclaim.x12.claim_837p.checks.code_sets import NPI_FROM, VERSION_5010_FROM
from oxyclaim.x12.claim_837p.checks.other_payers import other_payers
from oxyclaim.x12.claim_837p.checks.rules import Rule, Tables, findings_of
from oxyclaim.x12.claim_837p.checks.segment_situations import segment_situations
from oxyclaim.x12.claim_837p.loops import CODE, NUMBER
from oxyclaim.x12.core.checks.findings import WARNING, none_found, together

LEVEL = 4
ICD_10_FROM = dt.date(2015, 10, 1)
MOST_LINES = 50
MEDICARE = "MB"
SELF = "18"

_REPLACEMENT_OR_VOID = ["7", "8"]
_ORDERED_SUPPLIES = r"^(?:A[4-8]|A9[0-4]|[BEKL][0-9])"
"""HCPCS codes of equipment, prostheses, orthoses and supplies; A95 to A97 are radiopharmaceuticals."""
_ANESTHESIA = r"^0[01][0-9]{3}$"
"""CPT 00100 to 01999."""


def situation_findings(
    claims: pl.DataFrame, lines: pl.DataFrame, segments: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """The findings of SNIP level 4; a service is in the future if it is after ``as_of``."""
    tables = Tables(claims, lines, segments)
    return together(
        [
            findings_of(claims, _CLAIM_RULES, LEVEL, tables),
            _lines(tables, as_of),
            _billing_providers(tables),
            _certificates(tables),
            _other_payers(tables),
            segment_situations(tables),
        ]
    )


_itself = pl.col("relationship") == SELF
_by_dependent = pl.col("dependent").fill_null(False)
_qualifiers = pl.col("diagnosis_qualifiers")

_CLAIM_RULES = [
    Rule(
        "X12-SIT-SELF-DMG",
        _itself & pl.col("patient_birth_date").is_null() & pl.col("patient_sex").is_null(),
        "2010BA",
        "DMG",
        "the subscriber is the patient (SBR02 18): birth date and sex (DMG) are required",
        at="NM1",
    ),
    Rule(
        "X12-SIT-SELF-N3",
        _itself & pl.col("patient_address").is_null(),
        "2010BA",
        "N3",
        "the subscriber is the patient (SBR02 18): the address (N3) is required",
        at="NM1",
    ),
    Rule(
        "X12-SIT-SELF-N4",
        _itself & pl.all_horizontal(pl.col("patient_city", "patient_state", "patient_zip").is_null()),
        "2010BA",
        "N4",
        "the subscriber is the patient (SBR02 18): city, state and ZIP (N4) are required",
        at="NM1",
    ),
    Rule(
        "X12-SIT-SELF-HL23",
        _itself & _by_dependent,
        "2000B",
        "SBR02",
        "SBR02 says that the subscriber is the patient, yet the claim stands under a dependent (HL 23)",
        at="SBR",
    ),
    Rule(
        "X12-SIT-NO-PATIENT",
        pl.col("relationship").is_null() & ~_by_dependent,
        "2000B",
        "SBR02",
        "no patient: SBR02 must be 18 where the subscriber is the patient, else the claim stands under an HL 23",
        at="SBR",
    ),
    Rule(
        "X12-SIT-DEPENDENT-DMG",
        _by_dependent & pl.col("patient_birth_date").is_null() & pl.col("patient_sex").is_null(),
        "2010CA",
        "DMG",
        "birth date and sex (DMG) of the patient are required",
        at="NM1",
    ),
    Rule(
        "X12-SIT-OTHER-PAYER",
        ~pl.col("payer_sequence").is_in(["P", "U"]) & (pl.col("other_payers") == 0),
        "2320",
        "SBR",
        "the payer is not the primary one (SBR01): the payers before it are required in loop 2320",
    ),
    Rule(
        "X12-SIT-F8",
        pl.col("frequency").is_in(_REPLACEMENT_OR_VOID) & pl.col("payer_reference").is_null(),
        "2300",
        "REF02",
        "a replacement or void (CLM05-3 7 or 8) needs the payer's claim number: REF with qualifier F8",
    ),
    Rule(
        "X12-SIT-F8-UNASKED",
        ~pl.col("frequency").is_in(_REPLACEMENT_OR_VOID) & pl.col("payer_reference").is_not_null(),
        "2300",
        "REF02",
        "the payer's claim number (REF F8) belongs to a replacement or void (CLM05-3 7 or 8) only",
        severity=WARNING,
        at="REF",
    ),
    Rule(
        "X12-SIT-HI-ORDER",
        (_qualifiers.list.len() > 0) & ~_qualifiers.list.join(">").str.contains("^(?:BK(?:>BF)*|ABK(?:>ABF)*)$"),
        "2300",
        "HI01-1",
        "the first diagnosis has the qualifier ABK and all others ABF (ICD-9-CM: BK and BF); the two are not mixed",
        at="HI",
    ),
    Rule(
        "X12-SIT-HI-TWICE",
        pl.col("diagnoses").list.n_unique() < pl.col("diagnoses").list.len(),
        "2300",
        "HI",
        "a diagnosis is given twice",
        severity=WARNING,
        at="HI",
    ),
]


_LINE_COLUMNS = (
    "claim",
    "segment",
    "line_number",
    "position",
    "code",
    "unit",
    "units",
    "service_from",
    "service_to",
    "ordering_npi",
)
_POINTERS = ("pointer_1", "pointer_2", "pointer_3", "pointer_4")
_no_diagnosis = pl.any_horizontal(
    (pl.col(pointer) < 1) | (pl.col(pointer) > pl.col("diagnosis_count")) for pointer in _POINTERS
)
_twice = pl.any_horizontal(
    (pl.col(first) == pl.col(second)) & (pl.col(first) > 0) for first, second in itertools.combinations(_POINTERS, 2)
)
_from, _to = pl.col("service_from"), pl.col("service_to")
_icd_10 = pl.col("first_qualifier").is_in(["ABK", "ABF"])
_first_line = pl.col("position") == 1


def _line_rules(as_of: dt.date) -> list[Rule]:
    day = pl.lit(as_of)
    return [
        Rule(
            "X12-SIT-POINTER",
            (pl.col("diagnosis_count") > 0) & _no_diagnosis,
            "2400",
            "SV107",
            pl.format(
                "a diagnosis pointer is the number of a diagnosis of the claim, here 1 to {}", pl.col("diagnosis_count")
            ),
            at="SV1",
        ),
        Rule(
            "X12-SIT-POINTER-TWICE", _twice, "2400", "SV107", "two diagnosis pointers name the same diagnosis", at="SV1"
        ),
        Rule(
            "X12-SIT-POINTER-NONE",
            pl.col("pointer_1").is_null(),
            "2400",
            "SV107-1",
            "the line points at no diagnosis; the first pointer is required",
            at="SV1",
        ),
        Rule("X12-SIT-NO-DATE", _from.is_null(), "2400", "DTP03", "the line has no valid date of service (DTP 472)"),
        Rule(
            "X12-SIT-DATE-FUTURE",
            _from > day,
            "2400",
            "DTP03",
            pl.lit(f"the service is in the future (after {as_of:%Y-%m-%d})"),
            at="DTP",
        ),
        Rule(
            "X12-SIT-DATE-CREATED",
            (_from > pl.col("created")) & (_from <= day),
            "2400",
            "DTP03",
            "the service is after the day on which the file was made (BHT04)",
            at="DTP",
        ),
        Rule(
            "X12-SIT-DATE-END-FUTURE",
            (_to > day) & (_from <= day) & (_from <= _to),
            "2400",
            "DTP03",
            "the service ends in the future",
            severity=WARNING,
            at="DTP",
        ),
        Rule("X12-SIT-DATE-ORDER", _from > _to, "2400", "DTP03", "the service ends before it begins", at="DTP"),
        Rule(
            "X12-SIT-BEFORE-BIRTH",
            _from < pl.col("patient_birth_date"),
            "2400",
            "DTP03",
            "the service is before the patient's birth (DMG02)",
            at="DTP",
        ),
        Rule(
            "X12-SIT-AFTER-DEATH",
            _from > pl.col("patient_died_on"),
            "2400",
            "DTP03",
            "the service is after the patient's death (PAT06)",
            at="DTP",
        ),
        Rule(
            "X12-SIT-ICD-10",
            _first_line & ~_icd_10 & (_from >= ICD_10_FROM),
            "2300",
            "HI01-1",
            "services from 2015-10-01 take ICD-10-CM diagnoses: qualifiers ABK and ABF",
            at="HI",
        ),
        Rule(
            "X12-SIT-ICD-9",
            _first_line & _icd_10 & (_from < ICD_10_FROM),
            "2300",
            "HI01-1",
            "services before 2015-10-01 take ICD-9-CM diagnoses: qualifiers BK and BF",
            at="HI",
        ),
        Rule(
            "X12-SIT-ORDERING",
            (pl.col("filing_indicator") == MEDICARE)
            & pl.col("ordering_npi").is_null()
            & pl.col("code").str.contains(_ORDERED_SUPPLIES),
            "2420E",
            "NM109",
            "equipment and supplies billed to Medicare need the ordering provider with NPI (NM1 DK, XX)",
        ),
        Rule(
            "X12-SIT-UNITS",
            pl.col("units") <= 0,
            "2400",
            "SV104",
            "the number of units must be more than zero",
            at="SV1",
        ),
        Rule(
            "X12-SIT-UNITS-DECIMALS",
            ((pl.col("units") * 1000 - (pl.col("units") * 1000).round()).abs() > 1e-6),
            "2400",
            "SV104",
            "units have at most three decimals",
            at="SV1",
        ),
        Rule(
            "X12-SIT-MINUTES",
            (pl.col("unit") == "MJ") & ~pl.col("code").str.contains(_ANESTHESIA),
            "2400",
            "SV103",
            "minutes (MJ) are for anesthesia only; other services count units (UN)",
            at="SV1",
        ),
        Rule(
            "X12-SIT-LINES",
            pl.col("position") == MOST_LINES + 1,
            "2400",
            "LX",
            f"a claim has at most {MOST_LINES} lines",
        ),
    ]


def _lines(tables: Tables, as_of: dt.date) -> pl.DataFrame:
    of_claim = tables.claims.select(
        "claim",
        "created",
        "filing_indicator",
        "patient_birth_date",
        "patient_died_on",
        pl.col("diagnoses").list.len().cast(pl.Int64).alias("diagnosis_count"),
        _qualifiers.list.first().alias("first_qualifier"),
    )
    pointers = pl.col("pointers").list
    # What is no number points at diagnosis 0, which no claim has.
    numbers = [
        pl.when(pointers.len() > place)
        .then(pointers.get(place, null_on_oob=True).cast(pl.Int64, strict=False).fill_null(0))
        .alias(name)
        for place, name in enumerate(_POINTERS)
    ]
    rows = tables.lines.select(*_LINE_COLUMNS, *numbers).join(of_claim, on="claim", how="left")
    return findings_of(rows, _line_rules(as_of), LEVEL, tables)


_BILLING_RULES = [
    Rule(
        "X12-SIT-BILLING-NPI",
        (pl.col("code") == CODE["NM1"]) & ((pl.col("e08") != "XX").fill_null(True) | pl.col("e09").is_null()),
        "2010AA",
        "NM109",
        "the billing provider needs its NPI (NM108 XX); only who gives no health care goes without",
        since=NPI_FROM,
    ),
    Rule(
        "X12-SIT-BILLING-ZIP",
        (pl.col("code") == CODE["N4"])
        & (pl.col("e04").is_null() | (pl.col("e04") == "US"))
        & (pl.col("e03").str.len_bytes() == len("12345")),
        "2010AA",
        "N403",
        "the billing provider's ZIP code must have nine digits",
        since=VERSION_5010_FROM,
    ),
]


def _billing_providers(tables: Tables) -> pl.DataFrame:
    segments = tables.segments
    here = (segments["loop"] == NUMBER["2010AA"]) & ~segments["context"]
    rows = segments.select("segment", "code", "claim", "e03", "e04", "e08", "e09").filter(here)
    return findings_of(rows, _BILLING_RULES, LEVEL, tables)


_CERTIFICATE_RULES = [
    Rule(
        "X12-SIT-CMN-FORM",
        pl.col("certificate_included") & pl.col("form").is_null(),
        "2440",
        "LQ",
        "a certificate of medical necessity is said to be included (PWK CT AD): its answers (LQ, FRM) are required",
    ),
    Rule(
        "X12-SIT-CR3-REVISED",
        pl.col("revised") & ~pl.col("revised_on"),
        "2400",
        "DTP",
        "a recertification or revision (CR301 R or S) needs its date: DTP with qualifier 607",
        at="CR3",
    ),
]


def _certificates(tables: Tables) -> pl.DataFrame:
    _, lines, segments = tables
    code, first, second = pl.col("code"), pl.col("e01"), pl.col("e02")
    of_line = segments["loop"] == NUMBER["2400"]
    is_paper, is_revision = code == CODE["PWK"], code == CODE["CR3"]
    narrow = segments.select("code", "line", "e01", "e02")
    certificates = narrow.filter(of_line & segments["code"].is_in([CODE["PWK"], CODE["CR3"]]))
    if certificates.is_empty():
        return none_found()
    dates = narrow.filter(of_line & (segments["code"] == CODE["DTP"])).filter(first == "607")
    of_lines = certificates.group_by(pl.col("line").alias("segment")).agg(
        (is_paper & (first == "CT") & (second == "AD")).any().alias("certificate_included"),
        (is_revision & first.is_in(["R", "S"])).any().alias("revised"),
    )
    rows = lines.join(of_lines, on="segment", how="inner").with_columns(
        pl.col("segment").is_in(dates["line"].implode()).alias("revised_on")
    )
    return findings_of(rows, _CERTIFICATE_RULES, LEVEL, tables)


_SEQUENCE_RULE = Rule(
    "X12-SIT-SBR01-TWICE",
    pl.col("times") > 1,
    "2320",
    "SBR01",
    "two payers of the claim have the same place in the order of payers (SBR01)",
)
_PAYER_RULES = [
    Rule(
        "X12-SIT-COB-PAID",
        pl.col("decided") & pl.col("paid_segment").is_null(),
        "2320",
        "AMT",
        "the other payer has decided lines (2430): what it paid for the claim (AMT D) is required",
    ),
    Rule(
        "X12-SIT-COB-DATE",
        pl.col("paid_segment").is_not_null() & ~pl.col("decided") & pl.col("decided_on_segment").is_null(),
        "2330B",
        "DTP",
        "the other payer has decided the claim: the date (DTP 573) is required here or with each line (2430)",
    ),
]


def _other_payers(tables: Tables) -> pl.DataFrame:
    claims, _, segments = tables
    others = other_payers(claims, segments)
    if others is None:
        return none_found()
    payers, decisions = others
    deciding = decisions.select("claim", "payer_id").unique().with_columns(decided=pl.lit(True))
    rows = payers.join(deciding, on=["claim", "payer_id"], how="left").with_columns(pl.col("decided").fill_null(False))
    sequences = pl.concat(
        [
            claims.select("claim", pl.lit(None, pl.Int64).alias("segment"), "payer_sequence"),
            payers.select("claim", "segment", "payer_sequence"),
        ]
    ).filter(pl.col("payer_sequence") != "U")
    # Reported once, at the last of the payers that share a place.
    repeated = sequences.group_by("claim", "payer_sequence").agg(
        pl.len().alias("times"), pl.col("segment").max().alias("segment")
    )
    return together(
        [findings_of(rows, _PAYER_RULES, LEVEL, tables), findings_of(repeated, [_SEQUENCE_RULE], LEVEL, tables)]
    )
