"""What page and workbook both tell: shares, cut to what is read, whose sum stays the money at risk."""

from collections.abc import Sequence
from datetime import date

from oxyclaim.services.scrub import ReasonTold, ScrubAnswer
from oxyclaim.services.scrub_costs import CostShare, FixFirst, ScrubCosts
from oxyclaim.views.scrub import LEVELS

MOST = 25
"""Rows of a table; the others are added up in one more."""
NOT_TOLD = "not told by the files"
OF_FILES = "X12-"
"""How the rules begin of what a file is as a file; `oxyclaim fix` puts some of it right."""
MAKER = "whoever makes the files"
BILLER = "the biller"


def costs_of(answer: ScrubAnswer) -> ScrubCosts:
    """The costs of an answer that was asked for them."""
    if answer.costs is None:
        raise ValueError("this scrub was not asked what it costs")
    return answer.costs


def cut(shares: Sequence[CostShare], what: str) -> list[CostShare]:
    """The first ones, and one for all the others. ``what``: what they are, for example ``suppliers``."""
    if len(shares) <= MOST + 1:
        return list(shares)
    rest = shares[MOST:]
    lines, cents = sum(each.lines for each in rest), sum(each.at_risk_cents for each in rest)
    return [*shares[:MOST], CostShare(f"{len(rest):,} other {what}", "", lines, cents)]


def cut_reasons(reasons: Sequence[ReasonTold]) -> list[tuple[str, str, str, int, int]]:
    """Rule, message, forecast, times and cents of the reasons that cost something, the rest in one."""
    costly = [
        (each.rule, each.message, each.forecast, each.count, each.amount_cents) for each in reasons if each.amount_cents
    ]
    if len(costly) <= MOST + 1:
        return costly
    rest = costly[MOST:]
    others = (f"{len(rest):,} others", "", "", sum(row[3] for row in rest), sum(row[4] for row in rest))
    return [*costly[:MOST], others]


def named(share: CostShare) -> str:
    """A payer or supplier by name and number."""
    if not share.key:
        return NOT_TOLD
    return f"{share.name} ({share.key})" if share.name and share.name != share.key else share.key


def month(key: str) -> str:
    """``May 2025``."""
    return f"{date.fromisoformat(f'{key}-01'):%b %Y}" if key else NOT_TOLD


def reason(fix: FixFirst) -> str:
    """What is wrong, for all findings of the reason."""
    return fix.title or f"Level {fix.snip_level}: {LEVELS.get(str(fix.snip_level), '')}"


def to_do(fix: FixFirst) -> tuple[str, str]:
    """What to do about a reason, or, where no cure is known, what one finding says; and who."""
    if fix.cure:
        return fix.cure, fix.who
    return fix.message, MAKER if fix.rule.startswith(OF_FILES) else BILLER


def mostly(fix: FixFirst) -> str:
    """Where the money of a reason lies: what has at least a third of it."""
    parts = []
    for by, share in fix.mostly.items():
        percent = 100 * share.at_risk_cents / fix.at_risk_cents if fix.at_risk_cents else 0
        if percent >= 33 and share.key:
            words = month(share.key) if by == "month" else named(share)
            parts.append(f"{words} {percent:.0f}\N{NO-BREAK SPACE}%")
    return "; ".join(parts)
