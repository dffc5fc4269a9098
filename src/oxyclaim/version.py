"""The program's version, for answers and files."""

__version__ = "0.1.0"
