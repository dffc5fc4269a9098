"""In which order payers are asked, and what an earlier one must have answered before a later one is.

Two laws stand here, so that every door that writes a claim keeps them: a claim for a day on which an earlier payer was
in force is never written as if there were none; and what an earlier payer paid and adjusted is the charge, to the cent.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.models import Absence, AnsweredLine, Case, Coverage, EarlierPayer, Item
from oxyclaim.case.money import dollars
from oxyclaim.policy.medicare_secondary import WORKING_AGED_FROM

ANSWERED = ("paid", "denied")
SEQUENCES = "PST"
"""SBR01 of the first, second and third payer."""
FIRST_BY = {
    "working_aged": "12",
    "end_stage_renal_disease": "13",
    "no_fault": "14",
    "workers_compensation": "15",
    "public_health": "16",
    "black_lung": "41",
    "veterans": "42",
    "disabled": "43",
    "liability": "47",
}
"""The insurance type (SBR05) of a claim to Medicare behind another payer (005010X222A1, 2000B SBR05)."""
_WAIT = "bill it first, and enter its answer"


def earlier_payers(coverage: Coverage) -> list[EarlierPayer]:
    """The payers that were asked before, in their order."""
    return [payer for payer in (coverage.primary, coverage.secondary) if payer is not None]


def sequence(coverage: Coverage) -> str:
    """SBR01: which place this claim's payer has in the order."""
    return SEQUENCES[len(earlier_payers(coverage))]


def in_force(case: Case, day: date) -> Absence | None:
    """The entry of the case that says that another payer comes first on a day."""
    return next((each for each in case.absences or () if each.reason == "other_payer" and _covers(each, day)), None)


def answered(payer: EarlierPayer, line_number: int) -> AnsweredLine | None:
    """What an earlier payer said to a line."""
    return next((line for line in payer.lines or () if line.line_number == line_number), None)


def paid_cents(line: AnsweredLine) -> int:
    """What was paid for a line, in cents."""
    return int(line.paid * 100)


def adjusted_cents(line: AnsweredLine) -> int:
    """The sum of a line's adjustments, in cents."""
    return sum(int(each.amount * 100) for each in line.adjustments or ())


def order_problems(case: Case, items: Sequence[Item], to_medicare: bool) -> list[str]:
    """Why no claim for these items may go to the case's payer as things stand, each reason once."""
    return list(dict.fromkeys(_order_problems(case, items, to_medicare)))


def _order_problems(case: Case, items: Sequence[Item], to_medicare: bool) -> Iterator[str]:
    coverage = case.coverage
    earlier = earlier_payers(coverage)
    if coverage.primary is None:
        if coverage.secondary is not None:
            yield "coverage.secondary is given without coverage.primary; the first payer's answer comes first"
        for item in items:
            absence = in_force(case, item.service_date)
            if absence is not None:
                since = f"from {absence.first_day}" if absence.first_day else "on that day"
                yield (
                    f"items[line {item.line_number}]: another payer comes first on {item.service_date} (absences: "
                    f"other_payer {since}), so no claim goes out as to the first payer; {_WAIT} (coverage.primary)"
                )
    lines = {item.line_number for item in case.items}
    for name, payer in zip(("primary", "secondary"), earlier, strict=False):
        yield from _same_payer_problems(f"coverage.{name}", payer, coverage, to_medicare)
        yield from _told_twice_problems(f"coverage.{name}.lines", payer, lines)
        yield from _answer_problems(f"coverage.{name}", payer, items)
    if to_medicare:
        yield from _medicare_problems(case, items)


def _same_payer_problems(key: str, payer: EarlierPayer, coverage: Coverage, to_medicare: bool) -> Iterator[str]:
    """A payer is not asked behind itself. Of Medicare a patient has one coverage only."""
    if to_medicare and payer.payer == coverage.payer:
        yield f"{key}.payer: {payer.payer} is the payer of this claim too; a claim does not go to it behind itself"
    elif payer.payer_id is not None and payer.payer_id == coverage.payer_id:
        yield f"{key}.payer_id: {payer.payer_id} is the id of this claim's payer too; enter that of the earlier one"


