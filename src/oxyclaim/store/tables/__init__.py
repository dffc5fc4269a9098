"""The tables, by subject. Their first making and every change is a migration; see ``migrations``."""

from oxyclaim.store.tables.base import append_only, metadata
from oxyclaim.store.tables.cases import case_version, patient
from oxyclaim.store.tables.claims import claim, claim_file, claim_line, number
from oxyclaim.store.tables.desk import (
    case_handle,
    claim_file_sent,
    credential,
    draft,
    emergency,
    line_state,
    look_up,
    orderer,
    orderer_list,
    saved_view,
    session,
    welcome,
)
from oxyclaim.store.tables.documents import document, page
from oxyclaim.store.tables.ledger import (
    acknowledged,
    answer,
    answer_state,
    bank_line,
    claim_number,
    ledger_claim,
    ledger_entry,
    ledger_line,
    payment,
    reply_file,
)
from oxyclaim.store.tables.months import line_month
from oxyclaim.store.tables.people import account, audit, location, supplier
from oxyclaim.store.tables.programs import api_answer, api_token, delivery, outgoing, scrub_job, webhook
from oxyclaim.store.tables.verdicts import kept_file, verdict, verdict_line
from oxyclaim.store.tables.work import event, job, job_piece, task

GROWING = [table for table in metadata.sorted_tables if append_only(table)]
"""The tables whose rows are never changed or taken out."""

__all__ = [
    "GROWING", "account", "acknowledged", "answer", "answer_state", "api_answer", "api_token", "append_only",
    "audit", "bank_line", "case_handle", "case_version", "claim", "claim_file", "claim_file_sent", "claim_line",
    "claim_number", "credential", "delivery", "document", "draft", "emergency", "event", "job", "job_piece",
    "kept_file", "ledger_claim", "ledger_entry", "ledger_line", "line_month", "line_state", "location", "look_up",
    "metadata", "number", "orderer", "orderer_list", "outgoing", "page", "patient", "payment", "reply_file",
    "saved_view", "scrub_job", "session", "supplier", "task", "verdict", "verdict_line", "webhook", "welcome",
]  # fmt: skip
