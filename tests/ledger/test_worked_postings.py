"""Worked cases: charge 210.00, allowed 45.00, deductible left 5.00, so CO-45 165.00, PR-1 5.00, PR-2 8.00, CO-253 0.64,
paid 31.36. From one file or several to the balances that must follow. Bases: X12 interpretations 1147, 1604, 1976,
2123, 2143, 2223, 2320 and 2548; the arithmetic stands beside each.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oxyclaim.services.ledger import entering
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from tests.ledger.office import NOW, PAYER, TODAY, Office, bill
from tests.remittance.written import DENIED, R1, R1_LINE, REVERSED, Claim, Line, Payment, remittance

LATER = replace(DENIED, number=R1.number)
SECOND = Claim((Line(21000, 10000, (("CO", "45", 11000),), control="OXY00021", day="20260205"),), id="OXY0002",
               number="26036000000002")  # fmt: skip
OTHER = bill("OXY0002", day=date(2026, 2, 5))


def own_line(line: Line, id: str = "OXY00011") -> Line:
    return replace(line, control=id)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill(), OTHER])


def test_r1_paid_with_deductible_and_coinsurance(office: Office):
    answer = office.post(remittance(Payment((R1,))))
    assert (answer.posted, answer.matched, answer.suspended, answer.posted_cents) == (1, 1, 0, 3136)
    claim = office.claim()
    assert (claim.paid, claim.contractual, claim.sequestration, claim.patient_owes) == (3136, 16500, 64, 1300)
    assert (claim.open, claim.denied, claim.state) == (0, 0, "answered")


def test_r2_reversed_and_denied_in_one_payment_with_another_claim(office: Office):
    """10000 - 3136 = 6864. What the patient has paid becomes a credit; the denial is not written off."""
    office.post(remittance(Payment((R1,))))
    office.enter("receipt", 1300)
    answer = office.post(remittance(Payment((REVERSED, LATER, SECOND), trace="EFT2"), control=2))
    assert (answer.posted_cents, answer.suspended) == (6864, 0)
    claim = office.claim()
    assert (claim.paid, claim.denied, claim.patient_share, claim.written_off) == (0, 21000, 0, 0)
    assert (claim.patient_owes, claim.patient_credit, claim.open) == (0, 1300, 0)
    assert office.claim("OXY0002").paid == 10000


def test_r4_the_debt_is_opened_and_taken(office: Office):
    """10000 - 3136 + 3136: the money stays, and is owed; then it is taken from another payment."""
    office.post(remittance(Payment((R1,))))
    opened = Payment((REVERSED, LATER, SECOND), (("WO", "26005000000001 1EG4TE5MK73", -3136),), trace="EFT2")
    assert office.post(remittance(opened, control=2)).posted_cents == 10000
    (debt,) = office.work().debts
    assert (debt.owed, debt.reference, debt.taken) == (3136, "26005000000001", 0)
    office.send(bill("OXY0003", day=date(2026, 3, 5)))
    third = replace(
        SECOND, id="OXY0003", number="3", lines=(replace(SECOND.lines[0], control="OXY00031", day="20260305"),)
    )
    office.post(remittance(Payment((third,), (("WO", "FCN#26005000000001", 3136),), trace="EFT3"), control=3))
    assert office.work().debts == ()
    assert office.money.payer_debt == 0


def test_a_balance_carried_forward_is_taken_as_wo(office: Office):
    """A remittance of reversals alone pays 0 and carries -31.36 on (FB); another takes it under WO."""
    office.post(remittance(Payment((R1,))))
    carried = Payment((REVERSED, LATER), (("FB", "26005000000001", -3136),), trace="EFT2")
    assert office.post(remittance(carried, control=2)).posted_cents == 0
    assert office.money.payer_debt == 3136
    office.post(remittance(Payment((SECOND,), (("WO", "26005000000001", 3136),), trace="EFT3"), control=3))
    assert office.money.payer_debt == 0


def test_r6_interest_is_no_claim_payment(office: Office):
    answer = office.post(remittance(Payment((R1,), (("L6", "", -27),))))
    assert answer.posted_cents == 3163
    assert (office.claim().paid, office.money.interest) == (3136, 27)


def test_r7_the_second_payer_takes_the_patients_share(office: Office):
    """210.00 = OA-23 197.00 + 13.00. OA-23 is what stands already, and settles nothing once more."""
    office.post(remittance(Payment((R1,))))
    second = Claim((Line(21000, 1300, (("OA", "23", 19700),)),), status="2", number="SUPP1")
    text = remittance(Payment((second,), trace="EFT9"), control=2).replace(b"EXAMPLE DME PAYER", b"SUPPLEMENT PLAN")
    office.post(text.replace(PAYER.encode(), b"1999999999"))
    claim = office.claim()
    assert (claim.paid, claim.patient_owes, claim.other, claim.open) == (4436, 0, 0, 0)
    assert claim.charge == claim.paid + claim.contractual + claim.sequestration


def test_the_second_payer_may_answer_before_the_first_is_posted(office: Office):
    second = Claim((Line(21000, 1300, (("OA", "23", 19700),)),), status="2", number="SUPP1")
    text = remittance(Payment((second,), trace="EFT9"), control=2).replace(PAYER.encode(), b"1999999999")
    office.post(text)
    office.post(remittance(Payment((R1,))))
    claim = office.claim()
    assert (claim.paid, claim.patient_owes, claim.other, claim.open) == (4436, 0, 0, 0)


def test_a_second_payer_that_pays_what_the_first_denied(office: Office):
    """The first denies all; the second pays 100.00 and takes 110.00 off: nothing is denied in the end."""
    office.post(remittance(Payment((DENIED,))))
    second = Claim((Line(21000, 10000, (("CO", "45", 11000),)),), status="2", number="SUPP1")
    text = remittance(Payment((second,), trace="EFT9"), control=2).replace(PAYER.encode(), b"1999999999")
    office.post(text)
    claim = office.claim()
    assert (claim.paid, claim.contractual, claim.denied, claim.open) == (10000, 11000, 0, 0)


def test_r9_a_claim_answered_line_by_line(tmp_path: Path):
    office = Office(tmp_path, [bill(charges=(21000, 10000))])
    first = replace(R1, lines=(own_line(R1_LINE),))
    other = Claim((Line(10000, 5000, (("CO", "45", 5000),), code="E1390:RR:N1", control="OXY00012"),))
    answer = office.post(remittance(Payment((first,))))
    assert (office.claim().open, office.claim().state) == (10000, "partly answered")
    answer = office.post(remittance(Payment((other,), trace="EFT2"), control=2))
    assert (answer.matched, answer.suspended) == (1, 0)
    assert (office.claim().open, office.claim().paid, office.claim().state) == (0, 8136, "answered")


def test_r11_all_deductible_is_no_denial(office: Office):
    line = Line(21000, 0, (("CO", "45", 16500), ("PR", "1", 4500)))
    office.post(remittance(Payment((Claim((line,)),))))
    claim = office.claim()
    assert (claim.patient_owes, claim.denied, claim.paid) == (4500, 0, 0)


def test_r12_the_same_again_changes_nothing_and_other_content_is_held(office: Office):
    text = remittance(Payment((R1,)))
    office.post(text)
    before = office.totals()
    again = office.post(text)
    assert (again.posted, again.again, again.files[0].again) == (0, 1, True)
    renumbered = office.post(remittance(Payment((R1,)), control=7))
    assert (renumbered.posted, renumbered.again, renumbered.files[0].again) == (0, 1, False)
    line = replace(R1_LINE, paid=3137, adjustments=(("CO", "45", 16499), *R1_LINE.adjustments[1:]))
    other = office.post(remittance(Payment((replace(R1, lines=(line,)),)), control=8))
    assert (other.posted, other.held, other.files[0].payments[0].state) == (0, 1, "conflict")
    assert office.totals() == before
    assert [each.amount for each in office.work().held] == [3137]


def test_the_bank_says_which_of_two_is_right_whichever_comes_first(office: Office):
    line = replace(R1_LINE, paid=3137, adjustments=(("CO", "45", 16499), *R1_LINE.adjustments[1:]))
    office.bank(f"effective_date,amount,addenda\n01/20/2026,31.36,TRN*1*EFT0000001*{PAYER}\\\n")
    wrong = office.post(remittance(Payment((replace(R1, lines=(line,)),)), control=8))
    assert (wrong.posted, wrong.held) == (0, 1)
    right = office.post(remittance(Payment((R1,))))
    assert (right.posted, right.deposits_tied) == (1, 1)
    assert office.totals()["bank"] == 3136
    assert office.money.not_in_bank == 0


def test_a_bare_reversal_takes_back_our_own_entries(office: Office):
    office.post(remittance(Payment((R1,))))
    bare = Claim((), status="22", charge=-21000, paid=-3136)
    office.post(remittance(Payment((bare, LATER, SECOND), trace="EFT2"), control=2))
    claim = office.claim()
    assert (claim.paid, claim.denied, claim.contractual, claim.patient_owes) == (0, 21000, 0, 0)


def test_a_bare_reversal_waits_for_the_answer_that_it_takes_back(office: Office):
    bare = Claim((), status="22", charge=-21000, paid=-3136)
    first = office.post(remittance(Payment((bare, SECOND), trace="EFT2"), control=2))
    assert (first.suspended, first.suspense_cents) == (1, -3136)
    assert [each.state for each in office.work().suspense] == ["waiting"]
    second = office.post(remittance(Payment((R1,), trace="EFT1")))
    assert second.found_later == 1
    claim = office.claim()
    assert (claim.paid, claim.open, claim.contractual, office.money.suspense) == (0, 21000, 0, 0)


def test_a_reversal_that_differs_leaves_the_difference_in_suspense(office: Office):
    """The payer takes back 31.00 of 31.36, and says so in sums that balance."""
    office.post(remittance(Payment((R1,))))
    line = Line(-21000, -3100, (("CO", "45", -16536), ("CO", "253", -64), ("PR", "1", -500), ("PR", "2", -800)))
    office.post(remittance(Payment((Claim((line,), status="22"), SECOND), trace="EFT2"), control=2))
    claim = office.claim()
    assert (claim.paid, claim.contractual, claim.open) == (0, 0, 21000)
    assert office.money.suspense == 36


def test_two_lines_paid_as_one_code(tmp_path: Path):
    """The paying line takes over the other's charge (OA-94 negative), which is no denial."""
    office = Office(tmp_path, [bill(charges=(21000, 10000))])
    lines = (
        Line(21000, 20000, (("OA", "94", -10000), ("CO", "45", 11000)), control="OXY00011"),
        Line(10000, 0, (("CO", "97", 10000),), code="E1390:RR:N1", control="OXY00012"),
    )
    office.post(remittance(Payment((Claim(lines),))))
    claim = office.claim()
    assert (claim.paid, claim.denied, claim.other, claim.contractual, claim.open) == (20000, 0, 0, 11000, 0)


