"""What each case still lacks, and what of the export could not be read: a worklist, the most money first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from oxyclaim.claims.missing import missing_claim_data
from oxyclaim.intake.building import Made, SetAside
from oxyclaim.intake.joining import CellProblem, Joined
from oxyclaim.rentals.due import CaseDue, DueMonth
from oxyclaim.services.importing.answer import Gap, GapKind

OFFICE = "the office"
OF_ALL = 0.5
"""What more than this share of the cases lack is told once, for all."""


def gaps(found: Joined, made: Sequence[Made], dues: Sequence[CaseDue], aside: Sequence[SetAside]) -> tuple[Gap, ...]:
    """Everything to work on, ranked by the charges that wait for it, then by the last day for a claim."""
    every = [
        *_of_rows(found.orphans),
        *(gap for each in aside for gap in _of_set_aside(each)),
        *(gap for each, due in zip(made, dues, strict=True) for gap in _of_case(each, due)),
        *_of_claim_data(made, dues),
    ]
    every.sort(key=lambda each: (-each.money_cents, each.due or date.max, each.case_id, each.row or 0, each.what))
    return tuple(replace(each, rank=rank) for rank, each in enumerate(every, start=1))


def _of_rows(problems: Iterable[CellProblem]) -> Iterator[Gap]:
    for each in problems:
        yield _of_cell(each, "set aside", "", 0, 0, None, "", "correct the row and import again")


def _of_set_aside(each: SetAside) -> Iterator[Gap]:
    cells = [one for one in each.problems if one.target and not one.target.startswith("papers.")]
    place = cells[0].place if cells else each.part.places[0]
    yield Gap(
        0, "set aside", "", each.part.patient, "", 0, each.charge_cents, None, "; ".join(each.why),
        "answer or correct it in the export, and import again", OFFICE, file=place.file.name, row=place.row,
    )  # fmt: skip
    for one in cells:
        yield _of_cell(one, "cannot read", "", 0, each.charge_cents, None, "", "correct the cell and import again")


def _of_case(made: Made, due: CaseDue) -> Iterator[Gap]:
    months = [month for month in due.months if month.is_due]
    codes = " ".join(dict.fromkeys(month.code for month in months))
    cents, day = _waiting(months)
    for each in made.problems:
        kind: GapKind = "paper" if (each.target or "").startswith("papers.") else "cannot read"
        to_do = "settle the paper in the index and import again" if kind == "paper" else (
            "correct the cell and import again")  # fmt: skip
        yield _of_cell(each, kind, made.case.case_id, len(months), cents, day, codes, to_do)
    for (rule, what, to_do, who), lacking in _by_point(months).items():
        cents, day = _waiting(lacking)
        own = " ".join(dict.fromkeys(month.code for month in lacking))
        help = to_do or f"see what would help: oxyclaim check {made.case.case_id}"
        yield Gap(0, "rule", made.case.case_id, made.part.patient, own, len(lacking), cents, day, what, help, who, rule)


def _by_point(months: Sequence[DueMonth]) -> dict[tuple[str, str, str, str], list[DueMonth]]:
    """Months by what is open in them: by the rule, told in the words of the first of them."""
    by_rule: dict[str, list[DueMonth]] = defaultdict(list)
    words: dict[str, tuple[str, str, str, str]] = {}
    for month in months:
        for point in (*month.to_check, *month.wrong):
            key = point.rule or point.sentence
            by_rule[key].append(month)
            if key not in words or (month.explained and not words[key][2]):
                words[key] = point.rule, point.sentence, point.to_do, point.who
    return {words[key]: list({each.key: each for each in own}.values()) for key, own in by_rule.items()}


def _of_claim_data(made: Sequence[Made], dues: Sequence[CaseDue]) -> Iterator[Gap]:
    """What the claim format needs and cases lack; what most of them lack is told once."""
    lacking = [missing_claim_data(each.case) for each in made]
    count = Counter(key for keys in lacking for key in set(keys))
    common = {key for key, many in count.items() if many > OF_ALL * len(made) and many > 1}
    waiting = [_waiting([month for month in due.months if month.is_due]) for due in dues]
    for each, due, keys, (cents, day) in zip(made, dues, lacking, waiting, strict=True):
        months = [month for month in due.months if month.is_due]
        for key in keys:
            if key not in common:
                yield Gap(
                    0, "claim data", each.case.case_id, each.part.patient, "", len(months), cents, day,
                    f"a claim needs {key}", "enter it in the export and import again", OFFICE,
                )  # fmt: skip
    for key in sorted(common):
        own = [wait for keys, wait in zip(lacking, waiting, strict=True) if key in keys]
        days = [day for _, day in own if day]
        yield Gap(
            0, "claim data", "", "", "", 0, sum(cents for cents, _ in own), min(days, default=None),
            f"a claim needs {key}, which {count[key]:,} cases lack",
            "map a column of it, or give it in your profile or under `constants` in the mapping", OFFICE,
        )  # fmt: skip


def _waiting(months: Sequence[DueMonth]) -> tuple[int, date | None]:
    """The charges of months, and the last day for the earliest of their claims."""
    days = [month.claim_by for month in months if month.claim_by]
    return sum(month.charge_cents or 0 for month in months), min(days, default=None)


def _of_cell(
    each: CellProblem, kind: GapKind, case_id: str, months: int, cents: int, day: date | None, codes: str, to_do: str
) -> Gap:
    return Gap(
        0, kind, case_id, each.patient or "", codes, months, cents, day,
        f"{each.target or each.column or 'the row'}: {each.message}", to_do, OFFICE, file=each.place.file.name,
        row=each.place.row, column=each.column or "", found=each.found or "",
    )  # fmt: skip
