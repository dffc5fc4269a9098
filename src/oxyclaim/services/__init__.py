"""One module a question that every door asks: a typed request in, a typed answer out.

No printing, no clock, no environment, no default folder: these come in from the door.
"""
