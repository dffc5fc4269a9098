"""Claim files that went out, whole, with their claims, the verdicts that they rest on, and their lines."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from oxyclaim.services.store.kept import Change, NewClaimFile, SentBefore, SentLine, Verdict, month_of, standing
from oxyclaim.store import verdicts
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, chained, sealed
from oxyclaim.store.tables import claim, claim_file, claim_line

_AT_ONCE = 500
"""Case ids in one question: an engine takes only so many values."""


def keep(
    connection: Connection, supplier: str, file: NewClaimFile, kept: Sequence[Verdict], change: Change
) -> tuple[str, ...]:
    """Keep a file and its verdicts, of which each claim has one. The ids of the claims, in their order.

    Raises SentBefore where somebody else has sent a line meanwhile.
    """
    before = standing(sent(connection, supplier, [each.case_id for each in file.claims]))
    for each in file.claims:
        for line in each.lines:
            other = before.get(month_of(each.case_id, line.code, line.service_date, each.payer))
            if other is not None and not each.is_correction:
                raise SentBefore(each.case_id, line.code, other)
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


def sent(connection: Connection, supplier: str, case_ids: Sequence[str] | None = None) -> list[SentLine]:
    """Every line that went out, of these cases or of all, in the order in which they did."""
    query = (
        select(
            claim.c.claim_id, claim.c.case_id, claim_line.c.line_number, claim_line.c.line_id, claim_line.c.code,
            claim_line.c.modifiers, claim_line.c.service_date, claim_line.c.charge_cents, claim_line.c.narrative,
            claim.c.frequency, claim.c.payer_reference, claim.c.payer, claim_file.c.control_number, claim_file.c.at,
        )
        .join(claim_file, claim_file.c.claim_file_id == claim.c.claim_file_id)
        .join(claim_line, claim_line.c.claim_id == claim.c.claim_id)
        .where(claim.c.supplier_id == supplier)
        .order_by(claim.c.claim_file_id, claim.c.claim_id, claim_line.c.line_number)
    )  # fmt: skip
    if case_ids is None:
        return [SentLine(**row) for row in connection.execute(query).mappings()]
    return [
        SentLine(**row)
        for start in range(0, len(case_ids), _AT_ONCE)
        for row in connection.execute(query.where(claim.c.case_id.in_(case_ids[start : start + _AT_ONCE]))).mappings()
    ]
