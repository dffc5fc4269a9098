"""The desk's own rows: accounts and sessions, ids for pages, who looked, how each line stands."""

from oxyclaim.store.desk.desk import SqlDesk

__all__ = ["SqlDesk"]
