"""The claim filing indicator (SBR09) of a payer, by its line of business."""

from collections.abc import Mapping

from oxyclaim.engine.catalogue import Catalogue

MEDICARE_PART_B = "MB"
_PART_B = "medicare_ffs"
INDICATORS: Mapping[str, str] = {
    _PART_B: MEDICARE_PART_B,
    "ma_hmo": "16",
    "ma_ppo": "12",
    "commercial": "CI",
    "exchange": "CI",
    "medicaid_ffs": "MC",
    "medicaid_mco": "MC",
    "tricare": "CH",
    "va": "VA",
    "workers_compensation": "WC",
}
"""By line of business (005010X222A1, 2000B SBR09; values as gapassist.wpc-edi.com lists them for the element, read
2026-11-24). A payer may ask for another one: see its trading partner agreement."""
OTHER = "ZZ"
KINDS: Mapping[str, str] = {
    "commercial": "CI",
    "blue_cross": "BL",
    "hmo": "HM",
    "ppo": "12",
    "workers_compensation": "WC",
    "automobile": "AM",
    "liability": "LM",
    "disability": "DS",
    "other": OTHER,
}
"""By the kind of another payer's coverage, as a case names it (2320 SBR09)."""


def filing_indicator(line_of_business: str) -> str:
    """What SBR09 says of the kind of coverage; ZZ (mutually defined) for a kind that has no value of its own."""
    return INDICATORS.get(line_of_business, OTHER)


def part_b_payer(catalogue: Catalogue) -> str:
    """The rule book's name of the payer that MB means."""
    return catalogue.built_in(_PART_B)
