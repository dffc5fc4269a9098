"""What a biller is told of a denial says one thing, in every place. Everything is made up."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.policy import load
from oxyclaim.services.denial import DenialAnswer, DenialRequest, explain_denial
from oxyclaim.services.problems import BadInput
from oxyclaim.views.denial import view
from oxyclaim.views.denials import by_root
from oxyclaim.views.render.terminal import text_of
from tests.denials.worked import ASKED, line_of, work
from tests.ledger.office import Office, bill
from tests.remittance.written import R1, REVERSED, Claim, Line, Payment, remittance

BOOK = load()


def explained(*codes: str, **dates: object) -> DenialAnswer:
    return explain_denial(DenialRequest(codes, ASKED, **dates), BOOK)  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill()])


def turned_down(group: str, reason: str, *remarks: str) -> Claim:
    """All of E1392 of 01/05/2026, charge 210.00."""
    return Claim((Line(21000, 0, ((group, reason, 21000),), control="OXY00011", day="20260105"),), remarks=remarks)


def test_the_group_co_writes_nothing_off_while_a_way_is_left():
    [group] = explained("CO-16", "N264", "N575", "MA13", "MA130").groups
    assert "only when no other way is left" in group.meaning


@pytest.mark.parametrize("codes", [("CO-4", "N519"), ("CO-16", "N265", "N276", "MA13"), ("CO-109", "N104")])
def test_ma01_opens_the_appeal_of_what_is_usually_returned(codes: tuple[str, ...]):
    """A new claim stays the usual way; the redetermination stands beside it, with its day; 01/20 + 5 + 120 days."""
    entry = explained(*codes, "MA01", remittance_date=date(2026, 1, 20)).entries[0]
    assert entry.appeal == "yes: the remark MA01 tells of the right to appeal"
    days = {each.route: each.last_day for each in entry.deadlines}
    assert (next(iter(days)), days["redetermination"]) == ("new_claim", date(2026, 5, 26))
    returned = explained(*codes, "MA01", "MA130").entries[0]
    assert returned.appeal.startswith("no: MA130")
    assert "redetermination" not in [each.route for each in returned.deadlines]


def test_ma01_opens_it_on_the_worklist_too(office: Office):
    office.post(remittance(Payment((turned_down("CO", "4", "N519", "MA01"),))))
    _, line = line_of(office)
    assert (line.route, line.due_of, line.due) == ("new_claim", "redetermination", date(2026, 5, 20))
    assert line.appeal.startswith("yes")


def test_a_way_by_a_new_claim_says_nothing_of_what_was_rejected():
    """CO-97 M2 may be appealed."""
    entry = explained("CO-97", "M2").entries[0]
    assert entry.appeal.startswith("yes")
    assert [each.about for each in entry.deadlines if each.route == "new_claim"] == [
        "Sending a claim again does not lengthen the time for an appeal."
    ]


def test_a_safe_day_tells_what_it_leaves_out():
    """The year of 01/18/2025 ends on a Sunday before a holiday; a remittance is taken to arrive after 5 days."""
    answer = explained("CO-97", "M2", service_date=date(2025, 1, 18), remittance_date=date(2025, 2, 20))
    because = {each.route: each.safe_because for each in answer.entries[0].deadlines}
    assert because["new_claim"] == "not counting on the rule for weekends and holidays"
    assert because["redetermination"] == "as if it had been received on its own date"
    shown = " ".join(text_of(view(answer), 200).split())
    assert "safe internal date: 01/18/2026 (not counting on the rule" in shown


def test_after_a_death_nothing_is_appealed_before_its_date_is_checked(office: Office):
    """Both commands tell the same day of an appeal, should the date be wrong."""
    office.post(remittance(Payment((turned_down("CO", "13"),))))
    _, line = line_of(office)
    assert (line.route, line.due) == ("eligibility", date(2026, 5, 20))
    assert line.action.startswith("Stop the rental")
    entry = explained("CO-13", service_date=date(2026, 1, 5), remittance_date=date(2026, 1, 20)).entries[0]
    assert [(each.route, each.last_day, each.safe_day) for each in entry.deadlines] == [
        (each.route, each.last_day, each.safe_day) for each in line.ways
    ]


def test_the_totals_name_what_is_left_to_patients(office: Office):
    office.post(remittance(Payment((turned_down("PR", "50", "N115"),))))
    found = work(office)
    assert (found.counted.denied_cents, found.counted.patient_cents, found.stake_cents) == (0, 21000, 21000)
    told = " ".join(text_of(by_root(found, 0), 200).split())
    assert "denied, not left to patients 0.00 dollars" in told
    assert "denied, left to patients 210.00 dollars in tasks" in told


def test_what_was_returned_has_no_odds(office: Office):
    office.post(remittance(Payment((turned_down("CO", "4", "N519", "MA130"),))))
    assert line_of(office)[1].odds is None


def test_under_pr_what_is_too_late_is_not_simply_written_off(tmp_path: Path):
    """01/20/2026 + 365 days = 01/20/2027, the last of its days (a reopening)."""
    for modifiers, told in ((("RR", "N1"), "without GA"), (("RR", "GA"), "with GA")):
        made = bill()
        billed = replace(made, items=(replace(made.items[0], modifiers=modifiers),))
        office = Office(tmp_path / modifiers[1], [billed])
        office.post(remittance(Payment((turned_down("PR", "151", "N115"),))))
        _, line = line_of(office, as_of=date(2027, 1, 21))
        assert line.state == "late"
        assert "the patient may be billed as far as there is a ground" in line.action
        assert f"billed {told}" in line.action


def test_under_co_what_is_too_late_is_the_suppliers(office: Office):
    office.post(remittance(Payment((turned_down("CO", "50", "N115"),))))
    _, line = line_of(office, as_of=date(2027, 1, 21))
    assert "without one, compliance decides on writing it off" in line.action


def test_under_co_no_command_says_to_bill_the_patient(office: Office):
    entry = explained("CO-96", "N425").entries[0]
    office.post(remittance(Payment((turned_down("CO", "96", "N425"),))))
    _, line = line_of(office)
    assert entry.action == line.action
    assert "have the group changed to PR first" in entry.action
    assert "bill_patient" not in [each.route for each in entry.deadlines]
    assert explained("PR-96", "N425").entries[0].deadlines[0].route == "bill_patient"


def test_what_is_paid_under_a_later_claim_waits_for_nothing(tmp_path: Path):
    """A returned line whose second claim is not answered waits for that; once it is paid, it does not."""
    again = replace(bill("OXY0009"), subject=bill().subject)
    office = Office(tmp_path, [bill(), again])
    office.post(remittance(Payment((turned_down("CO", "4", "N519", "MA130"),))))
    assert "Clear this balance once that one is settled." in line_of(office)[1].action
    paid = Claim((replace(R1.lines[0], control="OXY00091"),), id="OXY0009", number="26009")
    office.post(remittance(Payment((paid,), trace="EFT2"), control=2))
    assert line_of(office)[1].action.endswith("(paid). Clear this balance.")


def test_a_duplicate_of_which_no_claim_is_known_asks_the_payer(office: Office):
    office.post(remittance(Payment((turned_down("OA", "18"),))))
    task, line = line_of(office)
    assert (line.route, line.owner, line.fault) == ("ask_payer", "biller", None)
    assert "which claim this one repeats" in line.action
    assert (task.route_title, [way.route for way in line.ways]) == ("question to the payer", ["ask_payer"])


def test_the_codes_that_want_an_order_first_are_those_of_the_list():
    named = set(re.findall(r"[EK]\d{4}", BOOK.denials.denials["not-prescribed-in-time"].cause))
    lists = BOOK.values["medicare"]["order_before_delivery_codes"]
    assert named == {code for value in lists for code in value.value}


def test_a_reopening_moves_a_place_only_to_the_home():
    entry = explained("CO-5", "M77").entries[0]
    assert "by a reopening only to 12" in entry.action
    [about] = [each.about for each in entry.deadlines if each.route == "clerical_reopening"]
    assert "Wait 3 business days after the remittance, and do not send the claim again meanwhile." in about


def test_of_money_taken_back_it_is_told_what_the_plb_shows(office: Office):
    """Opened as FB on 01/20/2026; day 1 is the demand's, so day 40 is 02/28/2026."""
    office.post(remittance(Payment((R1,))))
    again = replace(turned_down("CO", "50", "N115"), number=R1.number)
    office.post(remittance(Payment((REVERSED, again), (("FB", R1.number, -3136),), trace="EFT2"), control=2))
    wanted = line_of(office)[1].action
    assert "31.36 dollars are wanted back and not taken yet" in wanted
    assert "stops the taking, not the interest" in wanted
    assert "(2026-01-20), that is by 2026-02-28" in wanted
    more = replace(R1, id="OTHER", number="9", lines=(replace(R1.lines[0], control="OTHER1"),))
    office.send(bill("OTHER"))
    office.post(remittance(Payment((more,), (("WO", R1.number, 3136),), trace="EFT3"), control=3))
    taken = line_of(office)[1].action
    assert "The 31.36 dollars that were wanted back have been taken or paid back" in taken
    assert "interest" not in taken


