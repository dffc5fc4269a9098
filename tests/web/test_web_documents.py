"""Papers that are scanned: taken in by their content, given to a patient, and pointed to by facts."""

import io
import json
import re
from pathlib import Path

import pytest
from desk_site import Site, token_of
from PIL import Image
from starlette.testclient import TestClient

from oxyclaim.services.desk.documents.taking_in import MOST_BYTES

PDF = "application/pdf"


def scan(kind: str, pages: int = 1) -> bytes:
    """A file with so many pages, the first one dark at its top."""
    images = []
    for number in range(pages):
        image = Image.new("L", (300, 400), 255)
        image.paste(40 * number, (0, 0, 300, 100))
        images.append(image)
    out = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if kind != "PNG" else {}
    images[0].save(out, kind, **more)
    return out.getvalue()


def send(browser: TestClient, *contents: bytes, name: str = "Haverstock, Dolores 1948.exe"):
    files = [("files", (name, each, "text/html")) for each in contents]
    return browser.post("/documents", data={"token": token_of(browser)}, files=files)


def post(browser: TestClient, address: str, **data: str):
    return browser.post(address, data={"token": token_of(browser), **data})


def waiting(site: Site) -> list[str]:
    return [document.document_id for document, _ in site.desk.of("own").documents(None)]


