"""The words that the checklist and the forms made from it share."""

from collections.abc import Sequence

from oxyclaim.engine.standing import Standing
from oxyclaim.services.checklist import Checklist, Entry
from oxyclaim.views.blocks import graded

ALWAYS_COUNTED = (Standing.ON_FILE, Standing.REPORTED, Standing.MISSING)
ONLY_REPORTED = " (only reported)"
ONLY_SAID = "only reported"
NO_DOCUMENT = ": no document on file shows it"


def counts(checklists: Sequence[Checklist]) -> str:
    """``5 on file, 2 reported, 1 missing`` and, where there are any, those of the other standings."""
    totals = {standing: sum(checklist.count(standing) for checklist in checklists) for standing in Standing}
    others = [standing for standing in (Standing.NOT_GOOD_ENOUGH, Standing.TO_SETTLE) if totals[standing]]
    return ", ".join(f"{totals[standing]} {standing}" for standing in (*ALWAYS_COUNTED, *others))


def numbers_of(entry: Entry) -> str:
    """The line numbers alone: ``1, 2``."""
    return ", ".join(map(str, entry.lines))


def said_lines(entry: Entry) -> str:
    """The line numbers in words: ``line 2``, ``lines 1, 2``."""
    return f"line{'s' if len(entry.lines) > 1 else ''} {numbers_of(entry)}"


def not_needed(checklist: Checklist) -> list[str]:
    """What no line wants, each reason said once."""
    titles: dict[str, list[str]] = {}
    for item in checklist.not_needed:
        titles.setdefault(item.why, []).append(item.title)
    return [f"{', '.join(named)}: {why}" for why, named in titles.items()]


def where(entry: Entry) -> str:
    """The papers on file, with pages."""
    return ", ".join(f"{s.document} p. {s.page}" if s.page else s.document for s in entry.where)


def rules_of(entry: Entry) -> str:
    """Rules and sources, with the grade where it is not primary."""
    return f"{', '.join(entry.rules)}: {'; '.join(entry.authorities)}{graded(entry.grade)}"


def wanted_shows(entry: Entry) -> list[str]:
    """What the paper must show and is not known to show, or everything where that is not told apart."""
    told = [show for show in entry.shows if show.state != "not told apart"]
    lacking = [show for show in told if show.state != "yes"]
    if entry.standing == Standing.ON_FILE:
        return []
    rest = [show for show in entry.shows if show.state == "not told apart"]
    return [show.words + (ONLY_REPORTED if show.state == "reported" else "") for show in (*lacking, *rest)]


def kept(checklist: Checklist) -> str:
    """Until when the papers are kept, and who says so."""
    if checklist.keep_until is None:
        return "How long to keep these papers is not known for this service date."
    source = f" (source: {'; '.join(checklist.keep_authorities)})"
    return f"Keep these papers until {checklist.keep_until.isoformat()}{source}."
