"""A watched folder of a made-up office: what is dropped is posted once and moved on whole."""

import os
import re
from datetime import timedelta
from pathlib import Path

from desk_site import Site, copied, token_of

from oxyclaim.services.desk.watched import DONE, INBOX, OUTBOX, REFUSED, prepare, put_out, take_in
from oxyclaim.services.store.kept import Change
from oxyclaim_simulator.submitting import claim_file
from tests.ledger.office import bill

REJECTED = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*OXYGEN         *260107*1200*^*00501*000000901*0*P*:~"
    "TA1*000000777*260106*1200*R*024~IEA*0*000000901~"
)


def dropped(site: Site, folder: Path, name: str, content: str, age: float = 60) -> Path:
    path = folder / INBOX / name
    path.write_text(content)
    then = site.clock().timestamp() - age
    os.utime(path, (then, then))
    return path


def taken(site: Site, folder: Path) -> list[tuple[str, bool]]:
    change = Change("watched folder", site.clock(), "posted replies", "posting")
    own = site.desk.of("own")
    found = take_in(own, folder, site.office.rule_book(), site.office.today(), None, change)
    return [(each.name, bool(each.why)) for each in found]


def test_whole_files_are_posted_and_moved_on_others_wait(template: Site, tmp_path: Path):
    site, folder = copied(template, tmp_path), tmp_path / "office"
    prepare(folder)
    dropped(site, folder, "a.999", REJECTED)
    dropped(site, folder, "letter.txt", "no answer of a payer")
    dropped(site, folder, "new.835", REJECTED, age=1)
    dropped(site, folder, "half.835.part", REJECTED)
    dropped(site, folder, ".hidden", REJECTED)
    dropped(site, folder, "bank.csv", "effective_date,amount,trace\n2026-11-02,31.20,EFT1\n")
    assert sorted(taken(site, folder)) == [("a.999", False), ("bank.csv", False), ("letter.txt", True)]
    assert sorted(path.name for path in (folder / DONE).iterdir()) == ["a.999", "bank.csv"]
    assert sorted(path.name for path in (folder / REFUSED).iterdir()) == ["letter.txt", "letter.txt.why.txt"]
    assert "TA1, 999, 277CA or 835" in (folder / REFUSED / "letter.txt.why.txt").read_text()
    assert sorted(path.name for path in (folder / INBOX).iterdir()) == [".hidden", "half.835.part", "new.835"]
    site.clock.at += timedelta(seconds=30)
    assert taken(site, folder) == [("new.835", False)]
    dropped(site, folder, "a.999", REJECTED)
    assert taken(site, folder) == [("a.999", False)]
    assert (folder / DONE / "a-2.999").exists(), "nothing is overwritten"
    with site.desk.of("own").store.ledger_as_it_is() as ledger:
        assert len(ledger.bank_lines()) == 1


def test_a_claim_file_is_put_out_once_and_whole(template: Site, tmp_path: Path):
    site, folder = copied(template, tmp_path), tmp_path / "office"
    prepare(folder)
    browser, own = site.signed_in("biller"), site.desk.of("own")
    handles = re.findall(r'name="case" value="([\w-]+)"', browser.get("/billing").text)
    browser.post("/billing/write", data={"token": token_of(browser), "case": handles})
    (file,) = own.claim_files()
    content = own.claim_file(file.claim_file_id)[1]
    first = put_out(folder, "claims.x12", content)
    assert first.read_bytes() == content
    assert put_out(folder, "claims.x12", claim_file([bill()], site.office.today(), 3).encode()) == first
    assert first.read_bytes() == content
    assert [path.name for path in (folder / OUTBOX).iterdir()] == ["claims.x12"]
