"""What may stand where in a file, taken from its models: allowed keys, allowed words, private values."""

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from oxyclaim.case.models import Section
from oxyclaim.case.nodes import Loc


@dataclass(frozen=True)
class Shape:
    """What the models want at one place: a record with ``keys``, a list of ``item``, or one value."""

    keys: dict[str, "Shape"] | None = None
    item: "Shape | None" = None
    words: tuple[str, ...] = ()
    description: str = ""
    private: bool = False

    @property
    def is_value(self) -> bool:
        """Whether one value is wanted, neither a list nor a record."""
        return self.keys is None and self.item is None

    @property
    def has_private_keys(self) -> bool:
        """Whether this is a record of which some value must not be repeated."""
        return any(shape.private for shape in (self.keys or {}).values())

    def at(self, loc: Loc) -> "Shape | None":
        """What is wanted at a way from here; None where the models know nothing."""
        shape: Shape | None = self
        for step in loc:
            if shape is None:
                return None
            shape = shape.item if isinstance(step, int) else (shape.keys or {}).get(step)
        return shape


@cache
def shape_of(model: type[Section]) -> Shape:
    """Return the shape of a whole file of that model."""
    return _shape(model)


def _shape(annotation: Any, description: str = "", private: bool = False) -> Shape:
    kind = _without_none(annotation)
    if isinstance(kind, type) and issubclass(kind, Section):
        return Shape(keys=_keys(kind), description=description, private=private)
    if get_origin(kind) is list:
        return Shape(item=_shape(get_args(kind)[0], private=private), description=description, private=private)
    words = get_args(kind) if get_origin(kind) is Literal else ()
    return Shape(words=words, description=description, private=private)


def _keys(model: type[Section]) -> dict[str, Shape]:
    return {
        info.alias or name: _shape(info.annotation, info.description or "", _is_private(info.json_schema_extra))
        for name, info in model.model_fields.items()
    }


def _is_private(extra: Any) -> bool:
    return isinstance(extra, dict) and bool(extra.get("x-private"))


def _without_none(annotation: Any) -> Any:
    kind = annotation
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind
