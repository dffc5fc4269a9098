"""Cases in, verdicts out: tables, evaluation, and for each line the verdict with its explanation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine.age import MAKE_SURE, TOO_OLD, rest_of
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes
from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.fingerprint import fingerprint
from oxyclaim.engine.sentences import fill, together, written
from oxyclaim.engine.settlement import effect_when_settled, not_met_effect, settlements
from oxyclaim.engine.trace import Row, Rows, Tracer, open_questions
from oxyclaim.engine.verdict import (
    Assertion,
    DenialNotice,
    ExpectedAnswer,
    Finding,
    Forecast,
    LineVerdict,
    Presumed,
    Reason,
)
from oxyclaim.engine.words import Cure, Effect, Kind, Rule, Stage

SHOWN = 2_000
"""Cases explained together: explanations are made row by row and would otherwise hold every frame as rows."""


def decide(cases: Sequence[Case], catalogue: Catalogue, as_of: date | None = None) -> Iterator[LineVerdict]:
    """The verdict of every line of every case, in order, explained. ``as_of`` is the day of the run (today)."""
    for start in range(0, len(cases), SHOWN):
        chunk = tables(cases[start : start + SHOWN], catalogue.presumptions, as_of)
        found = dict(_explained(chunk, run(chunk, catalogue), catalogue))
        for key in sorted(found):
            yield found[key]


def decide_under(
    cases: Sequence[Case], payers: Sequence[str], catalogue: Catalogue, as_of: date | None = None
) -> list[LineVerdict]:
    """The verdict of every line under each of these payers: what if the patient had that one.

    One evaluation over the rows of every line and payer; the verdicts are in the order of lines, then of payers.
    """
    under = [case.under(payer) for case in cases for payer in payers]
    verdicts = list(decide(under, catalogue, as_of))
    found: list[LineVerdict] = []
    start = 0
    for case in cases:
        lines = len(case.items)
        of_case = verdicts[start : start + lines * len(payers)]
        found += [of_case[payer * lines + line] for line in range(lines) for payer in range(len(payers))]
        start += lines * len(payers)
    return found


def run(chunk: Tables, catalogue: Catalogue) -> Evaluation:
    """Evaluate tables for explanations: in both views, with every criterion."""
    return catalogue.evaluated(chunk.frames, How.EXPLAINED)


def _explained(
    chunk: Tables, evaluation: Evaluation, catalogue: Catalogue
) -> Iterator[tuple[tuple[int, int], LineVerdict]]:
    """A verdict for each line of the documented view, by its case's and its own position."""
    rows = Rows(evaluation)
    said = {(row["case_view"] - 1, row["record"]): row for row in rows.lines.values() if row["said"]}
    lenient = _lenient(chunk, catalogue)
    for row in rows.lines.values():
        if not row["said"]:
            key = (row["case_view"], row["record"])
            case = chunk.cases[row["case_view"] // 2]
            yield key, _Line(case, rows, row, said[key], lenient.get(key, row), catalogue).verdict()


def _lenient(chunk: Tables, catalogue: Catalogue) -> dict[tuple[int, int], Row]:
    """The lines of cases in which a person has settled something, with every open question read leniently."""
    views = [2 * position for position, case in enumerate(chunk.cases) if case.settlements]
    if not views:
        return {}
    frames = {name: frame.filter(pl.col("case_view").is_in(views)) for name, frame in chunk.frames.items()}
    lines = catalogue.evaluated(frames, How.LENIENT).lines
    return {(row["case_view"], row["record"]): row for row in lines.iter_rows(named=True)}


class _Line:
    """One line's explanation."""

    def __init__(self, case: Case, rows: Rows, row: Row, said: Row, lenient: Row, catalogue: Catalogue):
        self.rows = rows
        self.row = row
        self.catalogue = catalogue
        self.tracer = Tracer(rows, row, said)
        self.strictly = Tracer(rows, row, said, strict=True)
        self.payer, self.day = row["line.payer"], row["line.service_date"]
        self.of_payer = catalogue.rules_of(self.payer)
        self.in_force = [rule for rule in self.of_payer if catalogue.uses(self.payer, rule, self.day)]
        # Without rules that foresee an answer the rule book does not know how this payer words one.
        self.answers_known = any(rule.kind is Kind.FORECAST for rule in self.of_payer)
        self.settlements = settlements(case, self.in_force, rows, row)
        self.settled = self.settlements.in_force
        self.to_bill = lenient if self.settled else row

    def verdict(self) -> LineVerdict:
        row = self.row
        unsettled = self._unsettled()
        effect = self._effect()
        resting = self._resting_on_old() if effect is Effect.REVIEW else []
        would_be = _tuple(self.to_bill["line.modifiers_to_bill"])
        billable = effect is Effect.NONE
        if billable and would_be is None:
            raise RuntimeError(f"a billable line without modifiers: case {row['line.case_id']}")
        findings = _worth_telling([finding for rule in self.in_force for finding in self._verdict_findings(rule)])
        findings = _told_once(findings, {rule.id: rule.stage for rule in self.in_force})
        findings = sorted([*unsettled, *resting, *findings], key=lambda finding: -_EFFECTS[finding.effect])
        covered = max(effect, Effect.REVIEW) is Effect.REVIEW
        return LineVerdict(
            case_id=row["line.case_id"],
            line_number=row["line.line_number"],
            code=row["line.code"],
            service_date=row["line.service_date"],
            verdict=effect.verdict,
            modifiers=would_be if billable else None,
            would_be=would_be if covered else None,
            narrative=self.to_bill["line.narrative_to_bill"],
            group=self.to_bill["line.group"],
            asserts=tuple(self._assertions()) if billable else (),
            findings=tuple(findings),
            notes=tuple(note for rule in self.in_force if (note := self._finding(rule, Kind.NOTE))) if covered else (),
            settled=self.settlements.settled,
            presumed=tuple(self._presumed()),
            tasks=tuple(self._tasks()) if covered else (),
            claim_by=row["line.claim_by"],
            forecast=self._forecast(effect, would_be if covered else None),
            denial_notice=self._denial(effect),
            payer=self.payer,
        )

    def _ok(self, rule: Rule) -> tuple[bool | None, bool | None]:
        ok = self.row[f"ok.{rule.id}"]
        return ok, self.row.get(f"sok.{rule.id}", ok)

    def _applies(self, rule: Rule) -> bool | None:
        return True if rule.applies is None else self.tracer.value(rule.applies, self.row)

    def _effect(self) -> Effect:
        """The strongest effect of any rule, with what a person has settled."""
        if not self.settled:
            return Effect(self.row["effect"])
        rules = [rule for rule in self.in_force if rule.kind is Kind.VERDICT]
        effects = [effect_when_settled(rule, self.row, self.to_bill, self.settled) for rule in rules]
        strongest = max([*effects, Effect.REVIEW if self._unsettled() else Effect.NONE])
        return Effect.REVIEW if strongest is Effect.NONE and self._old() else strongest

    def _old(self) -> list[Rule]:
        """The rules that bear on the line and rest on sources too old or too weak for a verdict."""
        verdict_rules = [rule for rule in self.in_force if rule.kind is Kind.VERDICT]
        return [rule for rule in verdict_rules if self.row.get(f"old.{rule.id}")]

    def _resting_on_old(self) -> list[Finding]:
        """One finding for the rules that are met, but by sources too old or too weak to bill on."""
        rules = [rule for rule in self._old() if self._ok(rule) == (True, True)]
        if not rules:
            return []
        rests = [rest_of(rule, self.payer, self.day, self.catalogue) for rule in rules]
        told = "; ".join(dict.fromkeys(source for rest in rests for source in rest.weak))
        on = ", ".join(rule.id for rule in rules)
        finding = self._make(rules[0], Effect.REVIEW, f"{told}: {TOO_OLD}. It bears on {on}.", [], MAKE_SURE)
        cites = dict.fromkeys(cite for rest in rests for cite in rest.cites)
        return [replace(finding, authorities=tuple(cites), grade=self.catalogue.grade(list(cites)))]

    def _verdict_findings(self, rule: Rule) -> Iterator[Finding]:
        finding = self._finding(rule, Kind.VERDICT)
        if finding is None:
            return
        if self.settled:
            effect = effect_when_settled(rule, self.row, self.to_bill, self.settled)
            if effect is Effect.NONE:
                return
            finding = replace(finding, effect=effect.verdict)
        if finding.effect == Effect.REVIEW.verdict:
            finding = replace(finding, fingerprint=fingerprint(rule, self.rows, self.row))
        yield finding

    def _finding(self, rule: Rule, kind: Kind) -> Finding | None:
        lenient, strict = self._ok(rule)
        if rule.kind is not kind or (lenient is True and strict is True):
            return None
        if lenient is not strict:
            return self._open_finding(rule, lenient, strict)
        if kind is Kind.NOTE and lenient is None:
            return None
        effect = rule.unknown if lenient is None else not_met_effect(rule, self.row)
        if kind is Kind.VERDICT and effect is Effect.NONE:
            return None
        reasons = self.tracer.why(rule.requires)
        if lenient is None and self._applies(rule) is None and rule.applies is not None:
            reasons = reasons or self.tracer.why(rule.applies)
        cure = rule.cure if lenient is False else None
        template = rule.if_unknown if lenient is None and rule.if_unknown else rule.sentence
        weak = rest_of(rule, self.payer, self.day, self.catalogue).weak if self.row.get(f"old.{rule.id}") else ()
        sentence = told_of(template, self.row, reasons, weak)
        finding = self._make(rule, effect, sentence, reasons, cure)
        return replace(finding, certain=self._applies(rule) is True)

    def _open_finding(self, rule: Rule, lenient: bool | None, strict: bool | None) -> Finding:
        questions = []
        cites: list[str] = []
        for node in (rule.applies, rule.requires):
            if node is not None:
                for question, row in open_questions(node, self.tracer, self.strictly, self.row):
                    questions.append(fill(question.question, {**self.row, **row}))
                    cites += question.authority
        told = "; ".join(dict.fromkeys(questions))
        sentence = f"The policy leaves open {told}; one reading says {_OF[lenient]}, the other {_OF[strict]}."
        reasons = self.strictly.why(rule.requires) if strict is not True else []
        effect = Effect.REVIEW if rule.kind is Kind.VERDICT else Effect.NONE
        return self._make(rule, effect, sentence, reasons, None, tuple(dict.fromkeys(cites)))

    def _make(
        self,
        rule: Rule,
        effect: Effect,
        sentence: str,
        reasons: Sequence[Reason],
        cure: Cure | None,
        cites: tuple[str, ...] = (),
    ) -> Finding:
        own = rest_of(rule, self.payer, self.day, self.catalogue).cites
        authorities = tuple(dict.fromkeys([*(own or rule.authority), *cites]))
        decided_by = [*authorities, *(cite for reason in reasons for cite in reason.authorities)]
        return Finding(
            rule=rule.id,
            title=rule.title,
            effect=effect.verdict if effect is not Effect.NONE else "note",
            sentence=sentence,
            reasons=tuple(reasons),
            authorities=authorities,
            grade=self.catalogue.grade(decided_by),
            cure=cure.action if cure else None,
            who=cure.who if cure else None,
            helps=cure.helps.value if cure else None,
            denial=rule.denial or None if self.answers_known else None,
        )

    def _unsettled(self) -> list[Finding]:
        """Questions that some rule must settle for every line, and none in force on this date does."""
        if self.payer not in self.catalogue.values:
            return [self._stranger()]
        settled = {rule.settles for rule in self.in_force}
        missing: dict[str, list[Rule]] = {}
        for rule in self.of_payer:
            if rule.settles and rule.settles not in settled:
                missing.setdefault(rule.settles, []).append(rule)
        return [
            Finding(
                rule=rules[0].id,
                title=f"No rule in force: {question}",
                effect=Effect.REVIEW.verdict,
                sentence=f"The rule book holds no rule on the {question} for {written(self.row['line.service_date'])}; "
                f"the earliest is in force from {min(rule.first for rule in rules).isoformat()}.",
                reasons=(),
                authorities=rules[0].authority,
                grade=self.catalogue.grade(rules[0].authority),
                cure=None,
                who=None,
                helps=None,
                denial=None,
            )
            for question, rules in missing.items()
        ]

    def _stranger(self) -> Finding:
        sentence = f"The rule book holds no payer {self.payer}, so no rule has judged this line."
        cure = "name a payer that `oxyclaim payers` lists"
        return Finding(
            rule="PAYER", title="No such payer", effect=Effect.REVIEW.verdict, sentence=sentence, reasons=(),
            authorities=(), grade=self.catalogue.grade(()), cure=cure, who="the biller", helps=None, denial=None,
        )  # fmt: skip

    def _assertions(self) -> Iterator[Assertion]:
        row = self.to_bill
        families = {
            "rental": row["line.pricing_modifier"],
            "coverage": row["line.coverage_modifier"],
            "flow": row["line.flow_modifier"],
            "hospice": row["line.hospice_modifier"],
        }
        for family, modifier in families.items():
            if not modifier:
                continue
            reasons: list[Reason] = []
            for rule in self.in_force:
                if rule.asserts == family and self._applies(rule) is True:
                    reasons += self.tracer.why(rule.requires)
            sources = dict.fromkeys(reason.source for reason in reasons if reason.source)
            yield Assertion(modifier, tuple(dict.fromkeys(reason.sentence for reason in reasons)), tuple(sources))

    def _presumed(self) -> Iterator[Presumed]:
        for presumption in self.catalogue.presumptions:
            column = f"presumed.{presumption.fact}"
            kind = presumption.fact.partition(".")[0]
            rows = [self.row] if kind == "line" else self.tracer.rows.of_source(kind, self.row)
            readers = self.catalogue.ready_for([self.payer]).readers(presumption.fact)
            if any(row.get(column) for row in rows) and readers & self._decisive:
                yield Presumed(presumption.fact, presumption.says, presumption.reason)

    @cached_property
    def _decisive(self) -> set[str]:
        """The criteria on which this line's rules rest."""
        found: set[str] = set()
        for rule in self.in_force:
            if rule.applies is not None and self._applies(rule) is not True:
                found |= self.tracer.decisive(rule.applies)
            else:
                found |= self.tracer.decisive(rule.requires)
        return found

    def _tasks(self) -> Iterator[str]:
        if self.row["line.next_task"]:
            yield self.row["line.next_task"]

    def _forecast(self, effect: Effect, correction: tuple[str, ...] | None) -> Forecast | None:
        coded = self.row["line.modifiers"]
        if coded is None or not self.answers_known:
            return None
        rules = [rule for rule in self.in_force if rule.kind is Kind.FORECAST]
        expected = [rule for rule in self.in_force if self._is_expected(rule)]
        rejecting = [rule for rule in expected if self.catalogue.denials.is_rejected(rule.denial)]
        if rejecting:
            outcome, answering = REJECTED, rejecting
        else:
            open_still = any(self._ok(rule) != (True, True) for rule in rules if rule not in expected)
            outcome = "unknown" if open_still else DENIED if expected else "accepted"
            answering = expected
        told = [rule for rule in rules if rule in answering or rule not in expected]
        charge = self.row["line.charge"]
        return Forecast(
            outcome=outcome,
            coded=tuple(coded),
            reasons=tuple(finding for rule in told if (finding := self._finding(rule, Kind.FORECAST))),
            correction=correction if correction != tuple(coded) else None,
            answers=self._expected_answers(answering, effect),
            doubt=_DOUBT.format(effect.verdict) if outcome == "accepted" and effect is not Effect.NONE else None,
            charge_cents=None if charge is None else round(charge * 100),
        )

    def _is_expected(self, rule: Rule) -> bool:
        return self._ok(rule) == (False, False) and self.catalogue.foresees_answer(rule)

    def _expected_answers(self, rules: Sequence[Rule], effect: Effect) -> tuple[ExpectedAnswer, ...]:
        by_denial: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: -rule.not_met):
            by_denial.setdefault(rule.denial, []).append(rule)
        answers = [self._expected_answer(written, each, effect) for written, each in by_denial.items()]
        on_arrival = tuple(answer for answer in answers if answer.on_arrival)
        return on_arrival or tuple(answers)  # what is denied on arrival is not reviewed

    def _expected_answer(self, written: str, rules: Sequence[Rule], effect: Effect) -> ExpectedAnswer:
        book = self.catalogue.denials
        entry = book.named(written)
        assert entry is not None  # the catalogue is checked
        codes = split_codes(written)
        sorted_by_kind = sorted_codes(codes)
        deciding = book.overrides(codes) or entry
        route = book.routes[deciding.routes[0]]
        answer = ExpectedAnswer(
            rules=tuple(rule.id for rule in rules),
            answer=deciding.answer,
            on_arrival=entry.on_arrival,
            codes=codes,
            group=sorted_by_kind.group,
            carc=sorted_by_kind.carc,
            rarcs=sorted_by_kind.rarcs,
            meaning=entry.meaning,
            action=entry.action,
            appeal=deciding.appeal,
            route=route.title,
            deadline=route.deadline,
            last_day=self.row["line.claim_by"] if route.counts_from == "service_date" else None,
            charge_patient=entry.may_charge(sorted_by_kind.group),
            authorities=entry.authority,
            grade=self.catalogue.grade(entry.authority),
        )
        return answer if answer.charge_patient.startswith("no") else self._charging(answer, effect)

    def _charging(self, answer: ExpectedAnswer, effect: Effect) -> ExpectedAnswer:
        """An answer that would put the amount on the patient, with what this line's facts say to that."""
        if effect is Effect.NOT_PAYABLE:
            return replace(
                answer, action=_NOT_THE_PATIENTS, charge_patient=_INSIDE, route="", deadline="", last_day=None
            )
        if effect is Effect.NONE:
            return replace(answer, charge_patient=_COVERED)
        asserted = set(sorted_codes(answer.codes).modifiers)
        notice = self._denial(effect)
        shown = notice is not None and notice.modifiers is not None and asserted <= set(notice.modifiers)
        return answer if shown or not asserted else replace(answer, action=_MAKE_SURE, charge_patient=_NOT_SHOWN)

    def _denial(self, effect: Effect) -> DenialNotice | None:
        row = self.row
        pricing = row["line.pricing_modifier"]  # empty for what carries none, null while unknown
        if effect is Effect.EXCLUDED and pricing is not None and row["line.exclusion_modifier"]:
            modifiers = _without_empty(pricing, row["line.exclusion_modifier"])
            return DenialNotice("ready", modifiers, "The law excludes the item; the patient is liable.")
        if effect is not Effect.NOT_COVERED:
            return None
        if not any(rule.kind is Kind.DENIAL for rule in self.of_payer):
            return DenialNotice("none", None, row["line.liability_advice"]) if row["line.liability_advice"] else None
        liability = row["line.liability_modifier"]
        rule = next(rule for rule in self.catalogue.rules if rule.kind is Kind.DENIAL)
        reasons = self.tracer.why(rule.requires)
        if liability is None or pricing is None:
            return DenialNotice("hold", None, f"{_capital(_join(reasons))}.")
        if not liability:
            return DenialNotice("none", None, fill(rule.sentence, row, reasons=_join(reasons) or "no claim is wanted"))
        return DenialNotice("ready", _without_empty(pricing, liability), _capital(_join(reasons)) + ".")


