"""The layout of a store: made and changed by migrations only, and looked at whenever a store is opened."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.store.append_only import drop_triggers, make_triggers, unguarded
from oxyclaim.store.engines import rebuilding
from oxyclaim.store.tables import GROWING

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


def downgrade(engine: Engine, target: str) -> list[str]:
    """Bring a store back to an earlier layout, in one transaction; the layouts that were taken back, the latest first.

    Raises BadInput, and then nothing is changed, where that would lose anything that is kept, or there is no way.
    """
    where = str(engine.url.database)
    with rebuilding(engine) as connection:
        steps = _steps_back(connection, target, where)
        before = {table: _columns(connection, table) for table in inspect(connection).get_table_names()}
        lost = [*_lost(connection, before, steps)]
        if lost:
            message = (
                f"going back would lose what is kept in {', '.join(lost)}; make a store of an earlier backup instead"
            )
            raise BadInput([Problem("would_lose", message, where)])
        drop_triggers(connection)
        command.downgrade(_config(connection), target)
        there = set(inspect(connection).get_table_names())
        make_triggers(connection, [table for table in GROWING if table.name in there])
    return steps


def _steps_back(connection: Connection, target: str, where: str) -> list[str]:
    """The layouts between now and then. Raises BadInput where one of them has no way back."""
    now, scripts = layout_of(connection), ScriptDirectory.from_config(_config())
    if now is None or now not in known():
        raise BadInput([Problem("no_store", "holds no store of a layout that is known", where)])
    if target not in known():
        message = "there was no such layout"
        raise BadInput(
            [Problem("unknown_layout", message, path="LAYOUT", found=target, allowed=tuple(sorted(known())))]
        )
    between, layout = [], now
    while layout != target:
        script = scripts.get_revision(layout)
        if not isinstance(script.down_revision, str):
            raise BadInput([Problem("no_way", f"layout {target} is not before {now}", path="LAYOUT", found=target)])
        between.append(script)
        layout = script.down_revision
    stuck = [each.revision for each in between if not hasattr(each.module, "downgrade")]
    if stuck:
        raise BadInput([Problem("no_way", f"there is no way back from layout {', '.join(stuck)}", path="LAYOUT")])
    return [each.revision for each in between]


def _columns(connection: Connection, table: str) -> set[str]:
    return {each["name"] for each in inspect(connection).get_columns(table)}


def _lost(connection: Connection, before: Mapping[str, set[str]], steps: Sequence[str]) -> Iterator[str]:
    """Tables, and columns of others, that a way back takes away while something is in them."""
    scripts = ScriptDirectory.from_config(_config())
    for step in steps:
        module = scripts.get_revision(step).module
        for table in getattr(module, "TABLES", ()):
            if table in before and _holds(connection, table):
                yield table
        for table, column in getattr(module, "COLUMNS", ()):
            if column in before.get(table, ()) and _holds(connection, table, column):
                yield f"{table}.{column}"


def _holds(connection: Connection, table: str, column: str | None = None) -> bool:
    where = f' WHERE "{column}" IS NOT NULL' if column else ""
    return connection.exec_driver_sql(f'SELECT 1 FROM "{table}"{where} LIMIT 1').first() is not None


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
