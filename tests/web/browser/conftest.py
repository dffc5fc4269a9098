"""A real browser: the one that CHROMIUM names, the system's, or Playwright's own; where none can be had, a word why.

Under CI a browser test that is skipped fails the run.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_site import Site, serving
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from oxyclaim.services.desk.signing_in import welcome_link

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NONE = "no Chromium can be had: set CHROMIUM, install Debian's package chromium, or `playwright install chromium`"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error:
            if os.environ.get("CI"):
                pytest.fail(NONE)
            pytest.skip(NONE)
        yield started
        started.close()


@pytest.fixture(scope="module")
def served(own_site: Site) -> Iterator[tuple[Site, str]]:
    """A desk of the module's own, served, and its address."""
    with serving(own_site.app) as address:
        yield own_site, address


@pytest.fixture
def context(browser: Browser, served: tuple[Site, str]) -> Iterator[BrowserContext]:
    """A browser window of its own, with nobody signed in."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, served: tuple[Site, str]) -> Page:
    """A page on which the manager is signed in."""
    site, address = served
    link = welcome_link(site.desk, site.accounts["manager"].account.account_id, site.clock())
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.goto(f"{address}/welcome/{link}")
    return opened


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of pages go: OXYCLAIM_PICTURES, else a folder that is thrown away."""
    folder = Path(os.environ.get("OXYCLAIM_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
