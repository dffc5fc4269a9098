"""Cases become frames: one frame a kind of record, the rows in the order of the file.

Every case is laid down twice. In the *documented* view a fact that must be shown on paper and is not
shown by a document on file is null; in the *said* view it keeps its value. A list that the case leaves
out becomes one row of nulls (``unlisted``), so that whatever is asked about it is unknown.

Keys: ``case_view`` (2 x the case's position + 1 for the said view), ``record`` (position in the list).
Every row of a record frame is ``present``; a left join without a partner leaves that null.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import polars as pl
from pydantic import BaseModel

from oxyclaim.case.models import (
    Absence,
    Authorization,
    BilledMonth,
    BloodGasTest,
    Case,
    Certificate,
    Change,
    Check,
    ClaimedLine,
    Clinical,
    Coverage,
    Delivery,
    Device,
    Diagnosis,
    Document,
    Documented,
    Encounter,
    FollowUp,
    Injury,
    Item,
    LateFiling,
    Notice,
    Order,
    PrimaryOutcome,
    Replaced,
    Section,
    Trial,
)

RECORDS: dict[str, tuple[str, type[Section]]] = {
    "test": ("tests", BloodGasTest),
    "order": ("orders", Order),
    "encounter": ("encounters", Encounter),
    "diagnosis": ("diagnoses", Diagnosis),
    "delivery": ("deliveries", Delivery),
    "notice": ("notices", Notice),
    "certificate": ("certificates", Certificate),
    "follow_up": ("follow_ups", FollowUp),
    "trial": ("trials", Trial),
    "month": ("history", BilledMonth),
    "absence": ("absences", Absence),
    "check": ("checks", Check),
    "claimed": ("claimed", ClaimedLine),
    "authorization": ("authorizations", Authorization),
    "change": ("changes", Change),
    "paper": ("documents", Document),
}
"""Kind of record: its key in the case file and its model."""

OF_COVERAGE = (
    "part_b_from", "part_b_until", "enrolled_on", "in_network", "referral_on_file", "payer_id", "assignment_disclosed",
)  # fmt: skip
"""The keys of the coverage that are facts of its lines."""
NOT_FACTS = {"id", "basis", "document", "page", "reported"}
PARTS_OF_ITEM: dict[str, tuple[str, type[BaseModel]]] = {
    "device": ("device_", Device),
    "replaces": ("replaced_", Replaced),
    "late_filing": ("late_filing_", LateFiling),
}
"""Sections of an item whose keys become facts of the line: their prefix and their model."""


@dataclass(frozen=True)
class Presumption:
    """What an absent fact is taken to be, and why; not if a diagnosis so begins, or could."""

    fact: str
    value: bool | str | None
    says: str
    reason: str
    unless_diagnosed: str | None = None


DOCUMENTED, SAID = 0, 1
"""The two views of a case."""


@dataclass(frozen=True)
class Tables:
    """The frames of some cases: ``line`` and one frame for each kind of record."""

    frames: dict[str, pl.DataFrame]
    cases: Sequence[Case]


def tables(
    cases: Sequence[Case],
    presumptions: Iterable[Presumption] = (),
    as_of: date | Sequence[date] | None = None,
    views: Sequence[int] = (DOCUMENTED, SAID),
) -> Tables:
    """Lay the cases down as frames. See the module for keys and views.

    ``as_of`` is the day of the run (today), or one for each case. Verdicts alone need the documented view only.
    """
    presumptions = list(presumptions)
    as_of = as_of or date.today()  # noqa: DTZ011 (the biller's own calendar day)
    days = [as_of] * len(cases) if isinstance(as_of, date) else as_of
    rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ("line", *RECORDS)}
    for position, case in enumerate(cases):
        presumed = {each.fact: each.value for each in presumptions if _may_presume(each, case)}
        on_file = papers_on_file(case, days[position])
        of_case = _given_by_case(case)
        of_items = [
            _item_facts(case, item, on_file, presumed) | {"line.given": _given(of_case, item)} for item in case.items
        ]
        for view in views:
            said = view == SAID
            key = {"case_view": 2 * position + view, "said": said}
            row = {"case_view": 2 * position + view, "present": True}
            shared = _case_facts(case, on_file, said, presumed) | {"line.as_of": days[position]}
            for record, of_item in enumerate(of_items):
                rows["line"].append(key | {"record": record, "unlisted": False} | shared | of_item)
            for kind, (name, model) in RECORDS.items():
                records = getattr(case, name)
                if records is None:
                    rows[kind].append(row | {"record": 0, "unlisted": True} | _keys(kind, None))
                for record, entry in enumerate(records or ()):
                    facts = _facts(kind, model, entry, on_file, said, presumed)
                    rows[kind].append(row | {"record": record, "unlisted": False} | _keys(kind, entry) | facts)
    frames = {kind: pl.DataFrame(rows[kind], schema=schema(kind, presumptions)) for kind in rows}
    return Tables(frames, cases)


def left_out(kind: str, views: pl.Series, presumptions: Iterable[Presumption] = ()) -> pl.DataFrame:
    """The frame of a kind of record of which these cases (``case_view``) say nothing."""
    one = in_full(kind, pl.DataFrame({"record": [0], "present": [True], "unlisted": [True]}), presumptions)
    return one[pl.zeros(len(views), pl.UInt32, eager=True)].with_columns(views.cast(pl.Int64).alias("case_view"))


def in_full(kind: str, frame: pl.DataFrame, presumptions: Iterable[Presumption] = ()) -> pl.DataFrame:
    """The frame with every column of its kind; a fact that it has not is null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema(kind, presumptions).items()
    )


