"""The claims that answers are expected for: those of claim files that were written here, or by another program."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.accounts import balances, entries, joined
from oxyclaim.remittance.ledger.kept import Known
from oxyclaim.remittance.ledger.matching import KNOWN_LINES
from oxyclaim.services.ledger.kept import CLAIMS, KeptLedger
from oxyclaim.x12.claim_837p.reader import read
from oxyclaim.x12.core.delimiters import UnreadableFile
from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.core.sets import read_sets

FIRST = "P"
ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
SENT = columns({**CLAIMS, "payer_reference": pl.String})
"""Claims as they are read; ``payer_reference``: the payer's number of the claim that one replaces or voids."""
PERSON = ["patient_last_name", "patient_first_name", "birth_date"]
LINE = ["code", "service_date"]


def take_in(
    ledger: KeptLedger, source: Path | bytes, hash: str, cases: Mapping[str, str] | None = None
) -> tuple[int, tuple[str, ...]]:
    """Take the claims of an 837P into the ledger: how many are new; ids that stand for another claim already.

    A claim to a later payer has no account of its own: its money belongs to the claim that it follows; so does one that
    replaces or voids another, which it names by the payer's number. One that was sent as a new claim after another was
    turned down takes that one's charges back: nobody judges it any more. Raises UnreadableFile.
    """
    claims, lines = _read(source, hash, cases or {})
    if claims.is_empty():
        raise UnreadableFile("no claim stands in it")
    numbers = claims["payer_reference"].drop_nulls().to_list()
    known = ledger.known(claims["claim_id"].to_list(), (), numbers)
    clash = _other(claims, lines, known)
    new = claims.join(known.claims.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
    of_new = lines.join(new.select("claim_id"), on="claim_id", how="semi", maintain_order="left")
    placed = _replacing(_accounts(new, of_new, ledger), known)
    ledger.keep_claims(placed.select(list(CLAIMS)), of_new)
    charged = placed.filter((pl.col("account") == pl.col("claim_id")) & (pl.col("frequency") != VOID).fill_null(True))
    ledger.keep_entries(joined([_charges(charged, of_new), _changed(placed, ledger), _taken_back(placed, ledger)]))
    return len(new), tuple(clash)


def _other(claims: pl.DataFrame, lines: pl.DataFrame, known: Known) -> list[str]:
    """Ids under which another claim stands: another charge, or none of its lines."""
    there = claims.join(known.claims.select("claim_id", known_charge="charge_cents"), on="claim_id", how="inner")
    same = lines.join(known.lines, on=["claim_id", *LINE], how="semi")["claim_id"]
    is_other = (pl.col("charge_cents") != pl.col("known_charge")) | ~pl.col("claim_id").is_in(same.implode())
    return there.filter(is_other)["claim_id"].to_list()


def _read(source: Path | bytes, hash: str, cases: Mapping[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    of_claims, of_lines = [], []
    controls = _controls(source)
    for piece in read(source):
        of_claims.append(piece.claims)
        of_lines.append(piece.lines)
    whole, every = pl.concat(of_claims), pl.concat(of_lines)
    begins = controls.sort("segment")
    claims = whole.filter(pl.col("claim_id").is_not_null()).sort("segment").join_asof(
        begins, on="segment", strategy="backward"
    ).with_columns(
        account="claim_id", sequence="payer_sequence", birth_date="patient_birth_date", sent_on="created",
        source=pl.lit(hash),
        case_id=pl.col("claim_id").replace_strict(cases, default=None, return_dtype=pl.String) if cases
        else pl.lit(None, pl.String),
    ).unique("claim_id", keep="first", maintain_order=True)  # fmt: skip
    lines = every.join(claims.select("claim", "claim_id"), on="claim", how="inner").with_columns(
        line_id=pl.coalesce("control_number", pl.col("position").cast(pl.String)),
        modifiers=pl.col("modifiers").list.join(" "), service_date="service_from",
    )  # fmt: skip
    return (
        claims.select(list(SENT)).cast(SENT),
        lines.select(list(KNOWN_LINES)).cast(KNOWN_LINES)
        .unique(["claim_id", "line_id"], keep="first", maintain_order=True),
    )  # fmt: skip


def _controls(source: Path | bytes) -> pl.DataFrame:
    """By transaction set: where it begins, its control numbers, and BHT03."""
    begun, batches = [], []
    for piece in read_sets(source):
        begun.append(piece.begun)
        batches.append(piece.segments.filter(pl.col("id") == "BHT").select("set", batch="e03"))
    whole = pl.concat(begun).join(pl.concat(batches), on="set", how="left")
    return whole.select("segment", "batch", "interchange_control", "group_control", "set_control")


def _accounts(claims: pl.DataFrame, lines: pl.DataFrame, ledger: KeptLedger) -> pl.DataFrame:
    """The claims with ``account``: for one to a later payer, the claim of the same patient's line that went before."""
    later = claims.filter(pl.col("sequence").is_not_null() & (pl.col("sequence") != FIRST))
    if later.is_empty():
        return claims
    wanted = later.select("claim_id", *PERSON).join(lines.select("claim_id", *LINE), on="claim_id")
    before = ledger.claims_like(wanted.drop("claim_id")).select("account", *PERSON, *LINE).unique()
    first = wanted.join(before, on=[*PERSON, *LINE], how="inner").group_by("claim_id").agg(
        root=pl.col("account").unique()
    ).filter(pl.col("root").list.len() == 1).with_columns(pl.col("root").list.first())  # fmt: skip
    return claims.join(first, on="claim_id", how="left", maintain_order="left").with_columns(
        account=pl.coalesce("root", "account")
    ).drop("root")  # fmt: skip


def _replacing(claims: pl.DataFrame, known: Known) -> pl.DataFrame:
    """The claims; those that replace or void one that a payer's number names have its account."""
    by_number = known.numbers.unique("number", keep="none").join(
        known.claims.select("claim_id", replaced="account"), on="claim_id"
    ).select("replaced", payer_reference="number")  # fmt: skip
    is_such = pl.col("frequency").is_in([REPLACEMENT, VOID])
    return claims.join(by_number, on="payer_reference", how="left", maintain_order="left").with_columns(
        account=pl.when(is_such).then(pl.coalesce("replaced", "account")).otherwise("account"),
        replaced=pl.when(is_such).then("replaced"),
    )  # fmt: skip


def _changed(claims: pl.DataFrame, ledger: KeptLedger) -> pl.DataFrame:
    """What claims that replace or void others change of their charges."""
    later = claims.drop_nulls("replaced")
    if later.is_empty():
        return joined(())
    before = balances(ledger.entries_of(later["replaced"].to_list()), ["claim_id"]).select(
        replaced="claim_id", charge=-pl.col("charged")
    )
    # Of several that replace one claim the last counts.
    last = later.unique("replaced", keep="last", maintain_order=True).join(before, on="replaced")
    new = pl.when(pl.col("frequency") == VOID).then(0).otherwise("charge_cents")
    rows = last.select(claim_id="replaced", on="sent_on", kind=pl.lit("charge"), open=new - pl.col("charge"))
    return entries(rows.filter(pl.col("open") != 0).with_columns(charged=-pl.col("open")))


def _charges(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    on = claims.select("claim_id", "sent_on")
    return entries(
        lines.join(on, on="claim_id", maintain_order="left").select(
            "claim_id", "line_id", on="sent_on", kind=pl.lit("charge"), open="charge_cents",
            charged=-pl.col("charge_cents"),
        )
    )  # fmt: skip


def _taken_back(claims: pl.DataFrame, ledger: KeptLedger) -> pl.DataFrame:
    """The charges of claims to which nobody has answered and which these were sent anew for, taken back by line."""
    anew = ledger.sent_anew(claims.filter(pl.col("frequency") == ORIGINAL)["claim_id"].to_list())
    if not anew:
        return joined(())
    before = ledger.entries_of(sorted(set(anew.values())))
    unanswered = before.filter((pl.col("kind") == "charge").all().over("claim_id"))
    by = claims.select(
        "sent_on", claim_id=pl.col("claim_id").replace_strict(anew, default=None, return_dtype=pl.String)
    )
    rows = balances(unanswered, ["claim_id", "line_id"]).filter(pl.col("open") != 0).join(
        by.unique("claim_id", keep="first"), on="claim_id", maintain_order="left"
    )  # fmt: skip
    return entries(rows.select(
        "claim_id", "line_id", on="sent_on", kind=pl.lit("charge"), open=-pl.col("open"), charged="open",
    ))  # fmt: skip