def test_sequestration_told_for_the_whole_claim(office: Office):
    line = Line(21000, 3200, (("CO", "45", 16500), ("PR", "1", 500), ("PR", "2", 800)))
    office.post(remittance(Payment((Claim((line,), adjustments=(("CO", "253", 64),)),))))
    claim = office.claim()
    assert (claim.paid, claim.sequestration, claim.open) == (3136, 64, 0)


def test_a_refund_of_ours_and_what_the_payer_says_of_it(office: Office):
    """72 -31.36 with WO +31.36 nets to zero: the debt is closed by the money that we sent."""
    office.post(remittance(Payment((R1,))))
    opened = Payment((REVERSED, LATER, SECOND), (("WO", "26005000000001", -3136),), trace="EFT2")
    office.post(remittance(opened, control=2))
    office.enter("payer_refund", 3136, None, payer=PAYER, reference="26005000000001")
    settled = Payment((SECOND_AGAIN,), (("72", "26005000000001", -3136), ("WO", "26005000000001", 3136)), trace="EFT3")
    office.send(bill("OXY0003", day=date(2026, 3, 5)))
    office.post(remittance(settled, control=3))
    assert (office.money.payer_debt, office.money.payer_refund) == (0, 0)


SECOND_AGAIN = replace(
    SECOND, id="OXY0003", number="3", lines=(replace(SECOND.lines[0], control="OXY00031", day="20260305"),)
)


