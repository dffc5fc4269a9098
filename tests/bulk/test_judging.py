"""Findings in claim files are those of the same line as a case; none is lost, and money is counted once."""

import re
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bulk.claim_rows import AS_OF, batch, claim_case, rows_of
from oxyclaim.bulk.alike import Days, Keys
from oxyclaim.bulk.evidence import Evidence
from oxyclaim.bulk.judging import Judge, Judged
from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import How
from oxyclaim.engine.decide import decide
from oxyclaim.engine.words import Effect, Kind
from oxyclaim.policy import load

firsts = st.integers(0, 1_000_000_000)
some = settings(max_examples=3, derandomize=True, database=None, deadline=None, phases=[Phase.generate])

DAY = "2025-06-10"


def item(code: str, *modifiers: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "modifiers": list(modifiers), "service_date": DAY, **more}


def judged(*cases: Case, as_of: date = AS_OF) -> Judged:
    return Judge(load(), as_of)(*rows_of(list(cases)))


def found(result: Judged, claim: int = 0) -> dict[tuple[int, str], dict[str, Any]]:
    """The findings of a claim by place of the line and rule."""
    rows = result.findings.filter(pl.col("claim") == claim).to_dicts()
    return {(row["position"], row["rule"]): row for row in rows}


@some
@given(firsts)
def test_a_line_in_a_file_gets_the_findings_of_the_same_line_as_a_case(first: int):
    cases = batch(first)
    result = judged(*cases)
    speaking = [
        rule.id
        for rule in load().rules
        if rule.id != "CLM-100"
        and (rule.kind is Kind.FORECAST or (rule.kind is Kind.VERDICT and rule.not_met is not Effect.NONE))
    ]
    lines = {(row["claim"], row["position"]): row for row in result.lines.to_dicts()}
    states = verdicts(tables(cases, load().presumptions, AS_OF), load()).to_dicts()
    for answer, state in zip(decide(cases, load(), AS_OF), states, strict=True):
        number, position = int(answer.case_id[1:]), answer.line_number
        line = lines[number, position]
        if line["status"] != "judged":
            continue
        about = f"C{number} line {position}"
        assert answer.forecast is not None
        assert line["forecast"] == answer.forecast.outcome, about
        own = {rule: row for (place, rule), row in found(result, number).items() if place == position}
        assert set(own) == {rule for rule in speaking if state[rule] == "not met"}, about
        for told in (*answer.findings, *answer.forecast.reasons):
            if told.rule in own:
                assert own[told.rule]["message"] == told.sentence, about
        expected = {rule for each in answer.forecast.answers for rule in each.rules}
        assert expected <= {rule for rule, row in own.items() if row["forecast"]}, about


@some
@given(firsts)
def test_neither_company_nor_memory_changes_a_finding(first: int):
    cases = batch(first, 40)
    claims, lines = rows_of(cases)
    judge = Judge(load(), AS_OF)
    together = judge(claims, lines)
    assert judge(claims, lines).findings.equals(together.findings)
    assert judge(claims, lines).lines.equals(together.lines)
    for number in Random(first).sample(range(len(cases)), k=4):
        alone = Judge(load(), AS_OF)(claims.filter(claim=number), lines.filter(claim=number))
        assert alone.findings.equals(together.findings.filter(claim=number)), f"C{number}"
        assert alone.lines.equals(together.lines.filter(claim=number)), f"C{number}"


def judged_each(claims: pl.DataFrame, lines: pl.DataFrame, *more: Any, payers: dict[str, str] | None = None) -> Judged:
    """As if no claim were like another one."""

    def own(_: Keys, shown: Evidence, told: pl.DataFrame) -> pl.DataFrame:
        return told.select("claim").unique(maintain_order=True).with_columns(key=pl.col("claim").cast(pl.String))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keys, "of_claims", own)
        return Judge(load(), AS_OF, payers)(claims, lines, *more)


