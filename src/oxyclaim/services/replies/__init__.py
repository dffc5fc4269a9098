"""What did payers answer, and do their remittances balance?"""

from oxyclaim.services.replies.answer import RepliesAnswer, RepliesRequest, ReplyFile
from oxyclaim.services.replies.reading import replies

__all__ = ["RepliesAnswer", "RepliesRequest", "ReplyFile", "replies"]
