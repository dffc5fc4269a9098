"""``oxyclaim denial``."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.output import console, print_json, refuse_all
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.denials import Denial, told
from oxyclaim.policy import load
from oxyclaim.policy.denials import Answer, Dates, Deadline, UnknownCodes, deadlines, look_up

OK, BAD_INPUT = 0, 2
IN_FULL = 3
"""Answers that fit alike and are told in full; of more, only the meanings."""
CLOCKS = {
    "service_date": "--service-date",
    "remittance_date": "--remittance-date",
    "receipt": "--remittance-date",
    "request": "--requested",
}


def show(
    codes: Sequence[str], service: str | None, remittance: str | None, requested: str | None, as_json: bool
) -> int:
    """All denials as a table, or what these codes mean and what to do by when. Returns the exit code."""
    catalogue = load()
    problems: list[str] = []
    answer = None
    try:
        answer = look_up(codes, catalogue.denials) if codes else None
    except UnknownCodes as error:
        problems += error.problems
    given = {"--service-date": service, "--remittance-date": remittance, "--requested": requested}
    days = {option: _day(option, text, problems) for option, text in given.items()}
    dates = Dates(*days.values())
    problems += _order_problems(dates)
    if not codes and any(given.values()):
        problems.append("dates say nothing without codes; give those of the remittance advice, for example CO-50 N102")
    if problems:
        refuse_all(problems, as_json)
        return BAD_INPUT
    if answer is None:
        _list(catalogue, as_json)
    elif as_json:
        print_json(_document(answer, dates, catalogue))
    else:
        for part in _told(answer, dates, catalogue):
            console().print(part)
    return OK


def _day(option: str, text: str | None, problems: list[str]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"{option}: {text!r} is not a date; write it year-month-day, for example 2026-04-20")
        return None


def _order_problems(dates: Dates) -> Iterator[str]:
    if dates.service and dates.remittance and dates.remittance < dates.service:
        yield f"the remittance of {dates.remittance} is older than the service of {dates.service}; check both dates"


def _deadlines(answer: Answer, entry: Denial, dates: Dates, catalogue: Catalogue) -> tuple[Deadline, ...]:
    routes = answer.routes(entry, catalogue.denials, requested=dates.requested is not None)
    return deadlines(routes, dates)


def _told(answer: Answer, dates: Dates, catalogue: Catalogue) -> Iterator[RenderableType]:
    yield Text(" ".join(answer.given), style="bold")
    if answer.not_known:
        yield _item("not in the catalogue, so not counted: ", ", ".join(answer.not_known), "yellow")
    if len(answer.entries) > 1:
        which = "a remark code, or the modifier that was billed (GA, GZ), tells which"
        yield _item("", f"{len(answer.entries)} answers fit alike; {which}.", "yellow")
    if len(answer.entries) > IN_FULL:
        yield from (_item(f"{_codes(entry)}: ", entry.meaning, "bold") for entry in answer.entries)
        return
    for entry in answer.entries:
        yield from _entry(answer, entry, dates, catalogue)
    if group := catalogue.denials.groups.get(answer.codes.group or ""):
        yield _item(f"group {group.code}: ", f"{group.meaning}{_graded(group.authority, catalogue)}", "dim")
    if options := _would_tell(answer, dates, catalogue):
        yield _item("", f"With {' and '.join(options)} the last day is reckoned.", "dim")


def _would_tell(answer: Answer, dates: Dates, catalogue: Catalogue) -> list[str]:
    """The options that are not given, from which a route's time limit runs."""
    counts_from = {route.counts_from for entry in answer.entries for route in answer.routes(entry, catalogue.denials)}
    known = {"--service-date": dates.service, "--remittance-date": dates.remittance, "--requested": dates.requested}
    wanted = (option for clock, option in CLOCKS.items() if clock in counts_from and known[option] is None)
    return list(dict.fromkeys(wanted))


def _entry(answer: Answer, entry: Denial, dates: Dates, catalogue: Catalogue) -> Iterator[RenderableType]:
    book = catalogue.denials
    yield _item(f"{_codes(entry)}: ", entry.meaning, "bold")
    yield _item("  usual cause: ", entry.cause)
    yield _item("  what to do: ", answer.action(entry, book))
    for deadline in _deadlines(answer, entry, dates, catalogue):
        yield from _deadline(deadline, catalogue)
    yield _item("  may be appealed: ", answer.appeal(entry))
    yield _item("  charge to the patient: ", answer.charge(entry, book))
    yield _item("  source: ", "; ".join(entry.authority) + _graded(entry.authority, catalogue), "dim")


