"""The layout of a store: made and changed by migrations only, and looked at whenever a store is opened."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.store.append_only import drop_triggers, make_triggers, unguarded
from oxyclaim.store.engines import rebuilding

MIGRATIONS = Path(__file__).parent / "migrations"
STEPS = [MIGRATIONS / "versions"]
"""Where the migrations stand."""
UPGRADE = "run `oxyclaim store upgrade`"
NEWER = "was written by a newer version of Oxyclaim; update the program"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, STEPS)))
    config.attributes["connection"] = connection
    return config


def _escaped(path: Path) -> str:
    """A path as a setting: there a percent sign means something."""
    return str(path).replace("%", "%%")


def newest() -> str:
    """The layout that this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def known() -> set[str]:
    """Every layout that there was."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def layout_of(connection: Connection) -> str | None:
    """The layout that a store has; None where there is no store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring a store to the newest layout, or make it, in one transaction; what may only grow is guarded anew."""
    with rebuilding(engine) as connection:
        drop_triggers(connection)
        command.upgrade(_config(connection), target)
        make_triggers(connection)
        if unguarded(connection):
            raise RuntimeError(f"triggers could not be made on {', '.join(unguarded(connection))}")


def look_at(connection: Connection, where: str) -> None:
    """Make sure that a store is there, in this program's layout, its tables guarded. Raises BadInput."""
    layout = layout_of(connection)
    if layout is None:
        raise BadInput([Problem("no_store", "holds no store; `oxyclaim store init` makes one", where)])
    if layout != newest():
        if layout not in known():
            raise BadInput([Problem("newer_store", NEWER, where)])
        raise BadInput([Problem("older_store", f"has an older layout; {UPGRADE}", where)])
    if tables := unguarded(connection):
        message = (
            f"rows could be changed in {', '.join(tables)}: somebody has taken the guard off; "
            f"{UPGRADE}, then `oxyclaim store verify`"
        )
        raise BadInput([Problem("unguarded_store", message, where)])
