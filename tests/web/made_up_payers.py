"""Made-up payers: everything that is ready is billed, answered by the simulator, and the answers are posted."""

import json
import re
from datetime import timedelta
from pathlib import Path

from desk_site import Site, token_of
from starlette.testclient import TestClient
from typer.testing import CliRunner

from oxyclaim.cli.main import app


def bill_all(site: Site) -> None:
    """Everything that is ready goes out."""
    browser = site.signed_in("biller")
    handles = re.findall(r'name="case" value="([\w-]+)"', browser.get("/billing").text)
    browser.post("/billing/write", data={"token": token_of(browser), "case": handles})


def answered(site: Site, folder: Path, scenario: str = "usual", **options: str) -> tuple[list[Path], dict[str, object]]:
    """The payers' files for every claim that went out, and the truth."""
    own = site.desk.of("own")
    for number, file in enumerate(own.claim_files()):
        (folder / f"claims{number}.x12").write_bytes(own.claim_file(file.claim_file_id)[1])
    arguments = [str(path) for path in sorted(folder.glob("claims*.x12"))]
    day = site.office.today() + timedelta(days=1)
    more = [part for name, value in options.items() for part in (f"--{name}", value)]
    run = CliRunner().invoke(app, [
        "simulate", "answer", *arguments, "-o", str(folder / "out"), "--from", day.isoformat(), "--scenario", scenario,
        *more,
    ])  # fmt: skip
    assert run.exit_code == 0, run.output
    files = sorted(path for path in (folder / "out").rglob("*") if path.is_file() and path.suffix != ".csv")
    return files, json.loads((folder / "out.truth.json").read_text())


def post_files(browser: TestClient, files: list[Path], do: str = "post"):
    """Drop the files on the page of replies."""
    some = [("answers", (path.name, path.read_bytes(), "application/edi-x12")) for path in files]
    return browser.post("/replies", data={"token": token_of(browser), "do": do}, files=some)
