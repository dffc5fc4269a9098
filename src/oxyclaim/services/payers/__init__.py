"""The payers: which there are, what holds for one, how they differ, and files of the user's own."""

from oxyclaim.policy.payer_files.reviewing import Answers
from oxyclaim.services.payers.making import PayerFileAnswer, copy_payer, new_payer
from oxyclaim.services.payers.reviewing import (
    ReviewAnswer,
    ReviewedAnswer,
    ReviewRequest,
    answers_of,
    questions_about,
    review,
    typed_value,
)
from oxyclaim.services.payers.showing import ComparisonAnswer, PayerAnswer, PayersAnswer, compare, payers, show_payer
from oxyclaim.services.payers.validating import FileReport, ValidatedAnswer, validate

__all__ = [
    "Answers",
    "ComparisonAnswer",
    "FileReport",
    "PayerAnswer",
    "PayerFileAnswer",
    "PayersAnswer",
    "ReviewAnswer",
    "ReviewRequest",
    "ReviewedAnswer",
    "ValidatedAnswer",
    "answers_of",
    "compare",
    "copy_payer",
    "new_payer",
    "payers",
    "questions_about",
    "review",
    "show_payer",
    "typed_value",
    "validate",
]
