"""Claim files that went out, whole, with their claims, the verdicts that they rest on, and their lines."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert

from oxyclaim.services.store.kept import Change, NewClaimFile, Verdict
from oxyclaim.store import numbers, verdicts
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, chained, sealed
from oxyclaim.store.tables import claim, claim_file, claim_line


def keep(
    connection: Connection, supplier: str, file: NewClaimFile, kept: Sequence[Verdict], change: Change
) -> tuple[str, ...]:
    """Keep a file and its verdicts, of which each claim has one. The ids of the claims, in their order."""
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
    ids = numbers.claim_ids(connection, supplier, len(file.claims), change.at, f"file {whole['claim_file_id']}")
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
