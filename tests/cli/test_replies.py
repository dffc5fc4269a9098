"""``oxyclaim replies``: files of answers in, what they say out. All answers are made up."""

import io
import json
import logging
from contextlib import redirect_stdout
from pathlib import Path

import polars as pl
import pytest
import pyx12.params
import pyx12.x12n_document
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.answers import read_back
from oxyclaim.services.replies import RepliesAnswer
from tests.remittance.written import DENIED, R1, REVERSED, Line, Payment, Signs, Told, acknowledged, remittance
from tests.remittance.written import Claim as Answered

RUN = CliRunner()
EXAMPLES = Path(__file__).parents[2] / "examples" / "replies"


def run(*arguments: object) -> tuple[int, str]:
    result = RUN.invoke(app, ["replies", *map(str, arguments), "--as-of", "2026-02-01"])
    return result.exit_code, result.output


def asked(*arguments: object) -> RepliesAnswer:
    _, output = run(*arguments, "--format", "json")
    return read_back(RepliesAnswer, output)


def test_the_examples_are_valid_by_an_independent_reader():
    logging.disable(logging.CRITICAL)
    try:
        for path in sorted(EXAMPLES.iterdir()):
            with redirect_stdout(io.StringIO()):
                found = pyx12.x12n_document.x12n_document(pyx12.params.params(), str(path), None, None, None)
            assert found, path.name
    finally:
        logging.disable(logging.NOTSET)


def test_a_folder_tells_what_was_accepted_rejected_and_paid():
    code, output = run(EXAMPLES)
    assert code == 1, "a claim was rejected"
    for text in ("2 claims accepted, 1 rejected", "CA20250290A", "188.43 dollars on 01/20/2026", "it balances"):
        assert text in output


def test_a_difference_is_told_with_place_and_amount(tmp_path: Path):
    path = tmp_path / "oob.835"
    data = remittance(Payment((R1,), cents=3137))
    path.write_bytes(data)
    code, output = run(path)
    assert code == 1
    told = " ".join(output.split())
    assert "not to be posted as it stands" in told
    assert f"the file says 31.37, calculated 31.36, off by 0.01 (BPR02 at byte {data.index(b'ST*835')})" in told


def test_the_table_of_lines_adds_up_to_the_claims(tmp_path: Path):
    own = Answered((Line(10000, 10000),), id="OXY3", adjustments=(("CO", "24", 2500),))
    path = tmp_path / "one.835"
    path.write_bytes(remittance(Payment((REVERSED, DENIED, own, R1), (("WO", "X", 5),))))
    out = tmp_path / "lines.csv"
    assert run(path, "-o", out)[0] == 0
    table = pl.read_csv(out, schema_overrides={"claim_id": pl.String})
    answered = asked(path).files[0].payments[0]
    assert table["paid_cents"].sum() == answered.claims_cents == 7500 + 0
    assert table.filter(pl.col("claim_id") == "OXY3")["adjustments"].to_list() == ["CO-24 25.00", ""]
    assert table.filter(pl.col("remarks") == "N115").height == 1


def test_the_table_is_never_one_of_the_files(tmp_path: Path):
    path = tmp_path / "one.csv"
    path.write_bytes(remittance(Payment((R1,))))
    before = path.read_bytes()
    code, output = run(path, "-o", path)
    assert code == 2
    assert "is one of the files to be read" in " ".join(output.split())
    assert path.read_bytes() == before
    assert run(path, "-o", tmp_path / "out.txt")[0] == 2


@pytest.mark.parametrize("content", [b"", b"hello", b"ISA*00*", b"\x00" * 500, "ISA".encode("utf-16")])
def test_what_is_no_answer_is_told_and_stops_none_of_the_others(content: bytes, tmp_path: Path):
    (tmp_path / "a.835").write_bytes(content)
    (tmp_path / "b.835").write_bytes(remittance(Payment((R1,))))
    code, output = run(tmp_path)
    assert code == 2
    assert "is no answer of a payer" in " ".join(output.split())
    assert "31.36 dollars" in output


def test_transaction_sets_of_other_kinds_are_counted(tmp_path: Path):
    path = tmp_path / "mixed.x12"
    path.write_bytes(remittance(Payment((R1,))).replace(b"ST*835*0001", b"ST*271*0001"))
    assert asked(path).files[0].other_sets == {"271": 1}


def test_the_patient_is_named_nowhere(tmp_path: Path):
    path = tmp_path / "all.x12"
    path.write_bytes(remittance(Payment((R1,), cents=1)) + acknowledged([Told("OXY1", (("A7:507", "U"),))]))
    for form in ("text", "json"):
        _, output = run(path, "--format", form)
        assert "DOE" not in output
        assert "1EG4TE5MK73" not in output


def test_several_interchanges_with_other_signs_in_one_file(tmp_path: Path):
    path = tmp_path / "all.x12"
    path.write_bytes(
        b"\xef\xbb\xbf" + remittance(Payment((R1,)), signs=Signs("|", ">", "\n", "")) + remittance(Payment((DENIED,)))
        + acknowledged([Told("OXY1")])
    )  # fmt: skip
    file = asked(path).files[0]
    assert [payment.payment_cents for payment in file.payments] == [3136, 0]
    assert all(payment.may_be_posted for payment in file.payments)
    assert [batch.accepted for batch in file.batches] == [1]


def test_the_json_holds_what_the_contract_says():
    _, output = run(EXAMPLES, "--format", "json")
    document = json.loads(output)
    assert document["answer"] == "replies"
    assert [file["file"].rpartition("/")[2] for file in document["files"]] == [
        "claims.277", "file.999", "interchange.ta1", "remittance.835",
    ]  # fmt: skip
