"""What our own verdict had said of a line when its claim went out, held against what the payer says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from oxyclaim.engine.denials import DENIED, REJECTED, split_codes
from oxyclaim.services.denials.answer import OurVerdict
from oxyclaim.services.denials.meaning import Meaning
from oxyclaim.services.rule_book import RuleBook

BILLABLE = "billable"
SAID = "We had said {verdict}: {sentence}"
FORECAST = "We had forecast that it would be {outcome}: {sentence}"
ON_DOCUMENTS = "We had said billable, on {documents}."
NOT_JUDGED = "We had said billable; what the payer names is not among what the rule book judges."
NO_DOCUMENTS = "We had said billable; the modifiers asserted nothing that rests on a paper."


class Verdicts:
    """Kept verdicts by their numbers, and the entries of the denial catalogue that some rule forecasts."""

    def __init__(self, results: Mapping[int, str], book: RuleBook):
        self._results, self._book = results, book
        self._read: dict[int, dict[int, dict[str, Any]]] = {}

    def of(self, verdict_id: int, line_number: int, judged_on: date, meaning: Meaning, sent: str) -> OurVerdict | None:
        """What was said of a line. ``sent``: the modifiers with which it went out."""
        line = self._line(verdict_id, line_number)
        if line is None:
            return None
        verdict, forecast = line["verdict"], _forecast(line, sent)
        codes = tuple(dict.fromkeys(self._forecast_codes(line, forecast)))
        if verdict != BILLABLE:
            sentence = next((each["sentence"] for each in line["findings"]), "no rule let it go.")
            return OurVerdict("foretold", verdict, SAID.format(verdict=verdict, sentence=sentence), codes, judged_on)
        if forecast.get("outcome") in (DENIED, REJECTED):
            sentence = next((each["sentence"] for each in forecast["reasons"]), "as it was coded.")
            text = FORECAST.format(outcome=forecast["outcome"], sentence=sentence)
            return OurVerdict("foretold", verdict, text, codes, judged_on)
        documents = [source["document"] for each in line["asserts"] for source in each["sources"]]
        if not self._judged & set(meaning.entries):
            return OurVerdict("not foretold", verdict, NOT_JUDGED, (), judged_on)
        if not documents:
            return OurVerdict("not foretold", verdict, NO_DOCUMENTS, (), judged_on)
        text = ON_DOCUMENTS.format(documents=", ".join(dict.fromkeys(documents)))
        return OurVerdict("contradicted", verdict, text, (), judged_on)

    def _line(self, verdict_id: int, line_number: int) -> dict[str, Any] | None:
        if verdict_id not in self._read:
            result = json.loads(self._results.get(verdict_id, '{"lines": []}'))
            self._read[verdict_id] = {line["line_number"]: line for line in result["lines"]}
        return self._read[verdict_id].get(line_number)

    def _forecast_codes(self, line: dict[str, Any], forecast: Mapping[str, Any]) -> list[str]:
        told = [code for answer in forecast.get("answers", ()) for code in answer["codes"]]
        return told or [code for each in line["findings"] if each.get("denial") for code in split_codes(each["denial"])]

    @cached_property
    def _judged(self) -> set[str]:
        """The entries of answers that some rule forecasts."""
        named = (self._book.denials.named(rule.denial) for rule in self._book.rules if rule.denial)
        return {entry.id for entry in named if entry}


def _forecast(line: Mapping[str, Any], sent: str) -> Mapping[str, Any]:
    """What was forecast of a line as it went out: of one that was coded otherwise, and put right by the claim, nothing
    was."""
    forecast = line.get("forecast") or {}
    return forecast if sorted(forecast.get("coded", ())) == sorted(sent.split()) else {}


@dataclass(frozen=True)
class Forecasts:
    """What was said of the lines of a kept verdict: ``denied`` where we had said that it would not be paid, else
    ``paid``."""

    lines: Mapping[int, Mapping[str, Any]]

    @classmethod
    def of(cls, result: str) -> "Forecasts":
        """From its JSON."""
        return cls({line["line_number"]: line for line in json.loads(result)["lines"]})

    def said(self, line_number: int, sent: str) -> str | None:
        """Of a line that went out with these modifiers; None where nothing was said."""
        line = self.lines.get(line_number)
        if line is None:
            return None
        is_paid = line["verdict"] == BILLABLE and _forecast(line, sent).get("outcome") not in (DENIED, REJECTED)
        return "paid" if is_paid else "denied"
