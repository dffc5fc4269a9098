"""Money: the claims that answers are expected for, what payers answered, and the entries that follow from it."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, UniqueConstraint

from oxyclaim.remittance.ledger.accounts import ACCOUNTS
from oxyclaim.store.tables.base import APPEND_ONLY, WHOLE, cents, metadata, optional, reference, text

ledger_claim = Table(
    "ledger_claim",
    metadata,
    text("supplier_id", primary_key=True),
    text("claim_id", primary_key=True),
    text("bare_id"),
    text("account"),
    optional("case_id"),
    optional("payer_id"),
    optional("payer_name"),
    optional("member_id"),
    optional("patient_last_name"),
    optional("patient_first_name"),
    Column("birth_date", Date),
    cents("charge_cents"),
    optional("sequence"),
    optional("frequency"),
    optional("billing_npi"),
    optional("batch"),
    optional("interchange_control"),
    optional("group_control"),
    optional("set_control"),
    Column("sent_on", Date),
    text("source"),
    text("sha256"),
    Index(None, "supplier_id", "bare_id"),
    Index(None, "supplier_id", "member_id"),
    info=APPEND_ONLY,
)
"""A claim that went out. ``account``: the claim to which its money is posted, itself or the one that it follows.
``source``: the hash of the claim file, or ``opening``."""

ledger_line = Table(
    "ledger_line",
    metadata,
    text("supplier_id", primary_key=True),
    text("claim_id", primary_key=True),
    text("line_id", primary_key=True),
    text("code"),
    text("modifiers"),
    Column("service_date", Date),
    cents("charge_cents"),
    text("sha256"),
    reference(["supplier_id", "claim_id"], "ledger_claim"),
    info=APPEND_ONLY,
)

claim_number = Table(
    "claim_number",
    metadata,
    text("supplier_id", primary_key=True),
    text("number", primary_key=True),
    text("claim_id", primary_key=True),
    text("said_by"),
    text("sha256"),
    info=APPEND_ONLY,
)
"""A number that a payer gave a claim, and where it was said first (277CA, 835, opening)."""

reply_file = Table(
    "reply_file",
    metadata,
    text("content_sha256", primary_key=True),
    text("supplier_id"),
    text("author"),
    text("at"),
    text("sha256"),
    reference(["content_sha256"], "kept_file"),
    info=APPEND_ONLY,
)

payment = Table(
    "payment",
    metadata,
    Column("payment_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("content_sha256"),
    Column("place", WHOLE, nullable=False),
    optional("payer"),
    optional("payer_name"),
    optional("payee_npi"),
    optional("payee_tax_id"),
    optional("trace"),
    optional("trace_payer"),
    cents("payment_cents"),
    Column("paid_on", Date),
    Column("produced_on", Date),
    optional("method"),
    text("digest"),
    text("state"),
    optional("why"),
    text("at"),
    text("before"),
    text("sha256"),
    reference(["content_sha256"], "reply_file"),
    Index(None, "supplier_id", "trace"),
    info=APPEND_ONLY,
)
"""A payment (ST of an 835) that was posted or is held; a held one is looked at again when its file comes again."""

answer = Table(
    "answer",
    metadata,
    Column("answer_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    Column("payment_id", WHOLE, nullable=False),
    Column("place", WHOLE, nullable=False),
    optional("payer"),
    optional("status"),
    optional("said_id"),
    optional("number"),
    optional("member_id"),
    cents("charge_cents"),
    cents("paid_cents"),
    text("digest"),
    text("content"),
    text("sha256"),
    reference(["payment_id"], "payment"),
    Index(None, "supplier_id", "digest"),
    Index(None, "payment_id"),
    info=APPEND_ONLY,
)
"""A claim as a payer answered it. ``content``: its lines, adjustments and remarks, as JSON."""

answer_state = Table(
    "answer_state",
    metadata,
    Column("answer_id", WHOLE, primary_key=True, autoincrement=False),
    Column("turn", WHOLE, primary_key=True, autoincrement=False),
    text("state"),
    optional("claim_id"),
    optional("account"),
    Column("rung", WHOLE),
    Column("reverses", WHOLE),
    optional("why"),
    text("author"),
    text("at"),
    text("sha256"),
    reference(["answer_id"], "answer"),
    Index(None, "account"),
    info=APPEND_ONLY,
)
"""What became of an answer; the last turn counts."""

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("entry_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("kind"),
    Column("day", Date),
    Column("payment", WHOLE),
    Column("answer", WHOLE),
    optional("claim_id"),
    optional("line_id"),
    optional("payer"),
    optional("reference"),
    *(Column(name, WHOLE, nullable=False) for name in ACCOUNTS),
    text("author"),
    text("at"),
    optional("reason"),
    text("before"),
    text("sha256"),
    CheckConstraint(" + ".join(f'"{name}"' for name in ACCOUNTS) + " = 0", name="ck_ledger_entry_sums_to_zero"),
    Index(None, "supplier_id", "claim_id"),
    Index(None, "answer"),
    Index(None, "payment"),
    info=APPEND_ONLY,
)
"""An entry, one column an account; it sums to zero, and the database refuses one that does not."""

acknowledged = Table(
    "acknowledged",
    metadata,
    Column("acknowledged_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("content_sha256"),
    text("kind"),
    optional("claim_id"),
    optional("batch"),
    text("outcome"),
    optional("statuses"),
    optional("number"),
    text("at"),
    text("sha256"),
    reference(["content_sha256"], "reply_file"),
    Index(None, "supplier_id", "claim_id"),
    info=APPEND_ONLY,
)
"""What a TA1, 999 or 277CA said of a claim, or of a whole batch (``claim_id`` null)."""

bank_line = Table(
    "bank_line",
    metadata,
    Column("bank_line_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    Column("effective_on", Date),
    cents("amount_cents"),
    optional("company"),
    optional("trace"),
    optional("trace_payer"),
    optional("addenda"),
    text("author"),
    text("at"),
    text("digest"),
    text("sha256"),
    UniqueConstraint("supplier_id", "digest"),
    Index(None, "supplier_id", "trace"),
    info=APPEND_ONLY,
)
"""A deposit as the bank tells it. ``digest``: of what it says, with its count among equal ones of its file."""
