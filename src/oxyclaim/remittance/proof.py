"""Whether a remittance balances: per line, per claim, per payment. A payment that does not is never posted.

The identities are X12's for the 835 (005010X221A1). Amounts are whole cents, so equal means equal. A positive
adjustment lowers the payment, a negative one raises it; the sign is never changed.
"""

from collections.abc import Iterator

import polars as pl

from oxyclaim.policy.denials.accounts import INTEREST as PLB_INTEREST
from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.remittance_835.faults import BARRING
from oxyclaim.x12.remittance_835.reader import RemittancePiece

LINE, CLAIM, LINES, CLAIM_FROM_LINES, PAYMENT = "line", "claim", "lines", "claim_from_lines", "payment"
TWICE, PATIENT, NO_LINES, BARE_REVERSAL, INTEREST = "twice", "patient", "no_lines", "bare_reversal", "interest"
FAULT, NOT_ENDED, WRONG_COUNT, NO_PAYMENT = "fault", "not_ended", "wrong_count", "no_payment"

BARS = frozenset({LINE, CLAIM, LINES, CLAIM_FROM_LINES, PAYMENT, FAULT, NOT_ENDED, WRONG_COUNT, NO_PAYMENT})
"""What keeps a payment from being posted. The rest is told."""

REVERSAL = "22"
PATIENT_GROUP = "PR"

DIFFERENCES = columns({
    "set": pl.Int64, "claim": pl.Int64, "line": pl.Int64, "segment": pl.Int64, "rule": pl.String,
    "said_cents": pl.Int64, "calculated_cents": pl.Int64, "element": pl.String,
})  # fmt: skip
"""Where a payment does not balance, or cannot be read. ``said``: what the file says; ``calculated``: what follows
from the rest of it. ``rule``:

- ``line``: charge less adjustments of the line is its payment (SVC02 - CAS = SVC03)
- ``claim``: charge less all adjustments of claim and lines is its payment (CLP03 - CAS = CLP04)
- ``lines``: the charges of the lines are the claim's (SVC02 = CLP03)
- ``claim_from_lines``: the payments of the lines less the claim's own adjustments are its payment (SVC03 - CAS = CLP04)
- ``payment``: the payments of the claims less what belongs to the provider are the payment (CLP04 - PLB = BPR02)
- ``patient``: what the patient owes is the sum of group PR (CLP05), told and not barring
- ``twice``: one adjustment stands at claim and line, told and not barring
- ``no_lines``: a claim without lines, told and not barring
- ``bare_reversal``: a reversal (CLP02 22) that repeats none of the adjustments that it takes back, told and not
  barring: some payers leave them out, and what was posted before says what they were
- ``interest``: the interest of the payment (PLB L6, negative) is that of its claims (AMT*I), told and not barring
- ``fault``: an amount that cannot be read; ``not_ended``, ``wrong_count``: the transaction set is cut off or damaged;
  ``no_payment``: it has no BPR
"""


def differences(piece: RemittancePiece) -> pl.DataFrame:
    """Where the claims and lines of a piece do not balance, and what cannot be read. Columns: ``DIFFERENCES``."""
    found = [part for part in _parts(piece) if not part.is_empty()]
    return pl.concat(found).sort("segment", "rule") if found else pl.DataFrame(schema=DIFFERENCES)


def _parts(piece: RemittancePiece) -> Iterator[pl.DataFrame]:
    claims, lines, adjustments = piece.claims, piece.lines, piece.adjustments
    of_lines = adjustments.filter(pl.col("line").is_not_null())
    of_claims = adjustments.filter(pl.col("line").is_null())
    by_claim = _with(claims, adjustments, "claim", adjusted=_sum())
    by_claim = _with(by_claim, of_claims, "claim", own=_sum())
    by_claim = _with(
        by_claim, lines, "claim", line_charges=pl.col("charge_cents").sum(), line_paid=pl.col("paid_cents").sum()
    )
    owed = adjustments.filter(pl.col("group") == PATIENT_GROUP)
    by_claim = _with(by_claim, owed, "claim", owed=_sum())
    has_lines = pl.col("line_charges").is_not_null()
    # Some payers repeat none of the adjustments that a reversal takes back.
    is_bare = (pl.col("status") == REVERSAL) & pl.col("adjusted").is_null()
    bare = by_claim.filter(is_bare)
    adjusted = _with(lines, of_lines, "line", adjusted=_sum()).filter(~pl.col("claim").is_in(bare["claim"].implode()))
    yield _told(
        adjusted.with_columns(calculated=pl.col("charge_cents") - pl.col("adjusted").fill_null(0)), LINE, "paid_cents",
        "SVC03",
    )  # fmt: skip
    less = by_claim.with_columns(calculated=pl.col("charge_cents") - pl.col("adjusted").fill_null(0))
    yield _told(less.filter(~is_bare), CLAIM, "paid_cents", "CLP04")
    yield _told(less.filter(is_bare), BARE_REVERSAL, "paid_cents", "CLP04")
    with_lines = by_claim.filter(has_lines)
    yield _told(with_lines.with_columns(calculated="line_charges"), LINES, "charge_cents", "CLP03")
    yield _told(
        with_lines.with_columns(calculated=pl.col("line_paid") - pl.col("own").fill_null(0)), CLAIM_FROM_LINES,
        "paid_cents", "CLP04",
    )  # fmt: skip
    not_reversed = by_claim.filter(pl.col("status") != REVERSAL)
    yield _told(
        not_reversed.with_columns(pl.col("patient_cents").fill_null(0), calculated=pl.col("owed").fill_null(0)),
        PATIENT, "patient_cents", "CLP05",
    )  # fmt: skip
    without = by_claim.filter(~has_lines)
    yield _row(without, NO_LINES, "SVC")
    yield _row(_twice(of_claims, of_lines), TWICE, "CAS")
    barring = piece.faults.filter(pl.col("fault").is_in(list(BARRING)))
    yield barring.select(
        "set", "claim", "line", "segment", rule=pl.lit(FAULT), said_cents=pl.lit(None, pl.Int64),
        calculated_cents=pl.lit(None, pl.Int64), element="element",
    ).cast(DIFFERENCES)  # fmt: skip


