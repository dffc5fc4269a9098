"""What a payer is expected to pay for a line, with its arithmetic."""

from oxyclaim.claims.pricing.amounts import ExpectedPayment, Share
from oxyclaim.claims.pricing.arithmetic import priced, rounded
from oxyclaim.claims.pricing.expected import expected_payments

__all__ = ["ExpectedPayment", "Share", "expected_payments", "priced", "rounded"]
