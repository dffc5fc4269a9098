"""Which papers and facts must a case's file hold, who supplies them, and how do they stand?"""

from oxyclaim.services.checklist.answering import ChecklistAnswer, ChecklistRequest, checklist
from oxyclaim.services.checklist.entries import Checklist, Entry, Shown
from oxyclaim.services.checklist.making import checklists

__all__ = ["Checklist", "ChecklistAnswer", "ChecklistRequest", "Entry", "Shown", "checklist", "checklists"]
