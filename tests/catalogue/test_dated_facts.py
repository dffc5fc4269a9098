"""Every date of the case says for which day its fact is needed, and who holds it to that day."""

import polars as pl
import pytest

from oxyclaim.case.tables import RECORDS, schema
from oxyclaim.engine.words import clinical
from oxyclaim.policy import load
from oxyclaim.policy.loading import DatedFact, dated_facts

DATES = {name for kind in ("line", *RECORDS) for name, dtype in schema(kind).items() if dtype == pl.Date}
DECLARED = dated_facts()
THE_RECORD = "the record"


def test_every_date_is_declared():
    assert DECLARED.keys() == DATES, "policy/facts/dates.yaml says for which day each dated fact is needed"


@pytest.mark.parametrize("dated", DECLARED.values(), ids=list(DECLARED))
def test_a_date_has_a_day_and_what_holds_it_or_a_reason_for_having_none(dated: DatedFact):
    assert dated.by in ("service_date", "claim", "delivery", "order", "window", "none")
    assert bool(dated.held_by) is (dated.by != "none")
    assert dated.because or dated.by not in ("window", "none")
    if THE_RECORD not in dated.held_by:
        readers = load().ready_for(["medicare"]).readers(dated.fact)
        assert set(dated.held_by) <= readers, f"{dated.fact} is read by {sorted(readers)}"


FINDINGS = sorted(name for name in DECLARED if name.startswith("line.clinical."))


@pytest.mark.parametrize("date_of", FINDINGS)
def test_the_words_of_the_rules_hold_a_finding_to_its_date(date_of: str):
    finding = date_of.removesuffix(".date").removeprefix("line.clinical.")
    assert DECLARED[date_of].held_by == (THE_RECORD,)
    assert {date_of, "line.service_date"} <= set(getattr(clinical, finding).meta.root_names())
