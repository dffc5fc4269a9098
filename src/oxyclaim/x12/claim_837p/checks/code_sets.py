"""SNIP level 5: codes of outside code sets, by list where the list is short, else by their form.

Read 2026-11-24: the CMS requirements for the NPI check digit and 69 FR 3434 as quoted in public pages (ten digits, the
first 1 or 2, the last a Luhn check digit as if 80840 stood before); CMS, *Understanding the Medicare Beneficiary
Identifier format*; the Noridian DME notice of 2019-10-25 on MLN Matters SE18006 (MBI on all claims from 2020-01-01).
General knowledge, not looked up: NPI in force from 2007-05-23; the forms of ICD-10-CM, ICD-9-CM, HCPCS, CPT, taxonomy
and adjustment codes; that an external cause is never the first diagnosis. Which code of a family holds on which day is
policy and not asked here.
"""

import datetime as dt

import polars as pl

from oxyclaim.x12.claim_837p.checks import code_lists
from oxyclaim.x12.claim_837p.checks.rules import LOOP_ID, Rule, SegmentRules, Tables, findings_of
from oxyclaim.x12.claim_837p.loops import CODE, NUMBER
from oxyclaim.x12.core.checks.findings import WARNING, none_found, together
from oxyclaim.x12.core.known import KnownGood

LEVEL = 5
NPI_FROM = dt.date(2007, 5, 23)
VERSION_5010_FROM = dt.date(2012, 1, 1)
MBI_FROM = dt.date(2020, 1, 1)

_ZIP = r"^[0-9]{5}(?:[0-9]{4})?$"
_CANADIAN_POSTAL_CODE = r"^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$"
_NPI = r"^[12][0-9]{9}$"
_TAXONOMY = r"^[0-9]{3}[0-9A-Z]{6}X$"
_RETIRED_TAXONOMY = r"^[0-9]{3}[0-9A-Z]{6}Y$"
_TAX_ID = r"^[0-9]{9}$"
_ICD_10 = r"^[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}$"
_ICD_9 = r"^(?:[0-9]{3,5}|V[0-9]{2,4}|E[0-9]{3,4})$"
_EXTERNAL_CAUSE = "^[V-Y]"
_PROCEDURE = r"^(?:[A-EGHJ-MP-V][0-9]{4}|[0-9]{5}|[0-9]{4}[AFMTU])$"
_MODIFIER = r"^[0-9A-Z]{2}$"
_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = rf"^[1-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{{2}}[0-9]{{2}}$"
_REASON = r"^(?:[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2})$"
_REMARK = r"^(?:M[1-9][0-9]{0,2}|MA[0-9]{2,3}|N[1-9][0-9]{0,3})$"
_CURRENCY = "^[A-Z]{3}$"

_REASONS = ("e02", "e05", "e08", "e11", "e14", "e17")
_REMARKS = ("e03", "e04", "e05", "e06", "e07")


