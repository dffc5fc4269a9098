"""The generated documentation: which files there are and what they hold."""

from collections.abc import Mapping
from pathlib import Path

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.handbook.law import law_page
from oxyclaim.handbook.markdown import criteria_page, register_page, rule_index, rule_page, values_page
from oxyclaim.handbook.pages import criteria_pages, parameters_of, rule_pages
from oxyclaim.handbook.register import register
from oxyclaim.handbook.sentences import sentences_page
from oxyclaim.policy.codes.sheets import load_codes

RULES = "rules"
"""The folder that holds generated pages and nothing else."""


def documents(catalogue: Catalogue) -> dict[str, str]:
    """Every generated file below ``docs/``, by its path, with its text."""
    pages = rule_pages(catalogue)
    shared = criteria_pages(catalogue, pages)
    return {
        f"{RULES}/README.md": rule_index(pages, shared),
        **{f"{RULES}/criteria-{page.home}.md": criteria_page(page) for page in shared},
        **{f"{RULES}/{page.id}.md": rule_page(page) for page in pages},
        f"{RULES}/values.md": values_page(parameters_of([*pages, *shared])),
        "authorities.md": register_page(register(catalogue, load_codes(catalogue))),
        "coverage-of-the-law.md": law_page(catalogue),
        "sentences.md": sentences_page(catalogue),
    }


def stale(docs: Path, wanted: Mapping[str, str]) -> list[str]:
    """The files that are missing, out of date, or about a rule that is gone; ``wanted`` as ``documents`` gives them."""
    changed = [name for name, text in wanted.items() if not _holds(docs / name, text)]
    return sorted([*changed, *_left_over(docs, wanted)])


def write(docs: Path, wanted: Mapping[str, str]) -> list[str]:
    """Bring the files up to date; the names of those that changed or went."""
    changed = [name for name, text in wanted.items() if not _holds(docs / name, text)]
    (docs / RULES).mkdir(parents=True, exist_ok=True)
    for name in changed:
        (docs / name).write_text(wanted[name], encoding="utf-8")
    left_over = _left_over(docs, wanted)
    for name in left_over:
        (docs / name).unlink()
    return sorted([*changed, *left_over])


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _left_over(docs: Path, wanted: Mapping[str, str]) -> list[str]:
    present = (f"{RULES}/{path.name}" for path in (docs / RULES).glob("*.md"))
    return [name for name in present if name not in wanted]
