"""Whether a value fits its key of the case: asked of what a mapping itself says, before a row is read."""

from collections.abc import Collection
from functools import cache
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
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
    model = _model_of(target)
    if model is None or (target.kind == "picked_up" and value == NONE):
        return None
    key = target.keys[-1]
    try:
        model.model_validate({key: value})
    except ValidationError as error:
        own = [each for each in error.errors(include_url=False) if each["loc"][:1] == (key,)]
        return "; ".join(_told(target, each) for each in own) or None
    return None


def _told(target: Target, error: ErrorDetails) -> str:
    place = (0,) if target.section in LISTS else ()
    there = error.copy()
    there["loc"] = (target.section, *place, *target.keys[:-1], *error["loc"])
    return describe(there)


@cache
def _model_of(target: Target) -> type[BaseModel] | None:
    """The record of a case that has the key; None for what a case does not have as it is, such as a whole name."""
    model: Any = SINGLE.get(target.section) or LISTS.get(target.section)
    if target.section == "clinical":
        model = Clinical
    if model is None or target.kind == "name":
        return None
    for key in target.keys[:-1]:
        annotation = model.model_fields[key].annotation
        model = next((each for each in get_args(annotation) if each is not NoneType), annotation)
    found: type[BaseModel] = model
    return found
