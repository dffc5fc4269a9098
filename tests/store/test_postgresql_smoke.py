"""A PostgreSQL store does what an SQLite store does; the whole suite on both is slow."""

from pathlib import Path

import pytest
from filled_stores import BY_ANN, IMPORTED, NOW, TODAY, examples, fill, texts, with_payer_name
from sqlalchemy.exc import DBAPIError

from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Conflict
from oxyclaim.services.store.places import back_up, restore
from oxyclaim.store import SqlPlaces
from oxyclaim.store.engines import engine_of, writing


def test_a_postgresql_store(postgresql: str, tmp_path: Path):
    SqlPlaces().make(postgresql, NOW)
    store = SqlPlaces().open(postgresql)
    fill(store, postgresql)
    one, two = examples()[:2]
    assert {each.how for each in store.take_in([one, two], IMPORTED)} == {"same"}
    store.save(with_payer_name(one, "ONE"), 1, BY_ANN)
    with pytest.raises(Conflict):
        store.save(with_payer_name(one, "TWO"), 1, BY_ANN)
    engine = engine_of(postgresql)
    for attack in ("UPDATE verdict SET result = ''", "DELETE FROM case_version", "TRUNCATE event"):
        with pytest.raises(DBAPIError, match="only grows"), writing(engine) as connection:
            connection.exec_driver_sql(attack)
    engine.dispose()
    assert store.check()[1] == []
    backup = str(tmp_path / "backup.db")
    assert back_up(SqlPlaces(), postgresql, backup, rule_book(), TODAY).is_fine
    assert restore(SqlPlaces(), backup, str(tmp_path / "store.db"), rule_book(), TODAY).is_fine
    restored = SqlPlaces().open(str(tmp_path / "store.db"))
    assert texts(restored) == texts(store)
    assert restored.take_numbers("interchange", "SENDER", 1, NOW, "next") == [2]
    restored.close()
    store.close()


@pytest.mark.slow
def test_a_postgresql_store_is_made_of_a_copy_of_a_file(postgresql: str, tmp_path: Path):
    address, backup = str(tmp_path / "store.db"), str(tmp_path / "backup.db")
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    fill(store, address)
    back_up(SqlPlaces(), address, backup, rule_book(), TODAY)
    assert restore(SqlPlaces(), backup, postgresql, rule_book(), TODAY).is_fine
    there = SqlPlaces().open(postgresql)
    assert texts(there) == texts(store)
    assert there.find(examples()[0].case_id) == store.find(examples()[0].case_id)
    there.close()
    store.close()
