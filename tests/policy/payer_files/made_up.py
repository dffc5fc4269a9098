"""Payer files for tests. Everything in them is made up."""

from pathlib import Path
from textwrap import dedent, indent

SOURCES = """\
sources:
  - {id: POLICY, kind: policy, issuer: Nobody, title: A policy, address: nowhere, grade: primary, dated: 2025-01-01,
     read: 2025-01-02}
"""


def payer_text(payer: str, values: str = "", more: str = "") -> str:
    """The text of a commercial payer's file. Its values begin on line 6, or later where there is ``more``."""
    head = f"payer: {payer}\nname: A payer\nline_of_business: commercial\n"
    body = f"values:\n{indent(dedent(values), '  ')}" if values else ""
    return head + dedent(more) + SOURCES + body


def write(folder: Path, payer: str, values: str = "", more: str = "") -> Path:
    """The file in a folder, which is made where it is not there."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{payer}.yaml"
    path.write_text(payer_text(payer, values, more), encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """The first line that holds a text, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
