"""The claims that answers are expected for: those of claim files that were written here, or by another program."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from oxyclaim.remittance.ledger.accounts import entries
from oxyclaim.remittance.ledger.kept import Known
from oxyclaim.remittance.ledger.matching import KNOWN_LINES
from oxyclaim.services.ledger.kept import CLAIMS, KeptLedger
from oxyclaim.x12.claim_837p.reader import read
from oxyclaim.x12.core.delimiters import UnreadableFile
from oxyclaim.x12.core.sets import read_sets

FIRST = "P"
VOID = "8"
PERSON = ["patient_last_name", "patient_first_name", "birth_date"]
LINE = ["code", "service_date"]


def take_in(
    ledger: KeptLedger, source: Path | bytes, hash: str, cases: Mapping[str, str] | None = None
) -> tuple[int, tuple[str, ...]]:
    """Take the claims of an 837P into the ledger: how many are new; ids that stand for another claim already.

    A claim to a later payer has no account of its own: its money belongs to the claim that it follows. Raises
    UnreadableFile.
    """
    claims, lines = _read(source, hash, cases or {})
    if claims.is_empty():
        raise UnreadableFile("no claim stands in it")
    known = ledger.known(claims["claim_id"].to_list(), (), ())
    clash = _other(claims, lines, known)
    new = claims.join(known.claims.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
    of_new = lines.join(new.select("claim_id"), on="claim_id", how="semi", maintain_order="left")
    placed = _accounts(new, of_new, ledger)
    ledger.keep_claims(placed, of_new)
    charged = placed.filter((pl.col("account") == pl.col("claim_id")) & (pl.col("frequency") != VOID).fill_null(True))
    ledger.keep_entries(_charges(charged, of_new))
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
        claims.select(list(CLAIMS)).cast(CLAIMS),
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


def _charges(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    on = claims.select("claim_id", "sent_on")
    return entries(
        lines.join(on, on="claim_id", maintain_order="left").select(
            "claim_id", "line_id", on="sent_on", kind=pl.lit("charge"), open="charge_cents",
            charged=-pl.col("charge_cents"),
        )
    )  # fmt: skip
