"""What every answer begins with, and how answers are written as JSON, described as a schema, and read back.

An answer is a frozen data class of plain values; its fields are the keys of its JSON, in their order.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from oxyclaim.version import __version__

if TYPE_CHECKING:
    from oxyclaim.engine.catalogue import Catalogue

from pydantic import BaseModel

CONTRACT = 1
"""The version of the JSON of all answers. Keys may be added to it; one is changed or removed by a new version only."""

A = TypeVar("A")


@dataclass(frozen=True, kw_only=True)
class Head:
    """What tells answers apart: the program's version, the kind of answer, the contract's version, the rule book's
    hash, the day of the run."""

    oxyclaim: str
    answer: str
    contract: int = CONTRACT
    rule_book: str
    as_of: date


def head(answer: str, book: "Catalogue", as_of: date) -> dict[str, Any]:
    """The fields of the head, for an answer of this kind by this rule book."""
    return {"oxyclaim": __version__, "answer": answer, "rule_book": book.hash, "as_of": as_of}


def plain(value: Any) -> Any:
    """An answer, or a part of one, as values that JSON has."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, BaseModel):  # a record of the case, as its file would have it
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, Path)) else value


def json_schema(kind: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a kind of answer."""
    from pydantic import TypeAdapter  # noqa: PLC0415 (it takes long to import, and few ask)

    return TypeAdapter(kind).json_schema(mode="serialization") | {
        "$schema": "https://json-schema.org/draft/2020-12/schema"
    }


def read_back(kind: type[A], text: str | bytes) -> A:
    """An answer of this kind from its JSON. Raises pydantic's ValidationError."""
    from pydantic import TypeAdapter  # noqa: PLC0415 (it takes long to import, and few ask)

    answer: A = TypeAdapter(kind).validate_json(text)
    return answer
