"""The CMS-1500 (02/12): each value in its item, six lines a form, nothing cut that must not be, each text in its box.

The boxes that texts are looked at in are drawn here from the printed form: its two blocks of columns and its rows.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimLine
from oxyclaim.claims.elements import Elements
from oxyclaim.claims.paper import BOXES, NOT_MOVED, Offset, Page, alignment_page, fill, printed
from oxyclaim.cli.main import app
from oxyclaim.views.form_drawing import HEIGHT, WIDTH, drawn
from oxyclaim.views.render.form_pdf import form_pdf
from oxyclaim.views.render.form_png import form_png
from tests.claims.claim_cases import case_facts, make_item
from tests.pdf_text import pages_of

ROOT = Path(__file__).parents[2]
LEFT, MIDDLE, RIGHT = (1, 29), (30, 49), (50, 79)
PRINTED: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "1": ((7, 8), (1, 49)), "1a": ((7, 8), RIGHT), "2": ((9, 10), LEFT), "3": ((9, 10), MIDDLE), "4": ((9, 10), RIGHT),
    "5": ((11, 16), LEFT), "6": ((11, 12), MIDDLE), "7": ((11, 16), RIGHT), "9": ((17, 18), LEFT),
    "9a": ((19, 20), LEFT), "9d": ((25, 26), LEFT), "10a": ((19, 20), MIDDLE), "10b": ((21, 22), MIDDLE),
    "10c": ((23, 24), MIDDLE), "10d": ((25, 26), MIDDLE), "11": ((17, 18), RIGHT), "11a": ((19, 20), RIGHT),
    "11b": ((21, 22), RIGHT), "11c": ((23, 24), RIGHT), "11d": ((25, 26), RIGHT), "12": ((27, 30), (1, 49)),
    "13": ((27, 30), RIGHT), "14": ((31, 32), (1, 29)), "17": ((33, 34), (1, 29)), "17a": ((33, 33), MIDDLE),
    "17b": ((34, 34), MIDDLE), "19": ((35, 36), (1, 49)), "20": ((35, 36), RIGHT), "21": ((37, 40), (1, 49)),
    "22": ((37, 38), RIGHT), "23": ((39, 40), RIGHT), "24": ((41, 54), (1, 79)), "25": ((55, 56), (1, 21)),
    "26": ((55, 56), (22, 36)), "27": ((55, 56), (37, 49)), "28": ((55, 56), (50, 60)), "29": ((55, 56), (61, 70)),
    "31": ((57, 62), (1, 21)), "32": ((57, 60), (22, 49)), "32a": ((61, 61), (22, 33)), "32b": ((61, 61), (34, 49)),
    "33": ((57, 60), RIGHT), "33a": ((61, 61), (50, 61)), "33b": ((61, 61), (62, 79)), "carrier": ((1, 6), (40, 79)),
}  # fmt: skip
"""The lines and the columns of each item of the printed form, the first and the last of both."""


def case(**sections: Any) -> Case:
    """The case that lacks nothing, with other values in its sections, or other lists."""
    facts = case_facts()
    for name, values in sections.items():
        facts[name] = facts.get(name, {}) | values if isinstance(values, dict) else values
    return Case.model_validate(facts)


def with_items(count: int, **changes: Any) -> Case:
    items = [
        make_item(number, code="E1390" if number % 2 else "E1392", service_date=f"2026-02-{number:02}", charge="100.05")
        for number in range(1, count + 1)
    ]
    return case(items=items, **changes)


def filled(made: Case, filing: str = "MB", narrative: str | None = None) -> tuple[list[Page], list[str]]:
    lines = tuple(ClaimLine(item.line_number, ("RR", "KX"), narrative) for item in made.items)
    elements = Elements()
    return fill(Claim(made, lines, filing), elements), elements.problems


def lines_of(text: str) -> list[str]:
    return text.rstrip("\f").split("\n")


def at(lines: list[str], name: str) -> str:
    """What stands in a box of the printed text."""
    box = BOXES[name]
    return lines[box.line - 1].ljust(80)[box.column - 1 : box.column - 1 + box.width].strip()


def test_every_box_lies_within_its_item_of_the_printed_form():
    for box in BOXES.values():
        (first, last), (left, right) = PRINTED[box.name.partition("_")[0]]
        assert first <= box.line <= last, box
        assert left <= box.column <= box.column + box.width - 1 <= right, box


def test_no_two_boxes_share_a_place():
    taken: dict[tuple[int, int], str] = {}
    for box in BOXES.values():
        for column in range(box.column, box.column + box.width):
            assert (box.line, column) not in taken, (box.name, taken.get((box.line, column)))
            taken[box.line, column] = box.name


def test_a_medicare_claim_stands_as_medicare_wants_it():
    made = case(patient={"last_name": "O'Dell-Vance", "middle_name": "Mary"}, supplier={"phone": "(217) 555-0100"})
    (page,), problems = filled(made)
    assert problems == []
    lines = lines_of(printed([page], NOT_MOVED))
    expected = {
        "1_medicare": "X", "1_other": "", "1a": "1EG4TE5MK73", "2": "O'DELL-VANCE, ANNA, M", "3_month": "02",
        "3_year": "1950", "3_female": "X", "3_male": "", "4": "", "5_street": "12 EXAMPLE STREET", "5_state": "IL",
        "6_self": "", "7_street": "", "10a_no": "X", "10a_yes": "", "11": "NONE", "11d_no": "",
        "12": "SIGNATURE ON FILE", "13": "", "17_qualifier": "DK", "17": "CARLA SAMPLE", "17b": "1245319599",
        "20_no": "", "21_indicator": "0", "21_A": "J449", "21_B": "", "22_code": "", "24_1_from_month": "02",
        "24_1_from_day": "10", "24_1_from_year": "26", "24_1_to_day": "10", "24_1_place": "12", "24_1_code": "E1392",
        "24_1_modifier_1": "RR", "24_1_modifier_2": "KX", "24_1_pointer": "A", "24_1_charge_dollars": "395",
        "24_1_charge_cents": "00", "24_1_units": "1", "24_1_npi": "1234567893", "24_2_code": "", "25": "123456789",
        "25_ein": "X", "26": "A100", "27_yes": "X", "28_dollars": "395", "28_cents": "00", "29_dollars": "",
        "31": "", "32_1": "", "33_area": "217", "33_phone": "5550100", "33_1": "EXAMPLE OXYGEN INC",
        "33_3": "SPRINGFIELD IL 627011234", "33a": "1234567893", "carrier_1": "CGS JB DME",
    }  # fmt: skip
    assert {name: at(lines, name) for name in expected} == expected


def test_another_payers_claim_names_the_insured_and_several_diagnoses():
    made = case(coverage={"payer": "example", "member_id": "W12", "assignment": "not_accepted"},
                diagnoses=[{"icd10": "J44.9"}, {"icd10": "R09.02"}])  # fmt: skip
    (page,), _ = filled(made, "CI")
    texts = page.texts
    assert (texts["1_other"], texts["4"], texts["6_self"]) == ("X", "EXAMPLE, ANNA", "X")
    assert (texts["7_street"], texts["13"], texts["24_1_pointer"]) == ("12 EXAMPLE STREET", "SIGNATURE ON FILE", "AB")
    assert (texts["27_no"], texts["21_B"]) == ("X", "R0902")
    assert "11" not in texts
    assert [name for name, box in (("MC", "1_medicaid"), ("CH", "1_tricare"), ("VA", "1_champva"))
            if box not in filled(made, name)[0][0].texts] == []  # fmt: skip


def test_an_injury_at_work_is_told_with_its_date():
    injury = {"date": "2026-01-05", "at_work": True, "claim_number": "WC-778"}
    (page,), _ = filled(case(coverage={"injury": injury}), "WC")
    assert (page.texts["11b_qualifier"], page.texts["11b"]) == ("Y4", "WC-778")
    assert "10a_no" not in page.texts
    assert {name: page.texts[name] for name in ("10a_yes", "14_month", "14_day", "14_year", "14_qualifier")} == {
        "10a_yes": "X", "14_month": "01", "14_day": "05", "14_year": "2026", "14_qualifier": "431",
    }  # fmt: skip


@pytest.mark.parametrize(("lines", "forms"), [(1, [1]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_six_lines_stand_on_a_form_and_each_form_stands_for_itself(lines: int, forms: list[int]):
    pages, problems = filled(with_items(lines))
    assert problems == []
    assert [len(page.lines) for page in pages] == forms
    assert [line for page in pages for line in page.lines] == list(range(1, lines + 1))
    for page, count in zip(pages, forms, strict=True):
        cents = round(count * 10005)
        assert int(page.texts["28_dollars"]) * 100 + int(page.texts["28_cents"]) == cents
        assert page.texts["1a"] == "1EG4TE5MK73"
    assert printed(pages, NOT_MOVED).count("\f") == len(forms)


def test_lines_of_another_authorization_stand_on_another_form():
    number = {"id": "A", "number": "PA123", "status": "approved", "codes": ["E1392"], "first_day": "2026-01-01"}
    pages, _ = filled(with_items(4, authorizations=[number]), "CI")
    assert [(page.texts.get("23"), page.lines) for page in pages] == [(None, (1, 3)), ("PA123", (2, 4))]


def test_a_narrative_stands_once_in_item_19():
    (page,), problems = filled(with_items(3), narrative="Month billed on the discharge date")
    assert (page.texts["19"], problems) == ("MONTH BILLED ON THE DISCHARGE DATE", [])


@pytest.mark.parametrize(
    ("made", "narrative", "told"),
    [
        (case(patient={"address": {"line_1": "12345 Extraordinarily Long Street", "city": "Troy", "state": "NY",
                                   "zip": "12180"}}), None, "patient.address.line_1 has more than the 28 characters"),
        (case(patient={"account_number": "A1234567890123456"}), None, "patient.account_number is longer than 14"),
        (case(), "x" * 60, "narrative has more than the 48 characters of item 19"),
        (case(items=[make_item(1, charge="100000.00")]), None, "more digits than the form holds"),
        (case(items=[make_item(1, place_of_service="13")]), None, "item 32 then wants the facility"),
    ],
    ids=["street", "account", "narrative", "charge", "place"],
)  # fmt: skip
def test_what_must_not_be_cut_is_refused(made: Case, narrative: str | None, told: str):
    _, problems = filled(made, narrative=narrative)
    assert any(told in problem for problem in problems), problems
    assert "Extraordinarily" not in " ".join(problems)


def test_long_names_are_cut_and_letters_are_spelled_plainly():
    (page,), problems = filled(case(patient={"last_name": "Müller" * 8, "first_name": "Zoë"}))
    assert problems == []
    assert page.texts["2"] == ("MULLER" * 8)[:28]
    assert printed([page], NOT_MOVED).isascii()


@settings(max_examples=30, deadline=None)
@given(right=st.integers(-3, 3), down=st.integers(-3, 3))
def test_an_offset_moves_everything_alike_or_nothing_is_printed(right: int, down: int):
    (page,), _ = filled(case())
    plain = lines_of(printed([page], NOT_MOVED))
    if right < 0:
        with pytest.raises(ClaimError, match="off the page"):
            printed([page], Offset(right, down))
        return
    if down < -1:
        with pytest.raises(ClaimError):
            printed([page], Offset(right, down))
        return
    moved = lines_of(printed([page], Offset(right, down)))
    wanted = [""] * max(down, 0) + [(" " * right + line).rstrip() for line in plain[max(-down, 0) :]]
    assert moved[: len(wanted)][:60] == wanted[:60]


def test_the_alignment_page_fills_every_box_and_nothing_else():
    lines = lines_of(printed([alignment_page()], NOT_MOVED))
    assert len(lines) == 67
    assert max(map(len, lines)) <= 80
    assert sum(line.count("X") for line in lines) == sum(box.width for box in BOXES.values())
    assert set("".join(lines)) == {"X", " "}


def dark_places(data: bytes) -> Iterator[tuple[float, float]]:
    """The places of the text's pixels, in inches."""
    picture = imread(BytesIO(data), format="png")[:, :, :3].max(axis=2)
    dots = picture.shape[1] / WIDTH
    assert round(picture.shape[0] / dots, 1) == HEIGHT
    for row, column in zip(*np.nonzero(picture < 0.2), strict=True):
        yield (column + 0.5) / dots, (row + 0.5) / dots


