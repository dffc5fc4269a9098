"""Whether a value fits its key of the case: asked of what a mapping itself says, before a row is read."""

from collections.abc import Collection
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from oxyclaim.case.checks import describe
from oxyclaim.case.models import Clinical
from oxyclaim.case.payer_words import FEE_FOR_SERVICE, SOME_OTHER, SOME_PLAN
from oxyclaim.case.sourced import nearest_payers
from oxyclaim.intake.cells import NONE
from oxyclaim.intake.targets import LISTS, SINGLE, Target

PAYER, PAYER_OF_MONTH = "coverage.payer", "history.payer"


def misfit(target: Target, value: Any, payers: Collection[str] | None) -> str | None:
    """What the key wants in the place of this value; None where it fits.

    ``payers``: those that a case may name; None: any.
    """
    if payers is not None and target.path in (PAYER, PAYER_OF_MONTH):
        known = {*payers, *((SOME_PLAN, SOME_OTHER, FEE_FOR_SERVICE) if target.path == PAYER_OF_MONTH else ())}
        if value not in known:
            return f"there is no payer {value}; {nearest_payers(str(value), known)}"
    adapter = _adapter(target)
    if adapter is None or (target.kind == "picked_up" and value == NONE):
        return None
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return "; ".join(_told(target, each) for each in error.errors(include_url=False))
    return None


def _told(target: Target, error: ErrorDetails) -> str:
    place = (0,) if target.section in LISTS else ()
    there = error.copy()
    there["loc"] = (target.section, *place, *target.keys, *error["loc"])
    return describe(there)


@cache
def _adapter(target: Target) -> TypeAdapter[Any] | None:
    """What reads the key in a case; None for what a case does not have as it is, such as a whole name."""
    model: Any = SINGLE.get(target.section) or LISTS.get(target.section)
    if target.section == "clinical":
        model = Clinical
    if model is None or target.kind == "name":
        return None
    *way, last = target.keys
    for key in way:
        model = _model(model.model_fields[key].annotation)
    info = model.model_fields[last]
    kind: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(kind)


def _model(annotation: Any) -> Any:
    return next((each for each in get_args(annotation) if each is not NoneType), annotation)
