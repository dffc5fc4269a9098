"""The kinds of answers, by the name that each carries in its head."""

from importlib import import_module
from typing import Any

from oxyclaim.policy.payer_files.schema import payer_schema
from oxyclaim.services.answers import CONTRACT, json_schema
from oxyclaim.services.naming import one
from oxyclaim.services.rule_book import RuleBook

KINDS = {
    "appeal": "appeals.AppealAnswer",
    "archive": "running.archive.ArchiveAnswer",
    "authorities": "handbook.AuthoritiesAnswer",
    "authorization": "authorization.AuthorizationAnswer",
    "balances": "ledger.answer.BalancesAnswer",
    "batch": "batch.BatchAnswer",
    "calendar": "calendar.CalendarAnswer",
    "case_made": "case_new.CaseMade",
    "case_table": "case_table.CaseTableMade",
    "check": "check.CheckAnswer",
    "checklist": "checklist.ChecklistAnswer",
    "claim": "claim.ClaimAnswer",
    "codes": "handbook.CodesAnswer",
    "comparison": "payers.ComparisonAnswer",
    "correction": "correction.CorrectionAnswer",
    "denial": "denial.DenialAnswer",
    "denial_work": "denials.DenialWork",
    "denials": "denial.DenialsAnswer",
    "due": "due.DueAnswer",
    "entered": "ledger.answer.EnteredAnswer",
    "export": "exports.ExportAnswer",
    "fee": "fees.FeeAnswer",
    "fees": "fees.FeesAnswer",
    "fees_imported": "fees.FeesImported",
    "fixed": "fix.FixAnswer",
    "form": "form.FormAnswer",
    "history": "ledger.history.HistoryAnswer",
    "history_added": "earlier_claims.HistoryAdded",
    "history_kept": "earlier_claims.HistoryKept",
    "import": "importing.ImportAnswer",
    "import_map": "importing.MapProposed",
    "judge": "judge.JudgeAnswer",
    "keys_rotated": "programs.keys.KeysRotated",
    "ledger_work": "ledger.answer.WorkAnswer",
    "measures": "denials.reports.Measures",
    "outbox": "outgoing.OutboxAnswer",
    "payer": "payers.PayerAnswer",
    "payer_file": "payers.PayerFileAnswer",
    "payers": "payers.PayersAnswer",
    "posted": "posting.PostAnswer",
    "profile": "profile.ProfileAnswer",
    "profile_made": "profile.ProfileMade",
    "refusal": "problems.Refusal",
    "renewals": "authorization.RenewalsAnswer",
    "replies": "replies.RepliesAnswer",
    "restart": "restart.RestartAnswer",
    "review": "payers.ReviewAnswer",
    "reviewed": "payers.ReviewedAnswer",
    "rules": "handbook.RulesAnswer",
    "scenarios": "simulated.ScenariosAnswer",
    "scrub": "scrub.ScrubAnswer",
    "simulated": "simulated.SimulatedAnswer",
    "store_copied": "store.places.StoreCopied",
    "store_due": "store.judging.StoreDue",
    "store_exported": "store.exporting.StoreExported",
    "store_imported": "store.importing.StoreImported",
    "store_judged": "store.judging.StoreJudged",
    "store_made": "store.places.StoreMade",
    "store_upgraded": "store.places.StoreUpgraded",
    "store_verified": "store.verifying.StoreVerified",
    "token_made": "programs.tokens.TokenMade",
    "tokens": "programs.tokens.TokensAnswer",
    "validated_payers": "payers.ValidatedAnswer",
    "version": "version.VersionAnswer",
    "what_if": "what_if.WhatIfAnswer",
}
"""Where each is defined. ``refusal`` stands in the place of any answer."""


def kind(answer: str) -> type[Any]:
    """The class of the answers with this name. Raises BadInput."""
    module, _, name = KINDS[one(answer, KINDS, "kind of answer", "schema --help")].rpartition(".")
    found: type[Any] = getattr(import_module(f"oxyclaim.services.{module}"), name)
    return found


def schema_of(answer: str) -> dict[str, Any]:
    """The JSON Schema of the answers with this name. Raises BadInput."""
    answer = one(answer, KINDS, "kind of answer", "schema --help")
    schema = json_schema(kind(answer))
    own = schema["properties"]
    if "answer" in own:
        own |= {"answer": {"const": answer}, "contract": {"const": CONTRACT}}
    return {"$id": f"urn:oxyclaim:answer:{answer}:{CONTRACT}", **schema}


def schema_of_payer_files(book: RuleBook) -> dict[str, Any]:
    """The JSON Schema of a payer file."""
    return payer_schema(book.parameters)
