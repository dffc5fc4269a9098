"""What is known, what was said and what went out, kept for years: an SQLite file, or PostgreSQL, through one code path.

``SqlPlaces`` makes and opens stores; a ``SqlStore`` does what ``services.store.kept`` asks for.
"""

from oxyclaim.store.places import SqlPlaces
from oxyclaim.store.store import SqlStore

__all__ = ["SqlPlaces", "SqlStore"]
