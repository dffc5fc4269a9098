"""The count of paid months equals a plain, slow one, on generated histories. All of it is made up."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth, Case, Replaced
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.catalogue import How
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from tests.properties.plain_ledger import PORTABLE, STATIONARY, Line, count

HISTORIES_A_SEED = 2_000
KINDS = {"E1390": frozenset(STATIONARY), "E1392": frozenset(PORTABLE)}
FIRST_DAYS = [date(2018, 1, 1) + timedelta(days=number) for number in range(1_200)]
UNKNOWNS = 5
"""At most so many, since each doubles the worlds."""

CONTRACTORS = {"NY": "16013", "TX": "18003", "HI": "19003"}
"""The contractor of each state in which somebody lives here."""


class Life:
    """One generated rental: months of both kinds, breaks, stays, other suppliers, other payers, replacements."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.unknowns = chance.choice((0, 0, 0, 1, 2, UNKNOWNS))
        self.months: list[dict[str, Any]] = []
        self.absences: list[dict[str, Any]] = []
        self.starts: list[date] = []
        self._live()
        later = [day for day in self.starts if day < self.today]
        self.start = chance.choice(later[-2:])
        self.service = chance.choice([self.today, add_months(self.start, chance.randrange(1, 50))])
        self.service = max(self.service, self.start)
        self.replaces = chance.choice((None, None, None, "lost", "wear"))
        self.state = chance.choice(tuple(CONTRACTORS))

    def _live(self) -> None:
        chance = self.chance
        day, supplier = chance.choice(FIRST_DAYS), "own"
        for _ in range(chance.randrange(1, 5)):
            self.starts.append(day)
            if chance.random() < 0.3:
                supplier = chance.choice(("own", "other"))
            for number in range(chance.choice((3, 8, 12, 20, 34, 36, 37))):
                self._bill(add_months(day, number), supplier)
            day = self._away(add_months(day, number + 1))
        self.today = day

    def _bill(self, day: date, supplier: str) -> None:
        chance = self.chance
        stays = chance.random() < 0.03
        for codes in (("E1390", "E1391", "E0424"), ("E1392", "E0431")):
            if chance.random() < 0.95:
                payer = chance.choices(("medicare", "medicare_advantage", "other"), (93, 4, 3))[0]
                outcome = "denied" if stays else chance.choices(("paid", "denied"), (96, 4))[0]
                if self.unknowns and chance.random() < 0.03:
                    self.unknowns -= 1
                    outcome = "pending"
                month = {"code": codes[0] if chance.random() < 0.9 else chance.choice(codes), "kind": "rental",
                         "service_date": day, "payer": payer, "outcome": outcome, "supplier": supplier}  # fmt: skip
                self.months.append(self._blanked(month, ("code", "kind", "payer", "outcome"), 0.03))
        if stays:
            last = day + timedelta(days=chance.randrange(1, 20))
            self.absences.append({"first_day": day - timedelta(days=3), "last_day": last, "reason": "inpatient",
                                  "new_need_documented": None})  # fmt: skip

    def _away(self, day: date) -> date:
        chance = self.chance
        days = chance.choice((0, 20, 58, 59, 60, 61, 62, 75, 89, 90, 91, 92, 93, 120, 400))
        if not days:
            return day
        first = day + timedelta(days=chance.randrange(-25, 10))
        absence = {"first_day": first, "last_day": first + timedelta(days=days - 1),
                   "reason": chance.choice(("no_need", "no_need", "inpatient", "medicare_advantage", "other_payer")),
                   "new_need_documented": chance.random() < 0.8}  # fmt: skip
        self.absences.append(self._blanked(absence, ("reason", "new_need_documented"), 0.2))
        return absence["last_day"] + timedelta(days=chance.randrange(1, 12))

    def _blanked(self, record: dict[str, Any], keys: tuple[str, ...], chance: float) -> dict[str, Any]:
        if self.unknowns and self.chance.random() < chance:
            self.unknowns -= 1
            return record | {self.chance.choice(keys): None}
        return record

    def case(self, number: int) -> Case:
        months, absences = list(self.months), list(self.absences)
        self.chance.shuffle(months)
        self.chance.shuffle(absences)
        replaces = Replaced(code="E1390", reason=self.replaces) if self.replaces else None
        rental = {"rental_start": self.start, "service_date": self.service, "replaces": replaces}
        items = [item.model_copy(update=rental) for item in BARE.items]
        address = BARE.patient.address.model_copy(update={"state": self.state})
        return BARE.model_copy(
            update={
                "case_id": f"H{number}",
                "patient": BARE.patient.model_copy(update={"address": address}),
                "coverage": BARE.coverage.model_copy(update={"payer_id": CONTRACTORS[self.state]}),
                "history": [BilledMonth.model_construct(**month) for month in months],
                "absences": [Absence.model_construct(**absence) for absence in absences],
                "items": items,
            }
        )

    def line(self, kind: frozenset[str]) -> Line:
        return Line(kind, self.start, self.service, self.replaces == "lost", True)


BARE = Case.model_validate(
    build("H", "2022-06-10", {"items": [{"code": "E1390"}, {"code": "E1392"}], "tests": [], "history": []})
)


@pytest.mark.parametrize(
    ("seed", "histories"),
    [(0, 500), (1, 500), *(pytest.param(seed, HISTORIES_A_SEED, marks=pytest.mark.slow) for seed in range(8))],
)
def test_the_count_equals_a_plain_one(seed: int, histories: int) -> None:
    chance = Random(seed)
    lives = [Life(chance) for _ in range(histories)]
    catalogue = load()
    laid_down = tables(
        [life.case(number) for number, life in enumerate(lives)],
        catalogue.presumptions,
        date(2026, 11, 28),
        [DOCUMENTED],
    )
    lines = catalogue.evaluated(laid_down.frames, How.BULK).lines
    seen = 0
    for row in lines.iter_rows(named=True):
        if row["case_view"] % 2 == 0:
            life = lives[row["case_view"] // 2]
            expected = count(life.months, life.absences, life.line(KINDS[row["line.code"]]))
            found = (row["ledger.rental.least"], row["ledger.rental.most"])
            assert found == expected, (vars(life), row["line.code"])
            seen += 1
    assert seen == 2 * histories
