"""`oxyclaim calendar` from the user's door. All of it is made up."""

import json
import sys
import xml.etree.ElementTree as ET
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.cli.main import app
from oxyclaim.policy import load
from oxyclaim.rentals.calendar import Calendar, State
from oxyclaim.services.calendar import CalendarAnswer, CalendarRequest
from oxyclaim.services.calendar import calendar as ask
from oxyclaim.views import calendar_picture
from oxyclaim.views.calendar_picture import DOTS_PER_INCH, PAINT, WIDTH, _Picture, drawn
from oxyclaim.views.calendar_words import LOOKS

RUN = CliRunner()
EXAMPLE = Path(__file__).parents[2] / "examples" / "24-three-years.yaml"
AS_OF = "2026-05-24"
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["calendar", *arguments, "--as-of", AS_OF])
    return result.exit_code, result.output


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def example() -> Case:
    return read_cases([EXAMPLE]).cases[0].case


@pytest.fixture(scope="module")
def answer(example: Case) -> CalendarAnswer:
    return ask(CalendarRequest([example, example.under("aetna")], date.fromisoformat(AS_OF)), load())


@pytest.fixture(scope="module")
def text() -> str:
    code, output = run(str(EXAMPLE))
    assert code == 0
    return output


def two_cases(folder: Path, *ids: str) -> str:
    case = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [deepcopy(case) | {"case_id": id} for id in ids]}), encoding="utf-8")
    return str(path)


def test_the_text_tells_runs_of_months_counts_and_reasons(text: str):
    told = words(text)
    for line in (
        "E1390, stationary equipment, rented since 2023-04-12 (line 1) 32 to 33 of 36 months paid "
        "paid month 36 expected on 2026-07-20, if each until then is paid the lifetime ends on 2028-04-11 "
        "next month to bill: 38 on 2026-05-20 (to bill)",
        "1-7 2023-04-12 to 2023-10-12 P paid 1-7 of 36",
        "22-24 2025-01-18 to 2025-03-18 O other payer 3",
        "29 2025-08-18 X blocked 4",
        "39-40 2026-06-20 to 2026-07-20 A payable ahead expected 35-36 of 36",
        "41-60 2026-08-20 to 2028-03-20 N no rent (ahead) 7",
        "P 32 paid, W 1 waiting, O 3 other payer, B 1 to bill, A 2 payable ahead, X 1 blocked, N 20 no rent",
        "LED-080: No rental month begins while the oxygen is not needed",
        "2025-01-01 to 2025-03-31: Medicare Advantage plan",
        f"as of {AS_OF}.",
    ):
        assert line in told
    assert told.count("Billed, and not answered yet.") == 1, "a reason is told once, for both lines"
    assert "are no promise" in told


def test_the_text_fits_the_terminal(text: str):
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 100


def test_json_has_every_month():
    code, output = run(str(EXAMPLE), "--format", "json")
    assert code == 0
    document = json.loads(output)
    (case,) = document["cases"]
    assert (document["as_of"], case["case_id"]) == (AS_OF, "TX-2023-0512")
    assert [[month["number"] for month in lane["months"]] for lane in case["lanes"]] == [
        [*range(1, 61)],
        [*range(1, 56)],
    ]
    month = case["lanes"][0]["months"][7]
    assert (month["service_date"], month["state"], month["position"]) == ("2023-11-18", "paid", 8)
    assert [row["outcome"] for row in month["billed"]] == ["denied", "paid"]
    assert case["lanes"][0]["next_month"] == 38


def test_svg_is_xml_with_a_cell_for_each_month_and_each_kind_of_month(tmp_path: Path):
    target = tmp_path / "months.svg"
    assert run(str(EXAMPLE), "-o", str(target))[0] == 0
    ids = [group.get("id") or "" for group in ET.parse(target).getroot().iter(f"{SVG}g")]
    cells = [id for id in ids if id.startswith("lane-")]
    assert sorted(cells) == sorted(
        f"lane-{lane}-month-{number}" for lane, last in ((1, 60), (2, 55)) for number in range(1, last + 1)
    )


def test_png_has_its_signature_and_is_large_enough_to_print(tmp_path: Path):
    target = tmp_path / "months.png"
    assert run(str(EXAMPLE), "-o", str(target))[0] == 0
    assert target.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(target) as picture:
        assert picture.width == WIDTH * DOTS_PER_INCH
        assert picture.height > 1_000


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_calendar_gives_the_same_bytes(answer: CalendarAnswer, form: str):
    calendar = answer.cases[0]
    assert drawn(calendar, answer, form) == drawn(calendar, answer, form)


