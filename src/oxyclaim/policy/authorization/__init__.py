"""What a prior-authorization request holds, and which approvals fall due for renewal."""

from oxyclaim.policy.authorization.contents import (
    BY_HAND,
    Answer,
    CaseRequests,
    Cite,
    Condition,
    Diagnosed,
    Evidence,
    Kind,
    LineAnswer,
    Member,
    Missing,
    Need,
    Needed,
    OrderShown,
    Request,
    Term,
    TestShown,
)
from oxyclaim.policy.authorization.making import requests_for
from oxyclaim.policy.authorization.renewing import Renewal, renewals_due

__all__ = [
    "BY_HAND",
    "Answer",
    "CaseRequests",
    "Cite",
    "Condition",
    "Diagnosed",
    "Evidence",
    "Kind",
    "LineAnswer",
    "Member",
    "Missing",
    "Need",
    "Needed",
    "OrderShown",
    "Renewal",
    "Request",
    "Term",
    "TestShown",
    "renewals_due",
    "requests_for",
]
