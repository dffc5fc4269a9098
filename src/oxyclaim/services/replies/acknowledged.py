"""TA1, 999 and 277CA as answers."""

import polars as pl

from oxyclaim.remittance.accepted import ACCEPTED, REJECTED, claims, wholes
from oxyclaim.services.replies.answer import (
    NAMED,
    BatchTold,
    GroupTold,
    InterchangeTold,
    RejectedClaim,
    RejectedWhole,
    SetTold,
)
from oxyclaim.x12.claim_acknowledgment_277ca.reader import RECEIVER

OUTCOMES = {
    "A": "accepted", "E": "accepted with errors", "P": "partly accepted", "R": "rejected", "M": "rejected",
    "W": "rejected", "X": "rejected",
}  # fmt: skip
"""TA104, IK501 and AK901 in words. M, W and X reject for their authentication or encryption."""
NOT_SAID = "not said"


def _outcome(code: str | None) -> str:
    return NOT_SAID if code is None else OUTCOMES.get(code, f"not known ({code})")


def interchanges(frame: pl.DataFrame) -> tuple[InterchangeTold, ...]:
    """What the TA1 segments say."""
    return tuple(
        InterchangeTold(row["control"], _outcome(row["outcome"]), row["note"]) for row in frame.iter_rows(named=True)
    )


def groups(frame: pl.DataFrame, ends: pl.DataFrame, sets: pl.DataFrame, errors: pl.DataFrame) -> tuple[GroupTold, ...]:
    """What the 999s say."""
    end = {row["set"]: row for row in ends.iter_rows(named=True)}
    by_set: dict[int, list[SetTold]] = {}
    wrong: dict[int, list[str | None]] = {}
    for row in errors.iter_rows(named=True):
        wrong.setdefault(row["answer"], []).append(row["claim_id"])
    for row in sets.iter_rows(named=True):
        named = wrong.get(row["answer"], [])
        ids = tuple(dict.fromkeys(each for each in named if each))
        by_set.setdefault(row["set"], []).append(SetTold(row["control"], _outcome(row["outcome"]), len(named), ids))
    return tuple(
        GroupTold(
            row["control"], _outcome(end.get(row["set"], {}).get("outcome")),
            end.get(row["set"], {}).get("included"), end.get(row["set"], {}).get("received"),
            end.get(row["set"], {}).get("accepted"),
            tuple(by_set.get(row["set"], ())),
        )
        for row in frame.iter_rows(named=True)
    )  # fmt: skip


def batches(headers: pl.DataFrame, levels: pl.DataFrame, statuses: pl.DataFrame) -> tuple[BatchTold, ...]:
    """What the 277CAs say, one a transaction set and batch."""
    if levels.is_empty():
        return ()
    told, whole = claims(headers, levels, statuses), wholes(headers, levels, statuses)
    # Our batch comes back as the receiver's trace; BHT03 of the answer is often the same.
    traces = levels.filter(pl.col("kind") == RECEIVER).select("set", "trace").unique("set", keep="first")
    batch = dict(traces.iter_rows())
    found = []
    for number, own in headers.select("set", "batch").iter_rows():
        of_set = told.filter(pl.col("set") == number)
        outcomes = of_set["outcome"]
        accepted, rejected = int((outcomes == ACCEPTED).sum()), int((outcomes == REJECTED).sum())
        not_accepted = of_set.filter(pl.col("outcome") != ACCEPTED).head(NAMED)
        rejecting = whole.filter((pl.col("set") == number) & (pl.col("outcome") == REJECTED))
        found.append(BatchTold(
            batch.get(number) or own, accepted, rejected, of_set.height - accepted - rejected,
            tuple(
                RejectedWhole(
                    "receiver" if row["kind"] == RECEIVER else "provider", row["id"], tuple(row["statuses"]),
                    row["said_rejected"],
                )
                for row in rejecting.iter_rows(named=True)
            ),
            tuple(
                RejectedClaim(
                    row["claim_id"], row["outcome"], tuple(row["statuses"]), row["provider"], row["amount_cents"]
                )
                for row in not_accepted.iter_rows(named=True)
            ),
            int(of_set["contradicts"].sum()),
        ))  # fmt: skip
    return tuple(found)
