"""What a simulated payer answers, which shares no code with the readers: read, and held against its truth."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oxyclaim.services.replies import RepliesAnswer, RepliesRequest, replies
from oxyclaim.services.rule_book import rule_book
from oxyclaim_simulator import LifeRequest, live

OF_THE_PROVIDER = "277CA A8:496:85"
"""Rejects a provider with all its claims, of which the file names none."""
BROKEN = ("it does not balance", "it breaks off before its end")


@pytest.fixture(scope="module", params=[(8, 4), pytest.param((200, 12), marks=pytest.mark.slow)])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[RepliesAnswer, Any]:
    patients, months = request.param
    folder = tmp_path_factory.mktemp("life") / "life"
    live(LifeRequest(folder, patients=patients, months=months))
    answer = replies(RepliesRequest([folder / "replies"], date(2026, 11, 29)), rule_book())
    return answer, json.loads(folder.with_name("life.truth.json").read_text(encoding="utf-8"))


def test_every_payment_that_is_whole_is_proved_and_no_other(lived: tuple[RepliesAnswer, Any]):
    answer, truth = lived
    assert answer.problems == ()
    assert len(answer.files) == len(truth["files"]), "every file is told"
    right = {file["name"]: file["why"] not in BROKEN for file in truth["files"] if file["kind"] == "835"}
    found = {
        Path(file.file).name: all(payment.may_be_posted for payment in file.payments)
        for file in answer.files if file.payments
    }  # fmt: skip
    assert found == right


def test_the_payments_are_the_deposits(lived: tuple[RepliesAnswer, Any]):
    answer, truth = lived
    deposits = {(each["file"], each["trace"]): each["cents"] for each in truth["deposits"]}
    found = {
        (Path(file.file).name, payment.trace): payment.payment_cents
        for file in answer.files for payment in file.payments
    }  # fmt: skip
    assert deposits.items() <= found.items()


def test_the_claims_accepted_are_those_that_were_answered(lived: tuple[RepliesAnswer, Any]):
    answer, truth = lived
    rejected = {claim.claim_id for file in answer.files for batch in file.batches for claim in batch.not_accepted}
    expected = {
        claim["claim_id"] for claim in truth["claims"]
        if claim["why"].startswith("277CA") and claim["why"] != OF_THE_PROVIDER
    }  # fmt: skip
    assert rejected >= expected
    of_providers = sum(
        whole.said_rejected or 0 for file in answer.files for batch in file.batches for whole in batch.whole
    )
    assert of_providers == sum(claim["why"] == OF_THE_PROVIDER for claim in truth["claims"])
    assert not rejected & {claim["claim_id"] for claim in truth["claims"] if claim["state"] == "answered"}