def code_set_findings(claims: pl.DataFrame, lines: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The findings of SNIP level 5."""
    tables = Tables(claims, lines, segments)
    return together(
        [
            _segments(tables),
            _diagnoses(tables),
            _places(tables),
            findings_of(_member_ids(claims), _CLAIM_RULES, LEVEL, tables),
            findings_of(lines, _LINE_RULES, LEVEL, tables),
            _modifiers_form(tables),
        ]
    )


def npi_check_digit_holds(npi: pl.Expr) -> pl.Expr:
    """Whether the last digit of a ten-digit NPI is its Luhn check digit, as if 80840 stood before it."""
    number = npi.cast(pl.Int64, strict=False)
    digits = [number // 10**place % 10 for place in range(10)]
    doubled = [2 * digit - pl.when(digit > 4).then(9).otherwise(0) for digit in digits[1::2]]
    sum_of_80840 = 24
    return (pl.sum_horizontal(*digits[0::2], *doubled) + sum_of_80840) % 10 == 0


_state, _zip, _country = pl.col("e02"), pl.col("e03"), pl.col("e04")
_in_us = _country.is_null() | (_country == "US")
_in_canada = _country == "CA"
_zip_and_state = pl.concat_str(_zip.str.slice(0, 1), _state)
_loop = LOOP_ID
_number = pl.col("loop")


def _one_of(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes))


def _first_malformed(elements: tuple[str, ...], form: str, segment: str) -> tuple[pl.Expr, pl.Expr]:
    """Whether an element of a repeated kind has not its form, and the first that has not."""
    malformed = [~pl.col(element).str.contains(form) for element in elements]
    names = [pl.when(bad).then(pl.lit(segment + e[1:])) for bad, e in zip(malformed, elements, strict=True)]
    return pl.any_horizontal(malformed), pl.coalesce(names)


_bad_reason, _which_reason = _first_malformed(_REASONS, _REASON, "CAS")
_bad_remark, _which_remark = _first_malformed(_REMARKS, _REMARK, "MOA")

_ADDRESS_RULES = [
    Rule(
        "X12-SET-STATE",
        _in_us & ~_state.is_in(code_lists.STATES),
        _loop,
        "N402",
        "no US state, territory or armed forces code has these letters; give the two-letter postal code",
    ),
    Rule(
        "X12-SET-PROVINCE",
        _in_canada & ~_state.is_in(code_lists.PROVINCES),
        _loop,
        "N402",
        f"no Canadian province has this code; it is one of {_one_of(code_lists.PROVINCES)}",
    ),
    Rule(
        "X12-SET-ZIP",
        _in_us & (~_zip.str.contains(_ZIP) | _zip.str.starts_with("00000")),
        _loop,
        "N403",
        "a ZIP code has five or nine digits, without a hyphen, and does not begin with 00000",
    ),
    Rule(
        "X12-SET-ZIP-ZERO",
        _in_us & (pl.col("loop") == NUMBER["2010AA"]) & _zip.str.contains("^[0-9]{5}0000$"),
        _loop,
        "N403",
        "a ZIP code that ends with 0000 is filled up, not known; payers refuse it of a billing provider",
        severity=WARNING,
        since=VERSION_5010_FROM,
    ),
    Rule(
        "X12-SET-POSTAL-CODE",
        _in_canada & ~_zip.str.contains(_CANADIAN_POSTAL_CODE),
        _loop,
        "N403",
        "a Canadian postal code has the form A1A1A1",
    ),
    Rule(
        "X12-SET-ZIP-STATE",
        _in_us
        & _state.is_in(code_lists.STATES)
        & _zip.str.contains(_ZIP)
        & ~_zip_and_state.is_in([digit + state for digit, state in code_lists.STATE_OF_ZIP_AREA]),
        _loop,
        "N403",
        "the ZIP code is not in the state (N402)",
        severity=WARNING,
        since=VERSION_5010_FROM,
    ),
    Rule(
        "X12-SET-COUNTRY",
        ~_country.is_in(code_lists.COUNTRIES),
        _loop,
        "N404",
        "no country has this code; give the two letters of ISO 3166",
    ),
]

_NPI_RULES = [
    Rule(
        "X12-SET-NPI",
        ~pl.col("e09").str.contains(_NPI),
        _loop,
        "NM109",
        "an NPI has ten digits and begins with 1 or 2",
        since=NPI_FROM,
    ),
    Rule(
        "X12-SET-NPI-CHECK",
        pl.col("e09").str.contains(_NPI) & ~npi_check_digit_holds(pl.col("e09")),
        _loop,
        "NM109",
        "no NPI has this number: its last digit is not the check digit of the other nine",
        since=NPI_FROM,
    ),
]

_specialty = pl.when(pl.col("e02") == "PXC").then(pl.col("e03"))
_SEGMENT_RULES = {
    "N4": _ADDRESS_RULES,
    "PRV": [
        Rule(
            "X12-SET-TAXONOMY",
            ~_specialty.str.contains(_TAXONOMY) & ~_specialty.str.contains(_RETIRED_TAXONOMY),
            _loop,
            "PRV03",
            "a provider taxonomy code has ten characters: three digits, six digits or letters, and X",
        ),
        Rule(
            "X12-SET-TAXONOMY-FAMILY",
            _specialty.str.contains(_TAXONOMY) & ~_specialty.str.slice(0, 3).is_in(code_lists.TAXONOMY_FAMILIES),
            _loop,
            "PRV03",
            "no provider taxonomy code begins with these three digits",
            severity=WARNING,
            since=VERSION_5010_FROM,
        ),
        Rule(
            "X12-SET-TAXONOMY-RETIRED",
            _specialty.str.contains(_RETIRED_TAXONOMY),
            _loop,
            "PRV03",
            "a provider taxonomy code ends with X; those with Y are no longer in use",
            severity=WARNING,
            since=VERSION_5010_FROM,
        ),
    ],
    "REF": [
        Rule(
            "X12-SET-TAX-ID",
            (_number == NUMBER["2010AA"]) & pl.col("e01").is_in(["EI", "SY"]) & ~pl.col("e02").str.contains(_TAX_ID),
            _loop,
            "REF02",
            "an employer identification or social security number has nine digits and no hyphen",
        ),
    ],
    "DMG": [
        Rule(
            "X12-SET-SEX",
            ~pl.col("e03").is_in(code_lists.SEXES),
            _loop,
            "DMG03",
            f"the code of the sex is one of {_one_of(code_lists.SEXES)}",
        ),
    ],
    "SBR": [
        Rule(
            "X12-SET-FILING",
            ~pl.col("e09").is_in(code_lists.FILING_INDICATORS),
            _loop,
            "SBR09",
            f"the claim filing indicator is one of {_one_of(code_lists.FILING_INDICATORS)}",
        ),
        Rule(
            "X12-SET-RELATIONSHIP-SUBSCRIBER",
            (_number == NUMBER["2000B"]) & (pl.col("e02") != "18"),
            _loop,
            "SBR02",
            "the relationship is 18 where the subscriber is the patient, else empty",
        ),
        Rule(
            "X12-SET-RELATIONSHIP-OTHER",
            (_number == NUMBER["2320"]) & ~pl.col("e02").is_in(code_lists.OTHER_RELATIONSHIPS),
            _loop,
            "SBR02",
            f"the relationship is one of {_one_of(code_lists.OTHER_RELATIONSHIPS)}",
        ),
    ],
    "PAT": [
        Rule(
            "X12-SET-RELATIONSHIP-PATIENT",
            (_number == NUMBER["2000C"]) & ~pl.col("e01").is_in(code_lists.PATIENT_RELATIONSHIPS),
            _loop,
            "PAT01",
            f"the relationship is one of {_one_of(code_lists.PATIENT_RELATIONSHIPS)}",
        ),
    ],
    "CUR": [
        Rule(
            "X12-SET-CURRENCY",
            ~pl.col("e02").str.contains(_CURRENCY),
            _loop,
            "CUR02",
            "a currency has three letters (ISO 4217), for example USD",
        ),
    ],
    "CAS": [
        Rule(
            "X12-SET-GROUP",
            ~pl.col("e01").is_in(code_lists.GROUP_CODES),
            _loop,
            "CAS01",
            f"the group code is one of {_one_of(code_lists.GROUP_CODES)}",
        ),
        Rule(
            "X12-SET-CARC",
            _bad_reason,
            _loop,
            _which_reason,
            "a claim adjustment reason code is a number up to 999, or a letter with one or two digits (for example B7)",
        ),
    ],
    "MOA": [
        Rule(
            "X12-SET-RARC",
            _bad_remark,
            _loop,
            _which_remark,
            "a remittance advice remark code is M, MA or N with a number, for example N382",
        ),
    ],
}

_ELEMENTS = {
    "N4": ("e02", "e03", "e04"),
    "DMG": ("e03",),
    "SBR": ("e02", "e09"),
    "REF": ("e01", "e02"),
    "PRV": ("e02", "e03"),
    "PAT": ("e01",),
    "CUR": ("e02",),
    "CAS": ("e01", *_REASONS),
    "MOA": _REMARKS,
}
"""The elements of each segment that are looked at."""

_OF_OTHER_PAYERS = frozenset(["CAS", "MOA"])
"""Segments that stand in 2320 and 2430 only."""


_BY_SEGMENT = SegmentRules(_SEGMENT_RULES, _ELEMENTS, LEVEL, only={"REF": "2010AA"})


def _segments(tables: Tables) -> pl.DataFrame:
    wanted = set(_SEGMENT_RULES)
    if not tables.claims["other_payers"].sum():
        wanted -= _OF_OTHER_PAYERS
    found = _BY_SEGMENT.findings(tables, [identifier for identifier in _SEGMENT_RULES if identifier in wanted])
    return together([_identifiers(tables, ~tables.segments["context"]), found])


_NPIS = KnownGood()


def _identifiers(tables: Tables, own: pl.Series) -> pl.DataFrame:
    """NPIs: few providers stand in many claims, so each number is looked at once."""
    npi = pl.col("e09")
    segments = tables.segments
    rows = segments.select("segment", "claim", "line", "loop", "e08", "e09").filter(
        (segments["code"] == CODE["NM1"]) & own
    )
    given = rows.select("e09").filter(rows["e08"] == "XX").unique()
    unknown = _NPIS.unknown(given)
    if unknown is not None:
        if unknown.is_empty():
            return none_found()
        given = given[unknown]
    wrong = given.filter(~npi.str.contains(_NPI) | ~npi_check_digit_holds(npi))["e09"]
    if wrong.is_empty():
        if unknown is not None:
            _NPIS.learn(given, [True] * given.height)
        return none_found()
    few = rows.filter((pl.col("e08") == "XX") & npi.is_in(wrong.implode()))
    return findings_of(few, _NPI_RULES, LEVEL, tables)


_icd_10 = pl.col("qualifier").is_in(["ABK", "ABF"])
_DIAGNOSIS_RULES = [
    Rule(
        "X12-SET-ICD-10",
        _icd_10 & ~pl.col("diagnosis").str.contains(_ICD_10),
        "2300",
        pl.col("element"),
        "an ICD-10-CM code is a letter, a digit and one to five digits or letters, without the point",
        at="HI",
    ),
    Rule(
        "X12-SET-ICD-9",
        ~_icd_10 & ~pl.col("diagnosis").str.contains(_ICD_9),
        "2300",
        pl.col("element"),
        "an ICD-9-CM code is three to five digits, or V or E with digits, without the point",
        at="HI",
    ),
    Rule(
        "X12-SET-EXTERNAL-CAUSE",
        (pl.col("qualifier") == "ABK") & pl.col("diagnosis").str.contains(_EXTERNAL_CAUSE),
        "2300",
        pl.col("element"),
        "an external cause (V to Y) is never the first diagnosis",
        severity=WARNING,
        at="HI",
    ),
]


def _diagnoses(tables: Tables) -> pl.DataFrame:
    claims = tables.claims
    pairs = pl.DataFrame(
        {"diagnosis": claims["diagnoses"].explode(), "qualifier": claims["diagnosis_qualifiers"].explode()}
    ).unique()
    odd = pairs.filter(pl.any_horizontal(rule.broken for rule in _DIAGNOSIS_RULES))["diagnosis"]
    if odd.is_empty():
        return none_found()
    each = claims.select("diagnoses", row=pl.int_range(pl.len())).explode("diagnoses", empty_as_null=True)
    claims = claims[each["row"].filter(each["diagnoses"].is_in(odd.implode()).fill_null(False)).unique().sort()]
    given = claims.select(
        "segment",
        "claim",
        pl.col("diagnoses").alias("diagnosis"),
        pl.col("diagnosis_qualifiers").alias("qualifier"),
        pl.int_ranges(1, pl.col("diagnoses").list.len() + 1).alias("number"),
    ).explode("diagnosis", "qualifier", "number", empty_as_null=True)
    element = pl.format("HI{}-2", pl.col("number").cast(pl.String).str.zfill(2)).alias("element")
    return findings_of(given.with_columns(element), _DIAGNOSIS_RULES, LEVEL, tables)


_place = pl.col("place_of_service")
_place_from = _place.replace_strict(code_lists.PLACES_OF_SERVICE_FROM, default=None, return_dtype=pl.Date)
_NO_PLACE = "no place of service has this code; see the CMS place of service code set"
_NOT_YET = "the place of service did not exist on the date of service"


def _places(tables: Tables) -> pl.DataFrame:
    claims, lines, _ = tables
    found = [none_found()]
    for rows, loop, element, id_ in ((claims, "2300", "CLM05-1", "CLM"), (lines, "2400", "SV105", "SV1")):
        given = set(rows["place_of_service"].unique())
        if given - code_lists.PLACES_OF_SERVICE - {None}:
            unknown = ~_place.is_in(code_lists.PLACES_OF_SERVICE)
            rule = Rule("X12-SET-PLACE", unknown, loop, element, _NO_PLACE, at=id_)
            found.append(findings_of(rows, [rule], LEVEL, tables))
        if given & code_lists.PLACES_OF_SERVICE_FROM.keys():
            too_early = pl.col("service_from") < _place_from
            rule = Rule("X12-SET-PLACE-DATE", too_early, loop, element, _NOT_YET, at=id_)
            found.append(findings_of(_with_service_date(rows, lines), [rule], LEVEL, tables))
    return together(found)


def _with_service_date(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Claims with the date of service of their first line; lines have their own."""
    if "service_from" in rows.columns:
        return rows
    first_lines = lines.filter(pl.col("position") == 1).select("claim", "service_from")
    return rows.join(first_lines, on="claim", how="left")


_CLAIM_RULES = [
    Rule(
        "X12-SET-FREQUENCY",
        ~pl.col("frequency").is_in(code_lists.FREQUENCIES),
        "2300",
        "CLM05-3",
        "payers take 1 (original), 7 (replacement) and 8 (void) in professional claims",
        severity=WARNING,
    ),
    Rule(
        "X12-SET-MBI",
        pl.col("medicare_id").is_not_null() & ~pl.col("medicare_id").str.contains(_MBI),
        "2010BA",
        "NM109",
        "a Medicare Beneficiary Identifier (MBI) has eleven characters in the form 1AA0AA0AA00, without hyphens and "
        "without the letters S, L, O, I, B, Z",
        at="NM1",
    ),
]


def _member_ids(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims with the id that must be an MBI, where it must be one."""
    must_be_mbi = (pl.col("filing_indicator") == "MB") & (pl.col("created") >= MBI_FROM)
    return claims.select(
        "segment", "claim", "frequency", pl.when(must_be_mbi).then(pl.col("member_id")).alias("medicare_id")
    )


_modifiers = pl.col("modifiers")
_LINE_RULES = [
    Rule(
        "X12-SET-PROCEDURE",
        (pl.col("code_qualifier") == "HC") & ~pl.col("code").str.contains(_PROCEDURE),
        "2400",
        "SV101-2",
        "a HCPCS code is a letter and four digits; a CPT code is five digits, or four digits and a letter",
        at="SV1",
    ),
    Rule(
        "X12-SET-PROCEDURE-NONE",
        (pl.col("code_qualifier") == "HC")
        & pl.col("code").str.contains(_PROCEDURE)
        & (
            pl.col("code").str.contains(code_lists.NO_PROCEDURES)
            & ~pl.col("code").str.contains(code_lists.PROCEDURES_BESIDE)
            | pl.col("code").str.contains(code_lists.OXYGEN_FAMILIES) & ~pl.col("code").is_in(code_lists.OXYGEN_CODES)
        ),
        "2400",
        "SV101-2",
        "no HCPCS code has this number; among those of oxygen equipment are E1390, E1391 and E1392",
        since=VERSION_5010_FROM,
        at="SV1",
    ),
    Rule(
        "X12-SET-MODIFIER-TWICE",
        _modifiers.list.n_unique() < _modifiers.list.len(),
        "2400",
        "SV101-3",
        "a modifier stands twice on the line",
        at="SV1",
    ),
    Rule(
        "X12-SET-UNIT",
        ~pl.col("unit").is_in(code_lists.UNITS),
        "2400",
        "SV103",
        "the unit is UN (units) or MJ (minutes of anesthesia)",
        at="SV1",
    ),
]


def _modifiers_form(tables: Tables) -> pl.DataFrame:
    """Few modifiers stand on many lines, so each is looked at once."""
    given = tables.lines["modifiers"].explode().unique().drop_nulls()
    malformed = given.filter(~given.str.contains(_MODIFIER))
    digits = given.filter(given.str.contains("^[0-9][0-9A-Z]$"))
    unknown = digits.filter(~digits.is_in(code_lists.DIGIT_MODIFIERS))
    rules = []
    if len(malformed):
        message = "a modifier is two digits or capital letters"
        rules.append(_with_modifier("X12-SET-MODIFIER", malformed, message))
    if len(unknown):
        message = "no modifier has this sign: of those that begin with a digit it is none"
        rules.append(_with_modifier("X12-SET-MODIFIER-NONE", unknown, message))
    return findings_of(tables.lines, rules, LEVEL, tables) if rules else none_found()


def _with_modifier(rule: str, modifiers: pl.Series, message: str) -> Rule:
    wrong = _modifiers.list.set_intersection(modifiers.to_list()).list.len() > 0
    return Rule(rule, wrong, "2400", "SV101-3", message, at="SV1")
