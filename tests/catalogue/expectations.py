"""What a worked case expects of a line, held against the line's verdict.

Keys of ``expect``: ``verdict`` (one, or a list of which any is right), ``rule`` (one of the rules that decide),
``also`` (a rule that is told), ``not_rule`` (rules that are not), ``says`` (words of a deciding sentence), ``text`` (a
regular expression somewhere in the line's JSON), ``has`` and ``lacks`` (modifiers of the coding that the line would
have), ``modifiers``, ``would_be``, ``group``, ``narrative``, ``note``, ``task``, ``denial``, ``forecast``,
``forecast_rule``, ``forecast_codes``, ``forecast_on_review``.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from oxyclaim.engine.verdict import LineVerdict


def mismatches(expected: dict[str, Any], verdict: LineVerdict, written: dict[str, Any]) -> list[str]:
    """What is not as expected, a sentence each; ``written`` is the line as ``check --format json`` writes it."""
    return list(_mismatches(expected, verdict, written))


def seen(verdict: LineVerdict) -> str:
    """The verdict with the findings behind it, for a message."""
    return f"{verdict.verdict}: " + " | ".join(f"{f.rule} {f.effect}: {f.sentence}" for f in verdict.findings)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _mismatches(expected: dict[str, Any], verdict: LineVerdict, written: dict[str, Any]) -> Iterator[str]:
    unknown = expected.keys() - _KEYS
    if unknown:
        yield f"expect has keys that nothing reads: {', '.join(sorted(unknown))}"
    if "verdict" in expected and verdict.verdict not in _list(expected["verdict"]):
        yield f"verdict {verdict.verdict}, expected {expected['verdict']}"
    deciding = [f for f in verdict.findings if f.effect == verdict.verdict]
    told = {f.rule for f in verdict.findings}
    if "rule" in expected and expected["rule"] not in {f.rule for f in deciding}:
        yield f"{expected['rule']} does not decide"
    if "also" in expected and expected["also"] not in told:
        yield f"{expected['also']} is not told"
    for rule in _list(expected.get("not_rule", [])):
        if rule in told:
            yield f"{rule} is told"
    if "says" in expected and not any(expected["says"] in f.sentence for f in deciding):
        yield f"no deciding sentence says «{expected['says']}»"
    if "text" in expected and not re.search(expected["text"], json.dumps(written, ensure_ascii=False)):
        yield f"the line's JSON does not match {expected['text']}"
    coding = list(verdict.modifiers or verdict.would_be or (verdict.forecast and verdict.forecast.correction) or ())
    for modifier in _list(expected.get("has", [])):
        if modifier not in coding:
            yield f"{modifier} is not in {coding}"
    for modifier in _list(expected.get("lacks", [])):
        if modifier in coding:
            yield f"{modifier} is in {coding}"
    if "note" in expected and expected["note"] not in {f.rule for f in verdict.notes}:
        yield f"{expected['note']} is not noted"
    if "no_note" in expected and expected["no_note"] in {f.rule for f in verdict.notes}:
        yield f"{expected['no_note']} is noted"
    if "task" in expected and not any(expected["task"] in task for task in verdict.tasks):
        yield f"no task says «{expected['task']}»: {verdict.tasks}"
    yield from _denial_mismatches(expected, verdict)
    yield from _forecast_mismatches(expected, verdict)
    for key in ("modifiers", "would_be"):
        if key in expected and list(getattr(verdict, key) or ()) != expected[key]:
            yield f"{key} {getattr(verdict, key)}, expected {expected[key]}"
    for key in ("group", "narrative"):
        if key in expected and getattr(verdict, key) != expected[key]:
            yield f"{key} {getattr(verdict, key)}, expected {expected[key]}"


def _denial_mismatches(expected: dict[str, Any], verdict: LineVerdict) -> Iterator[str]:
    if "denial" in expected:
        wanted, notice = expected["denial"], verdict.denial_notice
        found = notice and (notice.status if isinstance(wanted, str) else list(notice.modifiers or ()))
        if found != wanted:
            yield f"formal denial {found}, expected {wanted}"


def _forecast_mismatches(expected: dict[str, Any], verdict: LineVerdict) -> Iterator[str]:
    wanted = {key: value for key, value in expected.items() if key.startswith("forecast")}
    forecast = verdict.forecast
    if not wanted:
        return
    if forecast is None:
        yield "there is no forecast"
        return
    rules = {f.rule for f in forecast.reasons}
    if "forecast" in wanted and forecast.outcome not in _list(wanted["forecast"]):
        yield f"forecast {forecast.outcome} by {sorted(rules)}, expected {wanted['forecast']}"
    if "forecast_rule" in wanted and wanted["forecast_rule"] not in rules:
        yield f"{wanted['forecast_rule']} is not among the forecast's reasons {sorted(rules)}"
    if "forecast_codes" in wanted:
        codes = list(forecast.answers[0].codes) if forecast.answers else []
        if codes != wanted["forecast_codes"]:
            yield f"forecast codes {codes}, expected {wanted['forecast_codes']}"
    if "forecast_on_review" in wanted and forecast.only_on_review is not wanted["forecast_on_review"]:
        yield f"denied only on review: {forecast.only_on_review}"


_KEYS = {
    "verdict", "rule", "also", "not_rule", "says", "text", "has", "lacks", "note", "no_note", "task", "denial",
    "forecast", "forecast_rule", "forecast_codes", "forecast_on_review", "modifiers", "would_be", "group", "narrative",
}  # fmt: skip
