"""What a payer other than Medicare is expected to allow, by the prices in its own file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.case.money import dollars
from oxyclaim.claims.fees import FeeStore, find_fees
from oxyclaim.claims.fees.lookup import NEEDED
from oxyclaim.claims.pricing.amounts import ExpectedPayment
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value, value_in_force, value_on
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.rentals.monthly import months_billed_to

PRICES = "prices"
FEE_FILES = "CMSFEE"
_HUNDREDTHS = 10_000
"""A percent with two decimals is so many hundredths of a percent in the whole."""


def has_prices(case: Case, day: date, catalogue: Catalogue) -> bool:
    """Whether the payer's file gives prices for a day."""
    return value_on(catalogue.values[case.coverage.payer].get(PRICES, ()), day) is not None


def contract_payment(
    verdict: LineVerdict, modifiers: Sequence[str], case: Case, catalogue: Catalogue, store: FeeStore
) -> ExpectedPayment:
    """What the payer is expected to allow for a line, by the first entry of its prices that is about the line."""
    item = next(item for item in case.items if item.line_number == verdict.line_number)
    of_payer = catalogue.values[case.coverage.payer]
    prices = value_in_force(of_payer[PRICES], item.service_date)
    assert prices is not None
    line = _Line(item, modifiers, case, of_payer, store)
    found = line.priced([_plain(row) for row in prices.value])
    authorities = (*prices.authority, *((FEE_FILES,) if line.used_fees else ()))
    charge = None if item.charge is None else int(item.charge * 100)
    return ExpectedPayment(
        missing=found.missing,
        liable=None,
        area=line.area,
        fee_file=None,
        charge_cents=charge,
        fee_cents=found.fee,
        payable_fee_cents=found.fee,
        allowed_cents=found.allowed,
        shares=(),
        steps=() if found.missing else (found.told,),
        authorities=authorities,
        grade=catalogue.grade(authorities),
    )


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key.partition(".")[2]: value for key, value in row.items()}


@dataclass(frozen=True)
class _Found:
    """A price with its arithmetic, or what is missing for one."""

    fee: int | None = None
    allowed: int | None = None
    told: str = ""
    missing: str | None = None


