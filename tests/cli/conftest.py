"""The commands run on a day on which the claims of the worked cases are still timely."""

from datetime import date

import pytest

TODAY = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day of a run that names none."""
    monkeypatch.setattr("oxyclaim.cli.options.today", lambda: TODAY)
    return TODAY
