"""What is expected for a line: the amounts, and how they are told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """Who bears what of the allowed amount, in cents. ``deductible_left`` is what was taken to be left for the case.

    ``patient_owes`` is null where it is not known whether assignment is accepted.
    """

    deductible_left_cents: int
    deductible_cents: int
    coinsurance_cents: int
    sequestration_cents: int
    paid_cents: int
    patient_share_cents: int
    patient_owes_cents: int | None


@dataclass(frozen=True)
class ExpectedPayment:
    """What is expected for one line; amounts in cents. ``missing`` says why there is none.

    ``liable`` names who bears a line that is sent to be denied. There is one share where the case gives what is left
    of the deductible, else two: with nothing left, and with all of it left.
    """

    missing: str | None
    liable: str | None
    area: str | None
    fee_file: str | None
    charge_cents: int | None
    fee_cents: int | None
    payable_fee_cents: int | None
    allowed_cents: int | None
    shares: tuple[Share, ...]
    steps: tuple[str, ...]
    authorities: tuple[str, ...]
    grade: str
