"""The packet of an appeal: its letter, request and index drawn, then its papers in their order."""

from collections.abc import Callable

from oxyclaim.case.models import Case
from oxyclaim.services.appeals import AppealAnswer
from oxyclaim.views.appeal import front_pages
from oxyclaim.views.render.packet import Chapter, packet_of, page_count
from oxyclaim.views.render.pdf import fitted_pdf

AT_MOST = 4
"""Times that the pages are drawn: their own number changes the page numbers in them, hardly ever their lines."""
NO_NUMBER = "Claim ____________"


def drawn(
    case: Case, answer: AppealAnswer, laid_out: Callable[[AppealAnswer, int], AppealAnswer]
) -> tuple[list[Chapter], AppealAnswer]:
    """The pages before the papers, and the answer with all page numbers as they are then."""
    for _ in range(AT_MOST):
        documents = front_pages(case, answer)
        chapters = [Chapter(each.title, fitted_pdf(each, each.title)) for each in documents]
        front = sum(page_count(each.drawn or b"") for each in chapters)
        if front == answer.front:
            break
        answer = laid_out(answer, front)
    return chapters, answer


def drawn_packet(
    case: Case, answer: AppealAnswer, laid_out: Callable[[AppealAnswer, int], AppealAnswer]
) -> tuple[bytes, AppealAnswer]:
    """The file, and the answer with all page numbers as they are in it."""
    chapters, answer = drawn(case, answer, laid_out)
    return packet(chapters, answer), answer


def packet(front: list[Chapter], answer: AppealAnswer) -> bytes:
    """The file."""
    papers = [Chapter(each.label, None, each.files, each.title) for each in answer.exhibits]
    stamp = f"Claim {answer.claim_number}" if answer.claim_number else NO_NUMBER
    return packet_of([*front, *papers], answer.title, stamp)