def test_claims_that_some_payer_tells_apart_are_not_taken_for_each_other():
    """Charges where a payer asks for an authorization above an amount, ages where it has bands, and so on."""
    items = [item("E1392", "RR", "N1"), item("E1390", "RR", "N1")]
    kinds: list[dict[str, Any]] = [
        {}, {"patient": {"birth_date": "2020-05-05"}}, {"patient": {"birth_date": "2006-05-05"}},
        {"supplier": {"npi": "1000000012"}}, {"diagnoses": [{"icd10": "G47.33"}]}, {"diagnoses": []},
        {"diagnoses": [{"icd10": "G44.009"}]},
        {"coverage": {"primary": {"payer": "aetna"}}},
        {"coverage": {"primary": {"payer": "aetna"}, "secondary": {"payer": "medicare"}}},
        {"patient": {"address": {"line_1": "1 A ST", "city": "NOME", "state": "AK", "zip": "997620001"}}},
    ]  # fmt: skip
    charged = [[each | {"charge": charge} for each in items] for charge in (1, 499, 5_000)]
    payers = {f"MADE UP {number}": payer for number, payer in enumerate(sorted(load().payers))}
    shapes = [*((items, kind) for kind in kinds), *((each, {}) for each in charged)]
    cases = [claim_case(0, each, **kind) for _ in payers for each, kind in shapes]
    claims, lines = rows_of(cases)
    claims = claims.with_columns(payer_id=pl.Series([payer for payer in payers for _ in shapes]))
    together, each = Judge(load(), AS_OF, payers)(claims, lines), judged_each(claims, lines, payers=payers)
    assert together.findings.equals(each.findings)
    assert together.lines.equals(each.lines)
    assert each.lines["records_needed"].n_unique() > 5


def months_before(cases: list[Case], seed: int) -> pl.DataFrame:
    """Made-up months before some of the claims, of a few patterns that repeat."""
    chance = Random(seed)
    rows = []
    for number, case in enumerate(cases):
        first, count = case.items[0], chance.choice((0, 1, 3, 35, 36, 40))
        skipped = chance.randrange(count) if count and chance.random() < 0.3 else None
        for back in range(count, 0, -1):
            if back != skipped:
                rows.append({
                    "claim": number, "month.code": first.code, "month.kind": "rental", "month.payer": "medicare",
                    "month.service_date": add_months(first.service_date, -back),
                    "month.outcome": chance.choice(("paid", "paid", "paid", None)) if number % 2 else "paid",
                    "month.supplier": "own" if number % 5 else "other",
                })  # fmt: skip
    kinds = tables([]).frames["month"].schema
    schema = {"claim": pl.Int64, **{name: kind for name, kind in kinds.items() if name.startswith("month.")}}
    return pl.DataFrame(rows, schema=schema)


@some
@given(firsts)
def test_neither_company_nor_memory_changes_a_finding_of_a_claim_with_a_history(first: int):
    cases = batch(first, 30)
    claims, lines = rows_of(cases)
    months = months_before(cases, first)
    judge = Judge(load(), AS_OF)
    judge(claims, lines)  # what is known of claims without a history is nothing to those with one
    together = judge(claims, lines, months)
    assert judge(claims, lines, months).findings.equals(together.findings)
    assert judge(claims, lines, months).lines.equals(together.lines)
    each = judged_each(claims, lines, months)
    assert each.findings.equals(together.findings)
    assert each.lines.equals(together.lines)


def test_claims_with_the_same_history_are_one_kind(monkeypatch: pytest.MonkeyPatch):
    judged_alone: list[int] = []
    learned = Judge._learned

    def counted(self: Judge, new: pl.DataFrame, *rest: Any) -> Any:
        judged_alone.append(new.height)
        return learned(self, new, *rest)

    monkeypatch.setattr(Judge, "_learned", counted)
    cases = [claim_case(number, [item("E1392", "RR", "N1")]) for number in range(40)]
    one = months_before(cases[:1] * 8, 5).filter(pl.col("claim") == 3)
    months = pl.concat([one.with_columns(pl.lit(number, pl.Int64).alias("claim")) for number in range(0, 40, 2)])
    claims, lines = rows_of(cases)
    judge = Judge(load(), AS_OF)
    judge(claims, lines, months)
    judge(claims, lines, months)
    assert one.height > 0
    assert judged_alone == [2], "one kind with the months and one without, learned once"


def test_the_class_of_a_day_hangs_on_its_payer_alone():
    """Else a day could be taken for another one that was judged beside other payers."""
    days = [date(2016, 1, 1) + timedelta(days=97 * n) for n in range(40)]
    own = pl.DataFrame({"line.payer": "medicare", "line.service_date": days, "line.has_primary": False})
    other = own.with_columns(pl.lit(next(each for each in load().payers if each != "medicare")).alias("line.payer"))
    alone = Days(load(), AS_OF).classed(own)
    together = Days(load(), AS_OF).classed(pl.concat([other, own])).filter(pl.col("line.payer") == "medicare")
    assert alone.equals(together)
    assert alone["class"].n_unique() > 5
    known = Days(load(), AS_OF)
    assert known.classed(own).equals(known.classed(own))