class _Line:
    """One line and what its price rests on."""

    def __init__(
        self,
        item: Item,
        modifiers: Sequence[str],
        case: Case,
        of_payer: Mapping[str, tuple[Value, ...]],
        store: FeeStore,
    ):
        self.item, self.modifiers, self.case, self.of_payer, self.store = item, modifiers, case, of_payer, store
        self.area: str | None = None
        self.used_fees = False

    def priced(self, prices: Sequence[Mapping[str, Any]]) -> _Found:
        """By the first entry that is about the line."""
        for each in prices:
            about = self._about(each)
            if about is None:
                return _Found(
                    missing="which month of the rent this is, on which the price hangs, is not known (history)"
                )
            if about:
                return self._by(each)
        return _Found(
            missing=f"the payer's file gives no price for {self.item.code} {' '.join(self.modifiers)}".rstrip()
        )

    def _about(self, price: Mapping[str, Any]) -> bool | None:
        if price["codes"] is not None and self.item.code not in price["codes"]:
            return False
        if not set(price["modifiers"] or ()) <= set(self.modifiers):
            return False
        if price["acquisition"] is not None and price["acquisition"] != self.item.acquisition:
            return False
        if price["from_month"] is None and price["to_month"] is None:
            return True
        month = self._month()
        if month is None:
            return None
        return (price["from_month"] or 1) <= month <= (price["to_month"] or month)

    def _month(self) -> int | None:
        """The number of the month among those billed to this payer since the rental began."""
        return months_billed_to(self.case, self.item)

    def _by(self, price: Mapping[str, Any]) -> _Found:
        item = self.item
        units = item.units or 1
        amounts: list[tuple[int, str]] = []
        if price["cents"] is not None:
            per = {"week": " a week", "day": " a day"}.get(price["per"], "")
            amounts.append((price["cents"] * units, f"{dollars(price['cents'])}{per}{_times(units, price['per'])}"))
        if price["percent_of_medicare"] is not None:
            fee, missing = self._medicare_fee()
            if fee is None:
                return _Found(missing=missing)
            percent = price["percent_of_medicare"]
            amounts.append(
                (
                    _percent(fee * units, percent),
                    f"{percent:g} % of Medicare's fee {dollars(fee)}{_times(units)} ({self.area})",
                )
            )
        charge = None if item.charge is None else int(item.charge * 100)
        if charge is None and (price["percent_of_charge"] is not None or price["at_most_charge"]):
            return _Found(missing="the charge is not given")
        if price["percent_of_charge"] is not None and charge is not None:
            percent = price["percent_of_charge"]
            amounts.append((_percent(charge, percent), f"{percent:g} % of the charge {dollars(charge)}"))
        fee = min(amount for amount, _ in amounts)
        told = " or ".join(words for _, words in amounts)
        told += f", the lesser: {dollars(fee)}" if len(amounts) > 1 else f" = {dollars(fee)}"
        allowed, less = self._less_rent(fee)
        if allowed is None:
            return _Found(fee, missing="what was allowed for the months of rent before is not known (history: allowed)")
        if price["at_most_charge"] and charge is not None:
            less += f"; charge {dollars(charge)}"
            allowed = min(allowed, charge)
        return _Found(fee, allowed, f"{told}{less}; allowed {dollars(allowed)}")

    def _less_rent(self, fee: int) -> tuple[int | None, str]:
        """The price less the rent that counts toward a purchase, or what is left of the rent up to the purchase price.

        With how that is told; None where the rent is not known and decides.
        """
        item = self.item
        credited = value_on(self.of_payer.get("rent_credited_percent", ()), item.service_date)
        to_price = value_on(self.of_payer.get("rent_ends", ()), item.service_date) == "at_purchase_price"
        rent = self._rent()
        if item.acquisition == "purchase" and credited is not None:
            if rent is None:
                return None, ""
            credit = _percent(rent, credited)
            return max(fee - credit, 0), f"; less {credited} % of the rent {dollars(rent)}, {dollars(credit)}"
        if item.acquisition == "rental" and to_price and item.purchase_price is not None and rent is not None:
            left = max(int(item.purchase_price * 100) - rent, 0)
            if left < fee:
                return left, f"; {dollars(left)} are left up to the purchase price"
        return fee, ""

    def _rent(self) -> int | None:
        """What was allowed, else paid, for the months of the code before, in cents."""
        if self.case.history is None:
            return None
        months = [each for each in self.case.history if self._is_rent(each)]
        amounts = [each.allowed if each.allowed is not None else each.paid for each in months]
        known = [int(amount * 100) for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None

    def _is_rent(self, month: BilledMonth) -> bool:
        own = month.payer is not None and month.payer.split("/")[0] == self.case.coverage.payer.split("/")[0]
        before = month.service_date is not None and month.service_date < self.item.service_date
        return own and before and month.code == self.item.code and month.kind == "rental" and month.outcome == "paid"

    def _medicare_fee(self) -> tuple[int | None, str | None]:
        address = self.case.patient.address if self.case.patient else None
        pricing = value_on(self.of_payer.get("pricing_modifiers", ()), self.item.service_date) or []
        key = next((modifier for modifier in self.modifiers if modifier in pricing), "")
        wanted = {
            "state": address.state if address else None, "zip": address.zip if address else None,
            "service_date": self.item.service_date, "code": self.item.code, "modifiers": key,
        }  # fmt: skip
        schema = {
            "state": pl.String,
            "zip": pl.String,
            "service_date": pl.Date,
            "code": pl.String,
            "modifiers": pl.String,
        }
        if not self.store.loaded:
            return None, "no fee file is loaded for a percent of Medicare's fee; see oxyclaim fees --help"
        found = find_fees(pl.DataFrame([wanted], schema=schema).select(NEEDED), self.store).row(0, named=True)
        self.area, self.used_fees = found["area"], True
        return found["fee"], found["missing"]


def _percent(cents: int, percent: float) -> int:
    """A percent, with up to two decimals, of an amount, half a cent up."""
    hundredths = round(percent * 100)
    return (2 * cents * hundredths + _HUNDREDTHS) // (2 * _HUNDREDTHS)


def _times(units: int, per: str = "unit") -> str:
    of = {"week": "weeks", "day": "days"}.get(per, "units")
    return f" x {units} {of}" if units > 1 else ""