def test_money_taken_for_a_claim_that_is_not_ours_is_told(office: Office):
    office.post(remittance(Payment((SECOND,), (("WO", "99999999999999", 4000),))))
    (debt,) = office.work().debts
    assert (debt.foreign, debt.owed) == (4000, 0)


def test_an_unknown_code_of_the_provider_waits_in_suspense(office: Office):
    office.post(remittance(Payment((R1,), (("ZZ", "X", -500),))))
    assert office.money.suspense == 500


def test_what_does_not_balance_is_not_posted_and_its_whole_form_is(office: Office):
    broken = remittance(Payment((R1, SECOND), cents=99999))
    answer = office.post(broken)
    assert (answer.posted, answer.held) == (0, 1)
    assert office.totals() == {"open": 42000, "charged": -42000}
    (difference,) = answer.files[0].payments[0].differences
    assert (difference.said_cents, difference.calculated_cents) == (99999, 13136)
    assert office.post(remittance(Payment((R1, SECOND)), control=2)).posted == 1
    assert office.work().held == (), "it has come again, whole"


def test_a_file_for_another_supplier_is_held(office: Office):
    answer = office.post(remittance(Payment((R1,), payee="1999999992")))
    assert (answer.posted, answer.held) == (0, 1)
    assert "1999999992" in str(answer.files[0].payments[0].why)


