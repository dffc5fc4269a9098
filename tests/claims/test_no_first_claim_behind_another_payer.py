"""The law of the order of payers: no claim for a day on which an earlier payer is in force goes out as a first one.

Every door is tried: the writer itself, the service, the store, the batch, the command. Everything is made up.
"""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimLine, ControlNumbers, write_claims, writing
from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.batch import BatchRequest, write_batch
from oxyclaim.services.claim import ClaimRequest, write_claim
from oxyclaim.services.form import FormRequest, forms
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.claiming import write_kept_claim
from oxyclaim.services.store.kept import Change
from oxyclaim.store import SqlPlaces

SERVICE = date(2025, 5, 10)
AS_OF = date(2025, 7, 31)
CREATED = datetime(2025, 7, 31, 9)  # noqa: DTZ001 (a file's time is the sender's local time)
ANSWER: dict[str, Any] = {
    "kind": "commercial", "outcome": "paid", "comes_first_by": "working_aged", "remittance_date": "2025-06-10",
    "payer_name": "First Example", "payer_id": "FIRST1", "member_id": "991",
    "lines": [{"line_number": 1, "paid": 80, "adjustments": [{"group": "CO", "reason": 45, "amount": 315}]}],
}  # fmt: skip


def case_of(first: int, last: int | None, answered: bool) -> Case:
    """A case with another payer in force from one day to another, counted from the service date."""
    absence = {"reason": "other_payer", "first_day": (SERVICE + timedelta(days=first)).isoformat()}
    if last is not None:
        absence["last_day"] = (SERVICE + timedelta(days=last)).isoformat()
    facts: dict[str, Any] = {
        "tests": [{"state": "rest", "spo2_percent": 86}],
        "items": [{"code": "E1390"}],
        "absences": [absence],
    }
    if answered:
        facts["coverage"] = {"primary": ANSWER}
    return Case.model_validate(build("ORDER", SERVICE.isoformat(), facts))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(-400, 60), st.none() | st.integers(0, 400), st.booleans())
def test_the_writer_itself_keeps_the_law(first: int, length: int | None, answered: bool) -> None:
    last = None if length is None else first + length
    covers = first <= 0 and (last is None or last >= 0)
    claim = Claim(case_of(first, last, answered), (ClaimLine(1, ("RR", "N1")),))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "validate_837p", lambda *_, **__: [])
        target = Path(folder) / "claim.x12"
        if covers and not answered:
            with pytest.raises(ClaimError, match="another payer comes first on 2025-05-10"):
                write_claims([claim], target, created=CREATED, numbers=ControlNumbers(1))
            return
        write_claims([claim], target, created=CREATED, numbers=ControlNumbers(1))
        text = target.read_text()
    assert ("SBR*P*18*******MB" in text) == (not answered)


def test_no_door_writes_it(tmp_path: Path) -> None:
    case, book = case_of(-30, None, answered=False), rule_book()
    target = tmp_path / "claim.x12"
    request = ClaimRequest([case], target, AS_OF, CREATED, formal_denial=True)
    assert write_claim(request, book).file is None
    assert write_batch(BatchRequest([case], tmp_path, AS_OF, CREATED, formal_denial=True), book).files == ()
    assert forms(FormRequest([case], AS_OF, formal_denial=True), book).pages == ()
    # The form has no room for what another payer answered, so what goes behind one goes out as a file.
    assert forms(FormRequest([case_of(-30, None, answered=True)], AS_OF), book).pages == ()
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(case.model_dump(mode="json", exclude_none=True)))
    done = CliRunner().invoke(app, ["claim", str(path), "-o", str(target), "--as-of", "2025-07-31", "--denial-notice"])
    assert done.exit_code == 1
    assert "another payer is primary" in " ".join(done.output.split())
    store = tmp_path / "store.db"
    change = Change("ann", datetime(2025, 7, 31, tzinfo=UTC), "billed")
    SqlPlaces().make(str(store), change.at)
    opened = SqlPlaces().open(str(store))
    opened.take_in([case], change)
    kept = write_kept_claim(request, opened, {"ORDER": 1}, book, change, fees=FeeStore(tmp_path / "fees"), payers=None)
    opened.close()
    assert kept.file is None
    assert not target.exists()


def test_a_verdict_that_says_otherwise_changes_nothing(tmp_path: Path) -> None:
    """What a program hands in as billable is still not written."""
    case = case_of(-30, None, answered=False)
    with pytest.raises((ClaimError, BadInput), match="another payer comes first"):
        write_claims(
            [Claim(case, (ClaimLine(1, ("RR", "N1")),))], tmp_path / "c.x12", created=CREATED, numbers=ControlNumbers(1)
        )
