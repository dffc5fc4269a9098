"""What two readers who know billing found in fifty denials, as laws over the whole catalogue and worked cases.

The claim: E1392 of 01/05/2026, charge 210.00; the remittance of 01/20/2026, unless said otherwise. All is made up.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import WorkLine
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.denials import by_root
from oxyclaim.views.render.terminal import text_of
from tests.denials.every_answer import claim_out, given, remitted
from tests.denials.worked import line_of
from tests.ledger.office import Office, bill
from tests.remittance.written import DENIED, R1, REVERSED, Claim, Line, Payment, remittance

LATE = date(2027, 2, 1)
EARLY = date(2026, 2, 2)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    answers = list(given(rule_book().denials))
    office = Office(tmp_path_factory.mktemp("read"), [claim_out(each) for each in answers])
    office.post(remitted(answers))
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    answers = list(given(rule_book().denials))
    office = Office(tmp_path_factory.mktemp("plan"), [claim_out(each) for each in answers])
    office.post(remitted(answers).replace(b"*MB*26", b"*12*26"))
    yield office
    office.store.close()


def lines(office: Office, as_of: date) -> list[WorkLine]:
    found: DenialWork = denial_work(DenialWorkRequest(as_of), office.store, office.book)
    return [line for task in found.tasks for line in task.lines]


def test_late_work_names_its_days_and_nobody_is_told_to_bill_a_patient_who_may_not_be(every: Office):
    late = [line for line in lines(every, LATE) if line.state == "late"]
    assert len(late) > 50
    for line in late:
        assert line.action.startswith("Every last day has passed (")
        assert all(way.last_day is None or f"{way.title}: {way.last_day}" in line.action for way in line.ways)
        if line.charge_patient.startswith("no"):
            assert "Bill the patient" not in line.action, line.entries


def test_what_the_whole_remittance_tells_is_not_left_open(every: Office):
    for line in lines(every, EARLY):
        assert "carries neither" not in line.appeal
        assert "it stands with" not in line.appeal or line.kind in ("adjusted", "duplicate"), line.entries


def test_only_a_condition_is_told_as_one(every: Office):
    """`First see whether it may be appealed (...)` names what that depends on; what can be appealed is told so."""
    told = [line for line in lines(every, EARLY) if "see whether it may be appealed (" in line.action]
    assert told
    assert all(line.appeal.startswith("depends: ") for line in told)


def test_an_open_appeal_is_never_lost_unseen(every: Office):
    """Of a denied line that can be appealed no later day is given than that of its appeal."""
    for line in lines(every, EARLY):
        ends = [way.safe_day or way.last_day for way in line.ways if way.route == "redetermination"]
        if line.kind == "denied" and line.appeal.startswith("yes") and ends and ends[0] and line.due:
            assert line.due <= ends[0], line.entries


def test_another_payer_is_spoken_to_in_its_own_words(elsewhere: Office):
    told = [line for line in lines(elsewhere, EARLY) if line.kind != "duplicate" and line.route]
    assert len(told) > 100
    for line in told:
        for sentence in line.action.split(". "):
            if "Medicare" not in sentence:
                assert "redetermination" not in sentence, line.entries
                assert "reopening" not in sentence, line.entries
                assert "end a new claim" not in sentence, line.entries
        assert not {way.route for way in line.ways} & {"redetermination", "clerical_reopening"}


def test_records_that_come_after_a_denial_go_with_the_redetermination(every: Office, elsewhere: Office):
    """Noridian: denials after a request for records are for a redetermination only; other payers have own ways."""
    medicare = [line for line in lines(every, EARLY) if line.kind == "denied"]
    assert not [line for line in medicare if "records" in {way.route for way in line.ways}]
    assert [line for line in lines(elsewhere, EARLY) if "records" in {way.route for way in line.ways}]


def denied(
    *codes: tuple[str, str, int], modifiers: str = "RR:N1", remarks: tuple[str, ...] = (), **more: object
) -> Claim:
    line = Line(21000, 0, codes, code=f"E1392:{modifiers}", control="OXY00011", remarks=remarks)
    return Claim((line,), **more)  # type: ignore[arg-type]


def with_modifiers(folder: Path, *modifiers: str) -> Office:
    made = bill()
    return Office(folder, [replace(made, items=(replace(made.items[0], modifiers=modifiers),))])


@pytest.mark.parametrize(
    ("group", "remarks", "entry", "charge"),
    [
        ("CO", (), "ga-not-taken", "no"),
        ("CO", ("N115",), "ga-not-taken", "no"),
        # The remark tells more: the notice is not valid.
        ("CO", ("M39",), "notice-not-valid", "no"),
        ("PR", (), "denied-with-ga", "yes"),
        ("PR", ("N115",), "denied-with-ga", "yes"),
        ("PR", ("M38",), "denied-with-ga", "yes"),
    ],
)
def test_who_is_liable_after_ga_is_what_the_group_says(
    tmp_path: Path, group: str, remarks: tuple[str, ...], entry: str, charge: str
):
    office = with_modifiers(tmp_path, "RR", "GA")
    office.post(remittance(Payment((denied((group, "50", 21000), modifiers="RR:GA", remarks=remarks),))))
    _, line = line_of(office)
    assert line.entries == (entry,)
    assert line.charge_patient.startswith(charge)
    assert ("patient is liable" in line.why) is (group == "PR")


def test_the_group_pr_alone_is_no_ground_to_bill_for_need(tmp_path: Path):
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((denied(("PR", "50", 21000), remarks=("N115",)),))))
    _, line = line_of(office)
    assert line.charge_patient.startswith("depends: only what a valid ABN says")


def test_rent_past_month_36_is_told_as_such(tmp_path: Path):
    """CO-108 alone says little; the remark N370 says which rule it is."""
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((denied(("CO", "108", 21000), remarks=("N370",)),))))
    _, line = line_of(office)
    assert line.entries == ("rental-months-used-up",)
    assert "Stop the rent" in line.action


def test_a_reopening_counts_from_the_first_answer_and_an_appeal_from_the_last(tmp_path: Path):
    """Paid on 01/20, taken back and denied on 06/20: 01/20/2026 + 365 = 01/20/2027; 06/20 + 120 = 10/18/2026."""
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((R1,))))
    later = Payment((REVERSED, replace(DENIED, number=R1.number)), (("FB", R1.number, -3136),), trace="EFT2")
    office.post(remittance(later, control=2).replace(b"*20260120~", b"*20260620~"))
    _, line = line_of(office, as_of=date(2026, 7, 1))
    days = {way.route: (way.safe_day, way.last_day) for way in line.ways}
    assert days["clerical_reopening"] == (None, date(2027, 1, 20))
    assert days["redetermination"] == (date(2026, 10, 18), date(2026, 10, 23))
    assert line.due == date(2026, 10, 18)
    assert "day 41" in line.action


def test_what_was_taken_back_without_a_new_answer_is_work(tmp_path: Path):
    """45.00 had been allowed: 31.36 paid, 13.00 share, 0.64 sequestration."""
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((R1,))))
    office.post(remittance(Payment((REVERSED,), (("FB", R1.number, -3136),), trace="EFT2"), control=2))
    _, line = line_of(office)
    assert (line.kind, line.denied_cents, line.stake_cents, line.due) == ("recouped", 0, 4500, date(2026, 5, 20))
    office.post(remittance(Payment((replace(R1, number="2"),), trace="EFT3"), control=3))
    assert lines(office, EARLY) == []


def test_a_charge_that_is_taken_off_whole_as_above_the_fee_is_work(tmp_path: Path):
    office = Office(tmp_path, [bill()])
    office.post(remittance(Payment((denied(("CO", "45", 21000)),))))
    _, line = line_of(office)
    assert (line.kind, line.state, line.stake_cents) == ("adjusted", "open", 21000)


def test_a_year_that_ends_on_no_working_day_ends_on_the_next(tmp_path: Path):
    """42 CFR 424.44(c). A service of Friday 05/29/2026: 05/29/2027 is a Saturday, and Monday 05/31 Memorial Day."""
    office = Office(tmp_path, [bill(day=date(2026, 5, 29))])
    line = Line(21000, 0, (("CO", "16", 21000),), control="OXY00011", day="20260529")
    office.post(remittance(Payment((Claim((line,), remarks=("MA130",)),))))
    _, found = line_of(office, as_of=date(2026, 7, 1))
    (way,) = found.ways
    assert (way.safe_day, way.last_day, found.due) == (date(2027, 5, 29), date(2027, 6, 1), date(2027, 5, 29))
    _, found = line_of(office, as_of=date(2027, 6, 1))
    assert (found.state, found.due) == ("open", date(2027, 6, 1))


def test_a_task_tells_which_of_its_lines_are_too_late(tmp_path: Path):
    """06/20/2025 counts as received on 06/25; day 120 is Thursday 10/23/2025. The other runs until 05/20/2026."""
    days = {"A1": (date(2025, 6, 5), b"20250620"), "A2": (date(2026, 1, 5), b"20260120")}
    office = Office(tmp_path, [bill(id, day=day) for id, (day, _) in days.items()])
    for number, (id, (day, on)) in enumerate(days.items(), 1):
        line = Line(21000, 0, (("CO", "50", 21000),), control=f"{id}1", day=f"{day:%Y%m%d}", remarks=("N115",))
        text = remittance(Payment((Claim((line,), id=id, number=id),), trace=id), control=number)
        office.post(text.replace(b"*20260120~", b"*" + on + b"~"))
    found = denial_work(DenialWorkRequest(date(2026, 7, 1)), office.store, office.book)
    (task,) = found.tasks
    assert [line.state for line in task.lines] == ["open", "late"]
    assert "too late: 1 line of these" in text_of(by_root(found, 10), 200)
