"""Claim files that went out, whole, with their claims, the verdicts that they rest on, and their lines."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, true

from oxyclaim.services.store.kept import Change, NewClaim, NewClaimFile, SentBefore, SentLine, Verdict
from oxyclaim.services.store.sent import Correcting, Going, GoingLine, Sent
from oxyclaim.store import verdicts
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, chained, sealed
from oxyclaim.store.tables import claim, claim_file, claim_file_sent, claim_line, patient, verdict

_AT_ONCE = 500
"""Ids in one question: an engine takes only so many values."""


def keep(
    connection: Connection, supplier: str, file: NewClaimFile, kept: Sequence[Verdict], change: Change
) -> tuple[str, ...]:
    """Keep a file and its verdicts, of which each claim has one. The ids of the claims, in their order.

    Raises SentBefore where somebody else has sent a line, or put a claim right, meanwhile.
    """
    ids = [each.case_id for each in file.claims]
    members = [each.member for each in file.claims if each.member]
    before = Sent(sent(connection, supplier, ids, members), file.kinds)
    for each in file.claims:
        found = before.found(_going(each))
        if other := found.done or next(iter([*found.several, *found.held.values()]), None):
            raise SentBefore(each.case_id, other)
    of_case = dict(zip((each.case_id for each in kept), verdicts.keep(connection, supplier, kept, change), strict=True))
    content = verdicts.keep_file(connection, "claim file", file.content, change.at)
    row = {
        "supplier_id": supplier,
        "sender": file.sender,
        "receiver": file.receiver,
        "control_number": file.control_number,
        "name": file.name,
        "content_sha256": content,
        "author": change.author,
        "at": at_text(change.at),
    }
    (whole,) = chained(connection, claim_file, [row])
    connection.execute(insert(claim_file), [whole])
    ids = [each.claim_id for each in file.claims]
    claims = [
        sealed(
            {
                "claim_id": id,
                "claim_file_id": whole["claim_file_id"],
                "supplier_id": supplier,
                "case_id": each.case_id,
                "version": each.version,
                "verdict_id": of_case[each.case_id],
                "charge_cents": sum(line.charge_cents for line in each.lines),
                "frequency": each.frequency,
                "payer_reference": each.payer_reference,
                "corrects": each.corrects,
                "payer": each.payer,
                "member_id": each.member,
            }
        )
        for id, each in zip(ids, file.claims, strict=True)
    ]
    lines = [
        sealed({"claim_id": id, **vars(line)}) for id, each in zip(ids, file.claims, strict=True) for line in each.lines
    ]
    if claims:
        connection.execute(insert(claim), claims)
        connection.execute(insert(claim_line), lines)
    made = [Happened("claim file kept", None, "claim_file", whole["sha256"], {"claims": ids})]
    made += [Happened("claim kept", each["case_id"], "claim", each["sha256"], {"claim": each["claim_id"]})
             for each in claims]  # fmt: skip
    write_events(connection, supplier, change, made)
    return tuple(ids)


def sent(
    connection: Connection, supplier: str, case_ids: Sequence[str] | None = None, members: Sequence[str] = ()
) -> list[SentLine]:
    """Every line that went out, of these cases and members or of all, in the order in which they did.

    A claim that an older program kept has the payer of its verdict, and the member's id of its case.
    """
    member = func.coalesce(claim.c.member_id, patient.c.member_id)
    query = (
        select(
            claim.c.claim_id, claim.c.case_id, claim_line.c.line_number, claim_line.c.line_id, claim_line.c.code,
            claim_line.c.modifiers, claim_line.c.service_date, claim_line.c.charge_cents, claim_line.c.narrative,
            claim.c.frequency, claim.c.payer_reference, claim.c.corrects, claim.c.version, claim.c.claim_file_id,
            func.coalesce(claim.c.payer, verdict.c.payer).label("payer"), member.label("member"),
            claim_file.c.control_number, claim_file.c.at, claim_file_sent.c.at.label("sent_at"),
        )
        .join(claim_file, claim_file.c.claim_file_id == claim.c.claim_file_id)
        .outerjoin(claim_file_sent, claim_file_sent.c.claim_file_id == claim.c.claim_file_id)
        .join(claim_line, claim_line.c.claim_id == claim.c.claim_id)
        .join(verdict, verdict.c.verdict_id == claim.c.verdict_id)
        .join(patient, and_(patient.c.supplier_id == claim.c.supplier_id, patient.c.case_id == claim.c.case_id))
        .where(claim.c.supplier_id == supplier)
    )  # fmt: skip
    wanted: list[ColumnElement[bool]] = [true()]
    if case_ids is not None:
        wanted = [claim.c.case_id.in_(some) for some in _batched(case_ids)]
        for some in _batched(dict.fromkeys(members)):
            older = and_(claim.c.member_id.is_(None), patient.c.member_id.in_(some))
            wanted += [claim.c.member_id.in_(some), older]
    rows = {
        (row["claim_file_id"], row["claim_id"], row["line_number"]): row
        for each in wanted
        for row in connection.execute(query.where(each)).mappings()
    }
    return [
        SentLine(**{name: value for name, value in row.items() if name != "claim_file_id"})
        for _, row in sorted(rows.items())
    ]


def _batched(some: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(some)
    while part := tuple(islice(rest, _AT_ONCE)):
        yield part


def _going(claim: NewClaim) -> Going:
    """A claim as what went out is asked for it."""
    lines = [GoingLine(each.line_number, each.code, each.modifiers, each.service_date) for each in claim.lines]
    correcting = None if claim.corrects is None else Correcting(claim.corrects or None, claim.payer_reference)
    return Going(claim.case_id, claim.payer, claim.member, lines, correcting)
