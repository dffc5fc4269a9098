"""Posting what payers answer to the ledger in the store."""

from oxyclaim.services.posting.answer import PostAnswer, PostRequest
from oxyclaim.services.posting.post import post

__all__ = ["PostAnswer", "PostRequest", "post"]
