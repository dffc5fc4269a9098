"""Desks to try pages on: one for all tests that change no case, and one for each module that changes some."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from desk_site import Site, copied, make_site
from made_up_payers import bill_all


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk on which nobody has done anything yet. Argon2 does so little work that tests are quick."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("oxyclaim.services.desk.secrets._HASHER", quick)
        made = make_site(tmp_path_factory.mktemp("template"))
        yield made
        made.desk.close()


@pytest.fixture(scope="session")
def filled_site(template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The desk of all tests that change no case."""
    made = copied(template, tmp_path_factory.mktemp("site"))
    yield made
    made.desk.close()


@pytest.fixture
def site(filled_site: Site) -> Site:
    """The desk."""
    return filled_site


@pytest.fixture(scope="module")
def own_site(template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of it, whose cases the tests of a module change."""
    made = copied(template, tmp_path_factory.mktemp("own"))
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def billed(template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk from which everything that was ready has gone out."""
    made = copied(template, tmp_path_factory.mktemp("billed"))
    bill_all(made)
    yield made
    made.desk.close()
