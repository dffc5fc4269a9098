"""Denials: what a payer's codes mean, what to do, by when. Meanings are ours; the official texts are copyrighted."""

from oxyclaim.policy.denials.answer import Answer, Piece
from oxyclaim.policy.denials.deadlines import Dates, Deadline, deadlines
from oxyclaim.policy.denials.entries import load_denials
from oxyclaim.policy.denials.lookup import UnknownCodes, look_up

__all__ = ["Answer", "Dates", "Deadline", "Piece", "UnknownCodes", "deadlines", "load_denials", "look_up"]
