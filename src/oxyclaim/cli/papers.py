"""Printing answers: the PDF library, and files written whole or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, writing
from oxyclaim.views.blocks import Document

NO_LIBRARY = (
    "a PDF needs the library fpdf2, which is not installed; install it with: pip install 'oxyclaim[pdf]'. Without the "
    "option the answer is shown here"
)
WRITTEN = "Written: {} (it names the patient: handle it so)\n"


def printer() -> Callable[[Path, Sequence[Document], str], None]:
    """What writes documents to a file, under a title. Raises BadInput where the library is missing."""
    try:
        from oxyclaim.views.render.pdf import pdf_of
    except ModuleNotFoundError as error:
        if error.name != "fpdf":
            raise
        raise BadInput([Problem("no_pdf_library", NO_LIBRARY)], NOT_WRITTEN) from None

    def write(target: Path, documents: Sequence[Document], title: str) -> None:
        with writing(target) as part:
            part.write_bytes(pdf_of(documents, title))

    return write
