import io
from dataclasses import replace
from datetime import datetime

import pytest

from oxyclaim.x12.core.envelopes import Envelope, InterchangeWriter
from oxyclaim.x12.core.segments import segment

ENVELOPE = Envelope(
    sender_id="SENDER",
    receiver_id="RECEIVER",
    control_number=7,
    created=datetime(2026, 3, 4, 5, 6, 7),  # noqa: DTZ001
    test=True,
    transaction_set="837",
    functional_group="HC",
    version="005010X222A1",
)


def test_envelopes_carry_their_counts_and_control_numbers() -> None:
    out = io.StringIO()
    writer = InterchangeWriter(out, ENVELOPE)
    assert writer.begin_transaction() == "0001"
    writer.write(segment("NTE", "ADD", "ONE") + segment("NTE", "ADD", "TWO"))
    writer.end_transaction()
    assert writer.begin_transaction() == "0002"
    writer.end_transaction()
    writer.end()
    assert out.getvalue().split("~") == [
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260304*0506*^*00501*000000007*0*T*:",
        "GS*HC*SENDER*RECEIVER*20260304*0506*7*X*005010X222A1",
        "ST*837*0001*005010X222A1",
        "NTE*ADD*ONE",
        "NTE*ADD*TWO",
        "SE*4*0001",
        "ST*837*0002*005010X222A1",
        "SE*2*0002",
        "GE*2*7",
        "IEA*1*000000007",
        "",
    ]
    assert len(out.getvalue().split("~")[0]) == 105


@pytest.mark.parametrize("control_number", [0, -1, 1_000_000_000])
def test_a_control_number_has_one_to_nine_digits(control_number: int) -> None:
    with pytest.raises(ValueError, match="control number"):
        replace(ENVELOPE, control_number=control_number)


@pytest.mark.parametrize("party", ["A", "A" * 16, "A*B", "ab"])
def test_a_party_id_fits_its_place(party: str) -> None:
    with pytest.raises(ValueError, match="sender and receiver"):
        replace(ENVELOPE, receiver_id=party)
