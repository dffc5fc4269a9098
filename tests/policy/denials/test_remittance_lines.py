"""Worked lines of remittances."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from oxyclaim.policy import load
from oxyclaim.policy.denials import look_up

BOOK = load().denials
LINES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "remittance_lines.yaml").read_text())


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_line_is_explained_as_it_has_to_be(line: dict[str, Any]):
    answer = look_up([line["codes"]], BOOK)
    assert answer.outcome == line["outcome"]
    charged = {
        entry.id: answer.charge(piece, entry, BOOK).partition(":")[0]
        for piece in answer.pieces
        for entry in piece.entries
    }
    assert list(charged.items()) == list(line["pieces"].items())
    if "appeal" in line:
        assert answer.appeal(answer.entries[0], BOOK).partition(":")[0] == line["appeal"]
    assert list(answer.not_known) == line.get("not_known", [])
    assert line["basis"]