def within(x: float, y: float, area: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = area
    return left <= x <= right and top <= y <= bottom


@pytest.mark.parametrize("number", range(2))
def test_on_the_picture_each_text_stands_in_its_item_of_the_printed_form(number: int):
    pages, _ = filled(with_items(8))
    page = pages[number]
    names = {name.partition("_")[0] for name in page.texts}
    inch, sixth = 0.1, 1 / 6
    areas = []
    for (first, last), (left, right) in (PRINTED[name] for name in names):
        areas.append((0.3 + (left - 1) * inch, 0.1 + (first - 1) * sixth, 0.3 + right * inch, 0.1 + last * sixth))
    found = list(dark_places(form_png(page)))
    assert len(found) > 2_000
    strays = [(x, y) for x, y in found if not any(within(x, y, area) for area in areas)]
    assert strays == []
    for name, area in zip(names, areas, strict=True):
        assert any(within(x, y, area) for x, y in found), name


def test_the_pdf_has_a_page_a_form_with_its_texts_at_ten_to_the_inch():
    pages, _ = filled(with_items(8))
    data = form_pdf(pages, "CMS-1500")
    told = pages_of(data)
    assert len(told) == len(pages) == 2
    for page, text in zip(pages, told, strict=True):
        for value in page.texts.values():
            assert value in text
    for box in drawn(pages[0]):
        assert 0 <= box.left < box.left + box.width <= WIDTH
        assert 0 <= box.top < box.top + box.height <= HEIGHT


def run(*words: object) -> Any:
    return CliRunner().invoke(app, ["form", *map(str, words)])


def test_the_command_writes_billable_lines_and_names_the_others(tmp_path: Path):
    example, thin = ROOT / "examples/01-clinic-test.yaml", ROOT / "examples/10-half-the-papers.yaml"
    words = (example, thin, "--as-of", "2025-12-31", "--format", "json")
    answer = json.loads(run(*words, "-o", tmp_path / "form.txt").output)
    assert (answer["forms"], answer["total_charge_cents"]) == (1, 63500)
    assert [(each["line_number"], each["form"]) for each in answer["lines"]] == [(1, 1), (2, 1)]
    assert {each["case_id"] for each in answer["refused"]} == {yaml.safe_load(thin.read_text())["case_id"]}
    assert all(each["reason"] for each in answer["refused"])
    lines = lines_of((tmp_path / "form.txt").read_text(encoding="ascii"))
    assert at(lines, "2") == "HAVERSTOCK, DOLORES, M"
    assert run(*words, "-o", tmp_path / "form.pdf").exit_code == 1
    assert run(*words, "-o", tmp_path / "form.png").exit_code == 1


def test_the_command_refuses_what_it_cannot_do_and_leaves_nothing(tmp_path: Path):
    example = ROOT / "examples/01-clinic-test.yaml"
    assert run(example, "-o", tmp_path / "form.doc").exit_code == 2
    assert run(ROOT / "examples/10-half-the-papers.yaml", "-o", tmp_path / "form.txt").exit_code == 2
    moved = run(example, "--as-of", "2025-12-31", "--right", "-2", "-o", tmp_path / "form.txt")
    assert (moved.exit_code, "off the page" in moved.output) == (2, True)
    text = example.read_text(encoding="utf-8")
    copy = tmp_path / "case.yaml"
    copy.write_text(re.sub(r"\n  tax_id: \S+", "", text), encoding="utf-8")
    lacking = run(copy, "--as-of", "2025-12-31", "-o", tmp_path / "form.txt")
    assert "supplier.tax_id" in lacking.output
    assert run(copy, "-o", copy).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


def test_the_alignment_page_is_written_without_cases(tmp_path: Path):
    result = run("--alignment", "-o", tmp_path / "page.txt")
    assert (result.exit_code, (tmp_path / "page.txt").read_text().count("\f")) == (0, 1)
    assert run("--alignment", ROOT / "examples/01-clinic-test.yaml", "-o", tmp_path / "other.txt").exit_code == 2


def test_a_second_payers_claim_is_on_no_form(tmp_path: Path):
    copy = tmp_path / "case.yaml"
    text = (ROOT / "examples/01-clinic-test.yaml").read_text(encoding="utf-8")
    primary = "  payer: medicare\n  primary: {payer: other, outcome: denied, denied_for: not_a_benefit}\n"
    copy.write_text(text.replace("  payer: medicare\n", primary), encoding="utf-8")
    assert run(copy, "--as-of", "2025-12-31", "-o", tmp_path / "form.txt").exit_code == 2
    assert not (tmp_path / "form.txt").exists()
