"""What every test takes for granted."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_fee_files(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fee files of whoever runs the tests stay out of them."""
    folder = tmp_path_factory.getbasetemp() / "no-fees"
    monkeypatch.setenv("OXYCLAIM_FEES", str(folder))
    return folder
