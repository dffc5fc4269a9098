"""What kind of input a key of the case takes, from the models."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from oxyclaim.case.models import Case
from oxyclaim.case.values import Hcpcs

Input = Literal["truth", "date", "number", "choice", "choices", "codes", "text", "none"]
"""``none``: a record or a list of records, which has a form of its own."""


@dataclass(frozen=True)
class Kind:
    """The input, the words that may be chosen, and what the case file says of the key."""

    input: Input
    words: tuple[str, ...] = ()
    about: str = ""


def model_at(path: str) -> type[BaseModel]:
    """The model of the records at a path of the case, such as ``orders`` or ``clinical.mobile_in_home``."""
    model: type[BaseModel] = Case
    for step in path.split("."):
        model = _model(model.model_fields[step].annotation)
    return model


@cache
def kinds_of(path: str) -> dict[str, Kind]:
    """Each key of the records at a path, and what it takes."""
    return {
        name: _kind(info.annotation, info.metadata, info.description or "")
        for name, info in model_at(path).model_fields.items()
    }


def _kind(annotation: Any, metadata: list[Any], about: str) -> Kind:
    kind = _bare(annotation)
    if get_origin(kind) is list:
        inner = get_args(kind)[0]
        if inner == Hcpcs:
            return Kind("codes", (), about)
        words = get_args(_bare(inner)) if get_origin(_bare(inner)) is Literal else ()
        return Kind("choices", words, about) if words else Kind("none", (), about)
    if get_origin(kind) is Literal:
        return Kind("choice", get_args(kind), about)
    inputs: dict[Any, Input] = {bool: "truth", date: "date", Decimal: "number", int: "number", str: "text"}
    return Kind(inputs.get(kind, "none"), (), about)


def _model(annotation: Any) -> type[BaseModel]:
    kind = _bare(annotation)
    if get_origin(kind) is list:
        kind = _bare(get_args(kind)[0])
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        raise TypeError(f"no record: {annotation}")
    return kind


def _bare(annotation: Any) -> Any:
    kind = annotation
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind
