"""Worked denials: one claim of E1392, charge 210.00, of 01/05/2026; the remittance is of 01/20/2026. The arithmetic of
days and money stands beside each. Everything is made up.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from oxyclaim.services.denials.reports import ReportRequest, reports
from oxyclaim.services.ledger import entering
from oxyclaim.services.ledger.opening import open_ledger
from oxyclaim.services.posting import PostRequest
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim_simulator.submitting import claim_file
from tests.denials.worked import ASKED, line_of, sums, work
from tests.ledger.office import CHANGE, NOW, PAYER, Office, bill
from tests.remittance.written import (
    DENIED,
    R1,
    REVERSED,
    Claim,
    Line,
    Payment,
    Told,
    acknowledged,
    file_acknowledged,
    remittance,
)

LATER = replace(DENIED, number=R1.number)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill()])


def denied(*codes: tuple[str, str, int], remarks: tuple[str, ...] = (), paid: int = 0, **more: str) -> Claim:
    line = Line(21000, paid, codes, control=more.pop("control", "OXY00011"), day=more.pop("day", "20260105"))
    return Claim((line,), remarks=remarks, **more)  # type: ignore[arg-type]


def test_a_paid_line_is_no_work(office: Office):
    office.post(remittance(Payment((R1,))))
    assert work(office).tasks == ()
    assert work(office).counted.looked_at == work(office).counted.nothing_to_do == 1


def test_the_day_and_its_arithmetic(office: Office):
    """01/20 + 120 = 05/20, safe; received 01/25, + 120 = Monday 05/25, Memorial Day, so Tuesday 05/26."""
    office.post(remittance(Payment((DENIED,))))
    task, line = line_of(office)
    assert (line.due, line.due_of, task.last_day) == (date(2026, 5, 20), "redetermination", date(2026, 5, 26))
    assert "counts as received on 2026-01-25" in task.steps[0]
    assert (line.answered_on, line.codes, line.payer_claim_number) == (
        date(2026, 1, 20), ("CO-50", "N115", "MA01"), "26005000000002",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "route", "due", "state"),
    [
        (date(2026, 5, 20), "redetermination", date(2026, 5, 20), "open"),
        # The safe day is over, the last day is not.
        (date(2026, 5, 21), "redetermination", date(2026, 5, 26), "open"),
        (date(2026, 5, 26), "redetermination", date(2026, 5, 26), "open"),
        # Only the reopening is left: 01/20/2026 + 365 days.
        (date(2026, 5, 27), "clerical_reopening", date(2027, 1, 20), "open"),
        (date(2027, 1, 20), "clerical_reopening", date(2027, 1, 20), "open"),
        (date(2027, 1, 21), "redetermination", date(2026, 5, 26), "late"),
    ],
)
def test_the_way_as_days_pass(office: Office, as_of: date, route: str, due: date, state: str):
    office.post(remittance(Payment((DENIED,))))
    _, line = line_of(office, as_of=as_of)
    assert (line.route, line.due, line.state) == (route, due, state)
    if route == "clerical_reopening":
        assert "The last day for a redetermination (2026-05-26) has passed; what is left is the clerical" in line.action
    if state == "late":
        assert "good cause" in line.action


def test_ma130_leaves_only_a_new_claim(office: Office):
    """With CO-50 too, which by itself could be appealed. The service date + 1 year = 01/05/2027."""
    office.post(remittance(Payment((denied(("CO", "50", 21000), remarks=("MA130",)),))))
    _, line = line_of(office)
    assert (line.kind, line.route, line.due) == ("rejected", "new_claim", date(2027, 1, 5))
    assert line.appeal.startswith("no: MA130")
    assert "redetermination" not in [way.route for way in line.ways]


def test_gz_is_not_written_off_while_it_may_be_appealed(tmp_path: Path):
    made = bill()
    item = replace(made.items[0], modifiers=("RR", "GZ"))
    office = Office(tmp_path, [replace(made, items=(item,))])
    office.post(remittance(Payment((denied(("CO", "50", 21000)),))))
    _, line = line_of(office)
    assert (line.entries[0], line.route) == ("denied-with-gz", "redetermination")
    assert (
        line.action
        == "It may be appealed: see whether the records bear that out. Only where they do not: write it off."
    )


def test_the_modifier_n1_is_not_taken_for_the_remark_n1(office: Office):
    office.post(remittance(Payment((denied(("CO", "50", 21000)),))))
    assert line_of(office)[1].codes == ("CO-50",)


def test_co_96_is_not_billed_to_the_patient(office: Office):
    office.post(remittance(Payment((denied(("CO", "96", 21000)),))))
    _, line = line_of(office)
    assert line.route == "redetermination"
    assert "may not be charged" in line.action
    assert "bill_patient" not in [way.route for way in line.ways]


def test_what_was_left_to_the_patient_without_being_a_share_is_work_until_it_is_settled(office: Office):
    office.post(remittance(Payment((denied(("PR", "96", 21000)),))))
    _, line = line_of(office)
    assert (line.kind, line.route, line.denied_cents, line.patient_cents) == ("denied", "bill_patient", 0, 21000)
    office.enter("receipt", 15000)
    assert line_of(office)[1].patient_cents == 6000
    office.enter("receipt", 6000)
    assert work(office).tasks == ()


def test_an_unknown_code_is_told_and_not_guessed(office: Office):
    office.post(remittance(Payment((denied(("CO", "999", 21000)),))))
    task, line = line_of(office)
    assert (line.route, line.entries, line.not_known) == (None, (), ("CO-999",))
    assert "not known here" in line.why
    assert task.route_title == "find out what it means"
    assert line.due == date(2026, 5, 20), "as if it could be appealed"
    assert line.stake_cents == 21000


def test_an_unknown_code_beside_a_known_one_is_told(office: Office):
    office.post(remittance(Payment((denied(("CO", "50", 11000), ("CO", "999", 10000)),))))
    _, line = line_of(office)
    assert line.entries == ("not-necessary-by-remark",)
    assert "CO-999 stands beside it" in line.why
    assert line.denied_cents == 21000


def test_a_line_paid_in_part_is_reduced(office: Office):
    """210.00 = 165.00 contractual + 13.00 share + 11.36 paid + 0.64 sequestration + 20.00 denied."""
    codes = (("CO", "45", 16500), ("PR", "2", 1300), ("CO", "253", 64), ("CO", "151", 2000))
    office.post(remittance(Payment((denied(*codes, paid=1136),))))
    _, line = line_of(office)
    assert (line.kind, line.denied_cents, line.stake_cents, line.stake_basis) == ("reduced", 2000, 2000, "charge")
    assert (line.allowed_cents, line.paid_cents, line.codes) == (1136 + 1300 + 64, 1136, ("CO-151",))


def test_what_was_paid_and_taken_back_is_worth_what_had_been_allowed(office: Office):
    """31.36 paid + 13.00 share + 0.64 sequestration = 45.00 allowed before; 210.00 are denied now."""
    office.post(remittance(Payment((R1,))))
    carried = Payment((REVERSED, LATER), (("FB", "26005000000001", -3136),), trace="EFT2")
    office.post(remittance(carried, control=2))
    _, line = line_of(office)
    assert (line.kind, line.denied_cents) == ("recouped", 21000)
    assert (line.stake_cents, line.stake_basis) == (4500, "allowed before")


def test_a_denial_that_is_reversed_and_paid_is_no_work(office: Office):
    office.post(remittance(Payment((DENIED,))))
    back = Claim((Line(-21000, 0, (("CO", "50", -21000),), remarks=("N115",)),), number=DENIED.number, status="22")
    office.post(remittance(Payment((back, R1), trace="EFT2"), control=2))
    assert work(office).tasks == ()


def test_what_a_second_payer_settled_is_no_work(office: Office):
    office.post(remittance(Payment((DENIED,))))
    second = Claim((Line(21000, 10000, (("CO", "45", 11000),)),), status="2", number="SUPP1")
    text = remittance(Payment((second,), trace="EFT9"), control=2).replace(PAYER.encode(), b"1999999999")
    office.post(text)
    assert work(office).tasks == ()


def test_where_two_payers_deny_the_first_ones_reason_counts(office: Office):
    second = Claim((Line(21000, 0, (("CO", "136", 21000),)),), status="2", number="SUPP1")
    office.post(remittance(Payment((second,), trace="EFT9")).replace(PAYER.encode(), b"1999999999"))
    office.post(remittance(Payment((DENIED,)), control=2))
    _, line = line_of(office)
    assert (line.codes, line.denied_cents) == (("CO-50", "N115", "MA01"), 21000)


def test_a_denial_of_the_whole_claim_is_one_row_without_a_line(office: Office):
    whole = Claim((), charge=21000, paid=0, adjustments=(("CO", "29", 21000),), remarks=("N211",))
    office.post(remittance(Payment((whole,))))
    _, line = line_of(office)
    assert (line.line_id, line.codes, line.denied_cents) == (None, ("CO-29", "N211"), 21000)
    assert (line.route, line.due) == ("write_off", None)
    assert sums(work(office))[:2] == (21000, 21000)


def test_what_a_person_writes_off_is_work_no_more(tmp_path: Path):
    """Of 310.00 denied on two lines 250.00 are given up: 60.00 stay, on the line that comes last."""
    office = Office(tmp_path, [bill(charges=(21000, 10000))])
    lines = tuple(
        Line(cents, 0, (("CO", "50", cents),), code=code, control=f"OXY0001{number}")
        for number, cents, code in ((1, 21000, "E1392:RR:N1"), (2, 10000, "E1390:RR:N1"))
    )
    office.post(remittance(Payment((Claim(lines),))))
    assert sums(work(office)) == (31000, 31000, 31000)
    office.enter("write_off", 25000, reason="criteria were not met; approved by compliance")
    found = work(office)
    assert sums(found) == (6000, 6000, 6000)
    assert [line.line_id for task in found.tasks for line in task.lines] == ["OXY00012"]
    office.enter("write_off", 6000, reason="the same")
    assert work(office).tasks == ()


FRONT_END = {
    ("A7:164:IL",): "member id", ("A7:507",): "procedure code", ("A7:453",): "modifier", ("A7:698",): "certificate",
    ("A8:562:85",): "billing provider's NPI", ("A3:247", "A7:507"): "procedure code", ("A7:731",): "not known here",
}  # fmt: skip


def test_what_a_front_end_turns_down(tmp_path: Path):
    """No answer will come, and the year of the service date runs: 01/05/2027."""
    ids = {f"F{number}": statuses for number, statuses in enumerate(FRONT_END)}
    people = [replace(bill(id), subject=("DOE", f"JANE{id}", *bill().subject[2:])) for id in ids]
    office = Office(tmp_path, people)
    office.post(acknowledged([
        Told(id, tuple((status, "U") for status in statuses), number="") for id, statuses in ids.items()
    ]))  # fmt: skip
    lines = {line.claim_id: line for task in work(office).tasks for line in task.lines}
    assert lines.keys() == ids.keys()
    for id, statuses in ids.items():
        line = lines[id]
        assert (line.kind, line.route, line.due, line.owner) == ("rejected", "new_claim", date(2027, 1, 5), "biller")
        assert FRONT_END[statuses] in line.why
        assert bool(line.not_known) is (statuses == ("A7:731",))
        assert (line.stake_cents, line.denied_cents, line.appeal.partition(":")[0]) == (21000, 0, "no")


def test_a_file_that_is_turned_down_is_one_task_for_all_its_claims(tmp_path: Path):
    other = replace(bill("OXY0002", day=date(2026, 2, 5)), subject=("ROE", "JOHN", *bill().subject[2:]))
    office = Office(tmp_path, [bill(), other])
    office.post(file_acknowledged([("0001", "R")], "R").replace(b"AK1*HC*17*", b"AK1*HC*1*"))
    (task,) = work(office).tasks
    assert (len(task.lines), task.patient, task.codes, task.stake_cents) == (2, None, ("999",), 42000)
    assert (task.due, task.first_service) == (date(2027, 1, 5), date(2026, 1, 5)), "that of the earlier service"


def test_a_rejected_claim_that_went_out_again_waits_for_nobody(office: Office):
    office.post(acknowledged([Told("OXY0001", (("A7:507", "U"),), number="")]))
    office.send(replace(bill("OXY0009"), service_date=date(2026, 1, 5)))
    task, line = line_of(office)
    assert (line.state, line.instead, line.stake_cents, line.due) == ("sent again", "OXY0009", 0, None)
    assert task.state == "sent again"


def test_a_denial_that_can_be_appealed_is_not_gone_because_the_claim_was_sent_again(office: Office):
    office.post(remittance(Payment((DENIED,))))
    office.send(bill("OXY0009"))
    _, line = line_of(office)
    assert (line.state, line.stake_cents, line.due) == ("open", 21000, date(2026, 5, 20))
    assert "does not lengthen" in line.action
    paid = replace(R1, id="OXY0009", number="9", lines=(replace(R1.lines[0], control="OXY00091"),))
    office.post(remittance(Payment((paid,), trace="EFT2"), control=2))
    assert line_of(office)[1].state == "sent again"


def test_a_rejected_claim_to_a_second_payer_is_worth_the_patients_share(office: Office, tmp_path: Path):
    """R1 leaves 13.00 to the patient; the claim for it to a second payer is turned down, and sent once more."""
    office.post(remittance(Payment((R1,))))
    for number, id in enumerate(("SEC1", "SEC2"), 50):
        text = claim_file([bill(id)], date(2026, 2, 1) + timedelta(days=number), number).replace("SBR*P*", "SBR*S*")
        (tmp_path / f"{id}.x12").write_text(text)
    office.ask(PostRequest([], ASKED, [tmp_path / "SEC1.x12"]))
    office.post(acknowledged([Told("SEC1", (("A7:164:IL", "U"),), number="")]))
    _, line = line_of(office, "SEC1")
    assert (line.kind, line.stake_cents, line.stake_basis, line.charge_cents) == ("rejected", 1300, "share", 21000)
    assert work(office).counted.looked_at == work(office).counted.in_tasks + work(office).counted.nothing_to_do == 2
    office.ask(PostRequest([], ASKED, [tmp_path / "SEC2.x12"]))
    assert work(office).tasks == ()


def test_a_duplicate_is_cleared_and_the_first_claim_is_the_work(office: Office):
    office.post(remittance(Payment((DENIED,))))
    office.send(bill("OXY0009"))
    again = denied(("OA", "18", 21000), id="OXY0009", number="9", control="OXY00091")
    office.post(remittance(Payment((again,), trace="EFT2"), control=2))
    _, second = line_of(office, "OXY0009")
    assert (second.kind, second.state, second.instead, second.stake_cents) == ("duplicate", "to clear", "OXY0001", 0)
    _, first = line_of(office)
    assert (first.state, first.stake_cents) == ("open", 21000)
    assert sums(work(office)) == (42000, 42000, 21000)


def test_a_payer_that_is_not_original_medicare_has_its_own_limits(office: Office):
    text = remittance(Payment((DENIED,))).replace(b"*MB*26005", b"*12*26005")
    office.post(text)
    _, line = line_of(office)
    assert (line.route, line.due) == ("payer_dispute", None)
    assert line.action.startswith("This payer is not Original Medicare")
    assert all(way.last_day is None for way in line.ways)


def test_a_missing_test_is_one_task_with_all_its_months(tmp_path: Path):
    """Twelve months denied alike, one remittance a month: 12 x 210.00, due by the first of them."""
    days = [date(2025, 1 + month, 5) for month in range(12)]
    office = Office(tmp_path, [bill(f"OXY{month:04}", day=day) for month, day in enumerate(days, 1)])
    files = []
    for month, day in enumerate(days, 1):
        claim = denied(
            ("CO", "50", 21000),
            id=f"OXY{month:04}",
            control=f"OXY{month:04}1",
            number=f"26{month}",
            day=f"{day:%Y%m%d}",
        )
        one = replace(claim, lines=(replace(claim.lines[0], remarks=("N115",)),))
        paid_on = date(2026, 1, 20) + timedelta(days=month)
        text = remittance(Payment((one,), trace=f"T{month}"), control=month)
        files.append(text.replace(b"*20260120~", f"*{paid_on:%Y%m%d}~".encode()))
    office.post(*files)
    (task,) = work(office).tasks
    assert (len(task.lines), task.stake_cents, task.denied_cents) == (12, 252000, 252000)
    assert task.due == date(2026, 5, 21), "01/21/2026 + 120 days"
    assert (task.first_service, task.last_service) == (days[0], days[-1])
    assert {line.due for line in task.lines} == {date(2026, 5, 21) + timedelta(days=month) for month in range(12)}


def test_the_number_of_a_task_stays(office: Office):
    office.post(remittance(Payment((DENIED,))))
    assert line_of(office)[0].number == line_of(office, as_of=date(2026, 4, 1))[0].number


def test_only_what_is_asked_for_is_shown_and_the_rest_counted(tmp_path: Path):
    office = Office(tmp_path, [bill(), bill("OXY0002", day=date(2026, 2, 5))])
    office.post(remittance(Payment((DENIED,))))
    office.post(acknowledged([Told("OXY0002", (("A7:507", "U"),), number="")]))
    due = work(office, due_by=date(2026, 12, 31))
    assert ([task.due for task in due.tasks], due.left_out, due.stake_cents) == ([date(2026, 5, 20)], 1, 21000)
    assert len(work(office, payer="example dme").tasks) == 1
    assert (work(office, payer="nobody").tasks, work(office, payer="nobody").left_out) == ((), 2)


def test_what_the_system_before_had_denied_is_told_without_a_guess(tmp_path: Path):
    office = Office(tmp_path, [bill()])
    table = tmp_path / "open.csv"
    table.write_text(
        "claim_id,payer_id,code,service_date,charge,open,denied\nOLD1,16013,E1392,2025-06-05,210.00,0.00,210.00\n"
    )
    open_ledger(office.store, office.address, table, office.book, CHANGE, date(2026, 1, 1))
    _, line = line_of(office, "OLD1")
    assert (line.route, line.due, line.denied_cents, line.entries) == (None, None, 21000, ())
    assert "before this ledger began" in line.why


def test_an_undone_payment_is_no_work(office: Office):
    office.post(remittance(Payment((DENIED,))))
    entering.undo(office.store, office.address, 1, office.book, Change("ann", NOW, "not ours"), date(2026, 2, 2))
    assert work(office).tasks == ()


def test_a_measure_needs_days_in_order(office: Office):
    with pytest.raises(BadInput, match="lies after"):
        reports(ReportRequest(date(2026, 2, 2), date(2026, 2, 2), date(2026, 2, 1)), office.store, office.book)


def test_a_denial_in_suspense_is_told(office: Office):
    stranger = replace(DENIED, id="NOTOURS", lines=(replace(DENIED.lines[0], code="E0431:RR", control="X1"),))
    text = remittance(Payment((stranger,))).replace(b"1EG4TE5MK73", b"1EG4TE5MK99")
    office.post(text)
    found = work(office)
    assert found.tasks == ()
    assert any("Answers in suspense: 1." in note for note in found.notes)


def test_on_every_engine(address: str, tmp_path: Path):
    office = Office(tmp_path, [bill()], address)
    office.post(remittance(Payment((DENIED,))))
    assert line_of(office)[1].due == date(2026, 5, 20)
    found = reports(ReportRequest(ASKED, date(2025, 1, 1), date(2026, 12, 31)), office.store, office.book)
    assert (found.claims, found.measures[0].numerator, found.measures[0].denominator) == (1, 1, 1)
    office.store.close()
