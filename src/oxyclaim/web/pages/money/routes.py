"""A patient's account: claims, answers, what is owed, entries by hand, the statement."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.claims import key_of
from oxyclaim.services.desk.money import KINDS, Account, account_of, enter_money
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.views.render.pdf import pdf_of
from oxyclaim.views.statement import statement
from oxyclaim.web.access import ALL_ROLES, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()
WHO = ("biller", "manager")


@dataclass(frozen=True)
class MoneyPage:
    """The account; ``keys``: by what addresses name its claims; ``entered``: what was typed, where it was refused."""

    head: PatientHead
    account: Account
    keys: dict[str, str]
    kinds: dict[str, str]
    done: str
    problems: tuple[str, ...]
    entered: dict[str, str]
    tab: str = "money"


@pages.get("/patients/{handle}/money", *ALL_ROLES)
def show(visit: Signed, handle: str, done: str = "") -> Response:
    """The account."""
    return _page(visit, handle, "The entry was made." if done else "")


@pages.post("/patients/{handle}/money", *WHO)
def enter(visit: Signed, handle: str) -> Response:
    """An entry by hand: what the patient paid, was paid back, cannot pay."""
    now = opened(visit, handle, "entered money")
    office = visit.office
    change = Change(visit.account.name, office.now(), visit.text("reason").strip())
    try:
        enter_money(
            visit.desk, now.case.case_id, visit.text("kind"), visit.text("claim"), visit.text("amount"),
            visit.text("on"), office.rule_book(), office.today(), change,
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, handle, problems=tuple(map(str, error.problems)))
    return RedirectResponse(f"/patients/{handle}/money?done=1", status_code=303)


@pages.get("/patients/{handle}/statement.pdf", *WHO)
def letter(visit: Signed, handle: str) -> Response:
    """The patient's statement, to print."""
    now = opened(visit, handle, "printed a statement")
    account = account_of(visit.desk, now.case.case_id)
    content = pdf_of([statement(now.case, account, now.payer, visit.office.today())], "Statement of account")
    headers = {"Content-Disposition": 'inline; filename="statement.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _page(visit: Visit, handle: str, done: str = "", problems: tuple[str, ...] = ()) -> Response:
    now = opened(visit, handle, "looked at the money")
    entered = {name: visit.text(name) for name in ("kind", "claim", "amount", "on", "reason")}
    account = account_of(visit.desk, now.case.case_id)
    keys = {each.stands.key: key_of(each.stands.key) for each in account.claims if each.stands.key}
    context = MoneyPage(head_of(now, handle), account, keys, KINDS, done, problems, entered)
    return page(visit, "pages/money/money.html", context, 422 if problems else 200)
