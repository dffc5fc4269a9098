"""Some codes are billed only for products with a written coding verification review."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def requires_coding_verification():
    """A code of which only verified products may be billed."""
    return line.code.is_in(p.coding_verification_codes)


@criterion(
    not_met="the product is not on PDAC's product list under {line.code}",
    unknown="whether the product is on PDAC's product list under {line.code} is not known",
    ask=Cure("look the product up in PDAC's product list", "the biller"),
)
def coding_is_verified():
    """The product stands on the product list under this code."""
    return line.device_coding_verified


@rule(
    "COV-432",
    stage=Stage.COVERAGE,
    applies=requires_coding_verification,
    requires=coding_is_verified,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="Only products with a written coding verification are billed as {line.code}; others are denied as incorrect "
    "coding: {reasons}.",
    cure=Cure("bill the code that PDAC's product list gives for this product", "the biller"),
    denial="CO-4, N519",
)
def coding_verification():
    """Some codes are billed only for products with a written coding verification review."""