def _told_twice_problems(key: str, payer: EarlierPayer, lines: set[int]) -> Iterator[str]:
    """Each line has one answer, and each answer a line."""
    numbers = [line.line_number for line in payer.lines or ()]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield f"{key}: line {number} has several answers; keep the one that the remittance shows"
    for number in sorted(set(numbers) - lines):
        yield f"{key}: there is no line {number} in the case; give each answer the number of its line"


def _answer_problems(key: str, payer: EarlierPayer, items: Sequence[Item]) -> Iterator[str]:
    if payer.outcome not in ANSWERED:
        said = f"is {payer.outcome}" if payer.outcome else "is not given"
        yield f"{key}.outcome {said}: a claim to the next payer carries what this one paid or denied; {_WAIT}"
        return
    missing = [name for name in ("payer_name", "payer_id", "member_id") if getattr(payer, name) is None]
    if missing:
        yield f"missing {', '.join(f'{key}.{name}' for name in missing)}"
    if payer.subscriber is not None:
        yield from _subscriber_problems(f"{key}.subscriber", payer.subscriber, ())
    for item in items:
        line = answered(payer, item.line_number)
        if line is None:
            yield f"{key}.lines: the answer to line {item.line_number} is missing; enter what it paid and adjusted"
            continue
        decided = line.decided_on or payer.remittance_date
        if decided is None:
            yield f"missing {key}.remittance_date"
        elif decided < item.service_date:
            yield (
                f"{key}: the answer of {decided} to line {item.line_number} lies before its service date "
                f"{item.service_date}; correct one of them"
            )
        if item.charge is not None:
            yield from _balance(f"{key}.lines[line {item.line_number}]", line, int(item.charge * 100))


def _balance(key: str, line: AnsweredLine, charge: int) -> Iterator[str]:
    paid, adjusted = paid_cents(line), adjusted_cents(line)
    difference = paid + adjusted - charge
    if difference:
        more = "more" if difference > 0 else "less"
        yield (
            f"{key}: {dollars(paid)} paid and {dollars(adjusted)} adjusted are {dollars(abs(difference))} {more} "
            f"than the charge of {dollars(charge)}; enter every adjustment as the remittance shows it"
        )


def _subscriber_problems(key: str, subscriber: object, more: Sequence[str]) -> Iterator[str]:
    missing = [name for name in ("relationship", "last_name", *more) if getattr(subscriber, name) is None]
    if missing:
        yield f"missing {', '.join(f'{key}.{name}' for name in missing)}"


def _medicare_problems(case: Case, items: Sequence[Item]) -> Iterator[str]:
    coverage = case.coverage
    if coverage.subscriber is not None:
        yield "coverage.subscriber: with Medicare the patient is always the subscriber; leave it out"
    if coverage.primary is None:
        return
    reason = coverage.primary.comes_first_by
    if reason is None:
        yield "missing coverage.primary.comes_first_by (why it comes before Medicare; SBR05 says it)"
    born = case.patient.birth_date if case.patient else None
    if born is not None and reason in ("working_aged", "disabled"):
        for item in items:
            years = _age(born, item.service_date)
            if (years >= WORKING_AGED_FROM) is not (reason == "working_aged"):
                # The age itself stays untold: no message repeats what is private.
                yield (
                    f"coverage.primary.comes_first_by: {reason} does not fit the patient's age on {item.service_date} "
                    f"({WORKING_AGED_FROM} years part the two)"
                )
                return


def coverage_problems(case: Case) -> Iterator[str]:
    """What the order of payers does not ask and the loops of other people need."""
    subscriber = case.coverage.subscriber
    if subscriber is not None:
        yield from _subscriber_problems("coverage.subscriber", subscriber, ())
    following = case.coverage.next_payer
    if following is not None:
        missing = [name for name in ("payer_name", "payer_id", "member_id") if getattr(following, name) is None]
        if missing:
            yield f"missing {', '.join(f'coverage.next_payer.{name}' for name in missing)}"


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _covers(absence: Absence, day: date) -> bool:
    begun = absence.first_day is None or absence.first_day <= day
    return begun and (absence.last_day is None or day <= absence.last_day)
