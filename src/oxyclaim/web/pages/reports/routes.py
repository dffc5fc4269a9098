"""How well claims do: measures with their definitions, pictures and tables."""

from dataclasses import dataclass, replace
from datetime import date

from fastapi.responses import Response

from oxyclaim.services.denials.report_tables import measures_frame
from oxyclaim.services.denials.reports import Measures, ReportRequest, a_year_until, reports
from oxyclaim.services.desk.by_practitioner import Ordered, by_practitioner, frame_of
from oxyclaim.services.problems import BadInput
from oxyclaim.views import measures
from oxyclaim.views.bars import with_lengths
from oxyclaim.views.blocks import Document
from oxyclaim.views.measures_picture import drawn
from oxyclaim.web.access import Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("compliance", "manager")
SVG = "image/svg+xml"


@dataclass(frozen=True)
class ReportsPage:
    """The measures of the claims sent in a period; ``query``: the period, for the picture and the tables;
    ``ordered``: the same claims by practitioner, each with the length of its bar."""

    first: date
    last: date
    told: Document | None
    ordered: tuple[tuple[Ordered, int], ...]
    query: str
    problems: tuple[str, ...]


@pages.get("/reports", *WHO)
def show(visit: Signed, first: str = "", last: str = "") -> Response:
    """The measures of a period: of a year, where none is given."""
    visit.look("looked at reports")
    request = _request(visit, first, last)
    query = f"?first={request.first.isoformat()}&last={request.last.isoformat()}"
    told: Document | None = None
    problems: tuple[str, ...] = ()
    try:
        told = measures.view(_measures(visit, request))
    except BadInput as error:
        problems = tuple(map(str, error.problems))
    ordered = () if problems else with_lengths(by_practitioner(visit.desk, request.first, request.last))
    context = ReportsPage(request.first, request.last, told, ordered, query, problems)
    return page(visit, "pages/reports/reports.html", context, 422 if problems else 200)


@pages.get("/reports/picture.svg", *WHO)
def picture(visit: Signed, first: str = "", last: str = "") -> Response:
    """The same as a picture."""
    try:
        return Response(drawn(_measures(visit, _request(visit, first, last)), "svg"), media_type=SVG)
    except BadInput:
        return Response(status_code=422)


@pages.get("/reports/measures.csv", *WHO)
def table(visit: Signed, first: str = "", last: str = "") -> Response:
    """The same as a table."""
    visit.look("took the measures")
    try:
        found = _measures(visit, _request(visit, first, last))
    except BadInput:
        return Response(status_code=422)
    headers = {"Content-Disposition": 'attachment; filename="measures.csv"'}
    return Response(measures_frame(found).write_csv(), media_type="text/csv", headers=headers)


@pages.get("/reports/practitioners.csv", *WHO)
def practitioners(visit: Signed, first: str = "", last: str = "") -> Response:
    """Money and denials by practitioner, as a table."""
    visit.look("took the report by practitioner")
    request = _request(visit, first, last)
    found = frame_of(by_practitioner(visit.desk, request.first, request.last))
    headers = {"Content-Disposition": 'attachment; filename="practitioners.csv"'}
    return Response(found.write_csv(), media_type="text/csv", headers=headers)


def _request(visit: Visit, first: str, last: str) -> ReportRequest:
    """What is no day is as if it had not been given."""
    today = visit.office.today()
    until = _day(last) or today
    return ReportRequest(today, _day(first) or a_year_until(until), until)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _measures(visit: Visit, request: ReportRequest) -> Measures:
    return replace(reports(request, visit.desk.store, visit.office.rule_book()), store="the desk")
