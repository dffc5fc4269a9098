"""The arithmetic of single claims, worked out by hand: charge 210.00, allowed 45.00, 5.00 of the deductible left.

Basis: 42 USC 1395m (80 % of the lower of charge and fee, after the deductible), sequestration of 2 % of the payment
after the patient's share for service dates from 2022-07-01; X12 005010X221A1 as its interpretations read it.
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from oxyclaim_simulator import AnswerRequest, answer
from tests.simulator.remittance_checker import Clp, wrong
from tests.simulator.simulated_files import BILL, ONE, Answered, answered, people

R1 = replace(BILL, items=ONE)
FIVE_LEFT = {"2025": 25_700 - 500}


def r1(folder: Path, *more: object, **asked: object) -> Answered:
    """R1 in a scenario."""
    known = people(folder, deductible_used=FIVE_LEFT)
    return answered(folder, [R1], **{"people": known, "deductible_met": False} | asked)


def cas(claim: Clp) -> dict[str, Decimal]:
    """The adjustments of a claim by code."""
    return {f"{group}-{reason}": amount for group, reason, amount in claim.all_cas}


def only(answers: Answered, payment: int, status: str) -> Clp:
    """The one claim answer with this status."""
    (found,) = [each for each in answers.payments[payment].claims if each.status == status]
    return found


def test_deductible_coinsurance_and_sequestration_to_the_cent(tmp_path: Path):
    answers = r1(tmp_path)
    claim = only(answers, 0, "1")
    assert claim.paid == Decimal("31.36")
    assert cas(claim) == {k: Decimal(v) for k, v in
                          {"CO-45": "165", "PR-1": "5", "PR-2": "8", "CO-253": "0.64"}.items()}  # fmt: skip
    assert claim.elements[5] == "13"
    assert ["AMT", "B6", "45"] in claim.lines[0].rows
    balance = answers.claim("CLAIM1")["balance"]
    assert (balance["paid"], balance["patient"], balance["denied"]) == (3136, 1300, 0)
    assert answers.bank == [
        ["2025-06-17", "31.36", "DME MAC A", "1991601300", "CCD", "TRN*1*1601300000001*1991601300\\"]
    ]


def test_half_a_cent_of_sequestration_goes_up(tmp_path: Path):
    prices = tmp_path / "prices.csv"
    prices.write_text("code,amount\nE1392,0.94\n")  # 80 % are 0.75 (0.19 are the patient's); 2 % of 0.75 are 0.015
    answers = answered(tmp_path, [R1], fees=prices)
    assert cas(only(answers, 0, "1"))["CO-253"] == Decimal("0.02")


def test_nothing_is_held_back_while_the_law_was_suspended(tmp_path: Path):
    old = replace(R1, service_date=date(2021, 5, 10), items=(replace(ONE[0], modifiers=("RR", "KX")),))
    answers = answered(tmp_path, [old], received=date(2021, 6, 1), until=date(2021, 8, 1))
    assert only(answers, 0, "1").paid == Decimal(36)


def test_taken_back_at_once_from_other_claims(tmp_path: Path):
    other = replace(BILL, id="OTHER", member="9AA1A0MZZ00", payer="16013")
    r1(tmp_path, scenario="reversed", until=date(2025, 7, 20))
    answers = answered(tmp_path, [other], control=8, received=date(2025, 7, 21), until=date(2025, 8, 30))
    taking = next(st for st in answers.payments if any(claim.status == "22" for claim in st.claims))
    back, again = [claim for claim in taking.claims if claim.id == "CLAIM1"]
    assert (back.status, back.paid, back.charge) == ("22", Decimal("-31.36"), Decimal(-210))
    assert cas(back) == {k: -v for k, v in {"CO-45": Decimal(165), "PR-1": Decimal(5), "PR-2": Decimal(8),
                                           "CO-253": Decimal("0.64")}.items()}  # fmt: skip
    assert (again.status, cas(again)) == ("1", {"CO-50": Decimal(210)})
    assert back.elements[7] != again.elements[7]
    balance = answers.claim("CLAIM1")["balance"]
    assert (balance["paid"], balance["denied"], balance["patient"]) == (0, 21_000, 0)


def test_what_a_payment_cannot_give_back_is_carried_forward_and_taken(tmp_path: Path):
    r1(tmp_path, scenario="reversed", until=date(2025, 7, 26))
    other = replace(BILL, id="OTHER", member="9AA1A0MZZ00")
    answers = answered(tmp_path, [other], control=8, received=date(2025, 7, 28), until=date(2025, 9, 30))
    carried, paid = answers.payments[1], answers.payments[2]
    (opened,), (taken,) = carried.plb, paid.plb
    assert (opened[0], opened[2], carried.amount, carried.bpr[4]) == ("FB", Decimal("-31.36"), Decimal(0), "NON")
    assert (taken[1:], paid.amount) == ((opened[1], Decimal("31.36")), Decimal("113.68") - Decimal("31.36"))
    assert answers.truth["totals"]["debts_open"] == 0


def test_recovery_put_off_is_taken_from_day_41_on(tmp_path: Path):
    r1(tmp_path, scenario="recouped", until=date(2025, 8, 1))
    later = [
        replace(BILL, id=f"OTHER{week}", member=f"9AA{week}A0MZZ00", service_date=date(2025, 7, 1))
        for week in range(1, 3)
    ]
    first = answered(tmp_path, later[:1], control=8, received=date(2025, 8, 4), until=date(2025, 8, 20))
    assert first.payments[-1].plb == []
    answers = answered(tmp_path, later[1:], control=9, received=date(2025, 8, 25), until=date(2025, 9, 30))
    opened = next(st for st in answers.payments if st.plb)
    assert opened.amount == 0
    assert opened.plb == [("WO", f"25153000000001 {BILL.member}", Decimal("-31.36"))]
    assert answers.payments[-1].plb == [("WO", f"25153000000001 {BILL.member}", Decimal("31.36"))]
    (debt,) = answers.truth["debts"]
    assert (debt["opened"], debt["due"], debt["open"]) == ("2025-07-21", "2025-08-31", 0)


def test_a_refund_settles_the_debt_and_moves_no_money(tmp_path: Path):
    answers = r1(tmp_path, scenario="refunded")
    settled = answers.payments[-1]
    assert [(code, amount) for code, _, amount in settled.plb] == [("72", Decimal("-31.36")), ("WO", Decimal("31.36"))]
    assert (settled.amount, settled.claims) == (0, [])
    assert answers.truth["debts"][0]["refunded"] is True


def test_interest_is_no_part_of_the_claims_payment(tmp_path: Path):
    answers = r1(tmp_path, scenario="interest")
    (st,) = answers.payments
    assert st.claims[0].paid == Decimal("31.36")
    assert ["AMT", "I", "0.19"] in st.claims[0].rows
    assert (st.plb, st.amount) == ([("L6", "", Decimal("-0.19"))], Decimal("31.55"))
    assert answers.truth["totals"]["interest"] == 19


def test_a_supplement_pays_the_patients_share_and_repeats_the_rest(tmp_path: Path):
    known = people(tmp_path, deductible_used=FIVE_LEFT, supplement="60604")
    answers = answered(tmp_path, [R1], people=known, deductible_met=False)
    first, second = answers.payments
    assert (first.claims[0].status, second.claims[0].status) == ("19", "2")
    assert any(row[:2] == ["NM1", "TT"] and row[9] == "60604" for row in first.claims[0].rows)
    assert cas(second.claims[0]) == {"OA-23": Decimal(197)}
    assert second.amount == 13
    assert answers.claim("CLAIM1")["balance"] | {"open": 0} == {
        "charge": 21_000, "paid": 4_436, "contractual": 16_500, "sequestration": 64, "denied": 0, "bundled": 0,
        "other_payer": 0, "patient": 0, "open": 0,
    }  # fmt: skip


def test_medicaid_pays_nothing_and_the_qualified_patient_owes_nothing(tmp_path: Path):
    known = people(tmp_path, supplement="60603")
    answers = answered(tmp_path, [R1], people=known)
    first, second = answers.payments
    assert ["LQ", "HE", "N782"] in first.claims[0].lines[0].rows
    assert cas(second.claims[0]) == {"OA-23": Decimal(201), "CO-45": Decimal(9)}
    assert answers.claim("CLAIM1")["balance"]["patient"] == 0
    assert answers.claim("CLAIM1")["patient_may_be_billed"] is False


def test_a_supplement_may_name_the_share_alone_as_the_charge(tmp_path: Path):
    known = people(tmp_path, deductible_used=FIVE_LEFT, supplement="60605")
    answers = answered(tmp_path, [R1], people=known, deductible_met=False)
    second = answers.payments[1].claims[0]
    assert (second.charge, second.paid, cas(second)) == (Decimal(13), Decimal(8), {"PR-1": Decimal(5)})
    assert answers.claim("CLAIM1")["balance"]["patient"] == 500


def test_the_deductible_alone_is_no_denial(tmp_path: Path):
    answers = answered(tmp_path, [R1], deductible_met=False)
    claim = only(answers, 0, "1")
    assert (claim.paid, cas(claim)) == (0, {"CO-45": Decimal(165), "PR-1": Decimal(45)})
    assert (answers.payments[0].bpr[4], answers.bank) == ("NON", [])


def test_a_claim_split_over_two_remittances_stays_open_between_them(tmp_path: Path):
    between = answered(tmp_path, [BILL], scenario="split", until=date(2025, 6, 17))
    assert between.claim("CLAIM1")["state"] == "part"
    assert between.claim("CLAIM1")["balance"]["open"] == 39_500
    later = answered(tmp_path, [replace(BILL, id="OTHER", member="9AA1A0MZZ00")], control=8,
                     received=date(2025, 6, 18), until=date(2025, 7, 1))  # fmt: skip
    assert [claim.id for st in later.payments for claim in st.claims][:2] == ["CLAIM1", "CLAIM1"]
    assert later.claim("CLAIM1")["state"] == "answered"


def test_bundled_lines_carry_the_submitted_code_and_the_negative_adjustment(tmp_path: Path):
    claim = only(answered(tmp_path, [BILL], scenario="bundled"), 0, "1")
    paying, other = claim.lines
    assert [paying.elements[1], other.elements[1]] == ["HC:E1390:RR:N1"] * 2
    assert other.elements[6] == "HC:E1392:RR:N1"
    assert ("OA", "94", Decimal(-395)) in paying.cas
    assert other.cas == [("CO", "97", Decimal(395))]
    assert paying.paid == Decimal("113.68")


def test_six_triplets_stand_in_one_segment_and_one_is_negative(tmp_path: Path):
    claim = only(answered(tmp_path, [BILL], scenario="six"), 0, "1")
    row = next(row for row in claim.lines[0].rows if row[:2] == ["CAS", "CO"])
    assert len([each for each in row[2::3] if each]) == 6
    assert min(amount for _, _, amount in claim.lines[0].cas) < 0


def test_a_blank_triplet_does_not_end_the_list(tmp_path: Path):
    claim = only(answered(tmp_path, [BILL], scenario="gap"), 0, "1")
    row = next(row for row in claim.lines[0].rows if row[:2] == ["CAS", "CO"])
    assert row == ["CAS", "CO", "45", "140", "", "", "", "", "253", "1.6"]


def test_a_payer_may_know_another_member_id_and_write_line_ids_its_own_way(tmp_path: Path):
    known = people(tmp_path, supplement="60605", deductible_used=FIVE_LEFT)
    answers = answered(tmp_path, [R1], scenario="corrected-member", people=known)
    first, second = (st.claims[0] for st in answers.payments)
    assert next(row for row in first.rows if row[:2] == ["NM1", "74"])[8:] == ["C", "9AAA00MZZ00"]
    assert ["REF", "6R", "CLAI-M11"] in second.lines[0].rows


def test_an_appeal_that_is_won_takes_the_denial_back_and_pays(tmp_path: Path):
    answers = r1(tmp_path, scenario="appeal-won")
    denied, won = answers.payments
    assert cas(denied.claims[0]) == {"CO-50": Decimal(210)}
    assert [claim.status for claim in won.claims] == ["22", "1"]
    assert won.amount == Decimal("31.36")
    (months,) = answers.truth["months"]
    assert months["paid"] == ["2025-05-10"]


def test_more_than_six_provider_level_adjustments_take_two_segments(tmp_path: Path):
    (st,) = answered(tmp_path, [BILL], scenario="many-pairs").payments
    assert len([row for row in st.rows if row[0] == "PLB"]) == 2
    assert not wrong(st)


def test_other_payers_have_other_ways(tmp_path: Path):
    plan = replace(BILL, id="LONGER-THAN-17-CHARACTERS", payer="60601")
    insurer = replace(BILL, id="INSURER", payer="60602", member="9BB1A0MZZ00")
    answers = answered(tmp_path, [plan, insurer])
    by_payer = {next(row[2] for row in st.rows if row[:2] == ["REF", "2U"]): st for st in answers.payments}
    assert by_payer["60601"].claims[0].id == "LONGER-THAN-17-CH"
    split = by_payer["60602"].claims
    assert [(claim.id, len(claim.lines)) for claim in split] == [("INSURER", 1)] * 2
    assert split[0].lines[0].elements[1] == "HC:E1390"
    assert cas(split[0])["PR-3"] == 15
    denied = answered(tmp_path, [replace(plan, service_date=date(2025, 12, 10))], control=9, scenario="denied-need",
                      received=date(2026, 1, 5), until=date(2026, 3, 1))  # fmt: skip
    assert denied.payments[-1].claims[0].status == "4"


def test_a_second_payer_of_a_claim_that_the_supplier_sent(tmp_path: Path):
    text = (
        "ISA*00*          *00*          *ZZ*SIM837         *ZZ*PAYERS         *250601*0600*^*00501*000000007*0*P*:~"
        "GS*HC*SIM837*PAYERS*20250601*0600*7*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20250601*0600*CH~"
        "NM1*41*2*MADE UP*****46*SIM837~HL*1**20*1~NM1*85*2*MADE UP OXYGEN SUPPLY*****XX*1234567893~"
        "HL*2*1*22*0~SBR*S*18*******12~NM1*IL*1*ALDER*ADA****MI*9AA0A0MZZ00~NM1*PR*2*EVERGREEN*****PI*60604~"
        "CLM*SECOND*210***12:B:1*Y*A*Y*Y~SBR*P*18*******MB~AMT*D*31.36~NM1*IL*1*ALDER*ADA****MI*9AA0A0MZZ00~"
        "NM1*PR*2*DME MAC A*****PI*16013~LX*1~SV1*HC:E1392:RR:N1*210*UN*1***1~DTP*472*D8*20250510~REF*6R*A1~"
        "SVD*16013*31.36*HC:E1392:RR:N1**1~CAS*CO*45*165**253*.64~CAS*PR*1*5**2*8~DTP*573*D8*20250616~"
        "SE*23*0001~GE*1*7~IEA*1*000000007~"
    )
    (tmp_path / "second.x12").write_text(text)
    done = answer(AnswerRequest([tmp_path / "second.x12"], tmp_path / "out", date(2025, 7, 1)))
    second = Answered(tmp_path / "out" / "replies", json.loads(Path(done.truth).read_text()))
    (claim,) = second.payments[0].claims
    assert (claim.status, claim.paid, cas(claim)) == ("2", Decimal(13), {"OA-23": Decimal(197)})
    assert second.claim("SECOND")["balance"]["other_payer"] == 19_700
