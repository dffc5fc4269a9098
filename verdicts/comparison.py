"""What changed between the recorded answers and today's."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from oxyclaim.engine.verdict import LineVerdict
from verdicts.frozen import Answer, answer
from verdicts.strata import period_of

COMPARED = ("verdict", "modifiers", "group", "forecast", "denial")


class Change(NamedTuple):
    """A line of which the answer changed, or that only one side has."""

    was: Answer | None
    now: Answer | None

    @property
    def line(self) -> Answer:
        """The line it is about."""
        line = self.now or self.was
        assert line is not None
        return line

    @property
    def what(self) -> str:
        """The foremost thing that changed, was → now."""
        if self.was is None:
            return f"not recorded → {self.line.verdict}"
        if self.now is None:
            return f"{self.line.verdict} → no longer a line"
        for name in COMPARED:
            was, now = getattr(self.was, name), getattr(self.now, name)
            if was != now:
                return f"{name}: {was or 'none'} → {now or 'none'}"
        return f"{self.now.verdict} as before, by other rules"

    @property
    def rules(self) -> str:
        """Rules that decide only now (+) and those that no longer do (-); those that decide, if they are the same."""
        was, now = (set(each.rules.split()) if each else set() for each in (self.was, self.now))
        told = [f"+{rule}" for rule in sorted(now - was)] + [f"-{rule}" for rule in sorted(was - now)]
        return " ".join(told or sorted(now)) or "no rule"

    @property
    def verdicts(self) -> str:
        """Verdict, was → now."""
        was, now = (each.verdict if each else "no line" for each in (self.was, self.now))
        return f"{was} → {now}" if was != now else f"{now} as before"


class Comparison(NamedTuple):
    """How many lines are as recorded, and the others."""

    same: int
    changes: list[Change]

    def groups(self) -> dict[tuple[str, str], list[Change]]:
        """The changes by what and by which rules, the largest group first."""
        groups: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes:
            groups.setdefault((change.what, change.rules), []).append(change)
        return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def compare(was: Iterable[Answer], verdicts: Sequence[LineVerdict]) -> Comparison:
    """Every line of either side counts once."""
    before = {each.key: each for each in was}
    after = {each.key: each for each in map(answer, verdicts)}
    pairs = [Change(before.get(key), after.get(key)) for key in before | after]
    changes = [pair for pair in pairs if pair.was != pair.now]
    return Comparison(len(pairs) - len(changes), changes)


def reason(line: LineVerdict) -> str:
    """Why a line is answered so, in one sentence."""
    told = [finding.sentence for finding in line.findings if finding.effect == line.verdict]
    return told[0] if told else f"{line.verdict} as {line.code} {' '.join(line.modifiers or ())}."


def told(comparison: Comparison, verdicts: Sequence[LineVerdict], groups: int, samples: int = 2) -> list[str]:
    """The changes as lines of text: totals, then so many groups with some of their lines and the reasons."""
    why = {(line.case_id, line.line_number): reason(line) for line in verdicts}
    text = [*_totals(comparison.changes), ""]
    every = comparison.groups()
    for (what, rules), changes in list(every.items())[:groups]:
        periods = Counter(period_of(change.line.service_date) for change in changes)
        text += [f"{len(changes):5,} x {what}, {rules}", *_column(periods, "service dates ")]
        for change in changes[:samples]:
            line = change.line
            sentence = why.get(line.key, "no longer among the cases")
            text.append(f"        {line.case_id} line {line.line}, {line.code} {line.service_date}: {sentence}")
    if len(every) > groups:
        rest = sum(len(changes) for changes in list(every.values())[groups:])
        text.append(f"{rest:5,} more lines in {len(every) - groups} smaller groups")
    return text


def _totals(changes: Sequence[Change]) -> Iterator[str]:
    yield "Verdict, was → now:"
    yield from _column(Counter(change.verdicts for change in changes))
    rules = Counter(rule for change in changes for rule in change.rules.split() if rule[0] in "+-")
    if rules:
        yield "Rules that decide now (+) and no longer (-):"
        yield from _column(rules)


def _column(counts: Counter[str], label: str = "") -> list[str]:
    return [f"{count:12,} {label}{what}" for what, count in sorted(counts.items(), key=lambda each: -each[1])]
