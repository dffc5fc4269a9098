"""Oxyclaim: may this month of home oxygen be billed, how exactly, and if not, what is missing?

What stands in ``__all__`` is the public interface (docs/python.md); every other module is private and may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from oxyclaim.version import __version__

if TYPE_CHECKING:
    from oxyclaim.case.models import Case as Case
    from oxyclaim.case.profile import Profile as Profile
    from oxyclaim.claims.fees.store import FeeStore as FeeStore
    from oxyclaim.services.answers import json_schema as json_schema
    from oxyclaim.services.answers import plain as plain
    from oxyclaim.services.answers import read_back as read_back
    from oxyclaim.services.appeals import AppealAnswer as AppealAnswer
    from oxyclaim.services.appeals import AppealRequest as AppealRequest
    from oxyclaim.services.appeals import appeal as appeal
    from oxyclaim.services.batch import BatchAnswer as BatchAnswer
    from oxyclaim.services.batch import BatchRequest as BatchRequest
    from oxyclaim.services.batch import write_batch as write_batch
    from oxyclaim.services.calendar import CalendarAnswer as CalendarAnswer
    from oxyclaim.services.calendar import CalendarRequest as CalendarRequest
    from oxyclaim.services.calendar import calendar as calendar
    from oxyclaim.services.cases import Read as Read
    from oxyclaim.services.cases import cases_of as cases_of
    from oxyclaim.services.cases import read_cases as read_cases
    from oxyclaim.services.check import CheckAnswer as CheckAnswer
    from oxyclaim.services.check import CheckedCase as CheckedCase
    from oxyclaim.services.check import CheckedLine as CheckedLine
    from oxyclaim.services.check import CheckRequest as CheckRequest
    from oxyclaim.services.check import check as check
    from oxyclaim.services.checklist import ChecklistAnswer as ChecklistAnswer
    from oxyclaim.services.checklist import ChecklistRequest as ChecklistRequest
    from oxyclaim.services.checklist import checklist as checklist
    from oxyclaim.services.claim import ClaimAnswer as ClaimAnswer
    from oxyclaim.services.claim import ClaimRequest as ClaimRequest
    from oxyclaim.services.claim import write_claim as write_claim
    from oxyclaim.services.correction import CorrectionAnswer as CorrectionAnswer
    from oxyclaim.services.correction import correct as correct
    from oxyclaim.services.denial import DenialAnswer as DenialAnswer
    from oxyclaim.services.denial import DenialRequest as DenialRequest
    from oxyclaim.services.denial import explain_denial as explain_denial
    from oxyclaim.services.due import DueAnswer as DueAnswer
    from oxyclaim.services.due import DueRequest as DueRequest
    from oxyclaim.services.due import due as due
    from oxyclaim.services.fees import import_fees as import_fees
    from oxyclaim.services.fix import FixAnswer as FixAnswer
    from oxyclaim.services.fix import FixRequest as FixRequest
    from oxyclaim.services.fix import fix_files as fix_files
    from oxyclaim.services.problems import BadInput as BadInput
    from oxyclaim.services.problems import Problem as Problem
    from oxyclaim.services.profile import load_profile as load_profile
    from oxyclaim.services.replies import RepliesAnswer as RepliesAnswer
    from oxyclaim.services.replies import RepliesRequest as RepliesRequest
    from oxyclaim.services.replies import replies as replies
    from oxyclaim.services.restart import RestartAnswer as RestartAnswer
    from oxyclaim.services.restart import RestartRequest as RestartRequest
    from oxyclaim.services.restart import restart as restart
    from oxyclaim.services.rule_book import RuleBook as RuleBook
    from oxyclaim.services.rule_book import rule_book as rule_book
    from oxyclaim.services.scrub import ScrubAnswer as ScrubAnswer
    from oxyclaim.services.scrub import ScrubRequest as ScrubRequest
    from oxyclaim.services.scrub import scrub as scrub
    from oxyclaim.services.what_if import WhatIfAnswer as WhatIfAnswer
    from oxyclaim.services.what_if import what_if as what_if

_HOMES = {
    "case.models": ("Case",),
    "case.profile": ("Profile",),
    "claims.fees.store": ("FeeStore",),
    "services.answers": ("json_schema", "plain", "read_back"),
    "services.appeals": ("AppealAnswer", "AppealRequest", "appeal"),
    "services.batch": ("BatchAnswer", "BatchRequest", "write_batch"),
    "services.calendar": ("CalendarAnswer", "CalendarRequest", "calendar"),
    "services.cases": ("Read", "cases_of", "read_cases"),
    "services.check": ("CheckAnswer", "CheckRequest", "CheckedCase", "CheckedLine", "check"),
    "services.checklist": ("ChecklistAnswer", "ChecklistRequest", "checklist"),
    "services.claim": ("ClaimAnswer", "ClaimRequest", "write_claim"),
    "services.correction": ("CorrectionAnswer", "correct"),
    "services.denial": ("DenialAnswer", "DenialRequest", "explain_denial"),
    "services.due": ("DueAnswer", "DueRequest", "due"),
    "services.fees": ("import_fees",),
    "services.fix": ("FixAnswer", "FixRequest", "fix_files"),
    "services.problems": ("BadInput", "Problem"),
    "services.profile": ("load_profile",),
    "services.replies": ("RepliesAnswer", "RepliesRequest", "replies"),
    "services.restart": ("RestartAnswer", "RestartRequest", "restart"),
    "services.rule_book": ("RuleBook", "rule_book"),
    "services.scrub": ("ScrubAnswer", "ScrubRequest", "scrub"),
    "services.what_if": ("WhatIfAnswer", "what_if"),
}
"""Where each public name lives. Each is imported when it is first used, so that ``import oxyclaim`` takes no time."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *_HOME_OF]  # noqa: PLE0604 (they are names)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'oxyclaim' has no attribute {name!r}")
    value = getattr(import_module(f"oxyclaim.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
