"""Every page in a real browser: at two widths, light and dark, without a violation that axe finds; with pictures."""

from importlib.resources import files
from pathlib import Path

import pytest
from desk_site import Site
from made_up_payers import answered, bill_all, post_files
from playwright.sync_api import Browser, Page

from oxyclaim.services.desk.demo.filling import fill_inbox
from oxyclaim.services.desk.signing_in import welcome_link
from oxyclaim.services.outgoing import put_out
from oxyclaim.services.programs.hooks import make_webhook
from oxyclaim.services.programs.tokens import make_token
from oxyclaim.services.store.kept import Change
from oxyclaim.store.desk import OutboxFolder

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "sign-in": "/login", "today": "/", "patients": "/patients", "new-patient": "/patients/new",
    "month-ready": "/patients/DEMO-001", "month-before-delivery": "/patients/DEMO-020",
    "month-not-covered": "/patients/DEMO-029", "intake": "/patients/DEMO-020/intake",
    "intake-look-ups": "/patients/DEMO-011/intake", "intake-note": "/patients/DEMO-028/intake",
    "file": "/patients/DEMO-001/file", "papers": "/patients/DEMO-018/papers", "rental": "/patients/DEMO-006/rental",
    "events": "/patients/DEMO-006/events",
    "authorization": "/patients/DEMO-039/authorization", "history": "/patients/DEMO-001/history",
    "documents": "/documents",
    "paper": "/documents/FIRST/1",
    "authorizations": "/authorizations", "look-ups": "/patients/DEMO-011/look-ups", "untouched": "/?show=untouched",
    "patients-filtered": "/patients?state=waiting+for+papers", "practitioners": "/settings/practitioners",
    "log": "/audit", "emergency": "/emergency",
    "billing": "/billing", "settings": "/settings", "programs": "/settings/programs", "outbox": "/outbox",
    "nothing": "/no-such-page",
}  # fmt: skip
ANSWERED = {
    "answered-today": "/", "answered-billing": "/billing", "answered-month": "/patients/DEMO-001",
    "answered-rental": "/patients/DEMO-001/rental", "answered-history": "/patients/DEMO-001/history",
    "replies": "/replies", "denials": "/denials", "money": "/patients/DEMO-001/money", "reports": "/reports",
    "compliance": "/compliance", "rules": "/rules", "rule": "/rules/COV-010", "authorities": "/authorities",
    "codes": "/codes", "code": "/codes/E1392", "payers": "/payers", "payer": "/payers/medicare",
    "compare": "/payers/compare?of=medicare&of=aetna",
}  # fmt: skip
"""Pages of a desk from which everything has gone out, and which has read what payers say to it."""


WINDOWS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])


@pytest.mark.slow
@WINDOWS
def test_no_page_is_beyond_reach_or_wider_than_its_window(
    browser: Browser, served: tuple[Site, str], pictures: Path, width: int, scheme: str
) -> None:
    site, address = served
    fill_inbox(site.desk.of("own"), site.office.room, site.office.rule_book(), Change("test", site.clock(), "by fax"))
    _fill_programs(site, pictures)
    wrong = wrong_with(PAGES, browser, site, address, pictures, width, scheme)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.fixture(scope="module")
def answered_desk(served: tuple[Site, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str]:
    """The desk, when a month has gone out and come back with refusals."""
    site, address = served
    bill_all(site)
    files, _ = answered(site, tmp_path_factory.mktemp("answers"), "worst")
    site.clock.on(days=75)
    assert post_files(site.signed_in("biller"), files).status_code == 200
    return site, address


@pytest.mark.slow
@WINDOWS
def test_nor_is_a_page_of_what_came_back(
    browser: Browser, answered_desk: tuple[Site, str], pictures: Path, width: int, scheme: str
) -> None:
    wrong = wrong_with(ANSWERED, browser, *answered_desk, pictures, width, scheme)
    assert not wrong, "\n".join(map(str, wrong))


def wrong_with(
    pages: dict[str, str], browser: Browser, site: Site, address: str, pictures: Path, width: int, scheme: str
) -> list[tuple[str, str, object]]:
    """What axe finds, what is too wide and what the browser complains of, for each page; and a picture of each."""
    waiting = site.desk.of("own").documents(None)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    found: list[tuple[str, str, object]] = []
    if "sign-in" not in pages:
        _signs_in(page, site, address)
    for name, path in pages.items():
        if name == "today":
            _signs_in(page, site, address)
        case_id = path.split("/")[2] if path.startswith("/patients/DEMO") else ""
        known = {"FIRST": waiting[0][0].document_id if waiting else ""}
        known |= {case_id: site.handle(case_id)} if case_id else {}
        for word, id in known.items():
            path = path.replace(word, id)  # noqa: PLW2901
        answer = page.goto(address + path)
        if answer and answer.status >= 400 and name != "nothing":
            found.append((name, "cannot be had", answer.status))
        page.screenshot(path=str(pictures / f"{name}-{width}-{scheme}.png"), full_page=True)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            found.append((name, "wider than the window", beyond))
        page.evaluate(axe)
        for each in page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]:
            found.append((name, each["id"], [node["target"] for node in each["nodes"]][:3]))
    context.close()
    return found + [("", "the browser says", each) for each in said if "404" not in each]


def _signs_in(page: Page, site: Site, address: str) -> None:
    page.goto(f"{address}/welcome/{welcome_link(site.desk, site.accounts['manager'].account.account_id, site.clock())}")


def _fill_programs(site: Site, pictures: Path) -> None:
    """A program with a token that is to be told of something, and a document that goes out."""
    change = Change("Maud Manager", site.clock(), "test")
    if not site.desk.programs.tokens("own"):
        book, today = site.office.rule_book(), site.office.today()
        make_token(
            site.desk, "own", "Our billing program", ["judge", "patients:read", "claims:write"], change, book, today
        )
        make_webhook(site.desk, "own", "https://billing.example/hook", ["task.due"], change)
        site.desk.programs.tell("own", "task.due", [("a", {})])
        put_out(site.desk.of("own"), OutboxFolder(pictures), b"%PDF-1", "letter", "practitioner", change, "DEMO-002")
