"""Measures by hand: rental months that denials block, the odds of an appeal, forecasts. Everything is made up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.remittance.denials.measures import COHORT, forecasts
from oxyclaim.services.denials.reports import Measures, ReportRequest, reports
from oxyclaim.services.ledger.appealing import Appealed, enter_appeal
from oxyclaim.views.denials import by_root
from oxyclaim.views.render.terminal import text_of
from tests.denials.worked import line_of, work
from tests.ledger.office import CHANGE, TODAY, Office, bill
from tests.remittance.written import DENIED, R1, Claim, Line, Payment, Told, acknowledged, remittance


def measured(office: Office) -> Measures:
    return reports(ReportRequest(TODAY, date(2025, 1, 1), date(2026, 12, 31)), office.store, office.book)


def parts(found: Measures, measure: str, by: str) -> dict[str, tuple[int, int]]:
    return {
        each.key: (each.numerator, each.denominator) for each in found.parts if (each.measure, each.by) == (measure, by)
    }


def test_a_month_is_blocked_until_some_claim_for_it_is_paid(tmp_path: Path):
    """The month of 01/05 is denied, then paid under another claim; that of 02/05 is turned down at the front end."""
    office = Office(tmp_path, [bill(), bill("OXY0002", day=date(2026, 2, 5))])
    office.post(remittance(Payment((DENIED,))))
    office.post(acknowledged([Told("OXY0002", (("A7:507", "U"),), number="")]))
    assert parts(measured(office), "months_blocked", "code") == {"E1392": (2, 2)}
    office.send(bill("OXY0009"))
    paid = replace(R1, id="OXY0009", number="9", lines=(replace(R1.lines[0], control="OXY00091"),))
    office.post(remittance(Payment((paid,), trace="EFT2"), control=2))
    found = measured(office)
    assert parts(found, "months_blocked", "code") == {"E1392": (1, 2)}
    assert [(each.numerator, each.denominator) for each in found.measures if each.name == "months_blocked"] == [(1, 2)]


def test_what_is_no_month_of_a_rental_blocks_none(tmp_path: Path):
    made = bill(charges=(9000,))
    office = Office(tmp_path, [replace(made, items=(replace(made.items[0], code="E0443", modifiers=("N1",)),))])
    line = Line(9000, 0, (("CO", "97", 9000),), code="E0443:N1", control="OXY00011", remarks=("M15",))
    office.post(remittance(Payment((Claim((line,)),))))
    assert parts(measured(office), "months_blocked", "code") == {}
    assert line_of(office)[1].rental is None


def test_the_odds_are_of_this_payer_and_this_reason(tmp_path: Path):
    """Two of three CO-50 N115 are overturned; the CO-151 of the same payer is another reason."""
    days = {f"A{month}": date(2026, month, 5) for month in range(1, 5)}
    office = Office(tmp_path, [bill(id, day=day) for id, day in days.items()])
    for number, (id, day) in enumerate(days.items(), 1):
        first = Line(21000, 0, (("CO", "50", 21000),), control=f"{id}1", day=f"{day:%Y%m%d}", remarks=("N115",))
        if id == "A4":
            first = replace(first, adjustments=(("CO", "151", 21000),), remarks=())
        claims = [Claim((first,), id=id, number=id, remarks=("MA01",))]
        if id in ("A1", "A2"):
            back = replace(first, charge=-21000, adjustments=(("CO", "50", -21000),))
            won = replace(R1.lines[0], control=f"{id}1", day=f"{day:%Y%m%d}")
            later = Payment(
                (Claim((back,), id=id, number=id, status="22"), Claim((won,), id=id, number=id)), trace=f"B{id}"
            )
            office.post(remittance(Payment(tuple(claims), trace=id), control=number))
            office.post(remittance(later, control=number + 10))
        else:
            office.post(remittance(Payment(tuple(claims), trace=id), control=number))
    found = measured(office)
    assert parts(found, "overturned", "payer and reason") == {
        "DME MAC A: CO-151": (0, 1), "DME MAC A: CO-50 N115": (2, 3),
    }  # fmt: skip
    assert parts(found, "overturned", "payer") == {"DME MAC A": (2, 4)}
    task, line = line_of(office, "A3")
    assert line.odds
    assert (line.odds.won, line.odds.of, line.odds.open, task.odds) == (2, 2, 1, line.odds)
    told = text_of(by_root(work(office), 10), 200)
    assert told.count("odds:") == 1, "nothing is told where no line is decided"
    assert "odds: 2 of 2 lines that this payer denied so and that are decided are overturned; 1 more open" in told
    other = line_of(office, "A4")[1].odds
    assert other
    assert (other.won, other.of, other.open) == (0, 0, 1)
    for on, is_lost in ((date(2026, 3, 20), False), (date(2026, 5, 20), True)):
        appealed = Appealed("A3", "redetermination", on, lost=is_lost)
        enter_appeal(office.store, office.address, appealed, office.book, CHANGE, date(2026, 6, 1))
    lost = line_of(office, "A3", date(2026, 6, 1))[1].odds
    assert lost
    assert (lost.won, lost.of, lost.open) == (2, 3, 0), "an appeal that is lost is decided"


def test_hits_misses_and_false_alarms():
    rows = [
        ("denied", True, False), ("denied", True, False), ("paid", True, False), ("denied", False, False),
        ("paid", False, False), ("paid", False, True), (None, True, False),
    ]  # fmt: skip
    frame = pl.DataFrame(
        [
            {"code": "E1392", "payer": "MAC", "forecast": said, "is_denied_first": denied, "is_turned_down": down,
             "is_duplicate": False, "answered_on": date(2026, 1, 20)}
            for said, denied, down in rows
        ],
        schema=COHORT,
    )  # fmt: skip
    assert forecasts(frame).rows() == [("E1392", "MAC", 2, 2, 1, 1)]
