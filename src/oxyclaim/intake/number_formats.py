"""Cells of a workbook as a person sees them: 0.86 in a cell of percents is 86%, 2134 in a cell of ZIP codes is 02134.

A workbook keeps the number and, apart from it, how the number is shown. Dates are read by their format elsewhere; here
are the two other formats that change what a number says. Layout: ECMA-376 part 1, 18.3.1 (sheet) and 18.8 (styles).
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree

PERCENT_IDS = {"9": "0%", "10": "0.00%"}
"""The built-in number formats that are percents."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What a format shows as it stands, and its colors and conditions."""
_DIGITS = re.compile(r"0[0-]*0")
"""A format of zeros, with dashes between them: so many digits, however small the number."""
_CELL = re.compile(r"([A-Z]+)(\d+)")
_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"


@dataclass(frozen=True)
class Formats:
    """The cells of a sheet whose format changes what their number says.

    ``cells``: by row and column, both from 1, the number that a cell keeps, as text, and the format that shows it as
    another. ``first_column``: the first one that holds anything.
    """

    cells: Mapping[tuple[int, int], tuple[str, str]]
    first_column: int


NONE = Formats({}, 1)


def formats_of(data: bytes, sheet: str | None) -> Formats:
    """Those of a sheet (None: the first); none where the file has no such parts."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            styles = _styles(book)
            return _formats(book, _part(book, sheet), styles) if styles else NONE
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError, StopIteration):
        return NONE


def as_shown(number: str, code: str) -> str:
    """The number as the format shows it; a percent with all its digits."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if code.endswith("%"):
        shown = format((value * 100).quantize(Decimal("1e-9")).normalize(), "f")
        return f"{shown}%"
    if value < 0 or value != value.to_integral_value():
        return number
    digits = str(int(value)).zfill(code.count("0"))
    return _masked(digits, code)


def _masked(digits: str, code: str) -> str:
    rest, shown = list(digits), ""
    for sign in reversed(code):
        shown = (rest.pop() if sign == "0" else sign) + shown
    return "".join(rest) + shown


def _styles(book: zipfile.ZipFile) -> dict[str, str]:
    """The numbers of the cell styles that matter, each with its format."""
    root = ElementTree.fromstring(book.read(_STYLES))
    codes = dict(PERCENT_IDS)
    for each in root.iter():
        if _name(each) == "numFmt" and (code := _meant(each.get("formatCode", ""))):
            codes[each.get("numFmtId", "")] = code
    cell_styles = next((each for each in root if _name(each) == "cellXfs"), ())
    numbers = (each.get("numFmtId", "") for each in cell_styles)
    return {str(place): codes[number] for place, number in enumerate(numbers) if number in codes}


def _meant(code: str) -> str | None:
    """A format that changes what a number says, without its decoration."""
    bare = _QUOTED.sub(lambda found: found[0][1] if found[0].startswith("\\") else "", code.partition(";")[0]).strip()
    return bare if bare.endswith("%") or _DIGITS.fullmatch(bare) else None


def _part(book: zipfile.ZipFile, sheet: str | None) -> str:
    """Where in the file a sheet is."""
    sheets = [each for each in ElementTree.fromstring(book.read(_BOOK)).iter() if _name(each) == "sheet"]
    wanted = next(each for each in sheets if sheet in (None, each.get("name")))
    link = next(value for key, value in wanted.attrib.items() if key.endswith("}id"))
    links = ElementTree.fromstring(book.read(_LINKS))
    target = next(each.get("Target", "") for each in links if each.get("Id") == link)
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _formats(book: zipfile.ZipFile, part: str, styles: Mapping[str, str]) -> Formats:
    found: dict[tuple[int, int], tuple[str, str]] = {}
    first: int | None = None
    with book.open(part) as file:
        for _, each in ElementTree.iterparse(file):
            name = _name(each)
            if name == "c" and len(each) and (place := _CELL.fullmatch(each.get("r", ""))):
                column = _column(place[1])
                first = column if first is None else min(first, column)
                code, value = styles.get(each.get("s", "")), next((one for one in each if _name(one) == "v"), None)
                if code and value is not None and value.text and each.get("t", "n") == "n":
                    found[int(place[2]), column] = value.text, code
            if name == "row":
                each.clear()
    return Formats(found, first or 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
