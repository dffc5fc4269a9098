"""A claim that is written and read again is the same claim, whatever its names, the delimiters and the pieces.

All of it is made up. To search further: ``OXYCLAIM_SEARCH=300`` tries that many random files.
"""

import os
import string
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from oxyclaim.bulk.claim_files import parts
from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimLine, ControlNumbers, write_claims, writing
from oxyclaim.claims.missing import missing_claim_data
from oxyclaim.claims.payer_order import order_problems
from oxyclaim.x12.claim_837p.checks.levels import checked
from oxyclaim.x12.claim_837p.checks.other_payers import other_payers
from oxyclaim.x12.claim_837p.reader import read
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES, PLACED
from oxyclaim.x12.core.characters import ALLOWED, basic
from oxyclaim.x12.core.schema import SEGMENTS
from tests.claims.claim_cases import CREATED, make_case
from verdicts.generator import synthetic_cases

AS_OF = date(2026, 3, 10)
SEARCH = int(os.environ.get("OXYCLAIM_SEARCH", "0"))
SMALLEST = 120
"""Bytes of the smallest pieces: more than an ISA, less than a level."""

some = settings(
    max_examples=SEARCH or 15, derandomize=not SEARCH, database=None, deadline=None,
    phases=[Phase.generate, Phase.shrink] if SEARCH else [Phase.generate],
)  # fmt: skip


# Cases that lack nothing

_LETTERS = st.characters(categories=["L", "Nd", "Zs"]) | st.sampled_from("'’`-.,&()/;\"*:~^|\\_ÄÖÜßÉñłØþ酸素ЖΩ")


def _shown(text: str, longest: int, shortest: int = 1) -> str:
    """As a name is written, or nothing where it cannot be."""
    written = basic(text)[:longest].rstrip()
    return written if any(map(str.isalnum, written)) and len(written) >= shortest else ""


def names(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    return st.text(_LETTERS, min_size=1, max_size=longest + 5).filter(
        lambda text: bool(text.strip()) and bool(_shown(text, longest, shortest))
    )


def texts(longest: int) -> st.SearchStrategy[str]:
    return names(longest).filter(lambda text: len(basic(text)) <= longest)


def ids(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    inside = st.text(string.ascii_letters + string.digits + "-.", min_size=shortest, max_size=longest)
    return inside.filter(lambda text: text[0].isalnum() and text[-1].isalnum())


def numbers(digits: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=digits, max_size=digits)


days = st.dates(date(2019, 1, 1), date(2026, 2, 28))
npis = st.sampled_from(["1234567893", "1245319599", "1679576722", "1987654328"])
states = st.sampled_from(["IL", "TX", "NY", "PR", "CA"])
modifiers = st.lists(st.sampled_from(["RR", "N1", "KX", "QE", "GA", "MS", "59", "A1"]), max_size=4, unique=True)
items = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["E1390", "E1392", "E0431", "E0443", "A4615", "K0738"]),
        "service_date": days.map(str),
        "units": st.integers(1, 999),
        "charge": st.integers(1, 9_999_999).map(lambda cents: f"{cents // 100}.{cents % 100:02d}"),
        "place_of_service": st.sampled_from(["12", "12", "31", "04"]),
    }
)


def _address(zip_digits: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"line_1": texts(55), "city": names(30, 2), "state": states, "zip": numbers(zip_digits)},
        optional={"line_2": texts(55)},
    )


