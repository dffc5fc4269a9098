"""Which months fall due, what is to be checked first, what is wrong already, what comes up, what nobody can know?"""

from oxyclaim.services.due.answer import DueAnswer, DueCounts, InTheWay, LineNotDue, due, due_of_portions
from oxyclaim.services.due.portions import DueRequest, Portion, batches, portion_of_files, portions_of_lines

__all__ = [
    "DueAnswer", "DueCounts", "DueRequest", "InTheWay", "LineNotDue", "Portion", "batches", "due", "due_of_portions",
    "portion_of_files", "portions_of_lines",
]  # fmt: skip
