"""Where the money of an adjustment goes: which account of the ledger takes a group and reason code.

Group PR is what the payer leaves to the patient, by kind. CO and OA are denied unless the code stands here: a code that
is not known is no reason to write money off. Sources: X12's meanings of the groups in the 835; Noridian and CGS on
sequestration (CO-253 is never the patient's); X12 interpretations 2143 and 2548 (OA-23), 2283, 2320 and 2375 (OA-94).
"""

DENIED = "denied"
PATIENT_OTHER = "patient_other"
BUNDLED = "bundled"
PATIENT_GROUP = "PR"

CONTRACTUAL = (
    "CO-44", "CO-45", "CO-59", "CO-91", "CO-94", "CO-104", "CO-105", "CO-131", "CO-137", "CO-142", "CO-144", "CO-161",
    "CO-178", "CO-209", "OA-209", "CO-223", "CO-237", "CO-245", "CO-B4",
)  # fmt: skip
"""What a contract, a fee or a law takes off, and what nobody owes."""

OVER_THE_FEE = "CO-45"
"""What lies above the fee; it leaves something that is allowed."""

ACCOUNT_OF = {
    **dict.fromkeys(CONTRACTUAL, "contractual"),
    "CO-253": "sequestration",
    "OA-23": "other_payer",
    "OA-94": BUNDLED,
    "PR-1": "deductible",
    "PR-2": "coinsurance",
    "PR-3": "copay",
}
"""By group and reason: the account."""

BUNDLING = "OA-94"
"""A line with it takes over the charges of the claim's other lines."""
BUNDLED_AWAY = ("CO-97", "OA-97")
"""On a claim with such a line: the charge that was taken over, no denial."""

QUALIFIED = ("N781", "N782", "N783")
"""Remarks that the patient is a qualified Medicare beneficiary, who owes no share whatever PR says."""

INTEREST = ("L6",)
DEBTS = ("WO", "FB")
"""PLB codes of what a payer wants back (WO) or carries forward (FB); negative opens, positive takes."""
REFUNDS = ("72", "B2")
"""PLB codes of a refund of ours that the payer has got."""
OTHER_PROVIDER = (
    "50", "51", "90", "AH", "AM", "AP", "B3", "BD", "BN", "C5", "CR", "CS", "CT", "CV", "CW", "DM", "E3", "FC", "GO",
    "HM", "IP", "IR", "IS", "J1", "L3", "LE", "LS", "OA", "OB", "PI", "PL", "RA", "RE", "SL", "TL", "WU",
)  # fmt: skip
"""The other PLB codes of the guide; one that stands in none of these waits in suspense."""
