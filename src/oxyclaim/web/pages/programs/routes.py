"""Other programs: which have tokens, what they may do, when each was used; who is told of what."""

from dataclasses import dataclass
from datetime import date

from fastapi.responses import Response

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.kept import Delivery, Token, Webhook
from oxyclaim.services.programs.tokens import SCOPES, TokenMade, is_in_force, make_token, revoke_token
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("manager",)
SHOWN = 20


@dataclass(frozen=True)
class ProgramsPage:
    """Tokens in force and those that are not; ``made``: one that was made just now, with its secret."""

    in_force: tuple[Token, ...]
    ended: tuple[Token, ...]
    scopes: tuple[tuple[str, str], ...]
    webhooks: tuple[Webhook, ...]
    deliveries: tuple[Delivery, ...]
    made: TokenMade | None
    problems: tuple[str, ...]


@pages.get("/settings/programs", *WHO)
def show(visit: Signed) -> Response:
    """The tokens."""
    return _page(visit)


@pages.post("/settings/programs", *WHO)
def make(visit: Signed) -> Response:
    """A program gets a token; its secret is shown once."""
    scopes = [each for each in visit.form.getlist("scope") if isinstance(each, str)]
    try:
        made = make_token(
            visit.office.desk, visit.account.supplier_id, visit.text("name"), scopes, _change(visit),
            visit.office.rule_book(), visit.office.today(), _day(visit.text("until")),
        )  # fmt: skip
    except BadInput as error:
        return _page(visit, problems=tuple(f"{each.path}: {each.message}" for each in error.problems))
    return _page(visit, made=made)


@pages.post("/settings/programs/{token_id}/revoke", *WHO)
def revoke(visit: Signed, token_id: str) -> Response:
    """A token is refused from now on."""
    try:
        revoke_token(
            visit.office.desk, visit.account.supplier_id, token_id, _change(visit), visit.office.rule_book(),
            visit.office.today(),
        )  # fmt: skip
    except BadInput:
        raise NotFound from None
    return _page(visit)


def _change(visit: Visit) -> Change:
    return Change(visit.account.name, visit.office.now(), "settings")


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput([Problem("wrong_value", "write a day as YYYY-MM-DD", path="until")]) from None


def _page(visit: Visit, *, made: TokenMade | None = None, problems: tuple[str, ...] = ()) -> Response:
    visit.look("looked at the programs")
    programs, supplier_id, now = visit.office.desk.programs, visit.account.supplier_id, visit.office.now()
    tokens = programs.tokens(supplier_id)
    context = ProgramsPage(
        in_force=tuple(each for each in tokens if is_in_force(each, now)),
        ended=tuple(each for each in tokens if not is_in_force(each, now)),
        scopes=tuple(SCOPES.items()),
        webhooks=tuple(programs.webhooks(supplier_id)),
        deliveries=tuple(programs.deliveries(supplier_id, SHOWN)),
        made=made,
        problems=problems,
    )
    return page(visit, "pages/programs/programs.html", context, 422 if problems else 200)
