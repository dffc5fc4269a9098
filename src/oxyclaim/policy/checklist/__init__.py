"""The checklist of a case: which papers and facts its file must hold, who supplies them, and how they stand."""

from oxyclaim.policy.checklist.entries import Checklist, Entry, Shown
from oxyclaim.policy.checklist.items import SUPPLIED_BY, items, nothing_to_collect
from oxyclaim.policy.checklist.making import checklists

__all__ = ["SUPPLIED_BY", "Checklist", "Entry", "Shown", "checklists", "items", "nothing_to_collect"]
