"""Check one case, or another file of ours, against its models and say in plain words all that is wrong with it."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from oxyclaim.case.conflicts import Conflict, find_conflicts
from oxyclaim.case.models import Case, Section
from oxyclaim.case.nodes import Flaw, Listing, Loc, Node, Place, Record, Scalar, child, node_at, plain
from oxyclaim.case.problems import LONGEST_SHOWN, NOT_SHOWN, shown
from oxyclaim.case.shapes import Shape, shape_of

_KEYS_SHOWN = 8
_MOST_ERRORS = 500
_LOOKS_LIKE_A_KEY = re.compile(r"[a-z][a-z0-9_]*")


Model = TypeVar("Model", bound=Section)


class Checked(NamedTuple, Generic[Model]):
    """A case, or None with what is wrong with it. Ways in the flaws begin at the case."""

    case: Model | None
    flaws: list[Flaw]


def check_case(root: Node, flawed: set[Loc]) -> Checked[Case]:
    """Check the tree of one case.

    ``flawed`` are the ways to the values of which something has been told already: of one that could not
    be read at all, no more is said.
    """
    if not isinstance(root, Record):
        return Checked(None, [] if () in flawed else [Flaw(root.place, (), _not_a_case(root), code="not_a_case")])
    return check_record(root, Case, flawed, find_conflicts)


def check_record(
    root: Record, model: type[Model], flawed: set[Loc], conflicts: Callable[[Any], list[Conflict]] | None = None
) -> Checked[Model]:
    """Check the tree of one file against a model; ``conflicts`` finds what does not agree between its parts."""
    data = plain(root)
    read, errors = None, []
    try:
        read = model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    top = shape_of(model)
    unread = {loc for loc in flawed if _is_empty(node_at(root, loc))}
    flaws = [_from_error(root, top, error) for error in errors[:_MOST_ERRORS] if error["loc"] not in unread]
    told = unread | {flaw.loc for flaw in flaws}
    found = conflicts(data) if conflicts else []
    flaws += [_from_conflict(root, top, conflict) for conflict in found if conflict.loc not in told]
    if len(errors) > _MOST_ERRORS:
        flaws.append(
            Flaw(
                root.place,
                (),
                f"has {len(errors) - _MOST_ERRORS} more problems that are not listed here",
                code="more_problems",
            )
        )
    return Checked(None if flaws else read, flaws)


def describe(error: ErrorDetails) -> str:
    """What a case wants in the place of a value that it refuses, where the value stands in no case file."""
    return _wanted(error, shape_of(Case).at(error["loc"]) or Shape(), Scalar(Place(1, 1), None))


def _is_empty(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text is None


def _not_a_case(root: Node) -> str:
    what = "a list" if isinstance(root, Listing) else "a text" if isinstance(root, Scalar) and root.text else "nothing"
    return (
        f"a case should stand here, but {what} does; a case is a group of keys, one `key: value` a line "
        "(with a space after the colon), and begins with schema_version and case_id"
    )


def _from_error(root: Record, top: Shape, error: ErrorDetails) -> Flaw:
    loc: Loc = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(root, top, loc)
    if error["type"] == "missing":
        return _missing(root, top, loc)
    node, shape = node_at(root, loc) or root, top.at(loc) or Shape()
    allowed = tuple(shape.words) if error["type"] == "literal_error" else ()
    code = "not_one_of" if allowed else "wrong_value" if isinstance(node, Scalar) else "wrong_form"
    message = _wrong_form(node, shape) + _wanted(error, shape, node)
    return Flaw(node.place, loc, message, _found(node, shape), code, allowed)


def _from_conflict(root: Record, top: Shape, conflict: Conflict) -> Flaw:
    node, shape = node_at(root, conflict.loc) or root, top.at(conflict.loc) or Shape()
    first = node_at(root, conflict.earlier) if conflict.earlier else None
    message = conflict.message + (f" (it is used first in line {first.place.line})" if first else "")
    return Flaw(node.place, conflict.loc, message, _found(node, shape), "conflict")


def _unknown_key(root: Record, top: Shape, loc: Loc) -> Flaw:
    """Name an unknown key and its nearest allowed one, or all that are allowed.

    ``{last_name: Doe, Jane}`` has the key Jane: what does not look like a key of ours, in a record that
    holds private values, is not repeated.
    """
    parent, name = node_at(root, loc[:-1]), str(loc[-1])
    shape = top.at(loc[:-1]) or Shape()
    allowed = tuple(shape.keys or {})
    near = _nearest(name[:LONGEST_SHOWN], allowed)
    value = child(parent, name)
    like_a_key = bool(_LOOKS_LIKE_A_KEY.fullmatch(name)) and not _is_empty(value)
    show = like_a_key or bool(near) or not shape.has_private_keys
    hint = f"did you mean {near!r}?" if near else f"allowed here: {', '.join(allowed)}"
    if _is_empty(value) and not near:
        hint += '; if it is the rest of a text with a comma, put that text in quotes: "first, second"'
    message = f"unknown key {shown(name)!r}; {hint}" if show else f"unknown key {NOT_SHOWN}; {hint}"
    place = _key_place(parent, name) or root.place
    return Flaw(place, loc if show else loc[:-1], message, code="unknown_key", allowed=allowed)


def _missing(root: Record, top: Shape, loc: Loc) -> Flaw:
    parent, name = node_at(root, loc[:-1]) or root, str(loc[-1])
    shape = top.at(loc) or Shape()
    about = f": {shape.description}" if shape.description else ""
    return Flaw(parent.place, loc, f"key {name!r} is missing; it must be given{about}", code="missing_key")


def _key_place(node: Node | None, name: str) -> Place | None:
    return node.keys.get(name) if isinstance(node, Record) else None


def _found(node: Node, shape: Shape) -> str | None:
    """Return what was found, as far as it may be repeated: one value where one value is wanted."""
    if not isinstance(node, Scalar) or node.text is None:
        return None
    if shape.private:
        return NOT_SHOWN
    if not (shape.is_value or (shape.item and shape.item.is_value)):
        return None
    return shown(node.text)


def _wrong_form(node: Node, shape: Shape) -> str:
    if isinstance(node, Scalar):
        return "nothing is written here; " if node.text is None else ""
    if isinstance(node, Listing):
        return "a list is written here; " if shape.item is None else ""
    return "a group of keys is written here; " if shape.keys is None else ""


def _wanted(error: ErrorDetails, shape: Shape, node: Node) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "oxyclaim":
        return error["msg"]
    if kind == "literal_error":
        return _one_of(node, shape)
    if kind == "model_type":
        return f"must be a group of keys, each `key: value` on its own line: {_some(shape.keys or {})}"
    if kind == "list_type":
        return "must be a list: one entry a line, each beginning with `- `, or [ ] for none"
    if kind == "too_short":
        return f"must have at least {limits.get('min_length')} entry"
    if kind == "too_long":
        return f"must have at most {limits.get('max_length')} entries"
    if kind == "string_too_short":
        return "must not be empty; leave the key out if the value is unknown"
    if kind == "string_too_long":
        return f"must have at most {limits.get('max_length')} characters"
    return f"must be a text: {shape.description}" if shape.description else "must be a text"


def _some(keys: dict[str, Shape]) -> str:
    return ", ".join(list(keys)[:_KEYS_SHOWN]) + (", …" if len(keys) > _KEYS_SHOWN else "")


def _one_of(node: Node, shape: Shape) -> str:
    near = _nearest((node.text or "")[:LONGEST_SHOWN], shape.words) if isinstance(node, Scalar) else None
    hint = f"; did you mean {near}?" if near else ""
    return f"must be one of: {', '.join(shape.words)}{hint}"


@lru_cache(maxsize=10_000)
def _nearest(text: str, words: tuple[str, ...]) -> str | None:
    cleaned = "_".join(text.lower().replace("-", " ").split())
    longer = [word for word in words if cleaned and word.startswith(f"{cleaned}_")]  # spo2 for spo2_percent
    return next(iter(get_close_matches(cleaned, words, n=1) or (longer if len(longer) == 1 else [])), None)
