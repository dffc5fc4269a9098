"""The text of a PDF that fpdf2 wrote."""

import re
import zlib
from pathlib import Path


def text_of(target: Path) -> str:
    """The whole text: its streams hold one string for each printed line."""
    return " ".join(pages_of(target.read_bytes()))


def pages_of(data: bytes) -> list[str]:
    """The text of each page."""
    assert data.startswith(b"%PDF")
    pages: list[str] = []
    for stream in re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL):
        try:
            page = zlib.decompress(stream)
        except zlib.error:
            continue
        lines = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", page, re.DOTALL)
        told = [re.sub(rb"\\(.)", rb"\1", line).decode("latin-1") for line in lines]
        if told:
            pages.append(" ".join(" ".join(told).split()))
    return pages