def test_money_that_was_set_off_in_the_payment_is_not_said_to_be_taken_later(office: Office):
    other = replace(R1, id="OTHER", number="9", lines=(replace(R1.lines[0], control="OTHER1"),))
    office.send(bill("OTHER"))
    office.post(remittance(Payment((R1,))))
    again = replace(turned_down("CO", "50", "N115"), number=R1.number)
    office.post(remittance(Payment((REVERSED, again, other), trace="EFT2"), control=2))
    assert "was set off in the payment itself" in line_of(office)[1].action


def test_of_other_payers_no_fact_of_medicares_is_told(office: Office):
    """The same denials under a commercial plan (CLP06 12); another plan's claim goes to whoever is responsible."""
    for number, codes in enumerate((("24",), ("29", "N211"), ("29",), ("109", "N104"), ("16", "N519", "MA130")), 1):
        id = f"P{number}"
        office.send(bill(id))
        claim = replace(turned_down("CO", *codes), id=id, number=f"26{id}")
        claim = replace(claim, lines=(replace(claim.lines[0], control=f"{id}1"),))
        text = remittance(Payment((claim,), trace=f"E{id}"), control=number).replace(b"*MB*26", b"*12*26")
        office.post(text)
        _, line = line_of(office, id)
        told = line.action.replace("This payer is not Original Medicare", "")
        assert not re.search("Medicare|DME MAC", " ".join((line.why, line.cause or "", told))), codes
        assert "a new claim" not in line.appeal
        if codes[0] == "109":
            assert [way.route for way in line.ways] == ["other_payer"]


