"""Which of our claims an answer is about: a ladder of ways to tell, the surest first.

1. the payer's claim number is one that it gave us before, and the patient or our number agrees
2. our claim id came back as it was sent, and the patient or a line agrees
3. our id came back cut at 17 characters or without leading zeros, with patient, day and charge
4. patient, day, code and charge agree: a person confirms it

Source: X12 interpretations 504, 525, 535 and 1684; see ``docs/ledger.md``.
"""

import polars as pl

from oxyclaim.x12.core.schema import columns

NUMBER, ID, CUT_ID, ALIKE = 1, 2, 3, 4
SURE = 3
"""Above it, a person confirms."""
CUT = 17
"""Characters that every payer must give back."""

KNOWN_CLAIMS = columns({
    "claim_id": pl.String, "account": pl.String, "payer_id": pl.String, "member_id": pl.String,
    "charge_cents": pl.Int64,
})  # fmt: skip
"""A claim of ours. ``account``: the claim to which its money is posted, itself or the one that it follows as a
secondary claim."""
KNOWN_LINES = columns({
    "claim_id": pl.String, "line_id": pl.String, "code": pl.String, "modifiers": pl.String, "service_date": pl.Date,
    "charge_cents": pl.Int64,
})  # fmt: skip
KNOWN_NUMBERS = columns({"number": pl.String, "claim_id": pl.String})
"""Claim numbers that payers gave."""
MATCHES = columns({"answer": pl.Int64, "claim_id": pl.String, "rung": pl.Int64})


def bare_id(column: str) -> pl.Expr:
    """A claim id without leading zeros, in capitals, as far as every payer gives it back."""
    return pl.col(column).str.strip_chars().str.to_uppercase().str.strip_chars_start("0").str.slice(0, CUT)


def matches(
    answers: pl.DataFrame, lines: pl.DataFrame, claims: pl.DataFrame, known_lines: pl.DataFrame, numbers: pl.DataFrame
) -> pl.DataFrame:
    """The best match of each answer that has one. Columns: ``MATCHES``.

    ``answers``: ``answer``, ``said_id`` (CLP01), ``number`` (CLP07), ``member_id``, ``charge_cents``. ``lines``:
    ``answer``, ``code``, ``submitted_code``, ``service_from``, ``charge_cents``.
    """
    told = answers.with_columns(bare=bare_id("said_id"))
    ours = claims.with_columns(bare=bare_id("claim_id"))
    named = ours.select("claim_id", our_bare="bare", our_member="member_id")
    ways = (
        (NUMBER, told.join(numbers.unique("number", keep="none"), on="number")),
        (ID, told.join(claims.select("claim_id", said_id="claim_id"), on="said_id")),
        (CUT_ID, told.join(ours.select("claim_id", "bare"), on="bare")),
        (ALIKE, told.join(claims.select("claim_id", "member_id"), on="member_id")),
    )
    pairs = pl.concat([
        found.select("answer", "claim_id", "bare", "member_id", rung=pl.lit(rung, pl.Int64)) for rung, found in ways
    ]).join(named, on="claim_id")  # fmt: skip
    agrees = _agreeing(pairs.select("answer", "claim_id").unique(), lines, known_lines)
    same = pl.col("member_id") == pl.col("our_member")
    agreeing, charges = pl.col("agreeing").is_not_null(), pl.col("charges").fill_null(False)
    holds = (
        pl.when(pl.col("rung") == NUMBER)
        .then((pl.col("bare") == pl.col("our_bare")).fill_null(False) | same.fill_null(False) | agreeing)
        .when(pl.col("rung") == ID).then(same.fill_null(True) | agreeing)
        .when(pl.col("rung") == CUT_ID).then(same.fill_null(False) & agreeing)
        .otherwise(charges)
    )  # fmt: skip
    every = pairs.join(agrees, on=["answer", "claim_id"], how="left").filter(holds)
    best = every.filter(pl.col("rung") == pl.col("rung").min().over("answer")).unique(["answer", "claim_id"])
    # One that fits two claims equally fits none.
    return best.unique("answer", keep="none").sort("answer").select(list(MATCHES))


def _agreeing(pairs: pl.DataFrame, lines: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Of pairs of answers and claims those that share a line's code and day: ``agreeing`` lines, and ``charges``,
    whether each of these has the charge of ours."""
    told = lines.select(
        "answer", "charge_cents", code=_plain(pl.coalesce("submitted_code", "code")), service_date="service_from"
    )
    ours = known.select("claim_id", _plain(pl.col("code")), "service_date", our_charge="charge_cents")
    return pairs.join(told, on="answer").join(ours, on=["claim_id", "code", "service_date"]).group_by(
        "answer", "claim_id"
    ).agg(agreeing=pl.len(), charges=(pl.col("charge_cents").abs() == pl.col("our_charge")).all())  # fmt: skip


def _plain(code: pl.Expr) -> pl.Expr:
    """A procedure code; some payers glue a modifier to it."""
    return code.str.slice(0, 5)


def line_matches(lines: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The lines with ``line_id``, ours; null where none of the claim's lines can be told to be the one.

    ``lines``: ``answer``, ``line``, ``claim_id`` (ours), ``control_number`` (REF*6R), ``code``, ``submitted_code``,
    ``modifiers`` (list), ``service_from``, ``charge_cents``. In order: the control number; the same without what payers
    put in or leave out; code, modifiers in any order, day and charge; code, day and charge; code and day; the only line
    of the claim.
    """
    told = lines.with_columns(
        _control=_normal(pl.col("control_number")), _code=_plain(pl.coalesce("submitted_code", "code")),
        _modifiers=pl.col("modifiers").list.sort().list.join(" "), _charge=pl.col("charge_cents").abs(),
    )  # fmt: skip
    ours = known.select(
        "claim_id", "line_id", _id="line_id", control_number="line_id", _control=_normal(pl.col("line_id")),
        _code=_plain(pl.col("code")), _modifiers=pl.col("modifiers").str.split(" ").list.sort().list.join(" "),
        service_from="service_date", _charge="charge_cents",
    )  # fmt: skip
    found = told.with_columns(line_id=pl.lit(None, pl.String))
    for keys in (
        ["control_number"], ["_control"], ["_code", "_modifiers", "service_from", "_charge"],
        ["_code", "service_from", "_charge"], ["_code", "service_from"], [],
    ):  # fmt: skip
        one = ours.select("claim_id", *keys, _found="_id").unique(["claim_id", *keys], keep="none")
        found = found.join(one, on=["claim_id", *keys], how="left", maintain_order="left").with_columns(
            line_id=pl.coalesce("line_id", "_found")
        ).drop("_found")  # fmt: skip
    return found.drop("_control", "_code", "_modifiers", "_charge")


def _normal(control: pl.Expr) -> pl.Expr:
    return control.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "").str.strip_chars_start("0")
