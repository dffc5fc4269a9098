"""A claim is not written with a post office box as the billing provider's address."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from oxyclaim.claims.elements import Elements
from oxyclaim.claims.professional import _street_address


def problems(line_1: str, line_2: str | None = None) -> list[str]:
    address = SimpleNamespace(line_1=line_1, line_2=line_2, city="MUNCIE", state="IN", zip="473021234")
    elements = Elements()
    _street_address("supplier", cast(Any, address), elements)
    return elements.problems


@pytest.mark.parametrize("line", ["PO Box 12", "P.O. BOX 12", "Post Office Box 12", "p o box 7", "Lock Box 3"])
def test_a_box_is_refused_in_a_billers_words(line: str) -> None:
    (found,) = problems(line)
    assert "supplier.address is a post office box" in found
    assert "street" in found
    assert len(problems("1 MAIN ST", line)) == 1


@pytest.mark.parametrize("line", ["1 MAIN ST", "12 BOXWOOD LANE", "POBOXES ROAD 1", "7 PO RIVER RD"])
def test_a_street_is_none(line: str) -> None:
    assert problems(line) == []