def _sum() -> pl.Expr:
    return pl.col("amount_cents").sum()


def _with(frame: pl.DataFrame, other: pl.DataFrame, key: str, **sums: pl.Expr) -> pl.DataFrame:
    return frame.join(other.group_by(key).agg(**sums), on=key, how="left", maintain_order="left")


def _told(frame: pl.DataFrame, rule: str, said: str, element: str) -> pl.DataFrame:
    """The rows whose ``calculated`` is not what is said; an amount that cannot be read is told as a fault."""
    wrong = frame.filter(pl.col(said) != pl.col("calculated"))
    return _row(wrong.with_columns(said_cents=said, calculated_cents="calculated"), rule, element)


def _row(frame: pl.DataFrame, rule: str, element: str) -> pl.DataFrame:
    missing = [pl.lit(None).alias(name) for name in DIFFERENCES if name not in frame.columns]
    told = frame.with_columns(missing).with_columns(rule=pl.lit(rule), element=pl.lit(element))
    return told.select(list(DIFFERENCES)).cast(DIFFERENCES)


def _twice(of_claims: pl.DataFrame, of_lines: pl.DataFrame) -> pl.DataFrame:
    """Adjustments that stand with the same reason and amount at the claim and at one of its lines."""
    keys = ["claim", "group", "reason", "amount_cents"]
    lines = of_lines.filter(pl.col("amount_cents") != 0).select(keys).unique()
    return of_claims.join(lines, on=keys, how="semi", maintain_order="left")


def sums(piece: RemittancePiece) -> pl.DataFrame:
    """What a piece adds to its payments. Columns: ``set``, ``paid``, ``claims``, ``provider``, ``lines``, ``interest``
    (AMT*I), ``interest_paid`` (L6)."""
    claims = piece.claims.group_by("set").agg(
        paid=pl.col("paid_cents").sum(), claims=pl.len().cast(pl.Int64), interest=pl.col("interest_cents").sum()
    )
    lines = piece.lines.group_by("set").agg(lines=pl.len().cast(pl.Int64))
    provider = piece.provider_adjustments.group_by("set").agg(
        provider=_sum(), interest_paid=pl.col("amount_cents").filter(pl.col("reason").is_in(list(PLB_INTEREST))).sum()
    )
    sets = piece.segments.select(pl.col("set").unique())
    for part in (claims, lines, provider):
        sets = sets.join(part, on="set", how="left")
    return sets.fill_null(0)


def proved(
    payments: pl.DataFrame, added: pl.DataFrame, begun: pl.DataFrame, ended: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The payments of a whole file with what they add up to, and where they do not balance as payments.

    ``payments``: columns ``PAYMENTS``; ``added``: all ``sums``; ``begun`` and ``ended``: the 835 sets by their headers
    and trailers. Returns the payments with ``paid_cents``, ``provider_cents``, ``claims`` and ``lines``, and
    ``DIFFERENCES``.
    """
    whole = added.group_by("set").agg(
        paid_cents=pl.col("paid").sum(), provider_cents=pl.col("provider").sum(), claims=pl.col("claims").sum(),
        lines=pl.col("lines").sum(), interest=pl.col("interest").sum(), interest_paid=pl.col("interest_paid").sum(),
    )  # fmt: skip
    every = payments.join(whole, on="set", how="left", maintain_order="left")
    # Debited payments are taken from the payee; X12 has no negative payment, and some payers write one.
    said = pl.when(pl.col("credit_or_debit") == "D").then(-pl.col("payment_cents")).otherwise("payment_cents")
    balance = every.with_columns(said=said, calculated=pl.col("paid_cents") - pl.col("provider_cents"))
    trailers = begun.select("set", begins="segment", set_control="set_control").join(ended, on="set", how="left")
    interest = every.with_columns(calculated=-pl.col("interest"))
    at_head = {"claim": pl.lit(None), "line": pl.lit(None)}
    cut = trailers.filter(pl.col("last_segment").is_null()).select("set", segment="begins")
    counted = pl.col("last_segment") - pl.col("begins") + 1
    miscounted = trailers.filter(
        pl.col("last_segment").is_not_null()
        & ((pl.col("said_segments") != counted).fill_null(True)
           | pl.col("said_control").ne_missing(pl.col("set_control")))
    ).select("set", segment="last_segment")  # fmt: skip
    found = [
        _told(balance.with_columns(**at_head), PAYMENT, "said", "BPR02"),
        _told(interest.with_columns(**at_head), INTEREST, "interest_paid", "PLB"),
        _row(every.filter(pl.col("payment_cents").is_null()).with_columns(**at_head), NO_PAYMENT, "BPR"),
        _row(cut.with_columns(**at_head), NOT_ENDED, "SE"),
        _row(miscounted.with_columns(**at_head), WRONG_COUNT, "SE01"),
    ]
    return every, pl.concat(found).sort("set", "segment", "rule")
