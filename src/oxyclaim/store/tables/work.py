"""Work: tasks of people, jobs of the program, and everything that has happened."""

from sqlalchemy import Column, Date, Index, Table

from oxyclaim.store.tables.base import APPEND_ONLY, SORTED, WHOLE, metadata, optional, reference, text

task = Table(
    "task",
    metadata,
    text("supplier_id", primary_key=True),
    text("case_id", primary_key=True),
    text("question", primary_key=True),
    text("who", primary_key=True),
    text("state"),
    optional("assigned"),
    Column("due", Date),
    optional("detail"),
    text("changed_at"),
    optional("added_by"),
    optional("touched_at"),
    reference(["supplier_id", "case_id"], "patient"),
)
"""A thing to be done, once for each case, paper or question, and whom it is asked of. ``added_by``: the person who
thought of it, none of one that a finding asks for; ``touched_at``: when it came or a person last did something with
it."""
Index(None, task.c.supplier_id, task.c.state, task.c.due)

event = Table(
    "event",
    metadata,
    Column("event_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("at"),
    text("author"),
    text("what"),
    optional("case_id"),
    optional("subject"),
    optional("subject_sha256"),
    text("detail"),
    text("before"),
    text("sha256"),
    info=APPEND_ONLY,
)
"""What happened, in order. ``subject``: the table of the row that it made, ``subject_sha256`` that row's hash."""
Index(None, event.c.supplier_id, event.c.case_id, event.c.event_id)

job = Table(
    "job",
    metadata,
    Column("job_id", WHOLE, primary_key=True, autoincrement=False),
    text("supplier_id"),
    text("kind"),
    text("asked"),
    text("author"),
    text("made_at"),
    optional("ended_at"),
    Column("pieces", WHOLE, nullable=False),
    Column("things", WHOLE, nullable=False),
    reference(["supplier_id"], "supplier"),
)
"""Work in the background. ``asked``: what is to be done, as JSON; ``things``: its cases, over all ``pieces``."""
job_piece = Table(
    "job_piece",
    metadata,
    Column("job_id", WHOLE, primary_key=True, autoincrement=False),
    Column("piece", WHOLE, primary_key=True, autoincrement=False),
    Column("first", SORTED, nullable=False),
    Column("last", SORTED, nullable=False),
    Column("things", WHOLE, nullable=False),
    text("state"),
    optional("worker"),
    optional("leased_until"),
    Column("tries", WHOLE, nullable=False),
    optional("problem"),
    reference(["job_id"], "job"),
)
"""A part of a job that one worker does at a time: the cases from ``first`` to ``last``."""
Index(None, job_piece.c.job_id, job_piece.c.state, job_piece.c.piece)
