"""Quotes as a word processor writes them are no part of what stands between them."""

import json
from pathlib import Path

import pytest
import yaml
from case_files import sample

from oxyclaim.case.reader import read_cases


@pytest.mark.parametrize("quotes", ["“”", "‘’", "„“", "«»", "””"])
@pytest.mark.parametrize("suffix", [".yaml", ".json", ".jsonl"])
def test_typographic_quotes_around_a_value_are_no_part_of_it(tmp_path: Path, quotes: str, suffix: str) -> None:
    case = sample()
    case["case_id"] = f"{quotes[0]}A-1{quotes[1]}"
    case.setdefault("patient", {})["last_name"] = f"{quotes[0]}O’Brien{quotes[1]}"
    path = tmp_path / f"case{suffix}"
    text = yaml.safe_dump(case, allow_unicode=True) if suffix == ".yaml" else json.dumps(case)
    path.write_text(text, encoding="utf-8")
    [read] = read_cases([path]).cases
    assert read.case.case_id == "A-1"


def test_typographic_quotes_around_a_key_are_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(sample()).replace("case_id:", "“case_id”:"), encoding="utf-8")
    assert len(read_cases([path]).cases) == 1
