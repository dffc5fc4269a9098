"""Oxygen lines of claim files judged by the rule book: findings of SNIP levels 6 and 7, and a forecast of each line.

Each kind of claim (see ``oxyclaim.bulk.alike``) is judged once, by the same evaluation as a case, and what was found
is remembered for the claims to come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from oxyclaim.bulk.alike import Days, Keys
from oxyclaim.bulk.evidence import JUDGED, Evidence, evidence, judged_codes
from oxyclaim.bulk.explaining import CLAIM_BY, SERVICE_DATE, read_by, sentences
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Kind, Rule
from oxyclaim.x12.core.checks.findings import ERROR, WARNING

ACCEPTED, NOT_KNOWN = "accepted", "unknown"
"""What the payer would say to a line, beside rejected and denied; unknown where a rule that foresees it is unknown."""

CHARGE = "charge"
"""On what the money at risk is based."""

FINDINGS = {
    "claim": pl.Int64,  # number of the claim in the file
    "position": pl.Int64,  # place of the line in its claim, from 1
    "line_number": pl.Int64,  # LX01
    "rule": pl.String,  # id of the rule that is known not to be met
    "snip_level": pl.Int8,  # 6: codes and modifiers of the line; 7: the payer's other rules
    "severity": pl.String,  # error where a rejection or a denial is foreseen, else warning
    "message": pl.String,
    "forecast": pl.String,  # rejected, denied, or empty
    "group_code": pl.String,
    "carc": pl.String,
    "rarc": pl.String,  # several with a space between
    "amount_at_risk_cents": pl.Int64,  # of the line, on the strongest of its findings with a forecast; else 0
    "amount_basis": pl.String,  # charge or allowed
}
"""One row a finding."""

LINES = {
    "claim": pl.Int64,
    "position": pl.Int64,
    "line_number": pl.Int64,
    "status": pl.String,  # judged, or why it passes through: see ``oxyclaim.bulk.evidence``
    "forecast": pl.String,  # rejected, denied, unknown or accepted; null where it passes through or nobody can say
    "history_needed": pl.UInt32,  # rules that are unknown and read the rental start, the rental month or the history
    "records_needed": pl.UInt32,  # rules that are unknown for want of the patient's record
}
"""One row a line, in the order of the file."""

_HISTORY = ("month.", "absence_month.", "ledger.", "line.rental_start", "line.replaced_", "line.history_listed")
"""How the facts begin that earlier claims would show."""

REMEMBERED = 100_000
"""Kinds of claims that are remembered at most; beyond them one begins anew."""

SPOKEN_AT_ONCE = 10_000
"""Claims of which the sentences are made together: their evaluation holds what the sentences read alone."""

EXPLAINED_AT_ONCE = 1_000
"""Lines for which the evaluation with explanations is as quick as that without."""


@dataclass(frozen=True)
class Judged:
    """What was found (``FINDINGS``), and what became of every line (``LINES``)."""

    findings: pl.DataFrame
    lines: pl.DataFrame


class Judge:
    """Judges lines of claim files by a catalogue. ``as_of`` is the day of the run; ``payers``: see ``evidence``.

    Threads may share it: what is known is replaced whole, and what two of them learn at once is learned again.
    """

    def __init__(self, catalogue: Catalogue, as_of: date, payers: Mapping[str, str] | None = None):
        self._catalogue = catalogue
        self._as_of = as_of
        self._payers = payers
        self._days = Days(catalogue, as_of)
        self._keys = Keys(catalogue)
        self._codes = judged_codes(catalogue)
        self._rules = [rule for rule in catalogue.rules if _can_be_found(rule)]
        self._about = _about(self._rules, catalogue)
        self._foreseen = {payer for payer in catalogue.payers if _answers_known(catalogue, payer)}
        self._known = _NOTHING_KNOWN
        self._spoken: frozenset[str] = frozenset()

    def __call__(self, claims: pl.DataFrame, lines: pl.DataFrame, months: pl.DataFrame | None = None) -> Judged:
        """Judge the lines of some claims (CLAIMS, LINES of ``x12.claim_837p.schema``), all of a claim together.

        ``months``: what was billed before each claim, see ``evidence``.
        """
        if lines.is_empty():
            return Judged(pl.DataFrame(schema=FINDINGS), pl.DataFrame(schema=LINES))
        shown = evidence(claims, lines, self._catalogue, self._as_of, self._payers, months, self._codes)
        told = self._days.classed(shown.told)
        before = self._known if self._known.kinds.height <= REMEMBERED else _NOTHING_KNOWN
        kinds, known = self._kinds_of(self._keys.of_claims(shown, told), shown, before)
        self._known = known
        told = told.join(kinds, on="claim", how="left", maintain_order="left")
        judged = _lines_judged(shown.lines, kinds, known)
        findings = self._findings_of(told.filter(pl.col("status") == JUDGED), known)
        return Judged(findings, judged)

    def _kinds_of(self, keyed: pl.DataFrame, shown: Evidence, known: "_Known") -> tuple[pl.DataFrame, "_Known"]:
        """The kind of each claim; those not met before are judged, and known then."""
        kinds = keyed.join(known.kinds, on="key", how="left", maintain_order="left")
        new = kinds.filter(pl.col("kind").is_null()).unique("key", keep="first", maintain_order=True)
        if new.height:
            known = self._learned(new.with_columns(kind=pl.int_range(pl.len()) + known.kinds.height), shown, known)
            kinds = keyed.join(known.kinds, on="key", how="left", maintain_order="left")
        return kinds.select("claim", "kind"), known

    def _learned(self, new: pl.DataFrame, shown: Evidence, known: "_Known") -> "_Known":
        frames = shown.frames(new["claim"])
        few = frames["line"].height <= EXPLAINED_AT_ONCE
        evaluation = self._catalogue.evaluated(frames, How.EXPLAINED if few else How.BULK)
        lines = evaluation.lines
        numbers = lines.select(claim=pl.col("case_view") // 2, position=pl.col("record") + 1)
        of_kind = numbers.join(new.select("claim", "kind"), on="claim", how="left", maintain_order="left")
        states = _States(lines, self._rules, self._catalogue, self._foreseen)
        learned = of_kind.select("kind", "position").hstack(states.of_lines())
        found, findings = states.not_met(), known.findings
        if found.height:
            place = of_kind[found["row"]]
            found = place.hstack(found.select("rule", "forecast"))
            if few:
                found = found.with_columns(sentences(found, evaluation, self._catalogue))
            else:
                found = self._explained(found, shown)
            findings = pl.concat([findings, found.select(findings.columns)])
        return _Known(
            pl.concat([known.kinds, new.select("key", "kind")]),
            pl.concat([known.lines, learned.select(known.lines.columns)]),
            findings,
        )

    def _explained(self, found: pl.DataFrame, shown: Evidence) -> pl.DataFrame:
        """The same with their sentences, some claims at a time: explanations hold every column."""
        told = []
        # With the rules found before, so that the plan for them is soon made for good.
        self._spoken |= set(found["rule"].unique())
        read = read_by([rule for rule in self._rules if rule.id in self._spoken])
        for claims in found["claim"].unique().sort().to_frame().iter_slices(SPOKEN_AT_ONCE):
            some = found.filter(pl.col("claim").is_in(claims["claim"].implode()))
            evaluation = self._catalogue.evaluated_for(shown.frames(claims["claim"]), read)
            told.append(some.with_columns(sentences(some, evaluation, self._catalogue)))
        return pl.concat(told)

    def _findings_of(self, told: pl.DataFrame, known: "_Known") -> pl.DataFrame:
        if not known.findings.height:
            return pl.DataFrame(schema=FINDINGS)
        rows = told.select("claim", "position", "kind", "line_number", "charge_cents", "line.service_date", "claim_by")
        rows = rows.with_columns(amount=pl.col("charge_cents"), amount_basis=pl.lit(CHARGE))
        rows = rows.join(known.findings, on=["kind", "position"], maintain_order="left")
        rows = rows.join(self._about, on="rule", how="left", maintain_order="left")
        # The strongest first; the line's money stands on it, once.
        rows = rows.sort("claim", "position", "strength", "rule", descending=[False, False, True, False])
        foreseen = pl.col("forecast") != ""
        first = foreseen & (pl.int_range(pl.len()).over("claim", "position") == 0)
        day, claim_by = pl.col("line.service_date").cast(pl.String), pl.col("claim_by").cast(pl.String)
        rows = rows.with_columns(
            pl.col("message")
            .str.replace_all(SERVICE_DATE, day, literal=True)
            .str.replace_all(CLAIM_BY, claim_by.fill_null("not given"), literal=True),
            severity=pl.when(foreseen).then(pl.lit(ERROR)).otherwise(pl.lit(WARNING)),
            amount_at_risk_cents=pl.when(first).then(pl.col("amount").fill_null(0)).otherwise(0),
            **{code: pl.when(foreseen).then(pl.col(code)).otherwise(pl.lit("")) for code in _CODES},
        )
        return rows.select(pl.col(name).cast(dtype) for name, dtype in FINDINGS.items())


_OF_KIND = {"forecast": pl.String, "history_needed": pl.UInt32, "records_needed": pl.UInt32}
_FOUND = {"rule": pl.String, "forecast": pl.String, "message": pl.String}
_CODES = ("group_code", "carc", "rarc")


@dataclass(frozen=True)
class _Known:
    """The kinds of claims that have been judged, how their lines stand, and what was found of them."""

    kinds: pl.DataFrame
    lines: pl.DataFrame
    findings: pl.DataFrame


_NOTHING_KNOWN = _Known(
    pl.DataFrame(schema={"key": pl.String, "kind": pl.Int64}),
    pl.DataFrame(schema={"kind": pl.Int64, "position": pl.Int64, **_OF_KIND}),
    pl.DataFrame(schema={"kind": pl.Int64, "position": pl.Int64, **_FOUND}),
)


def _lines_judged(lines: pl.DataFrame, kinds: pl.DataFrame, known: _Known) -> pl.DataFrame:
    rows = lines.select("claim", "position", "line_number", "status").join(
        kinds, on="claim", how="left", maintain_order="left"
    )
    # What passes through has no kind: nothing is said of it.
    rows = rows.with_columns(pl.when(pl.col("status") == JUDGED).then(pl.col("kind")))
    rows = rows.join(known.lines, on=["kind", "position"], how="left", maintain_order="left")
    return rows.select(pl.col(name).cast(dtype) for name, dtype in LINES.items())


class _States:
    """How the rules stand on evaluated lines."""

    def __init__(self, lines: pl.DataFrame, rules: list[Rule], catalogue: Catalogue, foreseen: set[str]):
        self._lines = lines
        self._catalogue = catalogue
        self._answered = pl.col("line.payer").is_in(sorted(foreseen)).fill_null(False)
        # A rule that no payer of these lines uses has no column, and is met.
        self._columns = set(lines.columns)
        self._rules = [rule for rule in rules if f"ok.{rule.id}" in self._columns]

    def of_lines(self) -> pl.DataFrame:
        """The forecast of each line, and how many rules want a history or records."""
        foreseeing = [rule for rule in self._rules if self._catalogue.foresees_answer(rule)]
        rejecting = [rule for rule in foreseeing if self._catalogue.denials.is_rejected(rule.denial)]
        denying = [rule for rule in foreseeing if rule not in rejecting]
        forecasts = [rule for rule in self._rules if rule.kind is Kind.FORECAST]
        open_still = [
            ~self._is_met(rule) & ~(self._is_not_met(rule) if rule in foreseeing else pl.lit(False))
            for rule in forecasts
        ]
        answer = (
            pl.when(_any([self._is_not_met(rule) for rule in rejecting]))
            .then(pl.lit(REJECTED))
            .when(_any(open_still))
            .then(pl.lit(NOT_KNOWN))
            .when(_any([self._is_not_met(rule) for rule in denying]))
            .then(pl.lit(DENIED))
            .otherwise(pl.lit(ACCEPTED))
        )
        history = [rule for rule in self._rules if _reads_history(rule, self._catalogue)]
        return self._lines.select(
            pl.when(self._answered).then(answer).alias("forecast"),
            _count([self._is_unknown(rule) for rule in history]).alias("history_needed"),
            _count([self._is_unknown(rule) for rule in self._rules if rule not in history]).alias("records_needed"),
        )

    def not_met(self) -> pl.DataFrame:
        """The rules that are known not to be met: ``row`` of the line, ``rule``, ``forecast``."""
        table = self._lines.select(self._answered.alias("answered"), *(
            self._is_not_met(rule).alias(rule.id) for rule in self._rules
        ))  # fmt: skip
        counts = table.select(rule.id for rule in self._rules).sum()
        found = [pl.DataFrame(schema={"row": pl.UInt32, "rule": pl.String, "forecast": pl.String})]
        for rule in self._rules:
            if counts[rule.id][0]:
                rows = table[rule.id].arg_true()
                answer = pl.lit(_answer(rule, self._catalogue))
                forecast = pl.when(pl.col("answered")).then(answer).otherwise(pl.lit("")).alias("forecast")
                frame = table[rows].select(rows.alias("row"), pl.lit(rule.id).alias("rule"), forecast)
                found.append(frame)
        return pl.concat(found)

    def _is_met(self, rule: Rule) -> pl.Expr:
        """In every reading."""
        return pl.all_horizontal([pl.col(name).fill_null(False) for name in self._readings(rule)])

    def _is_not_met(self, rule: Rule) -> pl.Expr:
        """Known, in every reading."""
        return pl.all_horizontal([~pl.col(name).fill_null(True) for name in self._readings(rule)])

    def _is_unknown(self, rule: Rule) -> pl.Expr:
        """In some reading; where the readings are known and differ, the policy is open, not the facts."""
        return pl.any_horizontal([pl.col(name).is_null() for name in self._readings(rule)])

    def _readings(self, rule: Rule) -> list[str]:
        return [name for name in (f"ok.{rule.id}", f"sok.{rule.id}") if name in self._columns]


def _any(several: list[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(several) if several else pl.lit(False)


def _count(several: list[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(several).cast(pl.UInt32) if several else pl.lit(0, pl.UInt32)


def _can_be_found(rule: Rule) -> bool:
    """A rule that says something of a claim if it is not met.

    What a claim must be written from is no such rule: what one that is written lacks, SNIP levels 1 to 4 find.
    """
    says = rule.kind is Kind.FORECAST or (rule.kind is Kind.VERDICT and rule.not_met is not Effect.NONE)
    return says and Role.CASE_FILE not in rule.roles


def _answers_known(catalogue: Catalogue, payer: str) -> bool:
    """Without rules that foresee an answer the rule book does not know how this payer words one."""
    return any(rule.kind is Kind.FORECAST for rule in catalogue.rules_of(payer))


def _reads_history(rule: Rule, catalogue: Catalogue) -> bool:
    return any(name.startswith(_HISTORY) for name in catalogue.reads(rule))


def _answer(rule: Rule, catalogue: Catalogue) -> str:
    if not catalogue.foresees_answer(rule):
        return ""
    return REJECTED if catalogue.denials.is_rejected(rule.denial) else DENIED


def _about(rules: list[Rule], catalogue: Catalogue) -> pl.DataFrame:
    """What is the same in every finding of a rule. ``strength`` puts the strongest first: rejected beats denied."""
    rows = []
    for rule in rules:
        codes = sorted_codes(split_codes(rule.denial))
        answer = _answer(rule, catalogue)
        rows.append(
            {
                "rule": rule.id,
                "snip_level": rule.snip_level,
                "group_code": codes.group or "",
                "carc": codes.carc or "",
                "rarc": " ".join(codes.rarcs),
                "strength": 10 * ["", DENIED, REJECTED].index(answer) + int(rule.not_met),
            }
        )
    return pl.DataFrame(rows)