@st.composite
def made_up(draw: st.DrawFn) -> Claim:
    """A claim with everything in it drawn."""
    lines = draw(st.lists(items, min_size=1, max_size=3))
    changes: dict[str, Any] = {
        "patient__last_name": draw(names(60)),
        "patient__first_name": draw(names(35)),
        "patient__address": draw(_address(draw(st.sampled_from([5, 9])))),
        "patient__account_number": draw(ids(20)),
        "patient__sex": draw(st.sampled_from(["female", "male", "unknown"])),
        "patient__birth_date": str(date(1930, 1, 1) + timedelta(days=draw(st.integers(0, 20_000)))),
        "coverage__member_id": draw(st.sampled_from(["1EG4TE5MK73", "2AC3DE4FG56", "9XY8WV7UT65"])),
        "coverage__payer_name": draw(names(60)),
        "coverage__payer_id": draw(ids(20, 2)),
        "coverage__assignment": draw(st.sampled_from(["accepted", "not_accepted"])),
        "coverage__benefits_assigned": draw(st.booleans()),
        "coverage__release_signed": draw(st.booleans()),
        "supplier__name": draw(names(60)),
        "supplier__npi": draw(npis),
        "supplier__tax_id": draw(numbers(9)),
        "supplier__address": draw(_address(9)),
        "practitioner__last_name": draw(names(60)),
        "practitioner__first_name": draw(names(35)),
        "practitioner__npi": draw(npis),
        "diagnoses": [
            {"icd10": code}
            for code in draw(
                st.lists(st.sampled_from(["J44.9", "J96.11", "G47.36", "I27.20", "E84.9"]), min_size=1, max_size=5)
            )
        ],
        "items": [{"line_number": 7 * number, **line} for number, line in enumerate(lines, start=1)],
    }
    if draw(st.booleans()):
        changes["patient__middle_name"] = draw(names(25))
    narratives = st.none() | texts(80)
    indicator = draw(st.sampled_from(["MB", "CI", "16"]))
    if indicator != "MB":
        changes["coverage__payer"] = "some_plan"
        if draw(st.booleans()):
            changes["coverage__primary"] = draw(answers(changes["items"]))
        if draw(st.booleans()):
            changes["coverage__subscriber"] = {"relationship": "spouse", "last_name": draw(names(60))}
    if draw(st.booleans()):
        changes["claim_note"] = draw(texts(80))
    return Claim(
        make_case(**changes),
        tuple(ClaimLine(7 * n, tuple(draw(modifiers)), draw(narratives)) for n in range(1, len(lines) + 1)),
        indicator,
    )


