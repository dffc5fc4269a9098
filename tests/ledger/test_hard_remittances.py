"""Remittances as payers really send them, each of which once left wrong balances or was lost. Made up throughout."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.services.ledger import entering, opening
from oxyclaim.services.posting import PostRequest
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim_simulator.submitting import Bill, Item, claim_file
from tests.ledger.office import MEMBER, NOW, PAYER, SUBJECT, TODAY, Office, bill
from tests.remittance.written import (
    DENIED,
    R1,
    R1_LINE,
    REVERSED,
    Claim,
    Line,
    Payment,
    Told,
    acknowledged,
    remittance,
)

LATER = replace(DENIED, number=R1.number)
SECOND = Claim((Line(21000, 10000, (("CO", "45", 11000),), control="OXY00021", day="20260205"),), id="OXY0002",
               number="26036000000002")  # fmt: skip
FIRST_LINE = replace(R1_LINE, control="OXY00011")
SECOND_LINE = Line(10000, 5000, (("CO", "45", 5000),), code="E1390:RR:N1", control="OXY00012")
BARE = Claim((), status="22", charge=-21000, paid=-3136)
ANN = Change("ann", NOW, "a mistake of the payer")


def back(line: Line) -> Line:
    return replace(
        line, charge=-line.charge, paid=-line.paid,
        adjustments=tuple((group, reason, -cents) for group, reason, cents in line.adjustments),
    )  # fmt: skip


def counted(text: bytes) -> bytes:
    """With the counts of its segments (SE01) as they are."""
    found, begins = [], 0
    for place, segment in enumerate(text.decode().split("~\n")):
        begins = place if segment.startswith("ST*") else begins
        name, _, rest = segment.partition("*")
        found.append(f"SE*{place - begins + 1}*{rest.split('*')[1]}" if name == "SE" else segment)
    return "~\n".join(found).encode()


def sent(*claims: Claim, trace: str = "EFT2", control: int = 2, on: str = "20260120") -> bytes:
    return remittance(Payment(claims, trace=trace), control=control).replace(b"*20260120~", f"*{on}~".encode())


def by_supplement(*claims: Claim, trace: str = "EFT9", control: int = 9) -> bytes:
    return sent(*claims, trace=trace, control=control).replace(PAYER.encode(), b"1999999999")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill(), bill("OXY0002", day=date(2026, 2, 5))])


@pytest.fixture
def two_lines(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill(charges=(21000, 10000))])


def lines_of(office: Office) -> set[tuple[str | None, int]]:
    found = office.entries()
    return set(found.filter(found["kind"] == "answer").select("line_id", "remitted").iter_rows())


def test_days_at_the_claim_alone_tell_whose_it_is(tmp_path: Path):
    office = Office(tmp_path, [bill("LONGERTHAN17CHARACTERS")])
    text = remittance(Payment((replace(R1, id="LONGERTHAN17CHARA", lines=(replace(R1_LINE, control="9"),)),)))
    name = b"NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73~\n"
    text = text.replace(b"DTM*472*20260105~\n", b"").replace(name, name + b"DTM*232*20260105~\n")
    assert office.post(counted(text)).matched == 1


def test_an_answer_that_waited_keeps_the_days_of_its_claim(tmp_path: Path):
    office = Office(tmp_path, [bill("OTHER9", member="2EG4TE5MK73")])
    text = remittance(Payment((replace(R1, id="LONGERTHAN17CHARA"),)))
    name = b"NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73~\n"
    office.post(counted(text.replace(b"DTM*472*20260105~\n", b"").replace(name, name + b"DTM*232*20260105~\n")))
    assert office.send(bill("LONGERTHAN17CHARACTERS")).found_later == 1


def test_lines_are_told_apart_by_charge_and_by_modifiers_in_any_order(tmp_path: Path):
    items = (Item("E1392", ("RR", "N1"), 21000), Item("E1392", ("RR", "KX"), 10000))
    office = Office(tmp_path, [Bill("OXY0001", "16013", MEMBER, SUBJECT, "2298295538", date(2026, 1, 5), items)])
    bare = Claim((replace(FIRST_LINE, code="E1392", control="?"), replace(SECOND_LINE, code="E1392", control="?")))
    office.post(remittance(Payment((bare,))))
    assert lines_of(office) == {("OXY00011", 3136), ("OXY00012", 5000)}


def test_equal_charges_are_told_apart_by_modifiers_in_another_order(tmp_path: Path):
    items = (Item("E1392", ("RR", "N1"), 10000), Item("E1392", ("RR", "KX"), 10000))
    office = Office(tmp_path, [Bill("OXY0001", "16013", MEMBER, SUBJECT, "2298295538", date(2026, 1, 5), items)])
    one = replace(SECOND_LINE, code="E1392:KX:RR", control="?")
    other = Line(10000, 4000, (("CO", "45", 6000),), code="E1392:N1:RR", control="?")
    office.post(remittance(Payment((Claim((one, other)),))))
    assert lines_of(office) == {("OXY00012", 5000), ("OXY00011", 4000)}


@pytest.mark.parametrize("is_bare", [pytest.param(False, marks=pytest.mark.slow), True])
def test_one_of_two_lines_is_taken_back_and_then_all(two_lines: Office, is_bare: bool):
    """A claim of 310.00 is taken back line by line; a third reversal finds nothing more and is not posted twice."""
    two_lines.post(remittance(Payment((Claim((FIRST_LINE, SECOND_LINE)),))))
    first, second = back(FIRST_LINE), back(SECOND_LINE)
    if is_bare:
        first, second = replace(first, adjustments=()), replace(second, adjustments=())
    two_lines.post(sent(Claim((first,), status="22")))
    claim = two_lines.claim()
    assert (claim.paid, claim.contractual, claim.patient_owes, claim.open) == (5000, 5000, 0, 21000)
    two_lines.post(sent(Claim((second,), status="22"), trace="EFT3", control=3))
    claim = two_lines.claim()
    assert (claim.paid, claim.contractual, claim.open) == (0, 0, 31000)
    again = two_lines.post(sent(Claim((second,), status="22"), trace="EFT4", control=4))
    assert (again.suspended, two_lines.claim().open) == (1, 31000)


def test_a_reversal_that_comes_twice_takes_back_once(office: Office):
    office.post(remittance(Payment((R1,))))
    office.post(sent(REVERSED, SECOND))
    again = office.post(sent(REVERSED, trace="EFT3", control=3))
    assert again.suspended == 1
    assert (office.claim().paid, office.claim().open) == (0, 21000)
    assert [each.state for each in office.work().suspense] == ["repeated"]


def test_an_answer_that_comes_behind_its_reversal_is_taken_back_by_it_and_by_no_other(office: Office):
    """Reversal of 02/20, then the answer of 01/20, then a reversal of other words: there is nothing left for it."""
    office.post(sent(REVERSED, LATER, SECOND, on="20260220"))
    office.post(remittance(Payment((R1,))))
    assert (office.claim().paid, office.claim().denied, office.claim().open) == (0, 21000, 0)
    office.post(sent(replace(BARE, number="OTHER"), trace="EFT3", control=3, on="20260301"))
    assert (office.claim().paid, office.claim().denied, office.claim().open) == (0, 21000, 0)
    assert [each.state for each in office.work().suspense] == ["waiting"]


@pytest.mark.parametrize("second", [
    R1, replace(DENIED, lines=(replace(DENIED.lines[0], adjustments=(("OA", "18", 21000),)),), number="D1"),
], ids=["sent again and paid", "a duplicate"])  # fmt: skip
def test_a_denial_beside_another_answer_answers_nothing(office: Office, second: Claim):
    """Denied and then paid without a reversal, or paid and then denied as a duplicate: the charge is answered once."""
    denied_first = second is R1
    office.post(remittance(Payment((DENIED if denied_first else R1,))))
    office.post(sent(second))
    claim = office.claim()
    assert (claim.paid, claim.denied, claim.patient_owes, claim.open) == (3136, 0, 1300, 0)
    assert office.work().out_of_step == ()
    office.post(sent(replace(REVERSED, number=R1.number), trace="EFT3", control=3))
    claim = office.claim()
    assert (claim.paid, claim.denied, claim.patient_owes, claim.open) == (0, 21000, 0, 0)


def test_a_claim_that_is_paid_twice_is_told(office: Office):
    office.post(remittance(Payment((R1,))))
    office.post(sent(replace(R1, number="OTHER")))
    (told,) = office.work().out_of_step
    assert (told.claim_id, told.paid, told.open) == ("OXY0001", 6272, -21000)


def test_a_person_may_say_that_a_repeated_answer_is_real(tmp_path: Path):
    """Two halves of one line, alike, in two payments."""
    office = Office(tmp_path, [bill(charges=(20000,))])
    half = Claim((Line(10000, 5000, (("CO", "45", 5000),), control="OXY00011"),))
    office.post(remittance(Payment((half,))))
    office.post(sent(half))
    (waiting,) = office.work().suspense
    entering.match(office.store, office.address, waiting.answer, "OXY0001", office.book, ANN, TODAY)
    assert (office.claim().paid, office.claim().open, office.money.suspense) == (10000, 0, 0)


def opened(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    table = tmp_path / "open.csv"
    table.write_text(
        "claim_id,payer_id,code,service_date,charge,open,coinsurance,deductible,contractual,sequestration,paid,"
        "payer_claim_number,member_id,line_id\n"
        f"OXY0001,16013,E1392,01/05/2026,210.00,0,8.00,5.00,165.00,0.64,31.36,26005000000001,{MEMBER},L1\n"
    )
    opening.open_ledger(office.store, office.address, table, office.book, ANN, TODAY)
    return office


@pytest.mark.parametrize("reversal", [BARE, REVERSED], ids=["bare", "full"])
def test_what_was_opened_is_reversed_and_answered_anew(tmp_path: Path, reversal: Claim):
    office = opened(tmp_path)
    assert (office.claim().paid, office.claim().state) == (3136, "answered")
    answer = office.post(sent(reversal, LATER, SECOND))
    assert answer.matched == 2
    claim = office.claim()
    assert (claim.paid, claim.contractual, claim.patient_owes, claim.denied, claim.open) == (0, 0, 0, 21000, 0)
    again = office.post(sent(replace(BARE, number="OTHER"), trace="EFT3", control=3))
    assert (again.suspended, office.claim().denied) == (1, 21000), "there is nothing more to take back"


def test_a_second_payer_answers_what_was_opened(tmp_path: Path):
    office = opened(tmp_path)
    office.post(by_supplement(Claim((Line(21000, 1300, (("OA", "23", 19700),)),), status="2", number="SUPP1")))
    claim = office.claim()
    assert (claim.paid, claim.patient_owes, claim.other, claim.open) == (4436, 0, 0, 0)


def test_what_was_taken_back_later_cannot_be_undone_before_that(office: Office):
    office.post(remittance(Payment((R1,))))
    office.post(sent(REVERSED, LATER, SECOND))
    with pytest.raises(BadInput, match="payment 2 takes answers of it back"):
        entering.undo(office.store, office.address, 1, office.book, ANN, TODAY)
    for payment in (2, 1):
        entering.undo(office.store, office.address, payment, office.book, ANN, TODAY)
    assert office.totals() == {"open": 42000, "charged": -42000}


def test_the_deposit_of_what_was_undone_is_tied_anew(office: Office):
    text = remittance(Payment((R1,)))
    answer = office.post(text)
    office.bank("effective_date,amount,trace\n2026-01-20,31.36,EFT0000001\n")
    number = answer.files[0].payments[0].number
    assert number is not None
    entering.undo(office.store, office.address, number, office.book, ANN, TODAY)
    assert [each.state for each in office.work().deposits] == ["no remittance"]
    assert office.post(text).deposits_tied == 1
    assert (office.money.bank, office.money.not_in_bank) == (3136, 0)


def test_a_payment_that_is_held_is_told_beside_one_of_the_same_number(office: Office):
    office.post(remittance(Payment((R1,)), Payment((SECOND,), cents=5)))
    assert [each.amount for each in office.work().held] == [5]


def test_a_claim_that_was_rejected_and_sent_again_is_accepted(office: Office):
    office.post(acknowledged([Told("OXY0001", (("A7:507", "U"),), "")], batch="B1"))
    assert office.claim().state == "rejected"
    office.post(acknowledged([Told("OXY0001")], batch="B2"))
    assert office.claim().state == "accepted"
    office.post(acknowledged([Told("OXY0002", (("A2:20", "WQ"), ("A7:507", "U")))], batch="B2"))
    assert office.claim("OXY0002").state == "rejected", "one status that rejects, rejects"


def test_installments_are_no_credit(office: Office):
    office.post(remittance(Payment((R1,))))
    office.enter("payment_plan", 1300)
    office.enter("receipt", 500)
    claim = office.claim()
    assert (claim.patient_settled, claim.patient_owes, claim.patient_credit) == (1300, 0, 0)
    office.enter("receipt", 1000)
    assert (office.claim().patient_credit, office.money.collected) == (200, 1500)


def test_another_member_id_is_proposed_until_a_claim_goes_out_under_it(office: Office):
    name = b"NM1*QC*1*DOE*JANE****MI*1EG4TE5MK73~\n"
    office.post(counted(remittance(Payment((R1,))).replace(name, name + b"NM1*74*1*DOE*JANE****C*2EG4TE5MK73~\n")))
    (told,) = office.work().corrected
    assert (told.claim_id, told.member_id, told.corrected) == ("OXY0001", MEMBER, "2EG4TE5MK73")
    office.send(bill("OXY0003", day=date(2026, 3, 5), member="2EG4TE5MK73"))
    assert office.work().corrected == ()


@pytest.mark.parametrize(
    ("of_claim", "paid", "told"),
    [(27, 27, []), pytest.param(27, 0, [(0, -27)], marks=pytest.mark.slow), (0, 27, [(-27, 0)])],
)
def test_interest_of_a_payment_is_that_of_its_claims(
    office: Office, of_claim: int, paid: int, told: list[tuple[int, int]]
):
    text = remittance(Payment((R1,), (("L6", "", -paid),) if paid else ()))
    if of_claim:
        text = counted(text.replace(b"SVC*", b"AMT*I*0.27~\nSVC*"))
    (payment,) = office.post(text).files[0].payments
    found = [(each.said_cents, each.calculated_cents) for each in payment.differences if each.rule == "interest"]
    assert (payment.state, found) == ("posted", told)


def test_claims_that_are_none_are_told_and_stop_nothing(office: Office):
    answers, letter = office.folder / "one.835", office.folder / "letter.txt"
    answers.write_bytes(remittance(Payment((R1,))))
    letter.write_text("Dear supplier")
    found = office.ask(PostRequest([answers], TODAY, [letter, answers, office.folder / "gone"]))
    assert [each.code for each in found.problems] == ["not_x12", "not_x12", "cannot_read"]
    assert found.posted == 1


def test_an_id_that_stands_for_another_claim_is_told(office: Office):
    path = office.folder / "again.x12"
    path.write_text(claim_file([bill(day=date(2026, 3, 5))], date(2026, 3, 6), 50))
    found = office.ask(PostRequest([], TODAY, [path]))
    assert [each.code for each in found.problems] == ["claim_clash"]
    path.write_text(claim_file([bill()], date(2026, 3, 6), 51))
    assert office.ask(PostRequest([], TODAY, [path])).problems == (), "sent again as it was"


@pytest.mark.parametrize("amount", ["$31.36", pytest.param('" 31.36 "', marks=pytest.mark.slow)])
def test_a_bank_writes_amounts_in_its_own_way(office: Office, amount: str):
    office.post(remittance(Payment((R1,))))
    answer = office.bank(f"\ufeffEffective Date,Amount,Trace\r\n01/20/26,{amount},EFT0000001\r\n01/21/26,5.00-,X\r\n")
    assert (answer.deposits_new, answer.deposits_tied) == (2, 1)
    assert office.money.bank == 3136


def replacing(office: Office, frequency: str, charge: int) -> None:
    """A claim that replaces or voids OXY0001 goes out."""
    text = claim_file([bill("OXY0007", charges=(charge,))], date(2026, 2, 6), 60).replace(":B:1*", f":B:{frequency}*")
    end = text.index("~", text.index("CLM*")) + 1
    path = office.folder / "replacing.x12"
    path.write_text(f"{text[:end]}\nREF*F8*{R1.number}~{text[end:]}")
    assert office.ask(PostRequest([], TODAY, [path])).claims_taken_in == 1


def test_a_claim_that_replaces_another_is_posted_to_it(office: Office):
    """210.00 becomes 220.00: the payer takes the first answer back and answers the second with CO-45 175.00."""
    office.post(remittance(Payment((R1,))))
    replacing(office, "7", 22000)
    assert (office.claim().charge, office.claim().open) == (22000, 1000)
    line = replace(
        R1_LINE, charge=22000, control="OXY00071", adjustments=(("CO", "45", 17500), *R1_LINE.adjustments[1:])
    )
    office.post(sent(REVERSED, replace(R1, id="OXY0007", number="N7", lines=(line,))))
    claim = office.claim()
    assert (claim.charge, claim.paid, claim.contractual, claim.open) == (22000, 3136, 17500, 0)
    assert office.work().out_of_step == ()


def test_a_claim_that_voids_another_takes_its_charge_away(office: Office):
    office.post(remittance(Payment((R1,))))
    replacing(office, "8", 21000)
    assert [each.claim_id for each in office.work().out_of_step] == ["OXY0001"], "its money is to be taken back"
    office.post(sent(REVERSED, SECOND))
    assert (office.claim().charge, office.claim().open, office.claim().paid) == (0, 0, 0)
    assert office.work().out_of_step == ()


@pytest.mark.parametrize("id", ["0", ""])
def test_an_answer_without_our_id_waits_for_a_person_and_holds_up_no_other(office: Office, id: str):
    nameless = replace(R1, id=id, lines=(replace(R1_LINE, control="9"),))
    answer = office.post(remittance(Payment((nameless, SECOND))))
    assert (answer.posted, answer.matched, answer.suspended) == (1, 1, 1)
    assert [each.proposed for each in office.work().suspense] == ["OXY0001"]


def test_silence_of_a_second_payer_is_told_though_the_first_has_answered(office: Office):
    text = claim_file([bill("OXY0009")], date(2026, 2, 6), 61).replace("SBR*P*", "SBR*S*")
    path = office.folder / "second.x12"
    path.write_text(text)
    office.ask(PostRequest([], TODAY, [path]))
    office.post(sent(R1, SECOND))
    assert [(each.charge, each.sent_on) for each in office.work().silent] == [(21000, date(2026, 2, 6))]
