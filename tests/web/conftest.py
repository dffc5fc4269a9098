"""One desk for all tests that change no case."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from desk_site import Site, make_site


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The desk. Argon2 does so little work that tests are quick."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("oxyclaim.services.desk.secrets._HASHER", quick)
        made = make_site(tmp_path_factory.mktemp("site"))
        yield made
        made.desk.close()


@pytest.fixture
def site(filled_site: Site) -> Site:
    """The desk."""
    return filled_site
