"""An appeal that went out: it is waited for, it is lost, the next level has its day; the month counts meanwhile.

The denial is of 01/20/2026. Everything is made up.
"""

from datetime import date
from pathlib import Path

import pytest

from oxyclaim.services.denials.reports import ReportRequest, reports
from oxyclaim.services.ledger.appealing import Appealed, enter_appeal
from oxyclaim.services.problems import BadInput
from tests.denials.worked import line_of, work
from tests.ledger.office import CHANGE, TODAY, Office, bill
from tests.remittance.written import DENIED, R1, Claim, Line, Payment, remittance

SENT = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, [bill()])
    made.post(remittance(Payment((DENIED,))))
    return made


def send(office: Office, on: date = SENT, level: str = "redetermination", as_of: date = TODAY, **more: object) -> None:
    appealed = Appealed("OXY0001", level, on, **more)  # type: ignore[arg-type]
    enter_appeal(office.store, office.address, appealed, office.book, CHANGE, as_of)


def overturned() -> bytes:
    back = Claim((Line(-21000, 0, (("CO", "50", -21000),), remarks=("N115",)),), number=DENIED.number, status="22")
    text = remittance(Payment((back, R1), trace="EFT2"), control=2)
    return text.replace(b"*20260120~", b"*20260501~")


def test_an_appeal_that_is_out_is_waited_for(office: Office):
    """03/02/2026 + 60 days = 05/01/2026, by when the contractor decides."""
    send(office)
    task, line = line_of(office, as_of=date(2026, 3, 10))
    assert (task.state, line.state, line.due, line.stake_cents) == ("appealed", "appealed", date(2026, 5, 1), 21000)
    assert task.route_title == "wait for the decision"
    assert "went out on 2026-03-02" in line.action
    assert "within 60 days, by 2026-05-01" in line.action
    assert "counts among the paid months" in (line.rental or "")
    assert "ask the contractor" in line_of(office, as_of=date(2026, 5, 2))[1].action


def test_one_that_is_lost_has_the_day_of_the_next_level(office: Office):
    """Decided 05/01/2026: received 05/06, + 180 days = 11/02/2026; safe 05/01 + 180 = 10/28."""
    send(office)
    send(office, date(2026, 5, 1), lost=True)
    _, line = line_of(office, as_of=date(2026, 5, 20))
    assert (line.state, line.route, line.due) == ("open", "reconsideration", date(2026, 10, 28))
    assert line.ways[0].last_day == date(2026, 11, 2)
    assert "decided against us on 2026-05-01" in line.action
    assert "does not count" in (line.rental or "")
    late = line_of(office, as_of=date(2026, 11, 3))[1]
    assert late.state == "late"
    assert late.action.startswith("Every last day has passed (reconsideration by a QIC: 2026-11-02)")


def test_one_that_is_won_is_no_work(office: Office):
    send(office)
    office.post(overturned())
    assert work(office).tasks == ()


def test_a_later_denial_is_not_answered_by_an_earlier_appeal(office: Office):
    """Allowed in May after the appeal of March, and taken back and denied in June: that is a new decision."""
    send(office)
    office.post(overturned())
    taken = tuple((group, reason, -cents) for group, reason, cents in R1.lines[0].adjustments)
    back = Claim((Line(-21000, -3136, taken),), number=R1.number, status="22")
    again = Claim((Line(21000, 0, (("CO", "151", 21000),)),), number="26005000000009")
    text = remittance(Payment((back, again), (("FB", R1.number, -3136),), trace="EFT3"), control=3)
    office.post(text.replace(b"*20260120~", b"*20260610~"))
    _, line = line_of(office, as_of=date(2026, 7, 1))
    assert (line.state, line.appealed, line.kind) == ("open", None, "recouped")


def test_days_to_appeal_and_to_resolution(office: Office):
    """01/20 to 03/02 are 41 days (11 + 28 + 2); to 05/01 they are 101 (11 + 28 + 31 + 30 + 1)."""
    send(office)
    office.post(overturned())
    found = reports(ReportRequest(TODAY, date(2026, 1, 1), date(2026, 12, 31)), office.store, office.book)
    named = {each.name: (each.numerator, each.denominator) for each in found.measures}
    assert named["days_to_appeal"] == (41, 1)
    assert named["days_to_resolution"] == (101, 1)
    assert named["overturned"] == (1, 1)
    assert named["appeals_won"] == (1, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": date(2026, 1, 19)}, "dates_out_of_order"),
        ({"on": date(2026, 6, 2)}, "day_ahead"),
        ({"level": "council"}, "unknown_level"),
        ({"line_ids": ("X",)}, "unknown_line"),
        ({"lost": True}, "not_appealed"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, more: dict[str, object], code: str):
    before = len(office.entries())
    with pytest.raises(BadInput) as told:
        send(office, **more)  # type: ignore[arg-type]
    assert code in {problem.code for problem in told.value.problems}
    assert len(office.entries()) == before


def test_what_was_paid_is_not_appealed(tmp_path: Path):
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((R1,))))
    with pytest.raises(BadInput, match="nothing of it was ever denied"):
        send(office)


def test_an_appeal_moves_no_money(office: Office):
    before = office.totals()
    send(office)
    assert office.totals() == before
    assert office.claim().denied == 21000
