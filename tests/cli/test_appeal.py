"""`oxyclaim appeal` from the user's door. All patients and papers are made up."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.appeals.paper_files import turned
from oxyclaim.services.desk.kept import Document, PageRow
from oxyclaim.store.desk import Folder, SqlDesk

RUN = CliRunner()
EXAMPLES = Path(__file__).parents[2] / "examples"
CASE = EXAMPLES / "01-clinic-test.yaml"
RECOVERY = EXAMPLES / "05-read-in-recovery.yaml"
DAY = ("--as-of", "2025-07-01")
DENIED = ("--denied", "CO-50,N115", "--remittance-date", "2025-06-20", "--claim-number", "25160000000001", *DAY)


def drawn(*sheets: str, size: tuple[int, int] = (612, 792)) -> bytes:
    pdf = FPDF(unit="pt", format=size)
    for words in sheets:
        pdf.add_page()
        pdf.set_font("Helvetica", size=20)
        pdf.text(60, 80, words)
    return bytes(pdf.output())


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Every paper of the case, of each kind of file."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "CLINIC-NOTE-0508.pdf").write_bytes(drawn("note sheet 1", "note sheet 2"))
    (folder / "remittance.pdf").write_bytes(drawn("remit sheet", size=(595, 842)))
    (folder / "claim.pdf").write_bytes(drawn("claim sheet", size=(792, 612)))
    Image.new("RGB", (850, 1100), "white").save(folder / "SWO-0509.png")
    slip = Image.new("1", (850, 1100), 1)
    slip.save(folder / "POD-0512.tif", save_all=True, append_images=[slip], compression="group4")
    Image.new("RGB", (1100, 850), "white").save(folder / "signature-log.jpg")
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = RUN.invoke(app, ["appeal", *arguments])
    return result.exit_code, " ".join(result.output.split())


def answer(*arguments: str) -> dict[str, Any]:
    result = RUN.invoke(app, ["appeal", *arguments, "--format", "json"])
    assert result.exit_code in (0, 1, 2), result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def text_of(page: Any) -> str:
    return " ".join(page.extract_text().split())


def changed(folder: Path, change: Callable[[dict[str, Any]], None], source: Path = CASE) -> str:
    case = yaml.safe_load(source.read_text(encoding="utf-8"))
    change(case)
    path = folder / "changed.yaml"
    path.write_text(yaml.safe_dump(case), encoding="utf-8")
    return str(path)


def test_the_packet_is_in_the_reviewers_order_each_page_stamped_and_bookmarked(papers: Path, tmp_path: Path):
    target = tmp_path / "out.pdf"
    code, told = run(str(CASE), "--line", "2", *DENIED, "--papers", str(papers), "-o", str(target))
    assert code == 0, told
    reader = PdfReader(target)
    assert len(reader.pages) == 3 + 8
    for number, page in enumerate(reader.pages, start=1):
        assert f"Claim 25160000000001 - page {number} of 11" in text_of(page)
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)
    at = {words: number for number, page in enumerate(reader.pages, 1) for words in
          ("remit sheet", "claim sheet", "note sheet 1", "note sheet 2") if words in text_of(page)}  # fmt: skip
    assert at == {"remit sheet": 4, "claim sheet": 5, "note sheet 1": 7, "note sheet 2": 8}
    marks = [each.title for each in reader.outline if not isinstance(each, list)]
    assert marks[:3] == ["Request for redetermination", "Request for redetermination: contents", "Index of the papers"]
    assert marks[3:] == [
        "Remittance advice, decision or request", "Claim", "Written order and face-to-face note", "Test report",
        "Proof of delivery", "Signature log",
    ]  # fmt: skip
    papers_marked = [each for some in reader.outline if isinstance(some, list) for each in some]
    assert [reader.get_destination_page_number(each) + 1 for each in papers_marked] == [4, 5, 6, 7, 9, 11]
    assert "Haverstock" not in str(reader.metadata)


def test_the_letter_names_value_source_and_page_and_is_one_page(papers: Path, tmp_path: Path):
    target = tmp_path / "out.pdf"
    run(str(CASE), "--line", "2", *DENIED, "--papers", str(papers), "-o", str(target))
    first, second, third, *_ = map(text_of, PdfReader(target).pages)
    for words in (
        "NORIDIAN JA DME, DME MAC contractor 16013",
        "Haverstock, Dolores M",
        "1EG4TE5MK21",
        "Line 2: E1392 RR N1, date of service 05/12/2025, charge 395.00 dollars",
        "CO-50 N115, remittance advice of 06/20/2025",
        "(rest, 86 %); taken by: treating practitioner 8",
        "LCD L33797, Initial coverage",
        "Last day: 10/23/2025",
        "No signature is needed",
        "Odalys Ferncliff, for Hudson Hollow Home Oxygen Inc., 518-555-0142",
    ):
        assert words in first, words
    assert "2025-" not in first + second + third
    assert "Request for redetermination: contents" in second
    assert "Index of the papers" in third
    assert "CLINIC-NOTE-0508" in third


def test_the_pages_of_the_answer_are_those_of_the_packet(papers: Path, tmp_path: Path):
    made = answer(str(CASE), *DENIED, "--papers", str(papers), "-o", str(tmp_path / "out.pdf"))
    pages = [text_of(page) for page in PdfReader(tmp_path / "out.pdf").pages]
    test = next(row for row in made["rows"] if row["item"] == "blood_gas_study")
    assert [each["packet_page"] for each in test["shown"]] == [8]
    assert "note sheet 2" in pages[7]
    assert sum(each["pages"] for each in made["exhibits"]) + made["front"] == len(pages)
    assert made["target"] == str(tmp_path / "out.pdf")


def test_a_paper_that_is_not_there_is_told_and_never_made_up(papers: Path, tmp_path: Path):
    (papers / "POD-0512.tif").unlink()
    (papers / "remittance.pdf").unlink()
    target = tmp_path / "out.pdf"
    code, told = run(str(CASE), *DENIED, "--papers", str(papers), "-o", str(target))
    assert code == 1
    assert "not given: POD-0512" in told
    assert "not given: remittance" in told
    letter, _, index = [text_of(page) for page in PdfReader(target).pages][:3]
    assert "Proof of delivery DELIVERY-1 of 05/12/2025 not enclosed" in letter
    assert "Not enclosed: " in index
    assert "POD-0512: Delivery ticket 30418" in index


def test_a_page_that_the_paper_does_not_have_is_not_cited(papers: Path, tmp_path: Path):
    (papers / "CLINIC-NOTE-0508.pdf").write_bytes(drawn("one sheet only"))
    made = answer(str(CASE), *DENIED, "--papers", str(papers))
    test = next(row for row in made["rows"] if row["item"] == "blood_gas_study")
    assert test["shown"] == [{"document": "CLINIC-NOTE-0508", "page": 2, "packet_page": None}]


def test_files_that_fit_nothing_are_told(papers: Path):
    (papers / "holiday.png").write_bytes((papers / "SWO-0509.png").read_bytes())
    code, told = run(str(CASE), *DENIED, "--papers", str(papers))
    assert code == 1
    assert "fits no paper of the case: holiday.png" in told


def test_the_files_of_one_paper_may_be_numbered(papers: Path):
    (papers / "SWO-0509.png").rename(papers / "swo 0509.2.png")
    Image.new("L", (85, 110), 255).save(papers / "swo 0509.1.jpeg")
    made = answer(str(CASE), *DENIED, "--papers", str(papers))
    order = next(each for each in made["exhibits"] if each["label"] == "SWO-0509")
    assert [Path(each).name for each in order["files"]] == ["swo 0509.1.jpeg", "swo 0509.2.png"]


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn("secret")))
    writer.encrypt("word", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("SWO-0509.pdf", lambda: b"no PDF at all", "damaged, or no PDF"),
        ("SWO-0509.pdf", lambda: drawn("cut off")[:300], "damaged, or no PDF"),
        ("SWO-0509.pdf", encrypted, "password"),
        ("SWO-0509.png", lambda: b"\x89PNG no picture", "no picture"),
        ("SWO-0509.docx", lambda: b"PK", "save it as PDF, PNG, JPEG or TIFF"),
    ],
)
def test_files_that_are_no_papers_are_told_by_name(papers: Path, name: str, data: Any, words: str):
    (papers / "SWO-0509.png").unlink()
    (papers / name).write_bytes(data())
    code, told = run(str(CASE), *DENIED, "--papers", str(papers))
    assert code == 2
    assert name in told.replace(" ", "")
    assert words in told


def test_two_files_of_one_paper_and_a_path_that_is_not_there(papers: Path):
    (papers / "swo_0509.pdf").write_bytes(drawn("again"))
    code, told = run(str(CASE), *DENIED, "--papers", str(papers), "--papers", str(papers / "none"))
    assert code == 2
    assert "several files of one paper: SWO-0509.png, swo_0509.pdf" in told
    assert "there is no such file or folder" in told


def test_what_is_not_met_is_said_and_no_letter_is_written_but_on_insistence(tmp_path: Path):
    target = tmp_path / "out.pdf"
    asked = (str(RECOVERY), "--denied", "CO-50 N115", "--remitted", "2025-07-20", "--as-of", "2025-08-01")
    code, told = run(*asked, "-o", str(target))
    assert code == 1
    assert "NOT ADVISED" in told
    assert "taken in recovery, resting after exercise, which never counts" in told
    assert "--insist" in told
    assert not target.exists()
    code, told = run(*asked, "-o", str(target), "--insist")
    assert code == 1
    letter = text_of(PdfReader(target).pages[0])
    assert "Not shown by the record:" in letter
    assert "which never counts" in letter
    assert "the record shows what the policy asks for" not in letter


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("CO-4,N519,MA130", "MA130 leaves only a new claim"),
        ("CO-45", "nothing was denied"),
        ("CO-29,N211", "There is no appeal"),
    ],
)
def test_what_cannot_be_appealed_says_what_to_do_instead_and_nobody_can_insist(tmp_path: Path, codes: str, words: str):
    target = tmp_path / "out.pdf"
    asked = (str(CASE), "--denied", codes, "--remittance-date", "2025-06-20", *DAY, "--insist", "-o", str(target))
    code, told = run(*asked)
    assert code == 1
    assert words in told
    assert "instead:" in told
    assert not target.exists()


def test_same_or_similar_is_answered_by_the_pick_up_ticket_and_not_by_the_test(papers: Path):
    asked = (str(CASE), "--denied", "CO-151,M3,M25", "--remittance-date", "2025-06-20", "--claim-number", "1", *DAY)
    code, told = run(*asked, "--papers", str(papers))
    assert code == 1
    assert "Nothing here answers CO-151 M3 M25" in told
    (papers / "pick-up-ticket.pdf").write_bytes(drawn("picked up"))
    made = answer(*asked, "--papers", str(papers))
    assert made["advised"]
    assert made["grounds"][0]["papers"] == ["pick-up-ticket"]


@pytest.mark.parametrize(
    ("day", "last", "in_time"),
    [("2025-10-23", "2025-10-23", True), ("2025-10-24", "2025-10-23", False)],
)
def test_the_last_day_counts_and_the_day_after_is_too_late(day: str, last: str, in_time: bool):
    made = answer(str(CASE), "--denied", "CO-50,N115", "--remittance-date", "2025-06-20", "--as-of", day)
    assert made["deadline"]["last_day"] == last
    assert made["advised"] is in_time


def test_that_the_time_for_a_claim_has_passed_stands_against_no_appeal():
    """The claim was made in time; a year later an appeal is judged by the papers alone."""
    made = answer(str(CASE), "--denied", "CO-50,N115", "--remittance-date", "2026-05-01", "--as-of", "2026-06-30")
    assert made["advised"]
    assert made["not_met"] == []


def test_a_reconsideration_counts_from_the_decision_and_names_what_was_called_missing(papers: Path, tmp_path: Path):
    asked = (str(CASE), *DENIED[:-2], "--level", "reconsideration", "--as-of", "2025-09-01", "--papers", str(papers))
    code, told = run(*asked)
    assert code == 2
    assert "--decided" in told
    made = answer(*asked, "--decided", "2025-08-20", "--called-missing", "the practitioner's evaluation")
    assert made["deadline"]["last_day"] == "2026-02-21"
    fields = {each["id"]: each["value"] for each in made["fields"]}
    assert fields["missing"] == "the practitioner's evaluation"
    assert fields["decision_maker"] == "NORIDIAN JA DME, 2025-08-20"
    assert [each["label"] for each in made["missing"]] == ["decision"], "that the remittance is there is not enough"
    (papers / "decision.pdf").write_bytes(drawn("decision sheet"))
    target = tmp_path / "second.pdf"
    made = answer(*asked, "--decided", "2025-08-20", "--called-missing", "the evaluation", "-o", str(target))
    assert made["missing"] == []
    letter = text_of(PdfReader(target).pages[0])
    assert "The decision of 08/20/2025 called missing: the evaluation." in letter


def test_a_page_that_the_file_does_not_have_is_told(papers: Path, tmp_path: Path):
    """The case names page 2 of the note as the test report; its file has one page."""
    (papers / "CLINIC-NOTE-0508.pdf").write_bytes(drawn("note sheet 1"))
    code, told = run(str(CASE), "--line", "2", *DENIED, "--papers", str(papers), "-o", str(tmp_path / "out.pdf"))
    assert code == 1
    assert "not given: CLINIC-NOTE-0508 page 2 (only 1 page of it is given)" in told
    assert "CLINIC-NOTE-0508 page 2: only 1 page of it is given" in text_of(PdfReader(tmp_path / "out.pdf").pages[2])


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("CO-50,N115", "the record shows what the policy asks for; see rows 1 to 7"),
        ("CO-50,N102", "the records are enclosed, and they show what the policy asks for; see rows 1 to 7"),
        ("CO-226", "the records are enclosed, and they show what the policy asks for; see rows 1 to 7"),
    ],
)
def test_the_letter_answers_the_ground(papers: Path, tmp_path: Path, codes: str, words: str):
    target = tmp_path / "out.pdf"
    run(str(CASE), "--line", "2", "--denied", codes, *DENIED[2:], "--papers", str(papers), "-o", str(target))
    assert words in text_of(PdfReader(target).pages[0])


def test_what_nothing_answers_is_said_in_the_letter_that_is_insisted_on(papers: Path, tmp_path: Path):
    target = tmp_path / "out.pdf"
    asked = ("--denied", "CO-151,M3", *DENIED[2:], "--insist", "--papers", str(papers), "-o", str(target))
    run(str(CASE), "--line", "2", *asked)
    assert "nothing that is enclosed answers this ground" in text_of(PdfReader(target).pages[0])


def test_a_letter_to_a_plan_names_no_table_that_is_not_there_and_no_id_of_ours(tmp_path: Path):
    target = tmp_path / "out.pdf"
    asked = ("--denied", "CO-50", "--remittance-date", "2026-06-20", "--claim-number", "X99", "--as-of", "2026-07-01")
    _, told = run(str(EXAMPLES / "25-authorization.yaml"), *asked, "--insist", "-o", str(target))
    assert "appeal with the test and the notes" in told
    assert "redetermination" not in told
    letter = text_of(PdfReader(target).pages[0])
    assert "The table" not in letter
    assert "indiana_medicaid" not in letter


def test_a_hearing_needs_enough_at_stake(tmp_path: Path):
    def cheap(case: dict[str, Any]) -> None:
        case["items"][0]["charge"] = 199.99

    asked = ("--line", "1", *DENIED[:-2], "--level", "hearing", "--decided", "2025-12-20", "--as-of", "2026-01-10")
    less = answer(changed(tmp_path, cheap), *asked)
    assert [each["kind"] for each in less["obstacles"]] == ["too_little"]
    assert "200 dollars" in less["obstacles"][0]["sentence"]
    assert answer(str(CASE), *asked)["obstacles"] == []


def test_a_request_for_records_is_answered_with_the_papers_within_45_days(papers: Path, tmp_path: Path):
    (papers / "remittance.pdf").rename(papers / "adr.pdf")
    target = tmp_path / "out.pdf"
    asked = (str(CASE), "--adr", "2025-06-03", "--claim-number", "77", "--papers", str(papers))
    code, told = run(*asked, *DAY, "-o", str(target))
    assert code == 0, told
    letter = text_of(PdfReader(target).pages[0])
    assert "You asked on 06/03/2025 for the records of line 1, E1390 of 05/12/2025" in letter
    assert "day 45 from the request of 06/03/2025 is Friday 07/18/2025" in letter
    assert "Denied with" not in letter
    code, told = run(*asked, "--as-of", "2025-07-19")
    assert code == 1
    assert "HAS PASSED" in told


def test_a_plan_is_asked_by_its_own_days_and_wants_a_waiver_without_a_contract(tmp_path: Path):
    def at_a_plan(case: dict[str, Any]) -> None:
        case["coverage"] |= {"payer": "unitedhealthcare_medicare_advantage", "payer_name": "MADE-UP PLAN"}

    made = answer(changed(tmp_path, at_a_plan), "--denied", "CO-50,N115", "--remittance-date", "2025-06-20", *DAY)
    assert (made["level"], made["deadline"]["last_day"]) == ("plan", "2025-08-19")
    assert "another source says 65 days: the shorter time is taken" in made["deadline"]["steps"]
    assert any("waiver of liability" in each for each in made["notes"])
    assert "DME MAC" not in json.dumps(made["addressee"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--denied", "CO-50"), "--remittance-date"),
        (("--remittance-date", "2025-06-20"), "--denied"),
        ((*DENIED, "--line", "9"), "the case has no line 9; it has 1, 2"),
        ((*DENIED, "--level", "council"), "it has redetermination, reconsideration, hearing"),
        (("--denied", "CO-50", "--remittance-date", "2025-07-02", *DAY), "lies after the day of the run"),
        (("--denied", "CO-50", "--remittance-date", "2025-05-01", *DAY), "before the service"),
        (("--denied", "ZZTOP", "--remittance-date", "2025-06-20", *DAY), "ZZTOP"),
        ((*DENIED, "-o", "out.txt"), ".pdf"),
    ],
)
def test_wrong_options_are_told_and_nothing_is_written(options: tuple[str, ...], words: str):
    code, told = run(str(CASE), *options)
    assert code == 2
    assert words in told


def test_an_input_is_never_overwritten_and_one_case_is_asked_for(papers: Path):
    paper = papers / "CLINIC-NOTE-0508.pdf"
    before = paper.read_bytes()
    code, told = run(str(CASE), *DENIED, "--papers", str(papers), "-o", str(paper))
    assert (code, paper.read_bytes()) == (2, before)
    assert "one of the files to be read" in told
    code, told = run(str(EXAMPLES / "17-three-patients.jsonl"), *DENIED)
    assert code == 2
    assert "there are 3" in told


def test_without_a_claim_number_it_is_not_fine(papers: Path):
    code, told = run(str(CASE), *DENIED[:4], *DAY, "--papers", str(papers))
    assert code == 1
    assert "--claim-number" in told


def test_what_lies_upon_a_page_stands_in_the_packet_where_it_stood(papers: Path, tmp_path: Path):
    """A filled form field is no part of the page that it lies upon, and would be lost."""
    (papers / "claim.pdf").write_bytes(filled_form())
    target = tmp_path / "out.pdf"
    run(str(CASE), *DENIED, "--papers", str(papers), "-o", str(target))
    page = PdfReader(target).pages[4]
    assert "claim sheet FILLED IN" in text_of(page)
    assert "hidden" not in text_of(page)
    assert "/Annots" not in page


def filled_form() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn("claim sheet")))
    page = writer.pages[0]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    name = next(iter(fonts))
    upon = ArrayObject()
    for words, flag in (("FILLED IN", 4), ("hidden", 2)):
        look = StreamObject()
        look.set_data(f"q BT {name} 12 Tf 2 4 Td ({words}) Tj ET Q".encode())
        look[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 150, 20)))
        look[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        field = DictionaryObject({
            NameObject("/Subtype"): NameObject("/Widget"), NameObject("/F"): NumberObject(flag),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (60, 600, 210, 620))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        })  # fmt: skip
        upon.append(writer._add_object(field))
    page[NameObject("/Annots")] = upon
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_scan_that_lies_on_its_side_stands_upright(papers: Path, tmp_path: Path):
    writer = PdfWriter(clone_from=BytesIO(drawn("claim sheet", size=(792, 612))))
    writer.pages[0].rotate(90)
    with (papers / "claim.pdf").open("wb") as file:
        writer.write(file)
    target = tmp_path / "out.pdf"
    run(str(CASE), *DENIED, "--papers", str(papers), "-o", str(target))
    page = PdfReader(target).pages[4]
    turns: set[int] = set()
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: turns.add(round(cm[1], 1)) if "sheet" in text else None
    )
    assert turns == {-0.9}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A store with the case, and a desk that has taken in its papers: the note upside down, the order in two scans."""
    address = tmp_path / "s.db"
    assert RUN.invoke(app, ["store", "init", "--store", str(address)]).exit_code == 0
    assert RUN.invoke(app, ["store", "import", str(CASE), "--store", str(address)]).exit_code == 0
    room = Folder(Path(f"{address}.files"))
    scan = BytesIO()
    Image.new("RGB", (850, 1100), "white").save(scan, "PNG")
    taken = [
        ("CLINIC-NOTE-0508", drawn("note sheet 1", "note sheet 2"), "application/pdf", (0, 180)),
        ("SWO-0509", scan.getvalue(), "image/png", (0,)), ("SWO-0509", drawn("order sheet 2"), "application/pdf", (0,)),
        ("POD-0512", drawn("slip"), "application/pdf", (90,)),
    ]  # fmt: skip
    own = SqlDesk.at(str(address))
    for number, (label, content, kind, degrees) in enumerate(taken):
        id, at = f"D{number}", f"2025-06-0{number + 1}T10:00:00+00:00"
        pages = [PageRow(page, each, None) for page, each in enumerate(degrees, 1)]
        own.of("own").add_document(Document(id, "NY-2025-0117", label, None, None, room.put(content), kind, at), pages)
    own.close()
    return address


