"""A patient's account: claims, answers, what is owed, entries by hand, the statement."""
