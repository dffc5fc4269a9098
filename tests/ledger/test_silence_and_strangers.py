"""Made-up acknowledgments of batches that are not ours, and batches that nobody answers."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.ledger import asking
from oxyclaim.services.ledger.patience import Patience
from oxyclaim.services.problems import BadInput
from tests.ledger.office import TODAY, Office, bill

SENT = date(2026, 1, 6)
"""The day on which the office's claims go out: a Tuesday."""


def acknowledgment(group: str, interchange: str = "000000777") -> bytes:
    """A TA1 and a 999 that reject an interchange and a group of these numbers."""
    header = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*OXYGEN         *260107*1200*^*00501*{}*0*P*:~"
    return (
        header.format("000000901") + f"TA1*{interchange}*260106*1200*R*024~"
        "GS*FA*PAYER*OXYGEN*20260107*1200*901*X*005010X231A1~ST*999*0001*005010X231A1~"
        f"AK1*HC*{group}*005010X222A1~AK9*R*1*1*0~SE*4*0001~GE*1*901~IEA*1*000000901~"
    ).encode()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, [bill("OXY0001")])


def test_what_is_rejected_and_is_not_ours_is_told_with_its_number(office: Office):
    answer = office.post(acknowledgment("4711"))
    (file,) = answer.files
    assert file.strange_wholes == ("interchange 000000777", "group 4711")
    assert (file.accepted, file.rejected) == (0, 0)


def test_the_command_says_so(office: Office):
    (office.folder / "strange.x12").write_bytes(acknowledgment("4711"))
    told = CliRunner().invoke(app, ["post", str(office.folder / "strange.x12"), "--store", office.address])
    assert "group 4711 is in no claim file that the ledger knows" in " ".join(told.stdout.split())


def test_a_payer_is_given_its_own_working_days(office: Office):
    other = replace(bill("OXY0002"), payer="99999")
    office.send(other)

    def silent(patience: Patience, days: int) -> list[int]:
        as_of = SENT + timedelta(days=days)
        told = asking.work(office.store, office.address, office.book, as_of, patience).silent
        return [each.claims for each in told]

    patience = Patience(1, {"99999": 3})
    assert silent(patience, 1) == []
    assert silent(patience, 2) == [1]
    assert silent(patience, 3) == [1]
    assert silent(patience, 6) == [1, 1]  # the weekend between counts for nothing
    assert silent(Patience(3), 3) == []


def test_days_are_read_all_at_once():
    assert Patience.from_texts(["2", "16013=5"]) == Patience(2, {"16013": 5})
    with pytest.raises(BadInput) as raised:
        Patience.from_texts(["-1", "16013=soon", "4"])
    assert len(raised.value.problems) == 2


def test_silence_counts_from_the_day_of_the_batch(office: Office):
    assert [each.working_days for each in office.work(TODAY).silent] == [101]
