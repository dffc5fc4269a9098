"""The denial catalogue: complete, sourced, and refused where it contradicts itself."""

import shutil
from pathlib import Path

import pytest
import yaml

from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.engine.words import Kind
from oxyclaim.policy import load
from oxyclaim.policy.denials import entries as source
from oxyclaim.policy.denials import load_denials
from oxyclaim.policy.loading import Loader

BOOK = load().denials
# The code sets of the fact sheet's table of denials, one or more a row.
ROWS = {
    *("MA130", "N704", "CO-4 N519", "CO-4 M114", "CO-4 N565", "CO-5 M77", "13", "CO-16 N264 N575 MA13"),
    *("CO-16 N265 N276 MA13", "CO-16 M124", "CO-16 M51", "CO-16 M60", "176 M60", "CO-16 M77", "OA-18", "CO-22"),
    *("16 MA04", "CO-24", "26", "27", "31", "CO-29 N211", "CO-45", "CO-50 N115", "PR-50 N115", "CO-50 N102"),
    *("CO-50 M127", "CO-50 GZ", "PR-50 GA", "PR-96", "CO-96", "CO-97 M2", "CO-97 M15", "CO-108", "CO-109 N104"),
    *("CO-119 M86", "CO-150 M3", "CO-151 M3 M25", "CO-151 N115", "N370", "M6", "M7", "M8", "CO-154", "CO-167"),
    *("CO-181", "CO-182", "175", "176", "CO-183 N574", "197", "204", "226", "252", "CO-253", "B7", "B9", "B15"),
    *("B20", "N56", "N180", "M25"),
}


def test_every_row_of_the_sheet_has_an_entry():
    held = {frozenset(codes) for entry in BOOK.denials.values() for codes in entry.code_sets}
    assert not [row for row in ROWS if frozenset(row.split()) not in held]


def test_every_denial_that_a_rule_names_is_an_entry():
    for rule in load().rules:
        assert not rule.denial or BOOK.named(rule.denial), (rule.id, rule.denial)
        assert rule.kind is not Kind.FORECAST or rule.denial, rule.id


def test_a_rule_may_name_a_code_without_its_group():
    entry = BOOK.named("CO-B9")
    assert entry is not None
    assert entry.id == "hospice"
    assert BOOK.named("CO-16, N999") is None, "no entry holds it"


def test_what_is_not_confirmed_is_graded_so():
    unconfirmed = (
        "level-not-supported",
        "entitlement",
        "prescription",
        "hospice",
        "modifier-not-in-force",
        "billing-name-old",
    )
    for id in unconfirmed:
        assert load().grade(BOOK.denials[id].authority) == "unconfirmed", id
    for id in ("modifier-missing", "not-necessary", "records-not-received", "inpatient"):
        assert load().grade(BOOK.denials[id].authority) == "primary", id


def test_the_time_to_file_is_the_payers_own():
    [value] = load().values["medicare"]["timely_filing_years"]
    assert (BOOK.routes["new_claim"].years, BOOK.routes["new_claim"].first) == (value.value, value.first)


def test_what_a_supplier_bears_is_never_charged_to_the_patient():
    for entry in BOOK.denials.values():
        if "CO" in entry.charge:
            assert entry.may_charge("CO").startswith("no"), entry.id


BROKEN = {
    "no source": ("authority", [], "stale: no source"),
    "a source that does not exist": ("authority", ["NOBODY"], "stale: no authority NOBODY"),
    "an unknown route": ("routes", ["post-office"], "there is no route post-office"),
    "codes of another entry": ("codes", ["N115", "CO-50"], "the codes CO-50, N115 stand in 2 entries"),
    "a bar that does not exist": ("bars", ["payment"], "stale: bars payment"),
    "an unknown answer": ("answer", "refused", "answer is refused"),
    "an unknown seer": ("seen", "later", "seen is later"),
    "a vague charge": ("charge", "perhaps", "charge begins with yes, no, depends"),
    "a key that means nothing": ("colour", "red", "keys that mean nothing: colour"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_refused_with_what_is_wrong(tmp_path: Path, broken: tuple[str, object, str]):
    key, value, message = broken
    assert message in _refusal(tmp_path, lambda entries: entries["over-the-fee"] | {"codes": "CO-999", key: value})


def test_an_entry_without_a_key_is_refused(tmp_path: Path):
    def without(entries):
        return {k: v for k, v in entries["over-the-fee"].items() if k != "meaning"} | {"codes": "CO-999"}

    assert "stale: meaning is missing" in _refusal(tmp_path, without)


def test_an_entry_stands_in_one_file_only(tmp_path: Path):
    said = _refusal(tmp_path, lambda entries: entries["over-the-fee"] | {"codes": "CO-999"}, id="over-the-fee")
    assert said == "answers: over-the-fee stands in 2 files"


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path):
    said = _refusal(tmp_path, lambda entries: entries["over-the-fee"] | {"authority": [], "answer": "refused"})
    assert len(said.splitlines()) == 3  # the doubled codes too


def _refusal(folder: Path, entry, id: str = "stale") -> str:
    for name in ("routes", "groups"):
        shutil.copy(source.HERE / f"{name}.yaml", folder)
    shutil.copytree(source.HERE / source.FOLDER, folder / source.FOLDER)
    money = yaml.safe_load((folder / source.FOLDER / "money.yaml").read_text())
    (folder / source.FOLDER / "stale.yaml").write_text(yaml.safe_dump({id: entry(money)}))
    with pytest.raises(CatalogueError) as refused:
        load_denials(Loader, load().authorities, folder)
    return str(refused.value)
