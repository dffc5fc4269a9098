"""The layout of a payer file, made from the catalogue's parameters: one key a parameter, each value dated and cited."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    create_model,
    field_validator,
)

from oxyclaim.case.models import Section
from oxyclaim.case.values import Date, Label, Text, Truth, parse_number, parse_whole, problem
from oxyclaim.engine.parameters import Parameter
from oxyclaim.policy.payer_files.entries import ENTRIES
from oxyclaim.policy.payer_files.kinds import PayerId, PlanId, SourceId, State

LinesOfBusiness = Literal[
    "medicare_ffs", "ma_hmo", "ma_ppo", "ma_pffs", "commercial", "exchange", "medicaid_ffs", "medicaid_mco", "tricare",
    "va", "workers_compensation", "other",
]  # fmt: skip
ADVANTAGE = ("ma_hmo", "ma_ppo", "ma_pffs")
"""The lines of business that the law on Medicare Advantage binds."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Cites = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]],
    BeforeValidator(_as_list),
    Field(min_length=1),
]
"""One cite or several: a source's id, then, after a comma, the place in it."""


class Source(Section):
    """A text on which values of the file rest."""

    id: SourceId = Field(description="Your label for the source; values point to it.")
    kind: Literal["law", "contract", "policy"] = Field(
        description="law goes before contract, and contract before policy, where two give a value for the same days."
    )
    issuer: Text = Field(description="Who issued it.")
    title: Text = Field(description="What it is.")
    address: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = Field(
        description="Where it stands: a web address, or the place of the paper."
    )
    grade: Literal["primary", "secondary", "unconfirmed"] = Field(
        description="primary: the payer's or regulator's own text was read; secondary: somebody's account of it; "
        "unconfirmed: no text was found. Only a primary source carries a verdict stronger than `review`."
    )
    dated: Date | None = Field(default=None, description="The date of the text; leave it out if it bears none.")
    read: Date = Field(description="The day on which somebody last read it.")
    reviewed: Date | None = Field(
        default=None, description="The day on which somebody made sure that it still holds; its age counts from then."
    )
    reviewer: Text | None = Field(default=None, description="Who did.")

    @field_validator("reviewer")
    @classmethod
    def _both(cls, value: str | None, info: Any) -> str | None:
        if value is not None and info.data.get("reviewed") is None:
            raise problem("is given without `reviewed`, the day of the review")
        return value


class Contested(Section):
    """Another value that another source gives for the same thing."""

    value: Any = Field(description="The other value.")
    source: Cites = Field(description="Where it stands.")


class Dated(Section):
    """A value for a range of dates."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)

    first: Date = Field(alias="from", description="First service date for which it holds.")
    last: Date | None = Field(
        default=None, alias="to", description="Last service date; leave it out while it holds until further notice."
    )
    source: Cites = Field(description="The id of a source, then, after a comma, the place in it; or a list of such.")
    note: Annotated[str, StringConstraints(max_length=400)] | None = Field(default=None, description="A remark.")

    @field_validator("last")
    @classmethod
    def _in_order(cls, value: Any, info: Any) -> Any:
        first = info.data.get("first")
        if value is not None and first is not None and value < first:
            raise problem(f"is before `from` ({first.isoformat()}); it must be on or after it")
        return value


class Switch(Dated):
    """Rules that this payer uses, or does not, for a range of dates."""

    use: list[Label] | None = Field(
        default=None,
        description="Ids of rules that the payer uses (`oxyclaim rules` lists them), or of families: COV-1.",
    )
    drop: list[Label] | None = Field(default=None, description="Ids of rules that it does not use.")


class Verification(Section):
    """Who made sure that the file is right, and when."""

    by: Text = Field(description="The person.")
    date: Date = Field(description="The day.")


@dataclass(frozen=True)
class Layout:
    """The model of a payer file for some parameters."""

    file: type[Section]
    plan: type[Section]
    parameters: Mapping[str, Parameter]


def layout(parameters: Iterable[Parameter]) -> Layout:
    """The layout for the catalogue's parameters."""
    return _layout(tuple(parameters))


