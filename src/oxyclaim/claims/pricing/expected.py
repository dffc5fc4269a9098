"""From decided lines to expected payments: what each line needs is gathered, priced at once, and told in steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from oxyclaim.case.models import Case, Item
from oxyclaim.case.money import dollars
from oxyclaim.claims.fees import FeeStore, find_fees
from oxyclaim.claims.fees.lookup import NEEDED
from oxyclaim.claims.pricing.amounts import ExpectedPayment, Share
from oxyclaim.claims.pricing.arithmetic import LINES, SCENARIOS, priced
from oxyclaim.claims.pricing.contract import contract_payment, has_prices
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value, value_on
from oxyclaim.engine.verdict import LineVerdict

FEE_FILES = "CMSFEE"
"""The source of the areas and files from which a fee is taken."""


BEHIND = "another payer was asked first, and what is paid behind it (42 CFR 411.33) is not reckoned"
Key = tuple[str, int]


def expected_payments(
    verdicts: Sequence[LineVerdict], cases: Sequence[Case], catalogue: Catalogue, store: FeeStore, denials: bool = False
) -> dict[Key, ExpectedPayment]:
    """The expected payment of every billable line, and if ``denials`` of those sent to be denied, by case and line.

    Raises StoreError where a fee file cannot be read.
    """
    by_id = {case.case_id: case for case in cases}
    of_contracts = _by_contract(verdicts, by_id, catalogue, store)
    if not store.loaded:
        return of_contracts
    told = [
        (verdict, modifiers)
        for verdict in verdicts
        if (modifiers := _billed_as(verdict, denials)) and _has_schedule(by_id[verdict.case_id], verdict, catalogue)
    ]
    if not told:
        return of_contracts
    rows = [_row(verdict, modifiers, by_id[verdict.case_id], catalogue) for verdict, modifiers in told]
    lines = pl.DataFrame(rows, schema=LINES | {"line.number": pl.Int64} | _KEYS)
    lines, found = _with_fees(lines, store)
    amounts = priced(lines, catalogue.ready_for(lines["line.payer"]).parameter_tables)
    files = {each.period: f"{each.year} quarter {each.quarter}" for each in store.loaded}
    rows = pl.concat([amounts, found.rename(lambda name: f"found.{name}")], how="horizontal").to_dicts()
    of_fees = {(row["line.case_id"], row["line.number"]): _Told(row, catalogue, files).payment() for row in rows}
    return of_fees | of_contracts


def _by_contract(
    verdicts: Sequence[LineVerdict], by_id: Mapping[str, Case], catalogue: Catalogue, store: FeeStore
) -> dict[Key, ExpectedPayment]:
    """The billable lines of payers whose own files give prices."""
    return {
        (verdict.case_id, verdict.line_number): contract_payment(
            verdict, verdict.modifiers or (), by_id[verdict.case_id], catalogue, store
        )
        for verdict in verdicts
        if verdict.is_billable and has_prices(by_id[verdict.case_id], verdict.service_date, catalogue)
    }


def _has_schedule(case: Case, verdict: LineVerdict, catalogue: Catalogue) -> bool:
    """Whether the payer pays by the fee files; what others pay stands in a contract."""
    if has_prices(case, verdict.service_date, catalogue):
        return False
    shares = catalogue.values[case.coverage.payer].get("coinsurance_percent", ())
    return value_on(shares, verdict.service_date) is not None


def _billed_as(verdict: LineVerdict, denials: bool) -> tuple[str, ...] | None:
    if verdict.is_billable:
        return verdict.modifiers
    return verdict.denial_notice.modifiers if denials and verdict.denial_notice else None


_KEYS = {"state": pl.String, "zip": pl.String, "pricing_key": pl.String, "flow_key": pl.String,
         "stationary_code": pl.String, "stationary_key": pl.String, "behind": pl.Boolean}  # fmt: skip


def _row(verdict: LineVerdict, modifiers: tuple[str, ...], case: Case, catalogue: Catalogue) -> dict[str, Any]:
    item = next(item for item in case.items if item.line_number == verdict.line_number)
    address = case.patient.address if case.patient else None
    coverage = case.coverage
    of_payer = catalogue.values[coverage.payer]
    pricing = _among(modifiers, "pricing_modifiers", of_payer, item)
    flow = _among(modifiers, "flow_modifiers_with_portable", of_payer, item)
    flow = flow or _among(modifiers, "flow_modifiers_without_portable", of_payer, item)
    flow = flow or _among(modifiers, "flow_modifiers_low", of_payer, item)
    stationary = _list("stationary_codes", of_payer, item)
    beside = (each.code for each in case.items if each.code in stationary and each.service_date == item.service_date)
    return {
        "line.case_id": verdict.case_id,
        "line.number": verdict.line_number,
        "line.payer": coverage.payer,
        "line.service_date": item.service_date,
        "line.rental_start": item.rental_start,
        "line.device_delivered": item.device.delivered if item.device else None,
        "code": item.code,
        "modifiers": list(modifiers),
        "units": item.units or 1,
        "charge": None if item.charge is None else int(item.charge * 100),
        "assigned": None if coverage.assignment is None else coverage.assignment == "accepted",
        "deductible_left": None if coverage.deductible_left is None else int(coverage.deductible_left * 100),
        "state": address.state if address else None,
        "zip": address.zip if address else None,
        "pricing_key": pricing,
        "flow_key": f"{pricing} {flow}".strip() if flow else None,
        "stationary_code": next(beside, None),
        "stationary_key": pricing,
        "behind": coverage.primary is not None,
    }


def _list(name: str, of_payer: Mapping[str, tuple[Value, ...]], item: Item) -> list[str]:
    return value_on(of_payer.get(name, ()), item.service_date) or []


def _among(modifiers: Sequence[str], name: str, of_payer: Mapping[str, tuple[Value, ...]], item: Item) -> str:
    allowed = _list(name, of_payer, item)
    return next((modifier for modifier in modifiers if modifier in allowed), "")


def _with_fees(lines: pl.DataFrame, store: FeeStore) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines with their fees, and what was found of the plain fee."""

    def found(code: str, key: str) -> pl.DataFrame:
        wanted = lines.select(
            "state", "zip", pl.col("line.service_date").alias("service_date"),
            pl.col(code).alias("code"), pl.col(key).alias("modifiers"),
        )  # fmt: skip
        return find_fees(wanted.select(NEEDED), store)

    plain = found("code", "pricing_key")
    fees = {
        "fee": plain["fee"],
        "fee_for_flow": found("code", "flow_key")["fee"],
        "stationary_fee": found("stationary_code", "stationary_key")["fee"],
    }
    return lines.with_columns(**fees), plain