def test_ma01_is_no_remark_that_tells_why(office: Office):
    office.post(remittance(Payment((turned_down("PR", "50", "MA01"),))))
    _, line = line_of(office)
    assert "The remittance gives no remark code that tells more." in line.why
    assert "look for the remark code" not in line.action


@pytest.mark.parametrize("codes", [("29", "N211"), ("29",)])
def test_a_claim_that_was_sent_in_time_is_proved_so(office: Office, codes: tuple[str, ...]):
    """Sent within the year of 01/05/2026."""
    office.post(remittance(Payment((turned_down("CO", *codes),))))
    _, line = line_of(office)
    assert line.sent_on
    assert line.sent_on < date(2027, 1, 5)
    assert (line.route, line.fault, line.state) == ("ask_payer", None, "open")
    assert "277CA" in line.action
    assert f"sent on {line.sent_on}, and the last day was 2027-01-05" in line.action
    assert "write_off" not in [way.route for way in line.ways]


def test_a_claim_that_was_sent_too_late_is_the_suppliers(tmp_path: Path):
    office = Office(tmp_path, [bill(day=date(2024, 1, 5))])
    claim = Claim((Line(21000, 0, (("CO", "29", 21000),), control="OXY00011", day="20240105"),), remarks=("N211",))
    office.post(remittance(Payment((claim,))))
    _, line = line_of(office)
    assert (line.route, line.fault) == ("write_off", "supplier")


def test_an_appeal_whose_day_has_passed_is_open_no_longer(office: Office):
    """The redetermination ends on 05/26/2026, the reopening on 01/20/2027."""
    office.post(remittance(Payment((turned_down("CO", "50", "N115"),))))
    assert line_of(office, as_of=date(2026, 5, 26))[1].appeal == "yes"
    slips = line_of(office, as_of=date(2026, 5, 27))[1]
    assert slips.appeal.startswith("no longer: the last day for a redetermination (2026-05-26) has passed")
    assert "it cannot show a need" in slips.action
    late = line_of(office, as_of=date(2027, 1, 21))[1]
    assert late.appeal.startswith("no longer")
    assert "What was to be done in time: Where the records" in late.action


def test_a_missed_request_for_records_is_no_first_way():
    asked = {"requested": date(2026, 1, 2), "remittance_date": date(2026, 3, 2)}

    def ways(*codes: str) -> list[str]:
        return [each.route for each in explained(*codes, **asked).entries[0].deadlines]

    assert ways("CO-50", "N102") == ["redetermination", "records"]
    assert ways("CO-16", "N264", "N575", "MA13", "MA130") == ["new_claim"]
    assert "records" not in ways("OA-18")
    assert ways("CO-45")[0] == "records", "what was paid may be reviewed afterwards"


def test_a_request_after_the_denial_is_refused():
    days = {"requested": date(2026, 3, 3), "remittance_date": date(2026, 3, 2)}
    with pytest.raises(BadInput) as refused:
        explained("CO-50", "N102", **days)
    assert [each.code for each in refused.value.problems] == ["dates_out_of_order"]
    assert explained("CO-45", **days)