@cache
def _layout(parameters: tuple[Parameter, ...]) -> Layout:
    kinds: dict[object, Any] = {}
    fields: dict[str, Any] = {}
    for parameter in parameters:
        kind = (parameter.type, parameter.words, parameter.entry, parameter.least, parameter.most)
        if kind not in kinds:
            kinds[kind] = _dated(parameter)
        unit = f", in {parameter.unit}" if parameter.unit else ""
        about = f"{parameter.title}{unit}."
        fields[parameter.name] = (_list_of(kinds[kind]) | None, Field(default=None, description=about))
    values = create_model(
        "Values", __base__=Section, __doc__="What the payer sets. What is left out is silent.", **fields
    )
    shared: dict[str, Any] = {
        "name": (Text, Field(description="The name that people use.")),
        "line_of_business": (LinesOfBusiness, Field(description="The kind of coverage.")),
        "state": (State | None, Field(default=None, description="The state, of a state's program.")),
        "rules": (
            list[Switch] | None,
            Field(default=None, description="Rules that the payer uses or drops, beside those that it inherits."),
        ),
        "values": (values | None, Field(default=None, description="Its values.")),
    }
    plan = create_model(
        "Plan", __base__=Section,
        __doc__="A plan of the payer. It inherits everything from the payer and sets what differs.",
        id=(PlanId, Field(description="A short name; a case names it as payer/plan.")), **shared,
    )  # fmt: skip
    of_file: dict[str, Any] = {
        "payer": (PayerId, Field(description="A short name, the same as the file's; a case names the payer by it.")),
        **shared,
        "inherits": (
            Label,
            Field(
                default="base",
                description="The payer whose values and rules hold where this file sets none: `base`, "
                "`medicare_advantage`, `medicare_criteria`, or any other payer.",
            ),
        ),
        "abstract": (Truth, Field(default=False, description="true: only to be inherited from; no case may name it.")),
        "status": (
            Literal["verified", "unverified"],
            Field(default="unverified", description="unverified until somebody has made sure of the whole file."),
        ),
        "verified": (
            Verification | None,
            Field(default=None, description="Who made sure of it; required for verified."),
        ),
        "sources": (list[Source], Field(description="The texts on which the values rest.")),
        "plans": (_list_of(plan) | None, Field(default=None, description="The payer's plans, where they differ.")),
    }
    file = create_model("PayerFile", __base__=Section, __doc__="What one payer sets.", **of_file)
    return Layout(file, plan, {parameter.name: parameter for parameter in parameters})


def _dated(parameter: Parameter) -> Any:
    """The model of a dated value; parameters of one kind share it, since making one takes time."""
    annotation = _annotation(parameter)
    bounds = [str(bound) for bound in (parameter.least, parameter.most) if bound is not None]
    name = parameter.entry or "_".join(("value", *parameter.type.split(), *parameter.words[:1], *bounds))
    other = create_model(
        f"{name}_contested",
        __base__=Contested,
        __doc__=Contested.__doc__,
        value=(annotation, Field(description="The other value.")),
    )
    contested: Any = (_list_of(other) | None, Field(default=None, description="What other sources say instead."))
    value: Any = (annotation | None, Field(description="The value; null where the payer is silent."))
    return create_model(f"{name}_dated", __base__=Dated, __doc__=Dated.__doc__, value=value, contested=contested)


def _list_of(kind: Any) -> Any:
    return list[kind]


def _annotation(parameter: Parameter) -> Any:
    if parameter.type == "entries":
        return _list_of(ENTRIES[parameter.entry])
    words: Any = parameter.words
    one_of = Literal[words] if words else Text
    if parameter.type == "text":
        return one_of
    if parameter.type == "list":
        return _list_of(one_of)
    plain = _PLAIN[parameter.type]
    if parameter.least is None and parameter.most is None:
        return plain
    return Annotated[plain, AfterValidator(_within(parameter.least, parameter.most))]


def _within(least: int | None, most: int | None) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = (
                f"at most {most}" if least is None else f"{least} or more" if most is None else f"{least} to {most}"
            )
            raise problem(f"must be {bounds}")
        return value

    return check


def _positive(value: Any) -> Any:
    if value < 0:
        raise problem("must not be negative")
    return value


_PLAIN: dict[str, Any] = {
    "number": Annotated[float, BeforeValidator(lambda value: float(parse_number(value))), AfterValidator(_positive)],
    "whole number": Annotated[int, BeforeValidator(parse_whole), AfterValidator(_positive)],
    "truth": Truth,
    "date": Date,
}
