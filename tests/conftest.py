"""What every test takes for granted."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_fee_files(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fee files of whoever runs the tests stay out of them."""
    folder = tmp_path_factory.getbasetemp() / "no-fees"
    monkeypatch.setenv("OXYCLAIM_FEES", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_payer_files(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The payer files of whoever runs the tests stay out of them too."""
    monkeypatch.delenv("OXYCLAIM_PAYERS", raising=False)
    monkeypatch.setattr("oxyclaim.cli.payer_folder.own_folder", lambda: tmp_path_factory.getbasetemp() / "no-payers")


@pytest.fixture(autouse=True)
def no_profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """And their profile."""
    monkeypatch.delenv("OXYCLAIM_PROFILE", raising=False)
    none = tmp_path_factory.getbasetemp() / "no-profile.yaml"
    monkeypatch.setattr("oxyclaim.cli.profile_place.own_file", lambda: none)


@pytest.fixture(autouse=True, scope="session")
def no_width() -> Iterator[None]:
    """Nor the width of the terminal that they are run from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield
