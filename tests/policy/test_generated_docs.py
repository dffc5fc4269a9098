"""The generated pages in docs/ are those that the rule book gives today."""

import re
from os.path import normpath
from pathlib import Path

import pytest

from oxyclaim.handbook.writing import documents, stale, write
from oxyclaim.policy import load

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return documents(load())


def test_the_pages_are_up_to_date_and_none_is_left_over(pages: dict[str, str]):
    assert stale(DOCS, pages) == [], "run: make docs (or python -m oxyclaim.handbook)"


def test_writing_makes_every_page_and_takes_away_what_is_left_over(tmp_path: Path, pages: dict[str, str]):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "OLD-001.md").write_text("a rule that is gone")
    (tmp_path / "case-file.md").write_text("not ours")
    assert "rules/OLD-001.md" in stale(tmp_path, pages)
    assert "rules/OLD-001.md" in write(tmp_path, pages)
    assert stale(tmp_path, pages) == []
    assert write(tmp_path, pages) == [], "a second time nothing changes"
    assert (tmp_path / "case-file.md").read_text() == "not ours"


def test_links_between_the_pages_lead_somewhere(pages: dict[str, str]):
    marked = {name: set(re.findall(r'<a id="(\w+)"></a>', text)) for name, text in pages.items()}
    headings = {line[3:] for line in pages["authorities.md"].splitlines() if line.startswith("## ")}
    anchors = {"".join(c for c in heading.lower() if c.isalnum() or c in "-_") for heading in headings}
    for name, text in pages.items():
        for part in text.split("](")[1:]:
            target, _, place = part.split(")")[0].partition("#")
            page = name if not target else str(normpath(Path(name).parent / target))
            assert page in pages, (name, target)
            assert not place or place in (anchors if page == "authorities.md" else marked[page]), (name, target, place)
