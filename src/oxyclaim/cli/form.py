"""``oxyclaim form``."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from oxyclaim.claims.paper import Offset, Page
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import OK, ended, show, telling, write_json
from oxyclaim.services.form import FormRequest, alignment, forms
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing
from oxyclaim.views.blocks import Document, Text
from oxyclaim.views.form import view

SUFFIXES = (".txt", ".pdf", ".png")
WRONG_SUFFIX = "must end with .txt (for the pre-printed form), .pdf or .png (pictures for reading)"
NO_LIBRARY = "a picture needs one more package: pip install 'oxyclaim[{}]'; OUT.txt needs none"
NOTHING = "no line may go out; `oxyclaim check` says what would help"
ONE_PAGE = "a .png holds one form, and there are {}; give a .pdf"
ALIGNED = "Written: {}. Print it on a form: each X must stand within its box; else move it with --right and --down."


def run(
    paths: Sequence[Path],
    target: Path,
    offset: Offset,
    formal_denial: bool,
    as_json: bool,
    as_of: date,
    payers_folder: Path | None,
    store: str | None,
    profile: Path | None = None,
) -> int:
    """Read, judge, fill, write, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers_folder, profile, store) as given:
        _make_sure(target)
        refuse_target(target, given.inputs)
        made = forms(FormRequest(given.whole(NOT_WRITTEN).cases, as_of, formal_denial, offset), given.book)
        answer = made.answer
        if made.pages:
            _write(target, made.pages, made.text)
            answer = replace(answer, target=str(target))
        if as_json:
            write_json(answer)
        elif made.pages:
            show(view(answer))
        else:
            told = (f"{each.case_id} line {each.line_number} {each.code}: {each.reason}" for each in answer.refused)
            raise BadInput((Problem("no_line", each) for each in (NOTHING, *told)), NOT_WRITTEN)
    return ended(answer.is_fine)


def align(target: Path, offset: Offset, as_json: bool) -> int:
    """Write the page for lining up the printer. Returns the exit code."""
    with telling(as_json):
        _make_sure(target)
        refuse_target(target)
        page, text = alignment(offset)
        _write(target, [page], text)
        show(Document((Text(ALIGNED.format(target), "good"),)))
    return OK


def _make_sure(target: Path) -> None:
    if target.suffix.lower() not in SUFFIXES:
        raise BadInput([Problem("wrong_suffix", WRONG_SUFFIX, str(target))], NOT_WRITTEN)


def _write(target: Path, pages: Sequence[Page], text: str) -> None:
    suffix = target.suffix.lower()
    if suffix == ".txt":
        data = text.encode("ascii")
    elif suffix == ".pdf":
        data = _pdf(pages)
    elif len(pages) > 1:
        raise BadInput([Problem("wrong_suffix", ONE_PAGE.format(len(pages)), str(target))], NOT_WRITTEN)
    else:
        data = _png(pages[0])
    with writing(target) as part:
        part.write_bytes(data)


def _pdf(pages: Sequence[Page]) -> bytes:
    try:
        from oxyclaim.views.render.form_pdf import form_pdf
    except ModuleNotFoundError:
        raise BadInput([Problem("no_library", NO_LIBRARY.format("pdf"))], NOT_WRITTEN) from None
    return form_pdf(pages, "CMS-1500")


def _png(page: Page) -> bytes:
    try:
        from oxyclaim.views.render.form_png import form_png
    except ModuleNotFoundError:
        raise BadInput([Problem("no_library", NO_LIBRARY.format("pictures"))], NOT_WRITTEN) from None
    return form_png(page)
