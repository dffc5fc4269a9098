"""The words by which a case names payers without naming a payer's file; see ``BilledMonth.payer``."""

FEE_FOR_SERVICE = "medicare"
"""Medicare itself; its file in the rule book has this name too."""
SOME_PLAN = "medicare_advantage"
"""Some plan that stands in for it."""
SOME_OTHER = "other"
"""Some payer that is neither."""