def test_a_line_that_is_not_told_leaves_the_places_of_the_others():
    """A first line without a date is passed through: the claim is not like one of the second line alone."""
    claims, lines = rows_of(batch(1, 1))
    line = lines.head(1)
    undated = line.with_columns(service_from=pl.lit(None, pl.Date))
    several = pl.concat(
        [undated, line.with_columns(position=line["position"] + 1), line.with_columns(claim=line["claim"] + 1)]
    )
    both = pl.concat([claims, claims.with_columns(pl.col("claim") + 1)])
    judge = Judge(load(), AS_OF)
    together = judge(both, several).lines.tail(1)
    alone = Judge(load(), AS_OF)(claims, line).lines
    assert together.drop("claim").equals(alone.drop("claim"))
    assert alone["history_needed"].is_not_null().all()


def test_many_kinds_of_claims_are_judged_as_few(monkeypatch: pytest.MonkeyPatch):
    rows = rows_of(batch(1, 80))
    few = Judge(load(), AS_OF)(*rows)
    monkeypatch.setattr("oxyclaim.bulk.judging.EXPLAINED_AT_ONCE", 10)
    many = Judge(load(), AS_OF)(*rows)
    assert many.findings.equals(few.findings)
    assert many.lines.equals(few.lines)


@some
@given(firsts)
def test_many_kinds_with_histories_are_told_as_few(first: int):
    """Sentences made once for all that read alike, from what they read alone, are those of the whole evaluation."""
    cases = batch(first, 60)
    rows, months = rows_of(cases), months_before(cases, first)
    few = Judge(load(), AS_OF)(*rows, months)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("oxyclaim.bulk.judging.EXPLAINED_AT_ONCE", 10)
        patch.setattr("oxyclaim.bulk.judging.SPOKEN_AT_ONCE", 20)
        many = Judge(load(), AS_OF)(*rows, months)
    assert many.findings.equals(few.findings)
    assert many.lines.equals(few.lines)


def test_no_rule_that_reads_the_service_date_hides_a_day_of_its_own():
    """Days are alike between the dates of values and rules; a day in a criterion of the line would escape that."""
    plan = load().ready_for(["medicare"]).plan(How.BULK)
    for step in plan.steps:
        for layer in step.layers:
            for expression, roots in zip(layer.expressions, layer.roots, strict=True):
                name = expression.meta.output_name()
                if "line.service_date" in roots and not name.startswith("in_force."):
                    assert not re.search(r"\d{4}-\d\d-\d\d", str(expression)), name


WRONG = [
    ("KX beside N1", [item("E1390", "RR", "N1", "KX")], "SCR-110", "rejected"),
    ("no coverage modifier", [item("E1390", "RR")], "SCR-100", "rejected"),
    ("no RR", [item("E1390", "N1")], "SCR-130", "rejected"),
    ("N1 before there was one", [item("E1390", "RR", "N1", service_date="2022-12-31")], "SCR-180", "rejected"),
    ("E0447 before there was one", [item("E0447", "KX", service_date="2018-12-31")], "SCR-190", "rejected"),
    ("RR on contents", [item("E0441", "RR", "N1")], "SCR-135", "rejected"),
    ("QG beside a portable line", [item("E1390", "RR", "N1", "QG"), item("E1392", "RR", "N1")], "SCR-140", "rejected"),
    ("QF without a portable line", [item("E1390", "RR", "N1", "QF")], "SCR-140", "rejected"),
    ("QE on a portable line", [item("E1392", "RR", "N1", "QE")], "COD-260", ""),
    ("RA with RB", [item("E1390", "RR", "N1", "RA", "RB")], "SCR-115", "rejected"),
    ("two units", [item("E1390", "RR", "N1", units=2)], "CLM-110", "rejected"),
    ("in a nursing facility", [item("E1390", "RR", "N1", place_of_service="31")], "COV-410", "denied"),
    ("two portable units", [item("E1392", "RR", "N1"), item("E0431", "RR", "N1")], "COV-420", ""),
    ("an accessory", [item("E1353", "RR")], "COV-530", "denied"),
    ("a sale", [item("E1390", "NU", "KX")], "COV-400", "denied"),
    ("topical oxygen", [item("A4575")], "COV-540", "denied"),
    ("a visit to what has none", [item("E0424", "MS", "KX")], "COV-510", "denied"),
    ("a CMN after 2022", [item("E1390", "RR", "N1", certificate_attached=True)], "SCR-160", "rejected"),
    ("filed late", [item("E1390", "RR", "N1", service_date="2025-02-27")], "SCR-400", "denied"),
    ("GZ", [item("E1390", "RR", "GZ")], "SCR-300", "denied"),
    ("GA", [item("E1390", "RR", "GA")], "SCR-310", "denied"),
    ("N3 beside COPD", [item("E1390", "RR", "N3")], "SCR-500", ""),
    ("GK alone", [item("E1390", "RR", "GK")], "COD-300", ""),
    ("a modifier of capped rental", [item("E1390", "RR", "N1", "KH")], "COD-145", ""),
    ("a day to come", [item("E1390", "RR", "N1", service_date="2026-03-02")], "ELG-190", ""),
]


