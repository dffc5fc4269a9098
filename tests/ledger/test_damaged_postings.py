"""However answers are damaged, they are posted or not, and no money comes out of nothing."""

from pathlib import Path

import polars as pl
import pytest

from oxyclaim.services.posting import PostRequest
from tests.ledger.office import TODAY, Office, bill
from tests.remittance.damaged import mutated


@pytest.mark.parametrize("files", [60, pytest.param(3000, marks=pytest.mark.slow)])
def test_damaged_answers_bring_no_money(tmp_path: Path, files: int):
    office = Office(tmp_path, [bill("OXY0001"), bill("OXY0009", (10000, 500))])
    paths = []
    for number in range(files):
        paths.append(tmp_path / f"damaged-{number:05d}.x12")
        paths[-1].write_bytes(mutated(12, number)[0])
    answer = office.ask(PostRequest(paths, TODAY))
    assert len(answer.files) + len(answer.problems) == files, "each file is told"
    entries = office.entries()
    with office.store.ledger_as_it_is() as ledger:
        posted = ledger.payments().filter(pl.col("state") == "posted")
    of_payment = dict(entries.drop_nulls("payment").group_by("payment").agg(pl.col("remitted").sum()).iter_rows())
    for number, cents in posted.select("payment_id", "payment_cents").iter_rows():
        assert of_payment.get(number, 0) in (cents, -cents)
    assert of_payment.keys() <= set(posted["payment_id"])
    assert office.store.check()[1] == []
