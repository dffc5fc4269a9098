"""A program that posts until it is killed, and tells of each run that it has ended."""

from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.rule_book import rule_book
from oxyclaim.store import SqlPlaces
from tests.ledger.office import CHANGE, TODAY


def post_until_killed(address: str, told: Connection, folder: str, run: int) -> None:
    """Post the files a few at a time, in an order of this run's own."""
    store = SqlPlaces().open(address)
    files = sorted(Path(folder, "replies").iterdir())
    Random(run).shuffle(files)
    claims = [Path(folder, "claims")] if run == 0 else []
    bank = [Path(folder, "bank.csv")] if run == 0 else []
    post(PostRequest([], TODAY, claims, bank), store, address, rule_book(), CHANGE)
    told.send(None)
    for at in range(0, len(files), 5):
        answer = post(PostRequest(files[at : at + 5], TODAY), store, address, rule_book(), CHANGE)
        told.send([file.sha256 for file in answer.files])
    told.close()