def test_the_papers_of_the_desk_are_taken(desk: Path, tmp_path: Path):
    asked = ("NY-2025-0117", "--store", str(desk), *DENIED)
    target = tmp_path / "out.pdf"
    code, told = run(*asked, "-o", str(target))
    assert code == 1
    assert [words for words in ("not given: remittance", "not given: claim") if words not in told] == []
    pages = [text_of(page) for page in PdfReader(target).pages]
    found = [next((words for words in ("order sheet", "note sheet 1", "note sheet 2", "slip") if words in page), "-")
             for page in pages[3:]]  # fmt: skip
    assert found == ["-", "order sheet", "note sheet 1", "note sheet 2", "slip"]
    made = answer(*asked)
    assert {each["label"]: each["pages"] for each in made["exhibits"]} == {
        "SWO-0509": 2, "CLINIC-NOTE-0508": 2, "POD-0512": 1,
    }  # fmt: skip


def test_a_file_that_is_given_takes_the_place_of_the_desks(desk: Path, papers: Path):
    made = answer("NY-2025-0117", "--store", str(desk), *DENIED, "--papers", str(papers))
    assert made["missing"] == []
    assert made["problems"] == []
    assert {each["label"]: each["pages"] for each in made["exhibits"]}["SWO-0509"] == 1


