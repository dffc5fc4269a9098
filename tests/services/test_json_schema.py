"""The JSON of answers: each kind is registered, fits its schema, and is read back as it was."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import jsonschema
import pytest

from oxyclaim import services
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services import payers
from oxyclaim.services.answers import Head, plain, read_back
from oxyclaim.services.cases import read_cases
from oxyclaim.services.denial import DenialRequest, denials, explain_denial
from oxyclaim.services.exports import ExportRequest, export
from oxyclaim.services.fees import find_fee, import_fees, loaded_fees
from oxyclaim.services.form import FormRequest, forms
from oxyclaim.services.handbook import authorities, codes, rules
from oxyclaim.services.importing import ImportRequest, import_export, propose_map
from oxyclaim.services.kinds import KINDS, kind, schema_of
from oxyclaim.services.payers import Answers, ReviewRequest
from oxyclaim.services.problems import BadInput, Problem, Refusal
from oxyclaim.services.replies import RepliesRequest, replies
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.scrub import ScrubRequest, scrub
from oxyclaim.services.simulated import scenarios, simulated
from oxyclaim.services.store.exporting import export_cases
from oxyclaim.services.store.importing import import_cases
from oxyclaim.services.store.judging import begin_judging, judged, stored_due, work
from oxyclaim.services.store.kept import Change
from oxyclaim.services.store.places import back_up, make_store, upgrade_store
from oxyclaim.services.store.verifying import verify_store
from oxyclaim.services.version import version
from oxyclaim.store import SqlPlaces, SqlStore
from tests.fee_files import write_release
from tests.intake.exports import write_export

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SIMULATED = {
    "scenario": "usual", "seed": 1, "first_day": TODAY, "last_day": TODAY, "claim_files": 1,
    "claims": {"answered": 1}, "replies": {"835": 1}, "payments": 1, "deposited_cents": 3136, "debts_open_cents": 0,
    "folder": "out", "state": "out.state.json", "truth": "out.truth.json", "files": ("one.x12",),
}  # fmt: skip


def review(folder: Path) -> Any:
    asked = payers.questions_about("tricare", folder, TODAY)
    key = next(each.key for each in asked.questions if each.holds)
    request = ReviewRequest("tricare", "Ann Lee", "Agreement", None, date(2026, 1, 1), Answers([key]))
    return payers.review(request, folder, TODAY)


def store(folder: Path) -> FeeStore:
    found = FeeStore(folder / "store")
    import_fees(write_release(folder / "cms"), found, rule_book(), TODAY)
    return found


def made(folder: Path) -> str:
    address = str(folder / "store.db")
    SqlPlaces().make(address, NOW)
    return address


def taken_in(folder: Path) -> tuple[SqlStore, Any]:
    opened = SqlPlaces().open(made(folder))
    return opened, import_cases(
        [EXAMPLES / "01-clinic-test.yaml", folder / "gone.yaml"], opened, rule_book(), Change("ann", NOW, "a test")
    )


def judged_store(folder: Path) -> tuple[SqlStore, int]:
    opened, _ = taken_in(folder)
    job = begin_judging(opened, rule_book(), TODAY, Change("ann", NOW, "a test"))
    work(opened, job, rule_book(), "worker", lambda: NOW)
    return opened, job


def imported(folder: Path) -> Any:
    request = ImportRequest(write_export(folder, 4, dirt=4).files, folder / "map.yaml", TODAY)
    return import_export(request, rule_book()).answer


CASES = read_cases([EXAMPLES / "01-clinic-test.yaml"], rule_book()).whole()
MADE: dict[str, Callable[[Path], Any]] = {
    "authorities": lambda folder: authorities(rule_book(), TODAY),
    "codes": lambda folder: codes(rule_book(), TODAY),
    "comparison": lambda folder: payers.compare(["medicare", "tricare"], TODAY, rule_book(), TODAY),
    "denial": lambda folder: explain_denial(DenialRequest(["CO-50", "N102"], TODAY), rule_book()),
    "denials": lambda folder: denials(rule_book(), TODAY),
    "export": lambda folder: export(ExportRequest("due", CASES, folder / "due.csv", TODAY), rule_book()),
    "fee": lambda folder: find_fee("E1392", "NY", "12207", date(2026, 2, 1), store(folder), rule_book(), TODAY),
    "fees": lambda folder: loaded_fees(store(folder), rule_book(), TODAY),
    "fees_imported": lambda folder: import_fees(write_release(folder), store(folder), rule_book(), TODAY),
    "form": lambda folder: forms(FormRequest(CASES, date(2025, 12, 31)), rule_book()).answer,
    "import": imported,
    "import_map": lambda folder: propose_map(write_export(folder, 1).files, folder / "m.yaml", rule_book(), TODAY),
    "payer": lambda folder: payers.show_payer("tricare", TODAY, rule_book(), None, TODAY),
    "payer_file": lambda folder: payers.new_payer("pine_ridge", "base", folder, TODAY),
    "payers": lambda folder: payers.payers(rule_book(), None, TODAY),
    "refusal": lambda folder: Refusal("bad input", (Problem("code", "words", "a.yaml", 3, allowed=("a", "b")),)),
    "review": lambda folder: payers.questions_about("tricare", folder, TODAY),
    "reviewed": review,
    "rules": lambda folder: rules(rule_book(), TODAY, "COV-100"),
    "replies": lambda _: replies(RepliesRequest([EXAMPLES / "replies"], TODAY), rule_book()),
    "scenarios": lambda folder: scenarios({"usual": "all is paid"}, rule_book(), TODAY),
    "scrub": lambda folder: scrub(ScrubRequest([EXAMPLES / "claims.csv"], TODAY, FeeStore(folder)), rule_book()),
    "simulated": lambda folder: simulated(SIMULATED, rule_book(), TODAY),
    "store_copied": lambda folder: back_up(SqlPlaces(), made(folder), str(folder / "copy.db"), rule_book(), TODAY),
    "store_due": lambda folder: stored_due(judged_store(folder)[0], rule_book(), TODAY),
    "store_exported": lambda folder: export_cases(taken_in(folder)[0], folder / "out", rule_book(), TODAY),
    "store_imported": lambda folder: taken_in(folder)[1],
    "store_judged": lambda folder: judged(*judged_store(folder), rule_book(), TODAY),
    "store_made": lambda folder: make_store(SqlPlaces(), str(folder / "made.db"), NOW, rule_book(), TODAY),
    "store_upgraded": lambda folder: upgrade_store(SqlPlaces(), made(folder), rule_book(), TODAY),
    "store_verified": lambda folder: verify_store(taken_in(folder)[0], rule_book(), TODAY),
    "validated_payers": lambda folder: payers.validate([folder / "gone.yaml"], None, TODAY),
    "version": lambda folder: version(rule_book(), TODAY),
}


@pytest.mark.parametrize("name", MADE)
def test_an_answer_fits_its_schema_and_is_read_back_as_it_was(name: str, tmp_path: Path):
    answer = MADE[name](tmp_path)
    text = json.dumps(plain(answer))
    assert type(answer) is kind(name)
    assert read_back(type(answer), text) == answer
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(text), schema, cls=jsonschema.Draft202012Validator)
    if isinstance(answer, Head):
        assert answer.answer == name


def test_every_kind_of_answer_is_registered():
    for module in walk_packages(services.__path__, f"{services.__name__}."):
        import_module(module.name)
    kinds = _below(Head)
    assert kinds <= {kind(name) for name in KINDS}
    assert not [name for name in KINDS if name != "refusal" and kind(name) not in kinds]


def _below(base: type) -> set[type]:
    return {each for child in base.__subclasses__() for each in (child, *_below(child))}


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(BadInput, match="the nearest are check"):
        schema_of("chek")