def told_of(template: str, row: Row, reasons: Sequence[Reason], weak: Sequence[str] = ()) -> str:
    """A finding's sentence on a line's row; ``weak`` are sources too old or too weak to rest on, told first."""
    sentence = _capital(fill(template, row, reasons=_join(reasons)))
    return f"({'; '.join(weak)}) {sentence}" if weak else sentence


_EFFECTS = {effect.verdict: int(effect) for effect in Effect} | {"note": 0}
_COVERED = "depends: the documents show that the line is covered, so put it right instead of charging the patient"
_DOUBT = "the verdict is {}, so a denial on a review of the records cannot be ruled out"
_INSIDE = "no: the line is inside another payment or past a limit"
_MAKE_SURE = "Make sure of the notice before charging the patient."
_NOT_SHOWN = "depends: only with a valid notice, which the case does not show"
_NOT_THE_PATIENTS = "Do not charge the patient: no notice moves this cost."
_OF = {True: "that it is met", False: "that it is not", None: "that it is not known"}


def _worth_telling(findings: list[Finding]) -> list[Finding]:
    """Without the holds that only repeat others: no reason of their own, or not even known to apply."""
    hold = Effect.HOLD.verdict
    told = [f for f in findings if f.effect != hold or (f.reasons and f.certain)]
    return told if any(_EFFECTS[f.effect] >= Effect.HOLD for f in told) else findings


def _told_once(findings: list[Finding], stages: dict[str, Stage]) -> list[Finding]:
    """Without the holds on the coding whose every reason a hold on the coverage has told."""
    hold = Effect.HOLD.verdict

    def repeats(finding: Finding) -> bool:
        reasons = {reason.sentence for reason in finding.reasons}
        earlier = (f for f in findings if f.effect == hold and stages[f.rule] is Stage.COVERAGE)
        return (
            bool(reasons)
            and stages[finding.rule] is Stage.CODING
            and any(reasons <= {reason.sentence for reason in f.reasons} for f in earlier)
        )

    return [finding for finding in findings if finding.effect != hold or not repeats(finding)]


def _join(reasons: Sequence[Reason]) -> str:
    return "; ".join(together(reason.sentence for reason in reasons)) or "what it rests on is not known"


def _without_empty(*modifiers: str) -> tuple[str, ...]:
    return tuple(modifier for modifier in modifiers if modifier)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