@st.composite
def answers(draw: st.DrawFn, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What a first payer said: of each line's charge a part is paid, the rest adjusted, in one reason or several."""
    answered = []
    for line in lines:
        charge = round(float(line["charge"]) * 100)
        cuts = sorted(draw(st.lists(st.integers(0, charge), min_size=1, max_size=8)))
        parts = [part for part in (b - a for a, b in pairwise([*cuts, charge])) if part]
        adjustments = [
            {"group": draw(st.sampled_from(["CO", "OA", "PI", "PR"])), "reason": str(45 + place), "amount": part / 100}
            for place, part in enumerate(parts)
        ]
        over = draw(st.integers(0, 5_000))
        if over:
            adjustments += [{"group": "OA", "reason": "94", "amount": -over / 100},
                            {"group": "CO", "reason": "253", "amount": over / 100}]  # fmt: skip
        answered.append({"line_number": line["line_number"], "paid": cuts[0] / 100, "adjustments": adjustments})
    return {"kind": "commercial", "outcome": "paid", "remittance_date": "2026-03-01", "payer_name": "First",
            "payer_id": "FIRST1", "member_id": "991", "lines": answered}  # fmt: skip


def usual(first: int) -> list[Claim]:
    """Claims of a few of the cases by which the rules are tried, as far as a claim can be written of them."""
    cases = [Case.model_validate(facts) for facts in synthetic_cases(range(first, first + 8))]
    lines = [
        (case, tuple(ClaimLine(i.line_number, tuple(i.modifiers or ["RR"])[:4], i.narrative) for i in case.items))
        for case in cases
        if not missing_claim_data(case) and not list(order_problems(case, case.items, to_medicare=True))
    ]
    sender = lines[0][0].submitter if lines else None
    return [Claim(_plain(case).model_copy(update={"submitter": sender}), each) for case, each in lines]


def _plain(case: Case) -> Case:
    """The case without papers apart and payers behind, which the situations look at (tests/claims)."""
    coverage = case.coverage.model_copy(update={"next_payer": None})
    return case.model_copy(update={"coverage": coverage, "attachments": None})


files = st.lists(made_up(), min_size=1, max_size=4) | st.integers(1, 100_000).map(usual).filter(bool)


def written(claims: Sequence[Claim]) -> bytes:
    with tempfile.TemporaryDirectory() as folder, patch.object(writing, "validate_837p", lambda *_, **__: []):
        target = Path(folder, "claims.x12")
        write_claims(claims, target, created=CREATED, numbers=ControlNumbers(7))
        return target.read_bytes()


# What is read of them


def frames(data: bytes, **options: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    pieces = list(read(data, **options))
    return pl.concat([piece.claims for piece in pieces]), pl.concat([piece.lines for piece in pieces])


def expected(claims: Sequence[Claim]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of claims and lines, without numbers of segments, in the order of the file."""
    suppliers = list(dict.fromkeys(claim.case.supplier for claim in claims))
    ordered = sorted(claims, key=lambda claim: suppliers.index(claim.case.supplier))
    rows = [_claim(number, claim) for number, claim in enumerate(ordered)]
    return rows, [row for number, claim in enumerate(ordered) for row in _lines(number, claim)]


def _claim(number: int, claim: Claim) -> dict[str, Any]:
    case = claim.case
    patient, coverage, supplier, submitter = case.patient, case.coverage, case.supplier, case.submitter
    assert patient is not None
    assert supplier is not None
    assert submitter is not None
    assert patient.address is not None
    assert supplier.address is not None
    assert patient.account_number is not None
    codes = list(dict.fromkeys(d.icd10.replace(".", "") for d in case.diagnoses or () if d.icd10))[:12]
    person = {
        "last_name": _shown(patient.last_name or "", 60),
        "first_name": _shown(patient.first_name or "", 35),
        "middle_name": _shown(patient.middle_name or "", 25) or None,
    }
    insured = person
    if coverage.subscriber is not None:
        insured = {
            "last_name": _shown(coverage.subscriber.last_name or "", 60),
            "first_name": None,
            "middle_name": None,
        }
    return dict.fromkeys(CLAIMS) | {
        "claim": number,
        "claim_id": claim.claim_id,
        "charge_cents": sum(int((item.charge or 0) * 100) for item in claim.items()),
        "place_of_service": claim.items()[0].place_of_service,
        "place_qualifier": "B",
        "frequency": "1",
        "signature_on_file": "Y",
        "assignment": "A" if coverage.assignment == "accepted" else "C",
        "benefits_assigned": "Y" if coverage.benefits_assigned else "N",
        "release": "Y" if coverage.release_signed else "I",
        "diagnoses": codes,
        "diagnosis_qualifiers": ["ABK", *["ABF"] * (len(codes) - 1)],
        "attachments": [],
        "other_payers": int(coverage.primary is not None),
        "note": None if case.claim_note is None else basic(case.claim_note),
        "version": "005010X222A1",
        "created": CREATED.date(),
        "submitter_id": submitter.id,
        "receiver_id": submitter.receiver_id,
        "billing_name": _shown(supplier.name or "", 60),
        "billing_npi": supplier.npi,
        "billing_tax_id": (supplier.tax_id or "").replace("-", ""),
        "billing_taxonomy": supplier.taxonomy,
        "billing_state": supplier.address.state,
        "billing_zip": (supplier.address.zip or "").replace("-", ""),
        "payer_sequence": "P" if coverage.primary is None else "S",
        "relationship": "18" if coverage.subscriber is None else None,
        "filing_indicator": claim.filing_indicator,
        "payer_name": _shown(coverage.payer_name or "", 60),
        "payer_id": (coverage.payer_id or "").upper(),
        "member_id": coverage.member_id,
        "dependent": coverage.subscriber is not None,
        **{f"subscriber_{name}": value for name, value in insured.items()},
        **{f"patient_{name}": value for name, value in person.items()},
        "patient_address": basic(patient.address.line_1 or ""),
        "patient_city": _shown(patient.address.city or "", 30),
        "patient_state": patient.address.state,
        "patient_zip": (patient.address.zip or "").replace("-", ""),
        "patient_birth_date": patient.birth_date,
        "patient_sex": (patient.sex or "")[:1].upper(),
    }


def _lines(number: int, claim: Claim) -> list[dict[str, Any]]:
    practitioner, items = claim.case.practitioner, claim.items()
    assert practitioner is not None
    place, codes = items[0].place_of_service, _claim(number, claim)["diagnoses"]
    return [
        dict.fromkeys(LINES) | {
            "claim": number,
            "position": position,
            "line_number": position,
            "code_qualifier": "HC",
            "code": item.code,
            "modifiers": list(line.modifiers),
            "charge_cents": int((item.charge or 0) * 100),
            "unit": "UN",
            "units": float(item.units or 0),
            "place_of_service": None if item.place_of_service == place else item.place_of_service,
            "pointers": [str(pointer) for pointer in range(1, min(len(codes), 4) + 1)],
            "service_from": item.service_date,
            "service_to": item.service_date,
            "control_number": claim.line_id(line),
            "note": None if line.narrative is None else basic(line.narrative),
            "attachments": [],
            "ordering_last_name": _shown(practitioner.last_name or "", 60),
            "ordering_first_name": _shown(practitioner.first_name or "", 35),
            "ordering_npi": practitioner.npi,
        }
        for position, (line, item) in enumerate(zip(claim.lines, items, strict=True), start=1)
    ]  # fmt: skip


def assert_same(data: bytes, others: tuple[pl.DataFrame, pl.DataFrame], **options: int) -> None:
    for frame, other in zip(frames(data, **options), others, strict=True):
        assert_frame_equal(frame, other)


@some
@given(files)
def test_a_claim_is_the_same_after_writing_and_reading(claims: list[Claim]) -> None:
    read_claims, read_lines = frames(written(claims))
    of_claims, of_lines = expected(claims)
    assert read_claims.drop("segment").rows(named=True) == [_without_segment(row) for row in of_claims]
    assert read_lines.drop("segment").rows(named=True) == [_without_segment(row) for row in of_lines]


def _without_segment(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "segment"}


# The same text laid out otherwise

SIGNS = set(string.punctuation + "\x1c\x1d\x1e\x1f")
BREAKS = (b"", b"\n", b"\r\n", b" \r\n", b"\n\n")


@st.composite
def delimiters(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Element, component, repetition and terminator, as they are written and as they shall be."""
    usable = sorted(SIGNS - set(ALLOWED))
    chosen = draw(st.lists(st.sampled_from(usable), min_size=4, max_size=4, unique=True))
    chosen[3] = draw(st.sampled_from([chosen[3], chosen[3], "\n", "\r"]))
    if draw(st.booleans()):
        chosen[2] = "U"  # no repetition separator
    return b"*:^~", "".join(chosen).encode()


@some
@given(files, delimiters(), st.sampled_from(BREAKS), st.booleans(), st.sampled_from([b"", b"\r\n", b" \n\x00\x1a"]))
def test_neither_delimiters_nor_line_breaks_nor_a_mark_change_what_is_read(
    claims: list[Claim], signs: tuple[bytes, bytes], line_break: bytes, marked: bool, end: bytes
) -> None:
    data = written(claims)
    as_written = frames(data)
    changed = data.translate(bytes.maketrans(*signs))
    terminator = signs[1][3:]
    line_break = line_break.replace(terminator, b"")
    changed = changed.replace(terminator, terminator + line_break) + end.replace(terminator, b"")
    assert_same((b"\xef\xbb\xbf" if marked else b"") + changed, as_written)


ODD = st.text(st.characters(categories=["L", "M"]) | st.sampled_from("'’‘-`´ \"|%$"), min_size=1, max_size=20).map(
    lambda text: f"Q{text}Q"
)
LATIN = st.text(
    st.characters(categories=["L"], max_codepoint=255) | st.sampled_from("'- "), min_size=1, max_size=20
).map(lambda text: f"Qé{text}Q")


def _is_latin_only(name: str) -> bool:
    """Whether nobody could take its Latin-1 bytes for UTF-8."""
    try:
        name.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


odd_names = st.tuples(ODD, st.just("utf-8")) | st.tuples(LATIN.filter(_is_latin_only), st.just("latin-1"))


@some
@given(
    made_up().filter(lambda claim: claim.case.coverage.subscriber is None),
    odd_names,
    odd_names,
    st.sampled_from((SMALLEST, 400, 1 << 20)),
)
def test_names_in_other_characters_are_read_as_they_are(
    claim: Claim, patient: tuple[str, str], supplier: tuple[str, str], at_once: int
) -> None:
    case = claim.case
    assert case.patient is not None
    assert case.supplier is not None
    marks = {"patient": case.patient.model_copy(update={"last_name": "ODDPATIENT"}),
             "supplier": case.supplier.model_copy(update={"name": "ODDSUPPLIER"})}  # fmt: skip
    data = written([replace(claim, case=case.model_copy(update=marks))])
    of_claims, of_lines = frames(data)
    changed = data.replace(b"ODDPATIENT", patient[0].encode(patient[1]))
    changed = changed.replace(b"ODDSUPPLIER", supplier[0].encode(supplier[1]))
    named = of_claims.with_columns(
        billing_name=pl.lit(supplier[0]), subscriber_last_name=pl.lit(patient[0]), patient_last_name=pl.lit(patient[0])
    )
    assert_same(changed, (named, of_lines), at_once=at_once)


# Pieces


sizes = st.integers(SMALLEST, 3_000)


@some
@given(files, sizes, st.sampled_from(BREAKS))
def test_pieces_of_any_size_give_the_same_frames(claims: list[Claim], at_once: int, line_break: bytes) -> None:
    data = written(claims).replace(b"~", b"~" + line_break)
    assert_same(data, frames(data), at_once=at_once)
    assert_frame_equal(_segments(data, at_once), _segments(data, 1 << 20))


@settings(some, max_examples=SEARCH or 4)
@given(files, sizes)
def test_pieces_of_any_size_give_the_same_findings(claims: list[Claim], at_once: int) -> None:
    data = written(claims)
    assert_frame_equal(_found(data, at_once), _found(data, 1 << 20))


def _segments(data: bytes, at_once: int) -> pl.DataFrame:
    own = [piece.segments.filter(~pl.col("context")) for piece in read(data, at_once)]
    return pl.concat([each.select(*SEGMENTS, *PLACED) for each in own])


def _found(data: bytes, at_once: int) -> pl.DataFrame:
    return pl.concat([part.findings for part in parts(data, AS_OF, at_once)]).sort("byte_position", "rule", "message")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made_up(), min_size=1, max_size=3))
def test_what_an_earlier_payer_answered_balances_to_the_cent(claims: list[Claim]) -> None:
    """Written from the case's amounts, read back, and added up by the scrub (level 3)."""
    [piece] = read(written(claims))
    found = checked(piece, date(2026, 12, 31))
    assert found.filter(found["snip_level"] == 3).rows() == []
    others = other_payers(piece.claims, piece.segments)
    billed = [claim for claim in claims if claim.case.coverage.primary]
    assert (others is None) == (not billed)
    if others is not None:
        paid = sum(int(line.paid * 100) for claim in billed for line in claim.case.coverage.primary.lines)  # type: ignore[union-attr]
        assert others[0]["paid_cents"].sum() == others[1]["paid_cents"].sum() == paid