@pytest.mark.parametrize("payer", ["medicare", "aetna"])
def test_no_text_of_the_picture_is_clipped_or_covers_another(answer: CalendarAnswer, payer: str):
    figure = _Picture(answer.cases[payer == "aetna"], answer).figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    texts = [each for each in figure.axes[0].texts if each.get_text()]
    boxes = [(each.get_text(), each.get_window_extent(canvas.get_renderer())) for each in texts]
    edge = figure.bbox
    for told, box in boxes:
        assert edge.x0 < box.x0 < box.x1 < edge.x1, told
        assert edge.y0 < box.y0 < box.y1 < edge.y1, told
    for position, (told, box) in enumerate(boxes):
        inner = box.padded(-1)
        covered = [other for other, each in boxes[position + 1 :] if inner.overlaps(each.padded(-1))]
        assert not covered, f"{told!r} and {covered!r}"


def test_every_state_has_a_letter_of_its_own():
    assert {state for state, _ in LOOKS} == set(State)
    assert set(PAINT) == set(LOOKS)
    letters = [look.letter for look in LOOKS.values()]
    assert len(set(letters)) == len(letters)


def test_the_patient_is_named_nowhere(tmp_path: Path, example: Case, text: str):
    assert example.patient is not None
    _, as_json = run(str(EXAMPLE), "--format", "json", "-o", str(tmp_path / "a.svg"), "-o", str(tmp_path / "a.png"))
    outputs = [text, as_json, (tmp_path / "a.svg").read_text(), (tmp_path / "a.png").read_bytes().decode("latin-1")]
    private: list[Any] = [example.patient.last_name, example.patient.first_name, example.coverage.member_id]
    for output in outputs:
        assert not [each for each in private if each in output]


def test_several_cases_want_a_folder_and_get_one_picture_each(tmp_path: Path):
    file = two_cases(tmp_path, "A/1", "B-2")
    code, output = run(file, "-o", str(tmp_path / "one.png"))
    assert (code, "give --output FOLDER" in output) == (2, True)
    folder = tmp_path / "pictures"
    code, output = run(file, "-o", str(folder))
    assert (code, "make it first" in output) == (2, True)
    folder.mkdir()
    code, output = run(file, "-o", str(folder))
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["A_1.png", "A_1.svg", "B-2.png", "B-2.svg"]
    assert "Case A/1" in output
    assert "Case B-2" in output


def test_bad_input(tmp_path: Path):
    assert run(str(tmp_path / "none.yaml"))[0] == 2
    for options in (
        ["-o", "a.png", "-o", "b.png"],
        ["-o", "a.svg", "-o", "b.svg"],
        ["-o", str(tmp_path), "-o", "a.png"],
    ):
        assert run(str(EXAMPLE), *options)[0] == 2
    code, output = run(str(EXAMPLE), "-o", "a.jpg", "--format", "json")
    assert code == 2
    assert "a.jpg does not exist" in json.loads(output)["problems"][0]["message"]


def test_a_picture_that_cannot_be_made_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(calendar: Calendar, answer: object, form: str) -> bytes:
        if form == "png":
            raise OSError(28, "No space left on device", "months.png")
        return b"<svg/>"

    svg, png = tmp_path / "months.svg", tmp_path / "months.png"
    svg.write_bytes(b"old")
    monkeypatch.setattr(calendar_picture, "drawn", broken)
    code, output = run(str(EXAMPLE), "-o", str(svg), "-o", str(png))
    assert code == 2
    assert "no space left" in output
    assert svg.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["months.svg"]


def test_without_the_library_the_message_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "oxyclaim.views.calendar_picture", raising=False)
    monkeypatch.delattr("oxyclaim.views.calendar_picture", raising=False)
    target = tmp_path / "months.png"
    code, output = run(str(EXAMPLE), "-o", str(target))
    assert code == 2
    assert "pip install 'oxyclaim[pictures]'" in output
    assert not target.exists()
    assert run(str(EXAMPLE))[0] == 0, "the calendar itself needs no such library"


def test_folders_and_patterns_are_taken_and_a_broken_file_does_not_stop_the_others(tmp_path: Path):
    two_cases(tmp_path, "A-1", "B-2")
    (tmp_path / "broken.yaml").write_text("case_id: [")
    for where in (tmp_path, tmp_path / "*.yaml"):
        code, output = run(str(where))
        assert code == 2
        assert "Case A-1" in output
        assert "Case B-2" in output
        assert "broken.yaml:1" in output
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    assert run(str(tmp_path), "-o", str(pictures))[0] == 2
    assert len(list(pictures.iterdir())) == 4, "what could be read is drawn"
    code, output = run(str(tmp_path), "--format", "json")
    document = json.loads(output[output.index("{") :])
    assert (code, len(document["cases"]), document["problems"][0]["line"]) == (2, 2, 1)


def test_a_portable_unit_ends_with_the_lifetime_of_the_stationary_one(text: str):
    assert "the lifetime ends on 2028-04-11, with that of the stationary unit (line 1)" in words(text)
