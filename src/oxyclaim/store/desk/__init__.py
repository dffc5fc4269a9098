"""The desk's own rows: accounts and sessions, ids for pages, who looked, how each line stands."""

from oxyclaim.store.desk.desk import SqlDesk
from oxyclaim.store.desk.file_room import Folder
from oxyclaim.store.desk.outbox_folder import OutboxFolder

__all__ = ["Folder", "OutboxFolder", "SqlDesk"]
