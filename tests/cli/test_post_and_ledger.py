"""``oxyclaim post`` and ``oxyclaim ledger`` as a biller types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim_simulator.submitting import claim_file
from tests.ledger.office import TODAY, bill
from tests.remittance.written import R1, Payment, remittance

RUN = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "claims.x12").write_text(claim_file([bill()], TODAY, 1))
    (tmp_path / "one.835").write_bytes(remittance(Payment((R1,))))
    (tmp_path / "bank.csv").write_text("Effective Date,Amount\n1/21/2026,$31.36\n")
    said = RUN.invoke(app, ["store", "init", "--store", str(tmp_path / "s.db")])
    assert said.exit_code == 0, said.output
    return tmp_path


def asked(folder: Path, *words: str) -> tuple[int, str]:
    found = RUN.invoke(app, [*words, "--store", str(folder / "s.db")])
    return found.exit_code, found.output


def test_from_a_remittance_to_balances(folder: Path):
    files = [str(folder / "one.835"), "--claims", str(folder / "claims.x12"), "--bank", str(folder / "bank.csv")]
    code, text = asked(folder, "post", *files, "--dry-run")
    assert code == 0, text
    assert "nothing was kept" in text
    code, text = asked(folder, "post", *files)
    assert code == 0, text
    assert "1 payment, 31.36 dollars" in text
    code, text = asked(folder, "ledger", "enter", "receipt", "OXY0001", "$5.00")
    assert code == 0, text
    code, text = asked(folder, "ledger", "balances", "--by", "claim", "--format", "json")
    (row,) = json.loads(text)["rows"]
    assert (row["paid"], row["patient_owes"], row["open"]) == (3136, 800, 0)
    code, text = asked(folder, "ledger", "balances", "--by", "day", "-o", str(folder / "days.csv"))
    assert code == 0, text
    assert "2026-01-20" in (folder / "days.csv").read_text()
    code, text = asked(folder, "ledger", "work")
    assert (code, text.strip()) == (0, "Nothing waits for a person.")


def test_wrong_input_is_told_and_changes_nothing(folder: Path):
    (folder / "letter.txt").write_text("Dear supplier")
    (folder / "bad.csv").write_text("effective_date,amount\n13/45/2026,abc\n")
    code, text = asked(folder, "post", str(folder / "letter.txt"))
    assert code == 2
    assert "is no answer of a payer" in " ".join(text.split())
    code, text = asked(folder, "post", str(folder / "one.835"), "--bank", str(folder / "bad.csv"))
    assert code == 2
    assert "effective_date: must be a date" in text
    assert "amount: must be an amount" in text
    assert "nothing was done" in " ".join(text.split())
    for words in (["enter", "receipt", "NOBODY", "5"], ["match", "9", "NOBODY"], ["undo", "4", "--reason", "x"]):
        code, text = asked(folder, "ledger", *words)
        assert code == 2, text
    code, text = asked(folder, "ledger", "balances", "-o", str(folder / "one.835"))
    assert code == 2, "a reply is no table"


def test_opening_balances(folder: Path):
    table = folder / "open.csv"
    table.write_text(
        "kind,claim_id,payer_id,code,service_date,charge,open,coinsurance,contractual,paid,reference,amount,member_id\n"
        "claim,OLD1,1205296137,E1392,01/05/2026,210.00,210.00,,,,,,1EG4TE5MK73\n"
        "claim,OLD2,1205296137,E1392,12/05/2025,210.00,0,8.00,165.00,37.00,,,1EG4TE5MK73\n"
        "debt,,1205296137,,,,,,,,26005,31.36,\n"
        "credit,OLD2,,,,,,,,,,5.00,\n"
    )
    code, text = asked(folder, "ledger", "open", str(table))
    assert code == 0, text
    (folder / "old.835").write_bytes(remittance(Payment((R1,))).replace(b"OXY0001", b"OLD1"))
    code, text = asked(folder, "post", str(folder / "old.835"))
    assert code == 0, text
    rows = {row["key"]: row for row in json.loads(
        asked(folder, "ledger", "balances", "--by", "claim", "--format", "json")[1])["rows"]}  # fmt: skip
    assert (rows["OLD1"]["paid"], rows["OLD1"]["open"]) == (3136, 0)
    assert (rows["OLD2"]["patient_owes"], rows["OLD2"]["contractual"]) == (300, 16500)
    code, text = asked(folder, "ledger", "open", str(table))
    assert code == 2
    assert "is in the ledger already" in text