def test_a_paper_of_the_desk_whose_file_is_gone_is_told(desk: Path, tmp_path: Path):
    Path(f"{desk}.files").rename(tmp_path / "elsewhere")
    code, told = run("NY-2025-0117", "--store", str(desk), *DENIED)
    assert code == 2
    assert "its file is gone or was changed" in told
    found = run("NY-2025-0117", "--store", str(desk), *DENIED, "--desk-files", str(tmp_path / "elsewhere"))
    assert "its file is gone" not in found[1]


def test_a_turned_page_stands_upright_in_the_packet():
    """Half black, turned by 90 degrees clockwise: the black half comes from the left to the top."""
    half = Image.new("L", (40, 20), 255)
    half.paste(0, (0, 0, 20, 20))
    out, two = BytesIO(), BytesIO()
    half.save(out, "PNG")
    upright = Image.open(BytesIO(turned(out.getvalue(), "image/png", [90])))
    assert upright.size == (20, 40)
    assert (upright.getpixel((10, 5)), upright.getpixel((10, 35))) == (0, 255)
    half.save(two, "TIFF", save_all=True, append_images=[half])
    read = Image.open(BytesIO(turned(two.getvalue(), "image/tiff", [0, 90])))
    sizes = []
    for number in range(2):
        read.seek(number)
        sizes.append(read.size)
    assert sizes == [(40, 20), (20, 40)]
    document = turned(drawn("sheet"), "application/pdf", [270])
    assert PdfReader(BytesIO(document)).pages[0].rotation == 270
    assert turned(b"as it is", "image/png", [0]) == b"as it is"
