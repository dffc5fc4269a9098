"""What is wrong with a YAML file, in the words of the person who wrote it and not of a YAML parser."""

import yaml

from oxyclaim.case.nodes import Place

ALIAS = (
    "a value that begins with * repeats another part of the file, which case files do not do: "
    "write that part out again, or put a text that begins with * in quotes"
)
ANCHOR = (
    "a value that begins with & names a part of the file, which case files do not do: "
    "take the name out, or put a text that begins with & in quotes"
)
TAG = "a value that begins with ! is not understood: take the word with ! out, or put the text in quotes"
MERGE = "<< (merge) is not understood: write the keys out"
NO_KEY = "a key must be one word before a colon; put a text that begins with {, [ or ? in quotes"
NOT_TEXT = "a character here belongs in no text file (is it a Word, PDF or zipped file?)"

_ONE_COLUMN = "the keys of one record must begin in the same column, with spaces before them and no tab"
_BACKSLASH = "has a backslash in double quotes that means nothing; use single quotes"
_NOT_CLOSED = "a quote is opened here and not closed"
_OUT_OF_PLACE = "a value should stand here: a bracket or a comma is out of place"
_DOES_NOT_FIT = f"the line does not fit in here: {_ONE_COLUMN}; nothing may follow a closing quote"

# What the parser says (libyaml, or PyYAML where it says it otherwise), and what is told.
_WHERE_IT_BEGAN = {
    "could not find expected ':'": "a line without a key: write `key: value`, with a space after the colon",
    "found unexpected end of stream": _NOT_CLOSED,
    "found unexpected document indicator": _NOT_CLOSED,
    "',' or ']'": "the list that begins here with [ lacks its closing ] or a comma",
    "',' or '}'": "the group that begins here with { lacks its closing } or a comma",
}
_WHERE_IT_ENDED = {
    "mapping values are not allowed": (
        f"a colon is not expected here: put a value that holds a colon and a space in quotes; {_ONE_COLUMN}"
    ),
    "did not find expected key": _DOES_NOT_FIT,
    "expected <block end>": _DOES_NOT_FIT,
    "expected '-' indicator": (
        "a list ends here and something else begins: begin each entry of the list with `- ` in the same column"
    ),
    "escape": _BACKSLASH,
    "undefined tag handle": TAG,
    "a tag": TAG,
    "scanning an anchor": "put a text that begins with & in quotes",
    "scanning an alias": "put a text that begins with * in quotes",
    "scanning a block scalar": "a text that begins with > or | must be in quotes",
    "scanning a directive": "put a text that begins with % in quotes",
    "expected node content": _OUT_OF_PLACE,
    "expected the node content": _OUT_OF_PLACE,
}


def in_plain_words(error: yaml.YAMLError, text: str) -> tuple[Place, str]:
    """Return where a text stops being readable, and why."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Place(1, 1), NOT_TEXT
    end = _within(text, Place(error.problem_mark.line + 1, error.problem_mark.column + 1))
    began = error.context_mark or error.problem_mark
    said = f"{error.context} {error.problem}"
    if "cannot start any token" in said or "tab character" in said:
        return end, _bad_start(text, end)
    for fragment, words in _WHERE_IT_BEGAN.items():
        if fragment in said:
            return Place(began.line + 1, began.column + 1), words
    for fragment, words in _WHERE_IT_ENDED.items():
        if fragment in said:
            return end, words
    return end, f"cannot be read from here on: check quotes and colons; {_ONE_COLUMN}"


def _within(text: str, place: Place) -> Place:
    """Return the place, or the last line with anything on it if the place is behind the end."""
    lines = text.rstrip().splitlines()
    return place if place.line <= len(lines) else Place(len(lines), len(lines[-1]) + 1) if lines else Place(1, 1)


def _bad_start(text: str, place: Place) -> str:
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line[: place.column]:
        return "a tab stands here: use spaces"
    return "put a text that begins with @, %, ` or another sign in quotes"