class _Told:
    """One priced line, told in steps."""

    def __init__(self, row: Mapping[str, Any], catalogue: Catalogue, files: Mapping[int, str]):
        self.row = row
        self.catalogue = catalogue
        self.files = files

    def payment(self) -> ExpectedPayment:
        row = self.row
        missing = self._missing()
        shares = () if missing or row["liable"] else self._shares()
        authorities = self._authorities(shares)
        return ExpectedPayment(
            missing=missing,
            liable=row["liable"],
            area=row["found.area"],
            fee_file=self.files.get(row["found.period"]),
            charge_cents=row["charge"],
            fee_cents=row["fee"],
            payable_fee_cents=row["payable_fee"],
            allowed_cents=row["allowed"],
            shares=shares,
            steps=() if missing else tuple(self._steps(shares)),
            authorities=authorities,
            grade=self.catalogue.grade(authorities),
        )

    def _missing(self) -> str | None:
        row = self.row
        if row["charge"] is None:
            return "the charge is not given"
        if row["liable"]:
            return None
        if row["behind"]:
            return BEHIND
        if row["payable_fee"] is None and row["fee"] is not None:
            return "the fee of the stationary unit of this month, which a high flow is paid by, is not known"
        if row["fee"] is None and row["fee_for_flow"] is None:
            missing: str = row["found.missing"]
            return missing
        if row["met.paid"] is None:
            return "the rule book holds no payment rates for this date"
        return None

    def _shares(self) -> tuple[Share, ...]:
        """One for each way of the deductible; one where both are the same, since the case gives what is left."""
        row = self.row
        shares = (
            Share(*(row[f"{scenario}.{name}"] for name in _SHARE))
            for scenario in SCENARIOS
            if row[f"{scenario}.paid"] is not None
        )
        return tuple(dict.fromkeys(shares))

    def _steps(self, shares: Sequence[Share]) -> list[str]:
        row = self.row
        if row["liable"]:
            owes = "owes the charge" if row["liable"] == "patient" else "bears it and may charge the patient nothing"
            who = f"the {row['liable']} {owes}, {dollars(row['charge'])}"
            return [f"sent to be denied: Medicare pays nothing; {who}"]
        return [self._allowed(), "; ".join(self._share(share, self._is_open(shares)) for share in shares)]

    def _is_open(self, shares: Sequence[Share]) -> bool:
        """Whether what is left of the deductible is not known: it is told in two ways, or the year's is not known."""
        return len(shares) > 1 or self.row["open.paid"] is None

    def _allowed(self) -> str:
        row = self.row
        fee = f"fee {dollars(row['fee'] if row['fee'] is not None else row['fee_for_flow'])}"
        where = f"({row['found.area']}, file of {self.files[row['found.period']]})" if row["found.area"] else ""
        payable = dollars(row["payable_fee"])
        match row["adjusted_by"]:
            case "published" if row["fee_for_flow"] != row["fee"]:
                fee += f", for {row['flow_key'].split()[-1]} {payable}"
            case "low_flow_percent" | "high_flow_percent" as percent:
                fee += f" x {row[f'p.{percent}']} % for {row['flow_key'].split()[-1]} = {payable}"
            case "high_flow_portable_percent" as percent:
                half = f"{row[f'p.{percent}']} % of the stationary fee {dollars(row['stationary_fee'])}"
                fee += f" or {half} for {row['flow_key'].split()[-1]}, the larger: {payable}"
        units = f" x {row['units']} units" if row["units"] > 1 else ""
        return f"{fee} {where}{units}; charge {dollars(row['charge'])}; allowed {dollars(row['allowed'])}"

    def _share(self, share: Share, is_open: bool) -> str:
        when = ""
        if is_open:
            left = share.deductible_left_cents
            when = f"with {dollars(left)} of the deductible left: " if left else "deductible met: "
        return f"{when}Medicare {dollars(share.paid_cents)}{self._of_what(share)}, {self._patient(share)}"

    def _of_what(self, share: Share) -> str:
        row = self.row
        after = f" of what is left after {dollars(share.deductible_cents)} deductible" if share.deductible_cents else ""
        if share.deductible_cents == row["allowed"]:
            return " (all of it is deductible)"
        percent = row["p.sequestration_percent"]
        less = f", less {percent} % sequestration {dollars(share.sequestration_cents)}" if percent else ""
        return f" ({100 - row['p.coinsurance_percent']} %{after}{less})"

    def _patient(self, share: Share) -> str:
        owes = share.patient_owes_cents
        told = f"patient {dollars(share.patient_share_cents)}"
        if owes is None:
            return f"{told} if assignment is accepted"
        if self.row["assigned"] is False:
            return f"{told} (not assigned: owes the supplier {dollars(owes)} and receives Medicare's payment)"
        return told

    def _authorities(self, shares: Sequence[Share]) -> tuple[str, ...]:
        """The sources of what made the amounts."""
        row = self.row
        if row["liable"]:
            used = [f"{row['liable']}_liable_modifiers"]
        else:
            used = ["coinsurance_percent", "sequestration_percent"]
            if row["adjusted_by"] not in (None, "published"):
                used.append(row["adjusted_by"])
            if len(shares) > 1:
                used.append("part_b_deductible_cents")
            if row["assigned"] is False:
                used.append("unassigned_charge_to_patient")
        values = self.catalogue.values[row["line.payer"]]
        cites = [] if row["liable"] else [FEE_FILES]
        for name in used:
            for value in values.get(name, ()):
                if value.first <= row["line.service_date"] and not (
                    value.last and value.last < row["line.service_date"]
                ):
                    cites += value.authority
        return tuple(dict.fromkeys(cites))


_SHARE = ("deductible_left", "deductible", "coinsurance", "sequestration", "paid", "patient_share", "patient_owes")
