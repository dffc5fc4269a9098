"""The claim filing indicator (SBR09) of a payer, by its line of business."""

from collections.abc import Mapping

MEDICARE_PART_B = "MB"
INDICATORS: Mapping[str, str] = {
    "medicare_ffs": MEDICARE_PART_B,
    "ma_hmo": "16",
    "ma_ppo": "12",
    "commercial": "CI",
    "exchange": "CI",
    "medicaid_ffs": "MC",
    "medicaid_mco": "MC",
    "tricare": "CH",
    "va": "VA",
}
"""By line of business (005010X222A1, 2000B SBR09; values as gapassist.wpc-edi.com lists them for the element, read
2026-11-24). A payer may ask for another one: see its trading partner agreement."""
OTHER = "ZZ"


def filing_indicator(line_of_business: str) -> str:
    """What SBR09 says of the kind of coverage; ZZ (mutually defined) for a kind that has no value of its own."""
    return INDICATORS.get(line_of_business, OTHER)
