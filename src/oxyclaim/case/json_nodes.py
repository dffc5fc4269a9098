"""Read JSON into nodes that know their place, without changing how a number is written.

The standard library's reader is faster but forgets where things stand and keeps the last of two equal
keys. This one borrows its reading of strings.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import NoReturn

from oxyclaim.case.nodes import (
    MAX_DEPTH,
    Flaw,
    Listing,
    Node,
    Parsed,
    Place,
    Record,
    Scalar,
    Unreadable,
    doubled,
    keep,
    without_curly_quotes,
    without_surrogates,
)

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"-?[A-Za-z]+")
_WORDS = {"true": "true", "false": "false", "null": None}
_NOT_NUMBERS = ("NaN", "Infinity", "-Infinity")


def read_json(text: str, first_line: int = 1) -> Parsed:
    """Read one JSON value, with all that is wrong with how it is written."""
    reader = _Reader(text, first_line)
    try:
        return Parsed(reader.whole(), reader.flaws)
    except Unreadable as error:
        place = error.place or Place(first_line, 1)
        return Parsed(None, [*reader.flaws, Flaw(place, tuple(reader.trail), error.message)])


class _Reader:
    def __init__(self, text: str, first_line: int):
        self.text = text
        self.first_line = first_line
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.trail: list[str | int] = []
        self.flaws: list[Flaw] = []

    def whole(self) -> Node | None:
        at = self.skip(0)
        if at == len(self.text):
            return None
        node, at = self.value(at)
        at = self.skip(at)
        if at < len(self.text):
            self.fail(
                at,
                "there is more after the end of the case; "
                "several cases go into one list [ ... ], or one a line into a file ending in .jsonl",
            )
        return node

    def value(self, at: int) -> tuple[Node, int]:
        char = self.text[at : at + 1]
        if char == '"':
            text, end = self.string(at)
            return Scalar(self.place(at), text), end
        if char == "{":
            return self.nested(at, self.record)
        if char == "[":
            return self.nested(at, self.listing)
        return self.bare(at)

    def nested(self, at: int, read: Callable[[int], tuple[Node, int]]) -> tuple[Node, int]:
        if len(self.trail) >= MAX_DEPTH:
            self.fail(
                at, f"lists and groups of keys stand more than {MAX_DEPTH} deep inside each other; see the layout"
            )
        return read(at)

    def record(self, at: int) -> tuple[Record, int]:
        record = Record(self.place(at))
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "}":
            at = self.entry(record, at)
            at = self.after_entry(at, "}")
        return record, at + 1

    def entry(self, record: Record, at: int) -> int:
        place = self.place(at)
        if self.text[at : at + 1] != '"':
            self.fail(at, self.unexpected(at, 'a key in double quotes, for example "case_id"'))
        key, end = self.string(at)
        colon = self.skip(end)
        if self.text[colon : colon + 1] != ":":
            self.fail(colon, self.unexpected(colon, "a colon between the key and its value"))
        self.trail.append(key)
        value, end = self.value(self.skip(colon + 1))
        if first := keep(record, key, place, value):
            self.flaw(place, doubled(key, first))
        self.trail.pop()
        return end

    def listing(self, at: int) -> tuple[Listing, int]:
        listing = Listing(self.place(at))
        at = self.skip(at + 1)
        while self.text[at : at + 1] != "]":
            self.trail.append(len(listing.items))
            item, at = self.value(at)
            self.trail.pop()
            listing.items.append(item)
            at = self.after_entry(at, "]")
        return listing, at + 1

    def after_entry(self, at: int, closing: str) -> int:
        at = self.skip(at)
        char = self.text[at : at + 1]
        if char == closing:
            return at
        if char != ",":
            self.fail(at, self.unexpected(at, f"a comma or the closing {closing}"))
        following = self.skip(at + 1)
        if self.text[following : following + 1] == closing:
            self.fail(at, f"there is a comma too many before the closing {closing}; take it out")
        return following

    def string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            self.fail(*_string_words(error, at))
        text = without_curly_quotes(text)
        sound = without_surrogates(text)
        if sound is not None:
            self.flaw(self.place(at), "holds half a character (\\ud800 to \\udfff); write the character itself")
        return text if sound is None else sound, end

    def bare(self, at: int) -> tuple[Scalar, int]:
        word = _WORD.match(self.text, at)
        if word and word.group() in _WORDS:
            return Scalar(self.place(at), _WORDS[word.group()]), word.end()
        if word and word.group() in _NOT_NUMBERS:
            self.fail(at, "is not a number; leave the key out if its value is unknown")
        number = _NUMBER.match(self.text, at)
        if not number:
            self.fail(at, self.unexpected(at, "a value: a number, true, false, or a text in double quotes"))
        after = self.text[number.end() : number.end() + 1]
        if after.isalnum() or (after in ("-", ".", "/", "%", "_") and after):
            self.fail(at, "is not a plain number; put dates, codes and numbers that begin with 0 in double quotes")
        return Scalar(self.place(at), number.group()), number.end()

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def place(self, at: int) -> Place:
        row = bisect_right(self.line_starts, at) - 1
        return Place(self.first_line + row, at - self.line_starts[row] + 1)

    def flaw(self, place: Place, message: str) -> None:
        self.flaws.append(Flaw(place, tuple(self.trail), message))

    def unexpected(self, at: int, wanted: str) -> str:
        if at >= len(self.text):
            return f"the text ends too early: here should stand {wanted}"
        if self.text.startswith(("//", "/*", "#"), at):
            return "is a comment; JSON has none (a .yaml file has them)"
        if self.text[at] == "'":
            return "is in single quotes; JSON requires double quotes"
        return f"here should stand {wanted}"

    def fail(self, at: int, message: str) -> NoReturn:
        raise Unreadable(message, self.place(min(at, len(self.text))))


def _string_words(error: JSONDecodeError, start: int) -> tuple[int, str]:
    if error.msg.startswith("Unterminated"):
        return start, "has an opening quote and no closing one"
    if error.msg.startswith("Invalid control"):
        return error.pos, "a text in quotes must end on its line and hold no tab; write \\n or \\t for them"
    return error.pos, "has a backslash that means nothing here; write \\\\ for a backslash"
