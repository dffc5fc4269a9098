"""Read YAML into nodes that know their place.

Works on the parser's events, not on its tree: so nothing is typed, nothing is expanded, no depth can
exhaust the stack, and what the case file does not allow (anchors, tags, doubled keys) can be told all
at once.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from oxyclaim.case.nodes import (
    MAX_DEPTH,
    Flaw,
    Listing,
    Loc,
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
from oxyclaim.case.yaml_words import ALIAS, ANCHOR, MERGE, NO_KEY, NOT_TEXT, TAG, in_plain_words

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = ("", "~", "null", "Null", "NULL")
_BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


def read_yaml(text: str) -> list[Parsed]:
    """Read all documents of a YAML text, with all that is wrong with how they are written."""
    builder = _Builder()
    try:
        _refuse_binary(text)
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except Unreadable as error:
        builder.give_up(error.place or Place(1, 1), error.message)
    except yaml.YAMLError as error:
        builder.give_up(*in_plain_words(error, text))
    return builder.documents


@dataclass(slots=True)
class _Open:
    """A list or record whose end has not come yet, with the key that waits for its value."""

    node: Listing | Record
    key: str | None = None
    key_place: Place | None = None
    drop: bool = False


class _Builder:
    def __init__(self) -> None:
        self.documents: list[Parsed] = []
        self.root: Node | None = None
        self.flaws: list[Flaw] = []
        self.open: list[_Open] = []

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_marks(event)
            self.put(Scalar(_place(event), self.text(event)), event)
        elif isinstance(event, yaml.AliasEvent):
            self.flaw(_place(event), ALIAS)
            self.put(Scalar(_place(event), None), event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self.start(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.put(self.open.pop().node, event)
        elif isinstance(event, yaml.DocumentEndEvent):
            self.end_document()

    def start(self, event: Any) -> None:
        self.refuse_marks(event)
        place = _place(event)
        if len(self.open) >= MAX_DEPTH:
            raise Unreadable(
                f"lists and groups of keys stand more than {MAX_DEPTH} deep inside each other; see the layout", place
            )
        self.open.append(_Open(Record(place) if isinstance(event, yaml.MappingStartEvent) else Listing(place)))

    def put(self, node: Node, event: Any) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top.node, Listing):
            top.node.items.append(node)
        elif top.key is None:
            self.put_key(top, node, event)
        else:
            self.put_value(top, node)

    def put_key(self, top: _Open, node: Node, event: Any) -> None:
        text = node.text if isinstance(node, Scalar) else None
        wrong = MERGE if text == "<<" and not event.style else NO_KEY if text is None else None
        if wrong:
            self.flaw(node.place, wrong)
        top.key, top.key_place, top.drop = text or "", node.place, wrong is not None

    def put_value(self, top: _Open, node: Node) -> None:
        key, place = top.key or "", top.key_place or node.place
        if not top.drop and isinstance(top.node, Record) and (first := keep(top.node, key, place, node)):
            self.flaw(place, doubled(key, first))
        top.key = None

    def text(self, event: Any) -> str | None:
        if not event.style and event.value in _NOTHING:
            return None
        text = without_curly_quotes(event.value)
        sound = without_surrogates(text)
        if sound is not None:
            self.flaw(_place(event), "holds half a character (\\ud800 to \\udfff); write the character itself")
        return text if sound is None else sound

    def refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.flaw(_place(event), ANCHOR)
        if event.tag is not None:
            self.flaw(_place(event), TAG)

    def flaw(self, place: Place, message: str) -> None:
        self.flaws.append(Flaw(place, self.loc(), message))

    def loc(self) -> Loc:
        steps = [len(at.node.items) if isinstance(at.node, Listing) else at.key for at in self.open]
        return tuple(step for step in steps if step is not None)

    def end_document(self) -> None:
        self.documents.append(Parsed(self.root, self.flaws))
        self.root, self.flaws, self.open = None, [], []

    def give_up(self, place: Place, message: str) -> None:
        self.flaw(place, message)
        self.root = None
        self.end_document()


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _refuse_binary(text: str) -> None:
    match = _BINARY.search(text)
    if match:
        before = text[: match.start()]
        place = Place(before.count("\n") + 1, match.start() - before.rfind("\n"))
        raise Unreadable(NOT_TEXT, place)
