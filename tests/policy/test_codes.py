"""The explained codes agree with the payers' lists, and nothing stands there without a source."""

import pytest
import yaml

from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.policy import load
from oxyclaim.policy.codes import compared, load_codes
from oxyclaim.policy.codes.sheets import FILE, code_lists, read_codes

SHEETS = {sheet.code: sheet for sheet in load_codes(load())}
FAMILY = """E0424 E0439 E1390 E1391 E1405 E1406 E0431 E0433 E0434 E1392 K0738 E0441 E0442 E0443 E0444 E0447
E0425 E0430 E0435 E0440 E0445 E0446 A4606"""


def topics(code: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for statement in SHEETS[code].statements:
        found.setdefault(statement.topic, []).append(statement)
    return found


def orders(code: str) -> list:
    lists = [listing for listing in SHEETS[code].listings if listing.parameter.startswith("order_before_delivery")]
    return [listing for listing in lists if listing.last is None]


def changed(**changes) -> str:
    return yaml.safe_dump(yaml.safe_load(FILE.read_text()) | changes, sort_keys=False)


def test_the_whole_family_is_explained():
    assert set(SHEETS) == set(FAMILY.split())


def test_classes_are_those_of_every_payers_lists():
    catalogue = load()
    lists = {parameter.name for parameter in code_lists(catalogue, SHEETS)}
    for kind in ("stationary", "portable", "purchase only"):
        name = kind.replace(" ", "_") + "_codes"
        assert name in lists
        listed = {code for by_name in catalogue.values.values() for value in by_name[name] for code in value.value}
        assert listed == {sheet.code for sheet in SHEETS.values() if sheet.kind == kind}


def test_contents_are_not_a_range_of_numbers():
    contents = {code for code, sheet in SHEETS.items() if sheet.kind == "contents"}
    assert contents == {"E0441", "E0442", "E0443", "E0444", "E0447"}


@pytest.mark.parametrize("code", SHEETS)
def test_every_statement_has_a_source_and_is_no_stronger_than_it(code: str):
    catalogue = load()
    grades = ["primary", "secondary", "unconfirmed"]
    for statement in SHEETS[code].statements:
        assert statement.authority
        assert grades.index(statement.grade) >= grades.index(catalogue.grade(statement.authority))


@pytest.mark.parametrize("code", [code for code, sheet in SHEETS.items() if sheet.kind in ("stationary", "portable")])
def test_equipment_says_what_a_biller_asks(code: str):
    assert {"Which equipment", "What it includes", "Not billed apart", "Covered for", "Rented by the month"} <= set(
        topics(code)
    )
    assert {"Payment class", "Flow modifiers", "After month 36", "Maintenance visits"} <= set(topics(code))


def test_what_the_article_says_is_sure_and_what_no_text_confirms_is_shown_as_unconfirmed():
    definition = [statement for statement in topics("E1392")["Which equipment"] if "20 pounds" in statement.says]
    assert [statement.grade for statement in definition] == ["primary"]
    [maintenance] = topics("E1405")["Maintenance visits"]
    assert (maintenance.answer, maintenance.grade) == (None, "unconfirmed")
    dual = [statement for statement in topics("E1392")["Beside other codes"] if "serial number" in statement.says]
    assert [statement.grade for statement in dual] == ["primary"]


def test_maintenance_is_for_concentrators_and_equipment_that_fills_at_home():
    eligible = {code for code in SHEETS for s in topics(code).get("Maintenance visits", []) if s.answer}
    assert eligible == {"E1390", "E1391", "E1392", "E0433", "K0738"}


def test_order_before_delivery_comes_from_the_dated_lists_with_their_grade():
    for code in ("E1390", "E1392", "K0738"):
        [listed] = orders(code)
        assert (listed.parameter, listed.first.isoformat(), listed.clock, listed.grade) == (
            "order_before_delivery_codes",
            "2026-10-28",
            "delivery date",
            "secondary",
        )
    lists = [each for each in SHEETS["E1392"].listings if each.parameter == "order_before_delivery_codes"]
    assert lists[-2].first.isoformat() == "2026-04-13"


def test_side_by_side_what_differs_comes_first_and_what_is_common_is_said_once():
    rows = compared([SHEETS["E1392"], SHEETS["E0431"], SHEETS["E1390"]])
    order = [row.differs for row in rows]
    assert order == sorted(order, reverse=True)
    assert {"Modality", "Maintenance visits"} <= {row.topic for row in rows if row.differs}
    assert "Rented by the month" in {row.topic for row in rows if not row.differs}
    for row in rows:
        if not row.differs:
            assert len(set(row.cells)) == 1
        else:
            common = set.intersection(*(set(cell) for cell in row.cells))
            assert not common, row.topic


def test_a_code_beside_itself_differs_in_nothing():
    assert not any(row.differs for row in compared([SHEETS["E1392"], SHEETS["E1392"]]))


STATEMENT = {"topic": "equipment", "of": ["E1392"], "says": "A concentrator.", "authority": "HCPCSLIST"}


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (STATEMENT | {"topic": "colour"}, "no topic is called colour"),
        (STATEMENT | {"of": ["E9999"]}, "neither a code nor a class is called E9999"),
        (STATEMENT | {"authority": "RUMOUR"}, "no authority RUMOUR"),
        (STATEMENT | {"authority": []}, "no source"),
        (STATEMENT | {"grade": "primary"}, "primary is stronger than its source, which is secondary"),
        (STATEMENT | {"grade": "certain"}, "no grade is called certain"),
        (STATEMENT | {"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_statement_is_refused(statement: dict, says: str):
    with pytest.raises(CatalogueError, match=says):
        read_codes(changed(statements=[statement]), load())


def test_a_class_that_disagrees_with_a_payers_list_is_refused():
    codes = yaml.safe_load(FILE.read_text())["codes"]
    codes["E1392"]["class"] = "stationary"
    with pytest.raises(CatalogueError) as refused:
        read_codes(changed(codes=codes), load())
    assert "E1392 is in portable_codes, and here it is not" in str(refused.value)
    assert "E1392 is not in stationary_codes, and here it is" in str(refused.value)


def test_a_listed_code_without_an_explanation_is_refused():
    codes = yaml.safe_load(FILE.read_text())["codes"]
    del codes["K0738"]
    with pytest.raises(CatalogueError, match="K0738 is in portable_codes, and here it is not"):
        read_codes(changed(codes=codes), load())
