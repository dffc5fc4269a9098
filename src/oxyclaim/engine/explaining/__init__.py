"""What is said of one line: a module a subject, put together by ``verdict``; each only reads a ``Line``."""
