"""Guided intake: what is asked of a case, paper by paper, only what the verdict still needs."""
