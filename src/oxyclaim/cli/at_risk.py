"""The money that a coded line stands to lose."""

from dataclasses import dataclass

from oxyclaim.claims.pricing import ExpectedPayment
from oxyclaim.engine.denials import DENIED, REJECTED
from oxyclaim.engine.verdict import LineVerdict

ALLOWED, CHARGE = "the allowed amount by the fee files loaded", "the charge"


@dataclass(frozen=True)
class AtRisk:
    """An amount in cents, and what it is: the allowed amount where fees are loaded, else the charge."""

    cents: int
    basis: str


def at_risk(verdict: LineVerdict, payment: ExpectedPayment | None) -> AtRisk | None:
    """What a line loses that would be rejected or denied; None for any other, or where no amount is known."""
    forecast = verdict.forecast
    if forecast is None or forecast.outcome not in (REJECTED, DENIED):
        return None
    if payment is not None and payment.allowed_cents is not None:
        return AtRisk(payment.allowed_cents, ALLOWED)
    return None if forecast.charge_cents is None else AtRisk(forecast.charge_cents, CHARGE)
