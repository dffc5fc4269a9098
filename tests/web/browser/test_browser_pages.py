"""Every page in a real browser: at two widths, light and dark, without a violation that axe finds; with pictures."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from desk_site import Site, token_of
from made_up_payers import answered, bill_all, post_files
from playwright.sync_api import Browser, Page

from oxyclaim.services.desk.claims import key_of
from oxyclaim.services.desk.demo.filling import fill_inbox
from oxyclaim.services.desk.signing_in import welcome_link
from oxyclaim.services.outgoing import put_out
from oxyclaim.services.programs.hooks import make_webhook
from oxyclaim.services.programs.scrubbing import scrub_next
from oxyclaim.services.programs.tokens import make_token
from oxyclaim.services.store.kept import Change
from oxyclaim.store.desk import OutboxFolder

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "sign-in": "/login", "today": "/", "patients": "/patients", "new-patient": "/patients/new",
    "month-ready": "/patients/DEMO-001", "month-before-delivery": "/patients/DEMO-020",
    "month-not-covered": "/patients/DEMO-029", "intake": "/patients/DEMO-020/intake",
    "intake-look-ups": "/patients/DEMO-011/intake", "intake-note": "/patients/DEMO-028/intake",
    "intake-patient": "/patients/DEMO-020/intake?paper=patient",
    "intake-slip": "/patients/DEMO-020/intake?paper=delivery", "intake-done": "/patients/DEMO-001/intake",
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
    "replies": "/replies", "denials": "/denials", "money": "/patients/SENT/money", "claim": "CLAIM",
    "claim-request": "CLAIM?done=request", "scrub": "/scrub", "scrub-done": "SCRUBBED", "scrub-at-work": "AT-WORK",
    "scrub-fixed": "FIXED", "imports": "/imports", "imports-table": "/imports?table=0",
    "reports": "/reports", "compliance": "/compliance",
    "rules": "/rules", "rule": "/rules/RULE", "authorities": "/authorities", "codes": "/codes", "code": "/codes/E1392",
    "payers": "/payers", "payer": "/payers/tricare", "payer-review": "/payers/review/tricare",
    "payer-file": "/payers/file/tricare", "compare": "/payers/compare?of=medicare&of=aetna",
}  # fmt: skip
"""Pages of a desk from which everything has gone out, and which has read what payers say to it."""


NOWHERE: Mapping[str, str] = {}
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
def answered_desk(
    served: tuple[Site, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Site, str, dict[str, str]]:
    """The desk, when a month has gone out and come back with refusals; and where things are by now."""
    site, address = served
    return site, address, _fill_what_was_answered(site, tmp_path_factory.mktemp("answers"))


@pytest.mark.slow
@WINDOWS
def test_nor_is_a_page_of_what_came_back(
    browser: Browser, answered_desk: tuple[Site, str, dict[str, str]], pictures: Path, width: int, scheme: str
) -> None:
    site, address, places = answered_desk
    wrong = wrong_with(ANSWERED, browser, site, address, pictures, width, scheme, places)
    assert not wrong, "\n".join(map(str, wrong))


def wrong_with(
    pages: dict[str, str],
    browser: Browser,
    site: Site,
    address: str,
    pictures: Path,
    width: int,
    scheme: str,
    places: Mapping[str, str] = NOWHERE,
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
        known = dict(places) | {"FIRST": waiting[0][0].document_id if waiting else ""}
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


def _fill_what_was_answered(site: Site, folder: Path) -> dict[str, str]:
    """Claims went out and were denied, claim files were scrubbed, tables were left to be imported; where these are."""
    own, browser = site.desk.of("own"), site.signed_in("manager")
    bill_all(site)
    answers, _ = answered(site, folder, "worst")
    site.clock.on(days=75)
    browser = site.signed_in("manager")
    post_files(browser, answers)
    token = token_of(browser)
    sent = own.store.sent_lines()[0]
    claim = f"/patients/{site.handle(sent.case_id)}/claims/{key_of(sent.claim_id)}"
    browser.post(f"{claim}/request", data={"token": token, "requested": "2026-11-18", "by": "CGS"})
    content = own.claim_file(own.claim_files()[0].claim_file_id)[1]
    table = (Path(__file__).parents[3] / "examples" / "claims.csv").read_bytes()
    places = {"CLAIM": claim, "SENT": site.handle(sent.case_id), "RULE": _holding(site)}
    for word, name, bytes_ in (
        ("SCRUBBED", "c.csv", table),
        ("FIXED", "c.x12", re.sub(rb"SE\*\d+\*", b"SE*7*", content)),
        ("AT-WORK", "c.csv", table),
    ):
        left = browser.post("/scrub", data={"token": token}, files={"file": (name, bytes_, "text/plain")})
        places[word] = left.headers["location"]
        if word == "AT-WORK":
            break
        _scrub_all(site)
        if word == "FIXED":
            browser.post(f"{places[word]}/fix", data={"token": token})
            _scrub_all(site)
    patients = b"Patient ID,Last,First,DOB,Color\n1,Made,Up,05/08/1941,red\n"
    browser.post("/imports", data={"token": token}, files={"tables": ("patients.csv", patients, "text/csv")})
    balances = b"claim_id,payer_id,code,service_date,charge,open\nOLD-1,16013,E1390,05/08/2026,395.00,100.00\n"
    sheet = {"balances": ("balances.csv", balances, "text/csv")}
    browser.post("/imports/opening", data={"token": token, "do": "take"}, files=sheet)
    return places


def _holding(site: Site) -> str:
    """A rule that holds somebody."""
    waiting = site.desk.of("own").states(state="waiting for papers")[0]
    return (waiting.rules or "").split()[0]


def _scrub_all(site: Site) -> None:
    office = site.office
    while scrub_next(site.desk.programs, office.room, office.rule_book, None, site.clock()):
        pass


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
