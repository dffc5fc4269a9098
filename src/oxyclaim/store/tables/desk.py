"""What the desk keeps beside cases: sign-ins, sessions, ids for pages, and how each line stands."""

from sqlalchemy import Boolean, Column, Date, Index, Table

from oxyclaim.store.tables.base import APPEND_ONLY, SORTED, WHOLE, cents, metadata, optional, reference, text

credential = Table(
    "credential",
    metadata,
    text("account_id", primary_key=True),
    text("sign_in", unique=True),
    text("password"),
    text("second_factor"),
    Column("last_step", WHOLE, nullable=False),
    Column("failures", WHOLE, nullable=False),
    optional("locked_until"),
    text("changed_at"),
    reference(["account_id"], "account"),
)
"""``password``: its Argon2 hash. ``second_factor``: the secret of one-time codes; ``last_step``: the last that was
used. ``failures``: wrong tries since the last right one."""

session = Table(
    "session",
    metadata,
    text("session_sha256", primary_key=True),
    text("account_id"),
    text("token"),
    text("made_at"),
    text("seen_at"),
    optional("ended_at"),
    reference(["account_id"], "account"),
)
"""A browser that is signed in, by the hash of what its cookie holds. ``token``: what each of its posts holds."""

welcome = Table(
    "welcome",
    metadata,
    text("link_sha256", primary_key=True),
    text("account_id"),
    text("until"),
    optional("used_at"),
    reference(["account_id"], "account"),
)
"""A link that signs in once, for whoever runs the server."""

case_handle = Table(
    "case_handle",
    metadata,
    text("supplier_id", primary_key=True),
    text("case_id", primary_key=True),
    text("handle", unique=True),
    reference(["supplier_id", "case_id"], "patient"),
)
"""The random id by which addresses of pages name a case: a case id may be a patient's number."""

line_state = Table(
    "line_state",
    metadata,
    text("supplier_id", primary_key=True),
    Column("case_id", SORTED, primary_key=True),
    Column("line_number", WHOLE, primary_key=True, autoincrement=False),
    text("code"),
    Column("service_date", Date, nullable=False),
    text("payer"),
    text("verdict"),
    Column("rank", WHOLE, nullable=False),
    text("state"),
    text("owner"),
    text("modifiers"),
    text("why"),
    Column("claim_by", Date),
    cents("charge_cents"),
    cents("expected_cents"),
    Column("version", WHOLE, nullable=False),
    Column("as_of", Date, nullable=False),
    text("rule_book"),
    optional("authorization"),
    optional("authorized"),
    Column("authorized_until", Date),
    optional("rules"),
    optional("practitioner"),
    reference(["supplier_id", "case_id"], "patient"),
)
"""A line of a case as ``check`` judged it last; it can be made again. ``rank``: how bad the verdict is, 0 the worst.
``authorization``: whether it needs one, ``authorized``: how that stands; nothing where no rule of its payer asks.
``rules``: those that hold it, each between blanks; ``practitioner``: who ordered it."""
Index(None, line_state.c.supplier_id, line_state.c.state, line_state.c.claim_by)
Index(None, line_state.c.supplier_id, line_state.c.verdict, line_state.c.case_id)

claim_file_sent = Table(
    "claim_file_sent",
    metadata,
    Column("claim_file_id", WHOLE, primary_key=True, autoincrement=False),
    text("author"),
    text("at"),
    text("sha256"),
    reference(["claim_file_id"], "claim_file"),
    info=APPEND_ONLY,
)
"""That a claim file went out, as somebody said."""

draft = Table(
    "draft",
    metadata,
    text("supplier_id", primary_key=True),
    text("account_id", primary_key=True),
    text("form", primary_key=True),
    Column("version", WHOLE, nullable=False),
    text("entered"),
    text("changed_at"),
    reference(["supplier_id"], "supplier"),
    reference(["account_id"], "account"),
)
"""What somebody has typed and not saved. ``version``: that of the case on which it stands."""

saved_view = Table(
    "saved_view",
    metadata,
    text("supplier_id", primary_key=True),
    text("account_id", primary_key=True),
    text("name", primary_key=True),
    text("filters"),
    text("changed_at"),
    reference(["supplier_id"], "supplier"),
    reference(["account_id"], "account"),
)
"""Filters of the list of patients that somebody has given a name; ``filters``: as they stand in the address."""

emergency = Table(
    "emergency",
    metadata,
    text("emergency_id", primary_key=True),
    text("supplier_id"),
    text("account_id"),
    text("reason"),
    text("at"),
    text("until"),
    optional("seen_by"),
    optional("seen_at"),
    reference(["supplier_id"], "supplier"),
    reference(["account_id"], "account"),
)
"""That somebody took what other roles may do for a while, and why; ``seen_by``: the manager who has read of it."""
Index(None, emergency.c.supplier_id, emergency.c.account_id, emergency.c.until)

look_up = Table(
    "look_up",
    metadata,
    Column("look_up_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("case_id"),
    text("kind"),
    Column("looked_on", Date, nullable=False),
    text("source"),
    text("asked"),
    Column("found", Boolean, nullable=False),
    text("result"),
    optional("document_id"),
    text("author"),
    text("at"),
    text("sha256"),
    reference(["supplier_id", "case_id"], "patient"),
    info=APPEND_ONLY,
)
"""A look-up that was made for a patient. ``asked``: the questions, parted by blanks; ``document_id``: the page of a
portal that was kept of it."""
Index(None, look_up.c.supplier_id, look_up.c.case_id, look_up.c.looked_on)

orderer_list = Table(
    "orderer_list",
    metadata,
    Column("list_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    Column("published_on", Date, nullable=False),
    Column("rows", WHOLE, nullable=False),
    text("content_sha256"),
    text("author"),
    text("at"),
    optional("ready_at"),
    reference(["supplier_id"], "supplier"),
)
"""CMS's file of practitioners who may order, as it was published on a day; ``ready_at``: once all rows are there."""

orderer = Table(
    "orderer",
    metadata,
    Column("list_id", WHOLE, primary_key=True, autoincrement=False),
    text("npi", primary_key=True),
    text("last_name"),
    text("first_name"),
    Column("dme", Boolean, nullable=False),
    reference(["list_id"], "orderer_list"),
)
"""A practitioner on such a list; ``dme``: may order equipment."""