def presuming(
    kind: str, frame: pl.DataFrame, presumptions: Iterable[Presumption], icd10: pl.Expr | None = None
) -> list[pl.Expr]:
    """What ``tables`` presumes of rows that give a kind's facts as columns: the facts and their flags, filled.

    ``icd10`` is the list of the diagnoses as a case writes them (``G47.33``), null where none are listed. A record
    that is not listed presumes nothing.
    """
    filled: list[pl.Expr] = []
    for each in presumptions:
        if _kind(each.fact) != kind:
            continue
        absent = pl.col(each.fact).is_null() if each.fact in frame.columns else pl.lit(True)
        if each.unless_diagnosed is not None:
            absent = absent & _none_so_begins(icd10, each.unless_diagnosed)
        given = pl.col(each.fact) if each.fact in frame.columns else pl.lit(None)
        filled.append(pl.when(absent).then(pl.lit(each.value)).otherwise(given).alias(each.fact))
        filled.append(pl.when(absent).then(pl.lit(True)).alias(f"presumed.{each.fact}"))
    return filled


def _none_so_begins(icd10: pl.Expr | None, begin: str) -> pl.Expr:
    if icd10 is None:
        return pl.lit(False)
    codes = icd10.list.eval(pl.element().str.starts_with(begin).fill_null(True).cast(pl.UInt8))
    return (codes.list.len() > 0).fill_null(False) & (codes.list.sum() == 0).fill_null(False)


def _may_presume(presumption: Presumption, case: Case) -> bool:
    """Only where the case lists its diagnoses and none of them speaks against it."""
    if presumption.unless_diagnosed is None:
        return True
    codes = [diagnosis.icd10 for diagnosis in case.diagnoses or ()]
    return bool(codes) and all(code and not code.startswith(presumption.unless_diagnosed) for code in codes)


def _kind(fact: str) -> str:
    return fact.partition(".")[0]


def papers_on_file(case: Case, as_of: date) -> set[str]:
    """The papers that show something: on file, and not dated after the day of the run."""
    here = (document for document in case.documents or () if document.on_file)
    return {document.id for document in here if document.date is None or document.date <= as_of}


def is_documented(entry: Documented, on_file: set[str]) -> bool:
    """Whether a document on file shows the record's facts."""
    return entry.document is not None and entry.document in on_file


def _keys(kind: str, entry: Any) -> dict[str, Any]:
    keys = ("id", "document", "page")
    return {f"{kind}.{key}": getattr(entry, key, None) for key in keys}


