"""Every page in a real browser: at two widths, light and dark, without a violation that axe finds; with pictures."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from desk_site import Site, token_of
from made_up_payers import answered, bill_all, post_files
from playwright.sync_api import Browser

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
    "replies": "/replies", "denials": "/denials", "money": "/patients/SENT/money", "claim": "CLAIM",
    "claim-request": "CLAIM?done=request", "scrub": "/scrub", "scrub-done": "SCRUBBED", "scrub-at-work": "AT-WORK",
    "scrub-fixed": "FIXED", "imports": "/imports", "rule": "/rules/RULE", "payers": "/payers",
    "payer": "/payers/tricare",
    "payer-review": "/payers/review/tricare", "payer-file": "/payers/file/tricare", "reports": "/reports",
    "compliance": "/compliance", "rules": "/rules",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_beyond_reach_or_wider_than_its_window(
    browser: Browser, served: tuple[Site, str], pictures: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    site, address = served
    fill_inbox(site.desk.of("own"), site.office.room, site.office.rule_book(), Change("test", site.clock(), "by fax"))
    _fill_programs(site, pictures)
    waiting = site.desk.of("own").documents(None)
    known = _fill_what_was_answered(site, tmp_path) | {"FIRST": waiting[0][0].document_id}
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,  # type: ignore[arg-type]
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    found: list[tuple[str, str, object]] = []
    for name, path in PAGES.items():
        if name == "today":
            link = welcome_link(site.desk, site.accounts["manager"].account.account_id, site.clock())
            page.goto(f"{address}/welcome/{link}")
        case_id = path.split("/")[2] if path.startswith("/patients/DEMO") else ""
        for word, id in (known | ({case_id: site.handle(case_id)} if case_id else {})).items():
            path = path.replace(word, id)  # noqa: PLW2901
        page.goto(address + path)
        page.screenshot(path=str(pictures / f"{name}-{width}-{scheme}.png"), full_page=True)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            found.append((name, "wider than the window", beyond))
        page.evaluate(axe)
        for each in page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]:
            found.append((name, each["id"], [node["target"] for node in each["nodes"]][:3]))
    context.close()
    assert found == []
    assert [each for each in said if "404" not in each] == []


def _fill_what_was_answered(site: Site, folder: Path) -> dict[str, str]:
    """Claims went out and were denied, claim files were scrubbed, tables were left to be imported; where these are."""
    own, browser = site.desk.of("own"), site.signed_in("manager")
    if not own.claim_files():
        bill_all(site)
        answers, _ = answered(site, folder, "denied-need")
        site.clock.on(days=40)
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
