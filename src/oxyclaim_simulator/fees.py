"""Prices: a table of monthly amounts, and what modifiers do to them."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from oxyclaim_simulator.errors import CannotSimulate
from oxyclaim_simulator.money import cents, part

STATIONARY = frozenset(["E0424", "E0439", "E1390", "E1391", "E1405", "E1406"])
PORTABLE = frozenset(["E0431", "E0433", "E0434", "E1392", "K0738"])
CONTENTS = frozenset(["E0441", "E0442", "E0443", "E0444", "E0447"])

MADE_UP = {
    **dict.fromkeys(sorted(STATIONARY), 10_000),
    **dict.fromkeys(sorted(PORTABLE), 4_500),
    **dict.fromkeys(sorted(CONTENTS), 6_100),
    "E0431": 2_200,
}
"""Cents a month; round figures that are no payer's."""
VISIT = 9_000
OTHER = 2_500

HALF, MORE, PORTABLE_MORE = ("QE", "QA"), ("QG", "QR"), ("QF", "QB")
HEADER = ["code", "amount"]


@dataclass(frozen=True)
class Fees:
    """Amounts by HCPCS code, in cents; ``deductible_met``: nobody owes a deductible any more."""

    amounts: dict[str, int] = field(default_factory=lambda: dict(MADE_UP))
    deductible_met: bool = False

    def allowed(self, code: str, modifiers: tuple[str, ...], charge: int) -> int:
        """The lower of the charge and the fee with the effect of a flow modifier, in cents.

        More than 4 LPM with a portable unit is paid on the portable line: the higher of half the stationary fee and
        its own.
        """
        fee = VISIT if "MS" in modifiers else self.amounts.get(code, OTHER)
        if code in STATIONARY:
            if set(modifiers) & set(HALF):
                fee = part(fee, 50)
            elif set(modifiers) & set(MORE):
                fee = part(fee, 150)
        elif code in PORTABLE and set(modifiers) & set(PORTABLE_MORE):
            fee = max(fee, part(self.amounts["E1390"], 50))
        return min(charge, fee)


def read_fees(path: Path) -> Fees:
    """A table of your own: a CSV file with the columns code and amount (dollars); it stands over the made-up one.

    Raises CannotSimulate with every wrong row.
    """
    problems: list[tuple[str, str]] = []
    amounts = dict(MADE_UP)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotSimulate([(str(path), f"cannot be read: {_reason(error)}")]) from None
    if not rows or [each.strip() for each in rows[0]] != HEADER:
        raise CannotSimulate([(str(path), "the first row must be: code,amount")])
    for number, row in enumerate(rows[1:], start=2):
        try:
            code, amount = (each.strip() for each in row)
            value = cents(amount)
            if not code or value < 0:
                raise ValueError
            amounts[code] = value
        except ValueError:
            problems.append((f"{path}:{number}", "must be a code and an amount in dollars, such as E1392,47.17"))
    if problems:
        raise CannotSimulate(problems)
    return Fees(amounts)


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is not UTF-8 text"
