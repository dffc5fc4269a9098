"""The generated pages in docs/ are those that the rule book gives today."""

import re
from pathlib import Path

from oxyclaim.policy import load
from oxyclaim.policy.handbook.writing import documents, stale, write

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_up_to_date_and_none_is_left_over():
    assert stale(DOCS, load()) == [], "run: make docs (or python -m oxyclaim.policy.handbook)"


def test_writing_makes_every_page_and_takes_away_what_is_left_over(tmp_path: Path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "OLD-001.md").write_text("a rule that is gone")
    (tmp_path / "case-file.md").write_text("not ours")
    assert "rules/OLD-001.md" in stale(tmp_path, load())
    assert "rules/OLD-001.md" in write(tmp_path, load())
    assert stale(tmp_path, load()) == []
    assert write(tmp_path, load()) == [], "a second time nothing changes"
    assert (tmp_path / "case-file.md").read_text() == "not ours"


def test_links_between_the_pages_lead_somewhere():
    pages = documents(load())
    marked = {name: set(re.findall(r'<a id="(\w+)"></a>', text)) for name, text in pages.items()}
    headings = {line[3:] for line in pages["authorities.md"].splitlines() if line.startswith("## ")}
    anchors = {"".join(c for c in heading.lower() if c.isalnum() or c in "-_") for heading in headings}
    for name, text in pages.items():
        for part in text.split("](")[1:]:
            target, _, place = part.split(")")[0].partition("#")
            page = name if not target else f"rules/{target}" if target[:2] != ".." else target[3:]
            assert page in pages, (name, target)
            assert not place or place in (anchors if page == "authorities.md" else marked[page]), (name, target, place)
