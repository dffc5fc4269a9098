"""The text of a PDF that fpdf2 wrote."""

import re
import zlib
from pathlib import Path

from fpdf import FPDF


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


def right_ends(data: bytes) -> list[tuple[str, float]]:
    """Every printed line with the place of its right end, in points from the left edge of the page.

    Only for the built-in fonts in which letters are set here: F1 is the bold one where a page begins with it.
    """
    measure = FPDF(unit="pt")
    bold_first = data.find(b"/BaseFont /Helvetica-Bold") < data.find(b"/BaseFont /Helvetica\n")
    found: list[tuple[str, float]] = []
    for stream in re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL):
        try:
            page = zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        for drawn in _DRAWN.finditer(page):
            if drawn["size"]:
                bold = (drawn["font"] == "1") == bold_first
                measure.set_font("Helvetica", "B" if bold else "", float(drawn["size"]))
            else:
                text = re.sub(r"\\(.)", r"\1", drawn["text"])
                found.append((text, float(drawn["x"]) + measure.get_string_width(text)))
    return found


_DRAWN = re.compile(
    r"/F(?P<font>\d+) (?P<size>[\d.]+) Tf|BT (?P<x>[\d.]+) [\d.]+ Td [^(\n]*\((?P<text>(?:[^()\\]|\\.)*)\) Tj"
)