def test_a_cut_file_posts_nothing(office: Office):
    text = remittance(Payment((R1, SECOND)))
    assert office.post(text[: len(text) * 2 // 3]).posted == 0
    assert office.totals() == {"open": 42000, "charged": -42000}


def test_an_answer_that_fits_no_claim_waits_and_the_deposit_ties_all_the_same(office: Office):
    stranger = Claim(
        (Line(9900, 5000, (("CO", "45", 4900),), code="E0431:RR", control="X1"),), id="NOTOURS", number="77"
    )
    answer = office.post(remittance(Payment((R1, stranger))))
    assert (answer.matched, answer.suspended, answer.suspense_cents) == (1, 1, 5000)
    office.bank("effective_date,amount\n2026-01-21,81.36\n")
    assert office.money.not_in_bank == 0
    assert office.money.suspense == 5000


def test_a_claim_that_comes_in_later_finds_its_answer(tmp_path: Path):
    office = Office(tmp_path, [OTHER])
    office.post(remittance(Payment((R1,))))
    assert office.money.suspense == 3136
    assert office.send(bill()).found_later == 1
    assert (office.claim().paid, office.money.suspense) == (3136, 0)


def test_a_person_confirms_what_only_seems_to_fit(tmp_path: Path):
    office = Office(tmp_path, [bill("OURS1")])
    office.post(remittance(Payment((replace(R1, id="PAYERSOWN", lines=(replace(R1_LINE, control="9"),)),))))
    (waiting,) = office.work().suspense
    assert (waiting.state, waiting.proposed) == ("to confirm", "OURS1")
    ann = Change("ann", NOW, "")
    entering.match(office.store, office.address, waiting.answer, "OURS1", office.book, ann, TODAY)
    assert (office.claim("OURS1").paid, office.money.suspense) == (3136, 0)
    with pytest.raises(BadInput, match="waits in no suspense"):
        entering.match(
            office.store, office.address, waiting.answer, "OURS1", office.book, Change("ann", NOW, ""), TODAY
        )


@pytest.mark.parametrize(("sent", "came"), [
    ("LONGERTHAN17CHARACTERS", "LONGERTHAN17CHARA"), ("000123", "123"), ("OXY0001", "OXY0001"),
])  # fmt: skip
def test_ids_come_back_cut_and_without_zeros(tmp_path: Path, sent: str, came: str):
    office = Office(tmp_path, [bill(sent)])
    assert office.post(remittance(Payment((replace(R1, id=came),)))).matched == 1
    assert office.claim(sent).paid == 3136


def test_the_patients_money(office: Office):
    office.post(remittance(Payment((R1,))))
    office.enter("receipt", 500)
    office.enter("payment_plan", 300)
    office.enter("hardship", 500, reason="income statement of 05/2026 on file")
    assert office.claim().patient_owes == 0
    with pytest.raises(BadInput, match=r"0\.00"):
        office.enter("bad_debt", 1, reason="none left")
    with pytest.raises(BadInput, match="say why"):
        office.enter("hardship", 1)
    with pytest.raises(BadInput, match="more than 0"):
        office.enter("receipt", 0)


def test_a_qualified_beneficiary_owes_nothing_and_gets_back_what_was_collected(office: Office):
    line = replace(R1_LINE, remarks=("N781", "N782"))
    office.post(remittance(Payment((replace(R1, lines=(line,)),))))
    office.enter("receipt", 800)
    claim = office.claim()
    assert (claim.patient_share, claim.patient_owes, claim.patient_credit) == (1300, 0, 800)
    office.enter("refund", 800)
    assert office.claim().patient_credit == 0


def test_a_denial_is_written_off_only_by_a_person_and_only_what_is_denied(office: Office):
    office.post(remittance(Payment((DENIED,))))
    assert office.claim().written_off == 0
    with pytest.raises(BadInput, match=r"210\.00"):
        office.enter("write_off", 21001, reason="time limit passed")
    office.enter("write_off", 21000, reason="time limit passed")
    assert (office.claim().denied, office.claim().written_off) == (0, 21000)


def test_a_posting_is_undone_by_entries_against_it_and_can_be_posted_anew(office: Office):
    text = remittance(Payment((R1,)))
    office.post(text)
    entering.undo(office.store, office.address, 1, office.book, Change("ann", NOW, "sent to us by mistake"), TODAY)
    assert office.totals() == {"open": 42000, "charged": -42000}
    assert office.post(text).posted == 1
    assert office.claim().paid == 3136


def test_a_trial_keeps_nothing(office: Office):
    before = office.totals()
    answer = office.post(remittance(Payment((R1,))), dry_run=True)
    assert (answer.posted, answer.matched, answer.dry_run) == (1, 1, True)
    assert office.totals() == before
    assert office.post(remittance(Payment((R1,)))).posted == 1


@pytest.mark.parametrize("status", ["23", "25", "5"])
def test_estimates_and_forwarded_claims_are_set_aside(office: Office, status: str):
    line = Line(21000, 0, (("CO", "45", 21000),))
    answer = office.post(remittance(Payment((Claim((line,), status=status), SECOND))))
    assert (answer.set_aside, answer.matched) == (1, 1)
    assert office.claim().open == 21000


def test_a_split_into_two_equal_answers_in_one_payment_is_real(tmp_path: Path):
    office = Office(tmp_path, [bill(charges=(20000,))])
    half = Claim((Line(10000, 5000, (("CO", "45", 5000),), control="OXY00011"),))
    answer = office.post(remittance(Payment((half, half))))
    assert (answer.matched, answer.suspended, office.claim().open, office.claim().paid) == (2, 0, 0, 10000)


def test_the_same_answer_in_another_payment_waits(office: Office):
    office.post(remittance(Payment((R1,))))
    answer = office.post(remittance(Payment((R1, SECOND), trace="EFT2"), control=2))
    assert (answer.matched, answer.suspended) == (1, 1)
    assert (office.claim().paid, office.money.suspense) == (3136, 3136)
    assert [each.state for each in office.work().suspense] == ["repeated"]
