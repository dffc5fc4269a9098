"""The X12 basic character set (X12.6, as the HIPAA guides require it): what may stand in an element.

Everything written is upper case and free of the four delimiters, so that no value can end a segment,
an element or a component, or repeat one.
"""

import functools
import string

from anyascii import anyascii

ELEMENT = "*"
COMPONENT = ":"
REPETITION = "^"
TERMINATOR = "~"
DELIMITERS = frozenset(ELEMENT + COMPONENT + REPETITION + TERMINATOR)

ALLOWED = frozenset(string.ascii_uppercase + string.digits + " !\"&'()+,-./;?=")
"""The basic character set without the delimiters that stand in it (``*`` and ``:``)."""

_NEAREST = {"[": "(", "{": "(", "<": "(", "]": ")", "}": ")", ">": ")", "\\": "/", "|": "/", "_": "-", "`": "'"}
_TO_ALLOWED = {
    code: character if character in ALLOWED else _NEAREST.get(character, " ")
    for code, character in ((code, chr(code).upper()) for code in range(128))
}


def basic(text: str) -> str:
    """Write a text in the basic character set: transliterated, upper case, blanks collapsed; may become empty."""
    if not text.isascii():
        text = "".join(map(_spell, text))
    return " ".join(text.translate(_TO_ALLOWED).split())


def is_basic(text: str) -> bool:
    """Whether a text is written in the basic character set as it is, without a delimiter."""
    return ALLOWED.issuperset(text)


@functools.lru_cache(maxsize=4096)
def _spell(character: str) -> str:
    spelled = anyascii(character)
    # anyascii spells an emoji as ":grinning:"; that is no part of anybody's name.
    return " " if len(spelled) > 2 and spelled[0] == spelled[-1] == ":" else spelled
