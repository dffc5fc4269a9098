"""The billing run: pick, check, write, mark sent."""

from dataclasses import dataclass
from datetime import date

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.batch import BatchAnswer, SetAside
from oxyclaim.services.desk.billing import CheckedRun, Ready, check_run, ready, write_run
from oxyclaim.services.desk.kept import ClaimFileTold
from oxyclaim.services.desk.orderers import doubtful
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import NotFound, Number, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "manager")
X12 = "application/edi-x12"


@dataclass(frozen=True)
class PickPage:
    """What is ready, by payer, what is left out, the files that were written; ``problems``: why a run did not go;
    ``picked``: whether every patient is picked at first."""

    ready: Ready
    files: tuple[ClaimFileTold, ...]
    problems: tuple[str, ...]
    written: str
    sent: ClaimFileTold | None
    picked: bool


@dataclass(frozen=True)
class Said:
    """A case of a run that does not go, with why."""

    handle: str
    name: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Goes:
    """A case of a run that goes: its lines, and their month."""

    handle: str
    name: str
    codes: tuple[str, ...]
    service_date: date | None


@dataclass(frozen=True)
class CheckPage:
    """A run as it would be: ``goes`` and ``out``: what goes and what does not; ``handles``: those that go on to be
    written; ``doubted``: whose practitioner is not as CMS's list says."""

    run: CheckedRun
    goes: tuple[Goes, ...]
    handles: tuple[str, ...]
    out: tuple[Said, ...]
    doubted: tuple[Said, ...]


@pages.get("/billing", *WHO)
def show(visit: Signed, written: str = "", picked: str = "all", sent: str = "") -> Response:
    """What is ready."""
    return _pick(visit, (), written if written.isdigit() else "", sent, picked != "none")


@pages.post("/billing/check", *WHO)
def check(visit: Signed) -> Response:
    """Judge what was picked afresh, and look at its files."""
    office = visit.office
    try:
        run = check_run(
            visit.desk, _case_ids(visit), office.rule_book(), office.today(), office.local_time(), office.fees
        )
    except BadInput as error:
        return _pick(visit, tuple(map(str, error.problems)))
    visit.look("checked a billing run")
    out = _out(visit, run)
    context = CheckPage(run, _goes(visit, run), tuple(_handles(visit)), out, _doubted(visit, run))
    return page(visit, "pages/billing/check.html", context)


@pages.post("/billing/write", *WHO)
def write(visit: Signed) -> Response:
    """Write the claim files; the store keeps them."""
    office = visit.office
    change = Change(visit.account.name, office.now(), "billing run")
    try:
        run = write_run(
            visit.desk, _case_ids(visit), office.rule_book(), office.today(), office.local_time(), office.fees,
            office.payers, change,
        )  # fmt: skip
    except BadInput as error:
        return _pick(visit, tuple(map(str, error.problems)))
    visit.look("wrote claim files")
    return RedirectResponse(f"/billing?written={run.answer.claims}", status_code=303)


@pages.get("/billing/files/{number}", *WHO)
def download(visit: Signed, number: Number) -> Response:
    """The claim file, as it was written."""
    try:
        told, content = visit.desk.claim_file(number)
    except KeyError:
        raise NotFound from None
    visit.look("took a claim file")
    headers = {"Content-Disposition": f'attachment; filename="claims-{told.control_number:09d}.x12"'}
    return Response(content, media_type=X12, headers=headers)


@pages.post("/billing/files/{number}/sent", *WHO)
def sent(visit: Signed, number: Number) -> Response:
    """It went out."""
    try:
        visit.desk.mark_sent(number, Change(visit.account.name, visit.office.now(), "claim file sent"))
    except KeyError:
        raise NotFound from None
    visit.look("said that a claim file went out")
    return RedirectResponse(f"/billing?sent={number}", status_code=303)


def _pick(
    visit: Visit, problems: tuple[str, ...], written: str = "", marked: str = "", picked: bool = True
) -> Response:
    visit.look("looked at what is ready to bill")
    found = ready(visit.desk, visit.office.rule_book())
    latest = visit.desk.claim_files()
    files = tuple(dict.fromkeys([*visit.desk.claim_files(to_send=True, most=None), *latest]))
    sent = next((each for each in files if str(each.claim_file_id) == marked and each.sent_at), None)
    context = PickPage(found, files, problems, written, sent, picked)
    return page(visit, "pages/billing/pick.html", context, 422 if problems else 200)


def _handles(visit: Visit) -> list[str]:
    return [each for each in visit.form.getlist("case") if isinstance(each, str)]


def _case_ids(visit: Visit) -> list[str]:
    """The cases that were picked. Raises NotFound for one that this supplier does not have."""
    found = [visit.desk.case_of(handle) for handle in _handles(visit)]
    if None in found:
        raise NotFound
    return [case_id for case_id in found if case_id]


def _doubted(visit: Visit, run: CheckedRun) -> tuple[Said, ...]:
    """Patients whose practitioner CMS's list speaks against; their claims go all the same."""
    found = doubtful(visit.desk, run.cases, visit.office.today())
    patients, handles = visit.desk.patients(list(found)), visit.desk.handles(list(found))
    return tuple(Said(handles[id], patients[id].name, (each.words,)) for id, each in found.items())


def _goes(visit: Visit, run: CheckedRun) -> tuple[Goes, ...]:
    """What goes, by patient."""
    cases = {each.case_id: each for each in run.cases}
    stays = {(each.case_id, each.line_number) for each in run.answer.refused}
    patients, handles = visit.desk.patients(list(cases)), visit.desk.handles(list(cases))
    aside = {each.case_id for each in run.answer.set_aside}
    goes = []
    for id, case in cases.items():
        items = [each for each in case.items if (id, each.line_number) not in stays]
        if items and id not in aside:
            codes = tuple(each.code for each in items)
            goes.append(Goes(handles[id], patients[id].name, codes, items[0].service_date))
    return tuple(sorted(goes, key=lambda each: each.name))


def _out(visit: Visit, run: CheckedRun) -> tuple[Said, ...]:
    """What does not go, by patient."""
    why: dict[str, list[str]] = {}
    answer: BatchAnswer = run.answer
    for line in answer.refused:
        why.setdefault(line.case_id, []).append(f"line {line.line_number} ({line.verdict}): {line.reason}")
    aside: SetAside
    for aside in answer.set_aside:
        why.setdefault(aside.case_id, []).extend(aside.problems)
    patients, handles = visit.desk.patients(list(why)), visit.desk.handles(list(why))
    return tuple(Said(handles[id], patients[id].name, tuple(some)) for id, some in why.items())
