"""What the rule book reckons of a case's months, without explanations: verdict, months paid before, rules not met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Effect, Kind
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.rentals.dated import Dated, Key, on_days


@dataclass(frozen=True)
class Reckoning:
    """Of a line on a day: at least and at most so many months paid before it (None: nobody knows), the rules that are
    not met (False) or not known to be met (None), by their ids, the verdict before anything that a person has settled,
    and the last day for a claim.
    """

    paid_least: int
    paid_most: int | None
    not_met: Mapping[str, bool | None]
    verdict: str
    claim_by: date | None


def reckoned(wanted: Sequence[Dated], catalogue: Catalogue, as_of: date) -> dict[Key, Reckoning]:
    """The reckoning of each line of each case on each day, all evaluated together.

    The line's own month is not among those billed before: the months paid before it are asked for.
    """
    dated = [(case, days) for case, days in wanted if days]
    if not dated:
        return {}
    frames = on_days(dated, catalogue.presumptions, as_of, keep_own_month=False).frames
    lines = catalogue.evaluated(frames, How.BULK).lines
    return {
        (row["line.case_id"], row["line.line_number"], row["line.service_date"]): _reckoning(row, catalogue)
        for row in lines.iter_rows(named=True)
    }


def _reckoning(row: Mapping[str, Any], catalogue: Catalogue) -> Reckoning:
    not_met = {}
    payer, day = row["line.payer"], row["line.service_date"]
    for rule in catalogue.rules:
        if rule.kind is not Kind.VERDICT or not catalogue.uses(payer, rule, day):
            continue
        lenient = row[f"ok.{rule.id}"]
        strict = row.get(f"sok.{rule.id}", lenient)
        effect = rule.unknown if lenient is None else rule.not_met
        if not (lenient and strict):
            if lenient is strict and effect is Effect.NONE:
                continue
            not_met[rule.id] = lenient if lenient is strict else False
    return Reckoning(
        row[rental_ledger.column("least")], row[rental_ledger.column("most")], not_met, Effect(row["effect"]).verdict,
        row[catalogue.yielding(Yields.CLAIM_BY)],
    )  # fmt: skip
