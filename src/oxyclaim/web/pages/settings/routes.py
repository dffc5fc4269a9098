"""Settings: who bills and sends, payers, prices; who may sign in; which fee files are loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.kept import ROLES, Account
from oxyclaim.services.desk.settings import SettingsForm, save_settings, settings_form
from oxyclaim.services.desk.signing_in import NewAccount, add_account
from oxyclaim.services.desk.standing import Background, background
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("manager",)


@dataclass(frozen=True)
class SettingsPage:
    """The form; ``fees``: the fee files that are loaded, in words; ``made``: an account that was made just now."""

    form: SettingsForm
    accounts: tuple[Account, ...]
    roles: tuple[str, ...]
    fees: tuple[str, ...]
    behind: Background | None
    saved: bool
    made: NewAccount | None
    problems: tuple[str, ...]


@pages.get("/settings", *WHO)
def show(visit: Signed, saved: str = "") -> Response:
    """The settings."""
    return _page(visit, saved=bool(saved))


@pages.post("/settings", *WHO)
def save(visit: Signed) -> Response:
    """Save them."""
    entered = {name: value for name, value in visit.form.items() if isinstance(value, str) and name != "token"}
    change = Change(visit.account.name, visit.office.now(), "settings")
    problems = save_settings(visit.desk, entered, visit.office.rule_book(), change)
    if problems:
        return _page(visit, entered=entered, wrong=problems)
    visit.look("changed the settings")
    return RedirectResponse("/settings?saved=yes", status_code=303)


@pages.post("/settings/people", *WHO)
def add_person(visit: Signed) -> Response:
    """Somebody more may sign in; password and secret are shown once."""
    office, name = visit.office, visit.text("name")
    role = next((each for each in ROLES if each == visit.text("role")), ROLES[0])
    try:
        made = add_account(office.desk, visit.account.supplier_id, visit.text("sign_in"), name, role, office.now())
    except BadInput as error:
        return _page(visit, problems=tuple(f"{each.path}: {each.message}" for each in error.problems))
    visit.look(f"made an account in the role {role}")
    return _page(visit, made=made)


def _page(
    visit: Visit,
    *,
    saved: bool = False,
    entered: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    made: NewAccount | None = None,
    problems: tuple[str, ...] = (),
) -> Response:
    visit.look("looked at the settings")
    loaded = visit.office.fees.loaded if visit.office.fees else ()
    context = SettingsPage(
        form=settings_form(visit.desk, entered, wrong),
        accounts=tuple(visit.office.desk.accounts(visit.account.supplier_id)),
        roles=ROLES,
        fees=tuple(f"{each.kind} {each.year}, quarter {each.quarter} ({each.source})" for each in loaded),
        behind=background(visit.desk),
        saved=saved,
        made=made,
        problems=problems,
    )
    return page(visit, "pages/settings/settings.html", context, 422 if wrong or problems else 200)