def _facts(
    prefix: str,
    model: type[Section],
    entry: Section,
    on_file: set[str],
    said: bool,
    presumed: Mapping[str, Any],
) -> dict[str, Any]:
    shown = True
    hidden: Sequence[str] = ()
    if isinstance(entry, Documented) and not said:
        shown, hidden = is_documented(entry, on_file), entry.reported or ()
    facts: dict[str, Any] = {}
    for name in model.model_fields:
        if name in NOT_FACTS:
            continue
        value = getattr(entry, name)
        fact = _fact_name(prefix, name)
        if value is None and fact in presumed:
            facts[fact], facts[f"presumed.{fact}"] = presumed[fact], True
        else:
            facts[fact] = _plain(value) if shown and name not in hidden else None
    return facts


def _fact_name(prefix: str, name: str) -> str:
    """A finding's value goes by the finding's own name."""
    return prefix if name == "value" else f"{prefix}.{name}"


def _case_facts(case: Case, on_file: set[str], said: bool, presumed: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    written = {document.id: document.date for document in case.documents or ()}
    for name in Clinical.model_fields:
        entry = getattr(case.clinical, name) if case.clinical else None
        fact = f"line.clinical.{name}"
        if entry is not None:
            # A finding that is entered without its value is unknown, not presumed.
            facts |= _facts(fact, type(entry), entry, on_file, said, {})
            facts |= {f"{fact}.document": entry.document, f"{fact}.page": entry.page}
            facts[f"{fact}.date"] = facts[f"{fact}.date"] or written.get(entry.document)
        elif fact in presumed:
            facts |= {fact: presumed[fact], f"presumed.{fact}": True}
    facts["line.case_id"] = case.case_id
    facts["line.payer"] = case.coverage.payer
    patient, coverage = case.patient, case.coverage
    facts["line.beneficiary_state"] = patient.address.state if patient and patient.address else None
    facts["line.died_on"] = patient.died_on if patient else None
    facts["line.birth_date"] = patient.birth_date if patient else None
    facts |= {f"line.{name}": getattr(coverage, name) for name in OF_COVERAGE}
    facts |= {f"line.primary_{name}": getattr(coverage.primary, name, None) for name in PrimaryOutcome.model_fields}
    facts |= {f"line.secondary_{name}": getattr(coverage.secondary, name, None) for name in PrimaryOutcome.model_fields}
    facts |= {f"line.injury_{name}": getattr(coverage.injury, name, None) for name in Injury.model_fields}
    facts["line.has_primary"] = coverage.primary is not None
    facts["line.has_secondary"] = coverage.secondary is not None
    facts["line.authorizations_listed"] = case.authorizations is not None
    facts["line.supplier_npi"] = case.supplier.npi if case.supplier else None
    facts["line.icd10"] = _icd10(case)
    if case.history is not None:
        facts["line.history_listed"] = True
    elif "line.history_listed" in presumed:
        facts |= {"line.history_listed": presumed["line.history_listed"], "presumed.line.history_listed": True}
    return facts


def _icd10(case: Case) -> list[str] | None:
    """The diagnoses as a claim carries them, without dots, documented or not; unknown if one is without its code."""
    codes = [diagnosis.icd10 for diagnosis in case.diagnoses or ()]
    return [code.replace(".", "") for code in codes if code] if codes and all(codes) else None


def _item_facts(case: Case, item: Item, on_file: set[str], presumed: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    values = {name: getattr(item, name) for name in Item.model_fields if name not in PARTS_OF_ITEM}
    for section, (prefix, model) in PARTS_OF_ITEM.items():
        part = getattr(item, section)
        values |= {f"{prefix}{name}": getattr(part, name, None) for name in model.model_fields}
    for name, value in values.items():
        fact = f"line.{name}"
        if value is None and fact in presumed:
            facts[fact], facts[f"presumed.{fact}"] = presumed[fact], True
        else:
            facts[fact] = _plain(value)
    if item.late_filing and item.late_filing.document in on_file:
        facts["line.late_filing_granted"] = True
    beside = [each.code for each in case.items if each is not item and each.service_date == item.service_date]
    return facts | {"line.codes_beside": beside}


def _given(of_case: tuple[list[str], list[str]], item: Item) -> list[str]:
    """The keys, outside the clinical record, that the case fills for this line."""
    given: list[str] = []
    _collect("item", item, given)
    sections, others = of_case
    return [*sections, *given, *others]


def _given_by_case(case: Case) -> tuple[list[str], list[str]]:
    """Those that it fills for every line: in its sections, and others."""
    sections: list[str] = []
    for section in ("patient", "coverage", "supplier", "submitter", "practitioner"):
        _collect(section, getattr(case, section), sections)
    given: list[str] = sorted(case.given_by_state)
    if case.history is not None:
        given.append("history")
    if case.diagnoses and all(diagnosis.icd10 for diagnosis in case.diagnoses):
        given.append("diagnoses.icd10")
    for owner in ("supplier",):
        address = getattr(getattr(case, owner), "address", None)
        if address and address.zip and len(address.zip.replace("-", "")) == 9:
            given.append(f"{owner}.address.zip (nine digits)")
    return sections, given


def _collect(path: str, value: Any, given: list[str]) -> None:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            _collect(f"{path}.{name}", getattr(value, name), given)
    elif value is not None:
        given.append(path)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def schema(kind: str, presumptions: Iterable[Presumption] = ()) -> dict[str, Any]:
    """The columns of a kind's frame, with a flag (``presumed.<fact>``) for each fact that may be presumed."""
    return _schema(kind) | {f"presumed.{each.fact}": pl.Boolean for each in presumptions if _kind(each.fact) == kind}


@cache
def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"case_view": pl.Int64, "record": pl.Int64}
    if kind == "line":
        schema |= {"said": pl.Boolean, "unlisted": pl.Boolean}
        for name, info in Clinical.model_fields.items():
            entry = next(arg for arg in get_args(info.annotation) if arg is not NoneType)
            fact = f"line.clinical.{name}"
            schema |= {f"{fact}.document": pl.String, f"{fact}.page": pl.Int64}
            schema |= _model_schema(fact, entry)
        schema |= {"line.case_id": pl.String, "line.payer": pl.String, "line.beneficiary_state": pl.String}
        schema |= {f"line.{day}": pl.Date for day in ("as_of", "died_on", "birth_date")}
        schema |= {f"line.{name}": _dtype(Coverage.model_fields[name].annotation) for name in OF_COVERAGE}
        schema |= {f"line.primary_{n}": _dtype(info.annotation) for n, info in PrimaryOutcome.model_fields.items()}
        schema |= {f"line.secondary_{n}": _dtype(info.annotation) for n, info in PrimaryOutcome.model_fields.items()}
        schema |= {f"line.injury_{n}": _dtype(info.annotation) for n, info in Injury.model_fields.items()}
        schema |= {"line.history_listed": pl.Boolean, "line.has_primary": pl.Boolean, "line.has_secondary": pl.Boolean}
        schema |= {"line.authorizations_listed": pl.Boolean}
        schema |= {"line.codes_beside": pl.List(pl.String), "line.supplier_npi": pl.String}
        schema |= {"line.icd10": pl.List(pl.String), "line.late_filing_granted": pl.Boolean}
        schema |= _model_schema("line", Item)
        for prefix, part in PARTS_OF_ITEM.values():
            schema |= {f"line.{prefix}{name}": _dtype(info.annotation) for name, info in part.model_fields.items()}
        # The same long words in every line.
        return schema | {"line.given": pl.List(pl.Categorical)}
    model = RECORDS[kind][1]
    schema |= {
        "present": pl.Boolean,
        "unlisted": pl.Boolean,
        f"{kind}.id": pl.String,
        f"{kind}.document": pl.String,
        f"{kind}.page": pl.Int64,
    }
    return schema | _model_schema(kind, model)


def _model_schema(prefix: str, model: type[BaseModel]) -> dict[str, Any]:
    return {
        _fact_name(prefix, name): _dtype(info.annotation)
        for name, info in model.model_fields.items()
        if name not in NOT_FACTS and name not in PARTS_OF_ITEM
    }


def _dtype(annotation: Any) -> Any:
    options = [option for option in get_args(annotation) if option is not NoneType]
    if get_origin(annotation) is list:
        return pl.List(_dtype(options[0]))
    if get_origin(annotation) is Literal:
        return pl.String
    if annotation in _DTYPES:
        return _DTYPES[annotation]
    return _dtype(options[0])


_DTYPES = {date: pl.Date, bool: pl.Boolean, str: pl.String, int: pl.Int64, Decimal: pl.Float64}