@pytest.mark.parametrize(("items", "rule", "forecast"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_a_claim_alone_shows_is_found(items: list[dict[str, Any]], rule: str, forecast: str):
    finding = found(judged(claim_case(0, items)))[1, rule]
    assert finding["forecast"] == forecast
    assert finding["severity"] == ("error" if forecast else "warning")
    assert bool(finding["carc"] or finding["rarc"]) == bool(forecast)
    assert finding["message"]


MISSING = [
    ({"practitioner": {"npi": None}}, "SCR-221"),
    ({"practitioner": {"last_name": None}}, "SCR-220"),
    ({"practitioner": None}, "SCR-221"),
]


@pytest.mark.parametrize(("sections", "rule"), MISSING)
def test_a_claim_without_its_orderer_is_rejected(sections: dict[str, Any], rule: str):
    finding = found(judged(claim_case(0, [item("E1390", "RR", "N1")], **sections)))[1, rule]
    assert (finding["forecast"], finding["group_code"], finding["carc"]) == ("rejected", "CO", "16")


def test_a_good_claim_has_no_finding_and_history_and_records_are_counted_apart():
    result = judged(claim_case(0, [item("E1390", "RR", "N1"), item("E1392", "RR", "N1")]))
    assert result.findings.height == 0
    for line in result.lines.to_dicts():
        assert line["forecast"] == "accepted"
        assert line["history_needed"] > 0
        assert line["records_needed"] > 0


def test_kx_on_a_rental_whose_start_is_not_known_is_no_finding():
    result = judged(claim_case(0, [item("E1390", "RR", "KX")]))
    assert result.findings.height == 0
    assert result.lines["forecast"].to_list() == ["unknown"]


def test_the_money_of_a_line_stands_once_on_its_strongest_finding():
    late = item("E1390", "RR", service_date="2024-06-10", charge=395.0)  # filed late, and without a coverage modifier
    result = judged(claim_case(0, [late, item("E1392", "RR", "N1", "QE", charge=50.0)]))
    first = {rule: row for (place, rule), row in found(result).items() if place == 1}
    assert first["SCR-100"]["amount_at_risk_cents"] == 39500
    assert first["SCR-400"]["amount_at_risk_cents"] == 0
    assert found(result)[2, "COD-260"]["amount_at_risk_cents"] == 0  # a warning puts no money at risk
    assert set(result.findings["amount_basis"]) == {"charge"}


def test_a_sentence_names_the_days_of_its_own_line():
    cases = [claim_case(n, [item("E1390", "RR", "N1", service_date=f"2024-06-{n + 10}")]) for n in range(3)]
    messages = judged(*cases).findings["message"].to_list()
    assert all(f"2024-06-{n + 10}" in message and f"2025-06-{n + 10}" in message for n, message in enumerate(messages))


def test_lines_of_other_things_pass_through():
    result = judged(
        claim_case(0, [item("K0001", "RR", "KX")]), claim_case(1, [item("E1390", "RR"), item("K0001", "RR")])
    )
    assert result.lines["status"].to_list() == ["not oxygen", "judged", "not oxygen"]
    assert result.lines["forecast"].to_list() == [None, "rejected", None]
    assert result.findings["claim"].to_list() == [1]


def test_no_claims_no_findings():
    claims, lines = rows_of([claim_case(0, [item("E1390", "RR")])])
    result = Judge(load(), AS_OF)(claims.clear(), lines.clear())
    assert result.findings.height == result.lines.height == 0


def test_a_claim_with_months_before_is_not_taken_for_one_without():
    cases = [claim_case(0, [item("E1390", "RR", "N1")]), claim_case(1, [item("E1390", "RR", "N1")])]
    months = pl.DataFrame(
        {
            "claim": [1], "month.code": ["E1390"], "month.service_date": [date(2025, 6, 10)], "month.kind": ["rental"],
            "month.payer": ["medicare"], "month.outcome": ["paid"], "month.supplier": ["own"],
        }
    )  # fmt: skip
    judge = Judge(load(), AS_OF)
    with_history = judge(*rows_of(cases), months)
    assert with_history.findings.select("claim", "rule", "forecast").rows() == [
        (1, "LED-070", "denied"),
        (1, "LED-071", "denied"),
    ]
    assert judge(*rows_of(cases)).findings.height == 0
