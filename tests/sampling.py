"""Which of many alike are tried in the quick set; the slow set tries the others."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(every: int, items: Iterable[Any]) -> list[Any]:
    """Each for ``parametrize``: one in so many for the quick set, the others marked as slow."""
    return [
        item if not place % every else pytest.param(item, marks=pytest.mark.slow) for place, item in enumerate(items)
    ]
