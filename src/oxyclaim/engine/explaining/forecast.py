"""What the payer would answer to a line as somebody has coded it."""

from collections.abc import Sequence
from dataclasses import replace

from oxyclaim.engine.denials import DENIED, REJECTED, sorted_codes, split_codes
from oxyclaim.engine.explaining.findings import finding_of
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.verdict import DenialNotice, ExpectedAnswer, Forecast
from oxyclaim.engine.words import Effect, Kind, Rule

_COVERED = "depends: the documents show that the line is covered, so put it right instead of charging the patient"
_DOUBT = "the verdict is {}, so a denial on a review of the records cannot be ruled out"
_INSIDE = "no: the line is inside another payment or past a limit"
_MAKE_SURE = "Make sure of the notice before charging the patient."
_NOT_SHOWN = "depends: only with a valid notice, which the case does not show"
_NOT_THE_PATIENTS = "Do not charge the patient: no notice moves this cost."


def forecast(
    line: Line, effect: Effect, correction: tuple[str, ...] | None, notice: DenialNotice | None
) -> Forecast | None:
    """None for a line that nobody has coded, and where the rule book does not know how the payer answers.

    ``correction``: the modifiers with which it should be billed. ``notice``: how a formal denial may be asked for.
    """
    coded = line.row["line.modifiers"]
    if coded is None or not line.answers_known:
        return None
    rules = [rule for rule in line.in_force if rule.kind is Kind.FORECAST]
    expected = [rule for rule in line.in_force if _is_expected(line, rule)]
    rejecting = [rule for rule in expected if line.catalogue.denials.is_rejected(rule.denial)]
    if rejecting:
        outcome, answering = REJECTED, rejecting
    else:
        still_open = [rule for rule in rules if rule not in expected and line.ok(rule) != (True, True)]
        may_be_rejected = any(line.catalogue.denials.is_rejected(rule.denial) for rule in still_open)
        # a denial that is certain stays one, whatever else the payer might deny the line for
        is_denied = expected and not may_be_rejected
        outcome = DENIED if is_denied else "unknown" if still_open else "accepted"
        answering = expected
    told = [rule for rule in rules if rule in answering or rule not in expected]
    charge = line.row["line.charge"]
    return Forecast(
        outcome=outcome,
        coded=tuple(coded),
        reasons=tuple(finding for rule in told if (finding := finding_of(line, rule, Kind.FORECAST))),
        correction=correction if correction != tuple(coded) else None,
        answers=_expected_answers(line, answering, effect, notice),
        doubt=_DOUBT.format(effect.verdict) if outcome == "accepted" and effect is not Effect.NONE else None,
        charge_cents=None if charge is None else round(charge * 100),
    )


def _is_expected(line: Line, rule: Rule) -> bool:
    return line.ok(rule) == (False, False) and line.catalogue.foresees_answer(rule)


def _expected_answers(
    line: Line, rules: Sequence[Rule], effect: Effect, notice: DenialNotice | None
) -> tuple[ExpectedAnswer, ...]:
    by_denial: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: -rule.not_met):
        by_denial.setdefault(rule.denial, []).append(rule)
    answers = [_expected_answer(line, written, each, effect, notice) for written, each in by_denial.items()]
    on_arrival = tuple(answer for answer in answers if answer.on_arrival)
    return on_arrival or tuple(answers)  # what is denied on arrival is not reviewed


def _expected_answer(
    line: Line, written: str, rules: Sequence[Rule], effect: Effect, notice: DenialNotice | None
) -> ExpectedAnswer:
    book = line.catalogue.denials
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
        last_day=line.output(Yields.CLAIM_BY) if route.counts_from == "service_date" else None,
        charge_patient=entry.may_charge(sorted_by_kind.group),
        authorities=entry.authority,
        grade=line.catalogue.grade(entry.authority),
    )
    return answer if answer.charge_patient.startswith("no") else _charging(answer, effect, notice)


def _charging(answer: ExpectedAnswer, effect: Effect, notice: DenialNotice | None) -> ExpectedAnswer:
    """An answer that would put the amount on the patient, with what this line's facts say to that."""
    if effect is Effect.NOT_PAYABLE:
        return replace(answer, action=_NOT_THE_PATIENTS, charge_patient=_INSIDE, route="", deadline="", last_day=None)
    if effect is Effect.NONE:
        return replace(answer, charge_patient=_COVERED)
    asserted = set(sorted_codes(answer.codes).modifiers)
    shown = notice is not None and notice.modifiers is not None and asserted <= set(notice.modifiers)
    return answer if shown or not asserted else replace(answer, action=_MAKE_SURE, charge_patient=_NOT_SHOWN)
