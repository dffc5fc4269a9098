"""Every example can be read, gives the verdict that its header promises, and is plainly made up."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from oxyclaim.case.days import add_months
from oxyclaim.case.files import SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.case.reader import ReadResult, read_cases
from oxyclaim.claims import Claim, ClaimLine, ControlNumbers, validate_837p, write_claims
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import IN_FORCE, LineVerdict
from oxyclaim.policy import load

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = sorted(path for path in EXAMPLES.iterdir() if path.is_file() and path.suffix in SUFFIXES)
YAML = [path for path in FILES if path.suffix == ".yaml"]


def as_of(case: Case) -> date:
    """The day of an example's run: the end of the month of its last service date; its header names it too."""
    last = max(item.service_date for item in case.items)
    return add_months(last.replace(day=1), 1) - timedelta(days=1)


Verdicts = Mapping[tuple[str, str], LineVerdict]
"""By case id and code."""

BILLABLE = ("billable", ["RR", "N1"])
HOLD = ("hold", None)
REVIEW = ("review", None)
NOT_COVERED = ("not covered", None)
NOT_PAYABLE = ("not payable", None)

# What each line of each case gives: the verdict, and the modifiers to bill.
EXPECTED = {
    "01-clinic-test.yaml": {"NY-2025-0117": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "02-order-before-delivery.yaml": {"CA-2026-0461": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "03-overnight-oximetry-with-abn.yaml": {"IL-2025-0088": {"E1390": BILLABLE, "E1392": NOT_COVERED}},
    "04-exercise-test.yaml": {"TX-2025-0239": {"E1392": BILLABLE}},
    "05-read-in-recovery.yaml": {"NY-2025-0142": {"E1392": NOT_COVERED}},
    "06-group-two.yaml": {
        "IL-2025-0031": {"E1390": ("billable", ["RR", "N2"]), "E1392": ("billable", ["RR", "N2"])},
    },
    "07-kx-on-new-rental.yaml": {"TX-2025-0306": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "08-test-by-supplier.yaml": {"CA-2025-0290": {"E1390": NOT_COVERED, "E1392": NOT_COVERED}},
    "09-purchase.yaml": {"NY-2025-0198": {"E1392": ("excluded", None)}},
    "10-half-the-papers.yaml": {"TX-2025-0377": {"E1390": HOLD, "E1392": HOLD}},
    "11-only-reported.yaml": {"CA-2025-0355": {"E1390": HOLD, "E1392": HOLD}},
    "12-high-flow.yaml": {
        "IL-2025-0009": {"E1390": ("billable", ["RR", "N1", "QF"]), "E1392": ("billable", ["RR", "N1", "QF"])},
    },
    "13-discharge-abg.yaml": {"TX-2025-0154": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "14-cluster-headache.yaml": {"CA-2025-0311": {"E1390": ("billable", ["RR", "N3"])}},
    "15-late-order.yaml": {"NY-2026-0063": {"E1390": NOT_COVERED, "E1392": NOT_COVERED}},
    "16-clinic-test.json": {"CA-2025-0402": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "17-three-patients.jsonl": {
        "NY-2025-0230": {"E1390": BILLABLE},
        "TX-2025-0413": {"E1390": NOT_COVERED},
        "IL-2025-0276": {"E1390": REVIEW},
    },
    "18-emergency-start.yaml": {"NY-2021-0074": {"E1390": ("billable", ["RR", "KX", "CR"])}},
    "19-group-two-renewed.yaml": {
        "IL-2025-0163": {"E1390": ("billable", ["RR", "N2"]), "E1392": ("billable", ["RR", "N2"])},
    },
    "20-replacement.yaml": {"TX-2025-0428": {"E1390": ("billable", ["RR", "N1", "RA"])}},
    "21-settled-in-the-gap.yaml": {"CA-2022-0187": {"E1390": ("billable", ["RR", "KX"])}},
    "22-contents-and-tubing.yaml": {
        "NY-2025-0089": {"E1390": BILLABLE, "E0431": BILLABLE, "E0443": NOT_PAYABLE, "A4616": NOT_PAYABLE},
    },
    "23-hospital-on-anniversary.yaml": {"TX-2025-0466": {"E1390": NOT_PAYABLE, "E1392": HOLD}},
    "24-three-years.yaml": {"TX-2023-0512": {"E1390": BILLABLE, "E1392": BILLABLE}},
    "25-authorization.yaml": {"IN-2026-0107": {"E1390": HOLD, "E1392": HOLD}},
    "26-break-in-need.yaml": {"NY-2025-0610": {"E1390": BILLABLE}},
}

# The rules that decide the lines which are not billable.
DECIDED_BY = {
    ("IL-2025-0088", "E1392"): {"COV-210"},
    ("NY-2025-0142", "E1392"): {"COV-100"},
    ("CA-2025-0290", "E1390"): {"COV-100"},
    ("CA-2025-0290", "E1392"): {"COV-100"},
    ("NY-2025-0198", "E1392"): {"COV-400"},
    ("TX-2025-0377", "E1390"): {"COV-100", "PAP-100", "PAP-200", "COD-200"},
    ("TX-2025-0377", "E1392"): {"COD-200", "COV-100", "PAP-100", "PAP-200"},
    ("NY-2026-0063", "E1390"): {"PAP-110"},
    ("NY-2026-0063", "E1392"): {"PAP-110"},
    ("TX-2025-0413", "E1390"): {"COV-100"},
    ("IL-2025-0276", "E1390"): {"COV-100"},
    ("NY-2025-0089", "E0443"): {"COV-500"},
    ("NY-2025-0089", "A4616"): {"COV-530"},
    ("IN-2026-0107", "E1390"): {"PAY-200"},
    ("IN-2026-0107", "E1392"): {"PAY-200"},
    ("TX-2025-0466", "E1390"): {"ELG-140"},
    ("TX-2025-0466", "E1392"): {"ELG-140", "ELG-160"},
}

DENIAL_NOTICES = {
    ("IL-2025-0088", "E1392"): ("RR", "GA"),
    ("NY-2025-0142", "E1392"): ("RR", "GZ"),
    ("NY-2025-0198", "E1392"): ("NU", "GY"),
}


@pytest.fixture(scope="module")
def read() -> ReadResult:
    return read_cases(FILES)


@pytest.fixture(scope="module")
def cases(read: ReadResult) -> list[Case]:
    return [one.case for one in read.cases]


@pytest.fixture(scope="module")
def verdicts(cases: list[Case]) -> Verdicts:
    every = decide(cases, load(), [as_of(case) for case in cases])
    return {(verdict.case_id, verdict.code): verdict for verdict in every}


def test_all_examples_are_read_without_a_problem(read: ReadResult):
    assert [str(problem) for problem in read.problems] == []


def test_table_names_every_file_case_and_line(read: ReadResult):
    found: dict[str, dict[str, list[str]]] = {}
    for one in read.cases:
        found.setdefault(one.path.name, {})[one.case.case_id] = [item.code for item in one.case.items]
    assert found == {name: {case: list(lines) for case, lines in by_case.items()} for name, by_case in EXPECTED.items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_verdict_and_modifiers(name: str, verdicts: Verdicts):
    for case_id, lines in EXPECTED[name].items():
        for code, (verdict, modifiers) in lines.items():
            got = verdicts[case_id, code]
            seen = f"{case_id} {code}: " + " | ".join(f"{f.rule} {f.effect}: {f.sentence}" for f in got.findings)
            assert got.verdict == verdict, seen
            assert (None if got.modifiers is None else list(got.modifiers)) == modifiers, seen


@pytest.mark.parametrize(("line", "rules"), DECIDED_BY.items(), ids=[" ".join(line) for line in DECIDED_BY])
def test_deciding_rules(line: tuple[str, str], rules: set[str], verdicts: Verdicts):
    verdict = verdicts[line]
    assert {finding.rule for finding in verdict.findings if finding.effect == verdict.verdict} == rules


@pytest.mark.parametrize(("line", "modifiers"), DENIAL_NOTICES.items(), ids=" ".join)
def test_formal_denial(line: tuple[str, str], modifiers: tuple[str, ...], verdicts: Verdicts):
    notice = verdicts[line].denial_notice
    assert notice is not None
    assert notice.modifiers == modifiers


def test_kx_is_forecast_to_be_rejected(verdicts: Verdicts):
    for code in ("E1390", "E1392"):
        forecast = verdicts["TX-2025-0306", code].forecast
        assert forecast is not None
        assert (forecast.outcome, forecast.correction) == ("rejected", ("RR", "N1"))


def test_group_two_says_when_to_repeat_the_test(verdicts: Verdicts):
    assert any("2025-04-05 and 2025-05-03" in task for task in verdicts["IL-2025-0031", "E1390"].tasks)


def test_stay_on_the_anniversary_says_what_to_bill_and_what_to_ask(verdicts: Verdicts):
    stationary, portable = (verdicts["TX-2025-0466", code] for code in ("E1390", "E1392"))
    (stay,) = (finding for finding in stationary.findings if finding.rule == "ELG-140")
    assert "2025-09-12" in stay.sentence
    cures = " ".join(str(reason.cure) for reason in stay.reasons)
    assert "bill 2025-09-19, the day of the discharge" in cures
    assert stay.denial == "CO-97, M2"
    assert all("2025-09-22" in finding.sentence for finding in portable.findings)


def test_emergency_start_tells_the_payer_so(verdicts: Verdicts):
    assert verdicts["NY-2021-0074", "E1390"].narrative == "COVID-19"


def test_settlement_in_force_or_its_file_says_how_to_renew_it(cases: list[Case], verdicts: Verdicts):
    case = next(case for case in cases if case.case_id == "CA-2022-0187")
    verdict = verdicts["CA-2022-0187", "E1390"]
    assert [(each.rule, each.state) for each in verdict.settled] == [("COV-100", IN_FORCE)], (
        "the rule or a value behind it has changed: read the finding again; if the decision still stands, write the "
        "fingerprint that `oxyclaim check examples/21-settled-in-the-gap.yaml` prints into its settlement"
    )
    unsettled = decide([case.model_copy(update={"settlements": None})], load(), as_of(case))
    assert [line.verdict for line in unsettled] == ["review"], "the example shows what a person settles"


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_header_says_what_it_is_that_it_is_made_up_and_what_to_expect(path: Path):
    header = re.match(r"(# .*\n){2,3}", path.read_text(encoding="utf-8"))
    assert header is not None
    assert re.search(r"[Ee]veryone\b.*\bis made up\.", header.group())
    assert "# Expect: " in header.group()
    days = [as_of(one.case) for one in read_cases([path]).cases]
    assert f"Check it with --as-of {max(days)}." in header.group()


def test_nothing_that_identifies_a_case_is_used_twice(cases: list[Case]):
    for values in (
        [case.case_id for case in cases],
        [case.coverage.member_id for case in cases],
        [case.patient and case.patient.account_number for case in cases],
        [case.patient and case.patient.address and case.patient.address.line_1 for case in cases],
        [item.device and item.device.serial for case in cases for item in case.items if item.acquisition == "rental"],
    ):
        assert None not in values
        assert len(set(values)) == len(values)


def test_account_numbers_come_back_whole_on_a_remittance(cases: list[Case]):
    for case in cases:
        assert case.patient is not None
        assert re.fullmatch(r"[A-Za-z0-9./-]{1,20}", case.patient.account_number or "")


def test_all_billable_lines_fit_into_one_claim_file(cases: list[Case], verdicts: Verdicts, tmp_path: Path):
    lines: dict[str, list[ClaimLine]] = {}
    for verdict in verdicts.values():
        if verdict.is_billable and verdict.modifiers:
            line = ClaimLine(verdict.line_number, verdict.modifiers, verdict.narrative)
            lines.setdefault(verdict.case_id, []).append(line)
    claims = [Claim(case, tuple(lines[case.case_id])) for case in cases if case.case_id in lines]

    target = tmp_path / "claims.837"
    written = write_claims(claims, target, created=datetime(2026, 6, 1, 9, 30), numbers=ControlNumbers(1), test=True)  # noqa: DTZ001

    billable = [
        1 for by_case in EXPECTED.values() for case in by_case.values() for v, _ in case.values() if v == "billable"
    ]
    assert written.lines == len(billable)
    assert written.claims == len(claims)
    assert validate_837p(target) == []
