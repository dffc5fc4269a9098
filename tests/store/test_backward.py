"""A store goes back to each earlier layout and forward again, and loses nothing that is kept."""

from pathlib import Path

import pytest
from alembic import command
from filled_stores import BY_ANN, NOW, examples, fill
from sqlalchemy import inspect

from oxyclaim.services.problems import BadInput
from oxyclaim.store import SqlPlaces, schema
from oxyclaim.store.engines import engine_of, reading, writing

LAYOUTS = sorted(schema.known())


def shape(address: str) -> dict[str, object]:
    """Tables with columns, keys, indices and references."""
    engine = engine_of(address)
    with reading(engine) as connection:
        found = inspect(connection)
        made = {
            table: (
                sorted((each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(table)),
                found.get_pk_constraint(table)["constrained_columns"],
                sorted(str(each["name"]) for each in found.get_indexes(table)),
                sorted(str(each["constrained_columns"]) for each in found.get_foreign_keys(table)),
            )
            for table in found.get_table_names()
        }
    engine.dispose()
    return made


def test_each_layout_is_reached_backward_and_is_the_one_that_was_made_forward(address: str, tmp_path: Path) -> None:
    SqlPlaces().make(address, NOW)
    newest, before = shape(address), {}
    for layout in LAYOUTS[:-1]:
        made = str(tmp_path / f"{layout}.db")
        engine = engine_of(made)
        with writing(engine) as connection:
            command.upgrade(schema._config(connection), layout)
        engine.dispose()
        before[layout] = shape(made)
    for layout in reversed(LAYOUTS[:-1]):
        assert SqlPlaces().downgrade(address, layout)[1] == layout
        assert set(shape(address)) == set(before[layout])
        if not address.startswith("postgresql"):
            assert shape(address) == before[layout], layout
    with pytest.raises(BadInput, match="older layout"):
        SqlPlaces().open(address)
    SqlPlaces().upgrade(address)
    assert shape(address) == newest
    store = SqlPlaces().open(address)
    store.take_in(examples()[:1], BY_ANN)
    assert store.check()[1] == []
    store.close()


def test_a_store_that_would_lose_something_stays_as_it_is(address: str) -> None:
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    fill(store, address)
    before = shape(address)
    for layout in LAYOUTS[:-1]:
        with pytest.raises(BadInput, match="would lose what is kept in"):
            SqlPlaces().downgrade(address, layout)
    assert shape(address) == before
    assert store.check()[1] == []
    store.close()


def test_a_store_with_cases_alone_goes_back(address: str) -> None:
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    store.take_in(examples()[:2], BY_ANN)
    store.close()
    SqlPlaces().downgrade(address, LAYOUTS[0])
    SqlPlaces().upgrade(address)
    store = SqlPlaces().open(address)
    assert len(list(store.latest())) == 2
    assert store.check()[1] == []
    store.close()


def test_what_cannot_be_gone_back_to_is_told(tmp_path: Path) -> None:
    address = str(tmp_path / "store.db")
    SqlPlaces().make(address, NOW)
    with pytest.raises(BadInput, match="no such layout"):
        SqlPlaces().downgrade(address, "9999")
    SqlPlaces().downgrade(address, LAYOUTS[-2])
    with pytest.raises(BadInput, match="is not before"):
        SqlPlaces().downgrade(address, LAYOUTS[-1])
    with pytest.raises(BadInput, match="holds no store"):
        SqlPlaces().downgrade(str(tmp_path / "none.db"), LAYOUTS[0])
