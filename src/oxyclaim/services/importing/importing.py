"""Files of an export and a mapping become cases; every row is in a case, or told."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.case.profile import NoSuchLocation, Profile, filled
from oxyclaim.case.tables import PARTS_OF_ITEM
from oxyclaim.intake.building import Made, SetAside, built
from oxyclaim.intake.joining import Joined, joined, missing_headings
from oxyclaim.intake.mapping import FileMap, ReadMapping, read_mapping
from oxyclaim.intake.tables import CannotRead, Table, read_table
from oxyclaim.intake.targets import targets
from oxyclaim.rentals.due import CaseDue
from oxyclaim.services.answers import head
from oxyclaim.services.importing.answer import ImportAnswer, RowCounts, RowTold, file_problem
from oxyclaim.services.importing.dating import dated
from oxyclaim.services.importing.gaps import gaps
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class ImportRequest:
    """The exported files, the mapping that says what they hold, and the day up to which months fall due.

    ``profile`` fills what the cases leave out where they are judged; the cases themselves stay as the export gives
    them.
    """

    files: Sequence[Path]
    mapping: Path
    as_of: date
    profile: Profile | None = None


@dataclass(frozen=True)
class Imported:
    """The answer, and the cases themselves."""

    answer: ImportAnswer
    cases: tuple[Case, ...]


def import_export(
    request: ImportRequest, book: RuleBook, on_case: Callable[[int], None] = lambda count: None
) -> Imported:
    """Read, join, make cases, judge them. ``on_case`` is told of cases as they are judged. Raises BadInput where a file
    or the mapping cannot be used at all; then nothing was read."""
    mapping, wrong = read_mapping(request.mapping, book.payers)
    if mapping is None:
        raise BadInput(of_case_files(wrong))
    tables = _tables(request.files, mapping)
    presumed = presumed_targets(book)
    found = joined(tables, mapping, presumed)
    made, aside = built(found, mapping, frozenset(book.payers), presumed)
    whole, strange = _filled(made, request.profile)
    judged, dues = dated([with_profile for _, with_profile in whole], book, request.as_of, on_case)
    answer = _answer(request, book, found, judged, dues, [*aside, *strange])
    own = (own.case for own, _ in whole)
    return Imported(answer, tuple(_on_the_days_of(each.case, case) for case, each in zip(own, judged, strict=True)))


def _filled(made: Iterable[Made], profile: Profile | None) -> tuple[list[tuple[Made, Made]], list[SetAside]]:
    """Each patient's case as it is and as the profile fills it; set aside where it names a location that is not
    there."""
    found, aside = [], []
    for each in made:
        try:
            found.append((each, replace(each, case=filled(each.case, profile)) if profile else each))
        except NoSuchLocation as error:
            aside.append(SetAside(each.part, (f"supplier.location: {error}",), each.problems))
    return found, aside


def _on_the_days_of(judged: Case, case: Case) -> Case:
    """The case with the service dates that were found for its lines."""
    days = (item.service_date for item in judged.items)
    items = [item.model_copy(update={"service_date": day}) for item, day in zip(case.items, days, strict=True)]
    return case.model_copy(update={"items": items})


def presumed_targets(book: RuleBook) -> frozenset[str]:
    """Keys of which the rule book presumes something where they are absent: a cell of one that cannot be read must not
    be left out. Findings are not among them: one without its value is unknown."""
    facts = {each.fact for each in book.presumptions}
    return frozenset(path for path, target in targets().items() if _fact(target.section, target.keys) in facts)


def _fact(section: str, keys: Sequence[str]) -> str:
    if section == "items":
        prefix = PARTS_OF_ITEM[keys[0]][0] if keys[0] in PARTS_OF_ITEM else keys[0]
        return f"line.{prefix}{keys[1] if len(keys) > 1 else ''}"
    singular = {"diagnoses": "diagnosis", "deliveries": "delivery"}.get(section, section.removesuffix("s"))
    return f"{singular}.{keys[0]}"


def _tables(files: Sequence[Path], mapping: ReadMapping) -> list[tuple[Table, FileMap]]:
    problems: list[Problem] = []
    found: list[tuple[Table, FileMap]] = []
    unused = list(mapping.file.files)
    for path in files:
        entries = mapping.files_for(path)
        if not entries:
            names = ", ".join(entry.name for entry in mapping.file.files)
            problems.append(file_problem(path, f"is none of the mapping's files ({names})", "not_mapped"))
        for entry in entries:
            if entry in unused:
                unused.remove(entry)
            try:
                table = read_table(path, entry.sheet)
            except CannotRead as error:
                problems.append(file_problem(path, str(error)))
                continue
            if lacking := missing_headings(table, entry):
                message = f"has no heading {', '.join(lacking)}; its headings are {', '.join(table.headings)}"
                problems.append(file_problem(path, message, "no_heading"))
            else:
                found.append((table, entry))
    for entry in unused:
        message = (
            f"the mapping wants a file {entry.name}, which is not given; take it out of the mapping if there is none"
        )
        problems.append(file_problem(mapping.path, message, "no_file"))
    if problems:
        raise BadInput(problems)
    return found


def _answer(
    request: ImportRequest, book: RuleBook, found: Joined, made: Sequence[Made], dues: Sequence[CaseDue],
    aside: Sequence[SetAside],
) -> ImportAnswer:  # fmt: skip
    told = tuple(_told(found, aside))
    months = Counter(month.verdict for due in dues for month in due.months if month.is_due)
    return ImportAnswer(
        **head("import", book, request.as_of),
        files=tuple(map(str, request.files)),
        rows=RowCounts(found.read, sum(len(each.part.places) for each in made), len(told), found.blank, found.doubled),
        patients=len(found.parts),
        cases=len(made),
        patients_set_aside=len(aside),
        ready=sum(any(month.is_due and month.verdict == "billable" for month in due.months) for due in dues),
        months=dict(sorted(months.items())),
        rows_set_aside=told,
        gaps=gaps(found, made, dues, aside),
    )


def _told(found: Joined, aside: Iterable[SetAside]) -> Iterable[RowTold]:
    for orphan in found.orphans:
        yield RowTold(str(orphan.place.file), orphan.place.row, None, orphan.message)
    for each in aside:
        for place in each.part.places:
            yield RowTold(str(place.file), place.row, each.part.patient, "; ".join(each.why))