@pytest.mark.parametrize(("kind", "pages"), [("PDF", 2), ("TIFF", 3), ("PNG", 1)])
def test_a_file_is_known_by_its_content_and_drawn_page_by_page(own_site: Site, kind: str, pages: int) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    before = set(waiting(site))
    content = scan(kind, pages)
    assert send(browser, content).headers["location"] == "/documents?taken=1"
    (document,) = set(waiting(site)) - before
    for number in range(1, pages + 1):
        picture = browser.get(f"/documents/{document}/{number}/picture")
        assert picture.headers["content-type"] == "image/png"
        shown = Image.open(io.BytesIO(picture.content)).convert("L")
        assert abs(shown.getpixel((shown.width // 2, 20)) - 40 * (number - 1)) < 12
    assert browser.get(f"/documents/{document}/{pages + 1}").status_code == 404
    original = browser.get(f"/documents/{document}/original")
    assert original.content == content
    assert original.headers["content-disposition"].startswith('attachment; filename="paper-')
    assert "Haverstock" not in browser.get("/documents").text + str(dict(original.headers))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "is not a PDF, TIFF or PNG file"),
        (b"MZ\x90\x00", "is not a PDF, TIFF or PNG file"),
        (b"%PDF-1.7 and then nothing of the kind", "cannot be drawn"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "cannot be drawn"),
        (b"%PDF-" + b"\0" * MOST_BYTES, "has more than 25 MB"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_word(own_site: Site, content: bytes, said: str) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    before = waiting(site)
    answer = send(browser, content, name="order.pdf")
    assert (answer.status_code, said in answer.text) == (422, True)
    assert waiting(site) == before


def test_of_several_files_the_sound_ones_are_taken_in(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    before = len(waiting(site))
    answer = send(browser, scan("PNG"), b"nothing", scan("PNG"))
    assert "File 2: is not" in answer.text
    assert "2 files were taken in" in answer.text
    assert len(waiting(site)) == before + 2


def test_a_paper_is_given_to_a_patient_and_facts_point_to_its_page(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    own = site.desk.of("own")
    send(browser, scan("TIFF", 2))
    document = waiting(site)[0]
    name = json.loads(own.head("DEMO-020").text)["patient"]["last_name"]
    found = post(browser, f"/documents/{document}/2/whose", begins=name).text
    handle = site.handle("DEMO-020")
    assert f'name="case" value="{handle}"' in found
    given = {"case": handle, "begins": name, "kind": "standard_written_order", "dated": "2026-11-16"}
    assert post(browser, f"/documents/{document}/2/whose", **given).status_code == 303
    assert document not in waiting(site)
    entry = {"id": "ORDER-1", "kind": "standard_written_order", "date": "2026-11-16", "on_file": True}
    assert entry in json.loads(own.head("DEMO-020").text)["documents"]
    assert "is a patient&#39;s already" in post(browser, f"/documents/{document}/2/whose", **given).text.replace(
        "'", "&#39;"
    )

    form = browser.get(f"/patients/{handle}/intake?paper=order&document={document}&page=2").text
    hidden = dict(re.findall(r'<input type="hidden" name="([\w.]+)" value="([^"]*)">', form))
    assert (hidden["how"], hidden["document_id"], hidden["page"]) == ("document", "ORDER-1", "2")
    assert f'src="/documents/{document}/2/picture"' in form
    entered = {key: hidden[key] for key in ("how", "document_id", "page", "version")}
    saved = post(browser, f"/patients/{handle}/intake/order", **entered, **{"orders.ORDER.signed": "yes"})
    assert saved.status_code == 303
    (order,) = json.loads(own.head("DEMO-020").text)["orders"]
    assert (order["document"], order["page"]) == ("ORDER-1", 2)
    assert "Standard written order" in browser.get(f"/documents/{document}/2").text
    assert "<dt>signed</dt><dd>yes</dd>" in browser.get(f"/documents/{document}/2").text
    assert f'href="/documents/{document}/1"' in browser.get(f"/patients/{handle}/file").text
    assert any("page 2 of a paper" in each.what for each in own.looks("DEMO-020")) is False
    browser.get(f"/documents/{document}/2/picture")
    assert any("page 2 of a paper" in each.what for each in own.looks("DEMO-020"))


def test_a_page_is_turned(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    send(browser, scan("PNG"))
    document = waiting(site)[0]
    before = Image.open(io.BytesIO(browser.get(f"/documents/{document}/1/picture").content)).size
    assert post(browser, f"/documents/{document}/1/turn").status_code == 303
    after = Image.open(io.BytesIO(browser.get(f"/documents/{document}/1/picture").content)).size
    assert after == before[::-1]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_pages_become_a_paper_of_their_own_and_each_original_holds_its_own_pages(own_site: Site, kind: str) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    own, before = site.desk.of("own"), set(waiting(site))
    send(browser, scan(kind, 4))
    (old,) = set(waiting(site)) - before
    post(browser, f"/documents/{old}/3/turn")
    answer = post(browser, f"/documents/{old}/3/split", first="2", last="3")
    new = answer.headers["location"].split("/")[2]
    assert set(waiting(site)) - before == {old, new}
    dark = {old: [0, 120], new: [40, 80]}
    for document, wanted in dark.items():
        _, pages = own.document(document)
        assert [page.page for page in pages] == [1, 2]
        original = browser.get(f"/documents/{document}/original").content
        assert [each.turned for each in pages] == ([0, 90] if document == new else [0, 0])
        sent = set(waiting(site))
        send(browser, original)
        (again,) = set(waiting(site)) - sent
        for number, shade in enumerate(wanted, 1):
            shown = Image.open(io.BytesIO(browser.get(f"/documents/{again}/{number}/picture").content)).convert("L")
            assert abs(shown.getpixel((shown.width // 2, 20)) - shade) < 12, (document, number)
        assert browser.get(f"/documents/{again}/3").status_code == 404
    assert any(each.what == "split a paper" for each in own.looks())


def test_pages_that_are_none_or_all_are_not_split_off(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    before = set(waiting(site))
    send(browser, scan("TIFF", 2))
    (document,) = set(waiting(site)) - before
    for first, last, said in (
        ("1", "2", "Leave at least one page"), ("2", "3", "Give pages from 1 to 2"), ("2", "1", "Give pages from 1"),
        ("x", "2", "Give the first and the last page"), ("", "", "Give the first and the last page"),
    ):  # fmt: skip
        answer = post(browser, f"/documents/{document}/1/split", first=first, last=last)
        assert (answer.status_code, said in answer.text) == (422, True), (first, last)
    given = {"case": site.handle("DEMO-025"), "begins": "x", "kind": "other"}
    assert post(browser, f"/documents/{document}/1/whose", **given).status_code == 303
    answer = post(browser, f"/documents/{document}/1/split", first="2", last="2")
    assert "is a patient" in answer.text
    assert set(waiting(site)) == before


def test_a_picture_that_was_changed_on_the_disk_is_not_shown(own_site: Site, tmp_path: Path) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    send(browser, scan("PNG"))
    document = waiting(site)[0]
    _, (page,) = site.desk.of("own").document(document)
    path = Path(site.address).parent / "files" / page.image_sha256[:2] / page.image_sha256
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    assert browser.get(f"/documents/{document}/1/picture").status_code == 404
    path.write_bytes(whole)
    assert browser.get(f"/documents/{document}/1/picture").status_code == 200


def test_the_papers_of_another_supplier_are_not_found(own_site: Site) -> None:
    site, browser, stranger = own_site, own_site.signed_in("intake"), own_site.signed_in("stranger")
    send(browser, scan("PNG"))
    document = waiting(site)[0]
    for address in (f"/documents/{document}/1", f"/documents/{document}/1/picture", f"/documents/{document}/original"):
        assert browser.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    for action in ("turn", "whose", "split"):
        assert post(stranger, f"/documents/{document}/1/{action}", case="x").status_code == 404
    assert document not in stranger.get("/documents").text
