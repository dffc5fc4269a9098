"""How is a denial appealed, or a request for records answered: letter, request, packet, and whether it is advised."""

from oxyclaim.services.appeals.answering import appeal, laid_out
from oxyclaim.services.appeals.request import AppealAnswer, AppealRequest, Paper

__all__ = ["AppealAnswer", "AppealRequest", "Paper", "appeal", "laid_out"]