def _deadline(deadline: Deadline, catalogue: Catalogue) -> Iterator[RenderableType]:
    routes = catalogue.denials.routes
    route = routes[deadline.route]
    steps = "; ".join(deadline.steps)
    by = (f"by {deadline.last_day.isoformat()} ", "bold") if deadline.last_day else ""
    told = f"({steps})" if deadline.last_day else steps
    graded = _graded(deadline.authority, catalogue)
    yield _indented(Text.assemble(f"{deadline.title}: ", by, told, graded), 4)
    if deadline.safe_day:
        safe = f"{deadline.safe_day.isoformat()} (as if it had been received on its own date)"
        yield _item("    safe internal date: ", safe)
    then = f" Then: {routes[route.then].title}, {routes[route.then].deadline}." if route.then else ""
    if route.about or then:
        yield _item("    ", f"{route.about}{then}", "dim")


def _codes(entry: Denial) -> str:
    return " or ".join(map(told, entry.code_sets))


def _graded(authority: Sequence[str], catalogue: Catalogue) -> str:
    grade = catalogue.grade(authority)
    return "" if grade == "primary" else f" ({grade})"


def _item(label: str, text: str, style: str = "none") -> Padding:
    indent = 2 + len(label) - len(label.lstrip())
    return _indented(Text.assemble((label.lstrip(), style), (text, "dim" if style == "dim" else "none")), indent)


def _indented(line: Text, indent: int) -> Padding:
    return Padding(line, (0, 0, 0, indent), expand=False)


def _list(catalogue: Catalogue, as_json: bool) -> None:
    entries = catalogue.denials.denials.values()
    if as_json:
        print_json(
            {
                "denials": [_entry_document(entry, catalogue) for entry in entries],
                "routes": list(catalogue.denials.routes.values()),
                "groups": list(catalogue.denials.groups.values()),
            }
        )
        return
    table = Table(box=None, padding=(0, 2, 0, 0), expand=True)
    for head, ratio in (("codes", 2), ("answer", None), ("meaning", 4), ("grade", None)):
        table.add_column(head, ratio=ratio, no_wrap=ratio is None)
    for entry in entries:
        table.add_row(_codes(entry), entry.answer, entry.meaning, catalogue.grade(entry.authority))
    out = console()
    out.print(table)
    out.print(f"{len(entries)} answers, in our own words; `oxyclaim denial CODE...` says what to do, and by when.")


def _document(answer: Answer, dates: Dates, catalogue: Catalogue) -> dict[str, Any]:
    book = catalogue.denials
    return {
        "given": answer.given,
        "group": answer.codes.group,
        "carc": answer.codes.carc,
        "rarcs": answer.codes.rarcs,
        "modifiers": answer.codes.modifiers,
        "not_known": answer.not_known,
        "no_appeal": answer.no_appeal,
        "entries": [
            _entry_document(entry, catalogue)
            | {
                "answer": answer.answer(entry),
                "action": answer.action(entry, book),
                "appeal": answer.appeal(entry),
                "charge_patient": answer.charge(entry, book),
                "deadlines": [
                    {
                        "route": each.route,
                        "title": each.title,
                        "last_day": each.last_day,
                        "safe_day": each.safe_day,
                        "steps": each.steps,
                        "authorities": each.authority,
                        "grade": catalogue.grade(each.authority),
                    }
                    for each in _deadlines(answer, entry, dates, catalogue)
                ],
            }
            for entry in answer.entries
        ],
    }


def _entry_document(entry: Denial, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": entry.id,
        "code_sets": entry.code_sets,
        "may_carry": entry.may_carry,
        "meaning": entry.meaning,
        "cause": entry.cause,
        "action": entry.action,
        "routes": entry.routes,
        "answer": entry.answer,
        "appeal": entry.appeal,
        "charge_patient_by_group": {group or "any": text for group, text in entry.charge.items()},
        "on_arrival": entry.on_arrival,
        "authorities": entry.authority,
        "grade": catalogue.grade(entry.authority),
    }
