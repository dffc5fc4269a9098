"""Patients who live three years: they start, pause, die, change plans; papers are lost, payers take back and pay again.

The supplier sends a file a week. What the front end rejects or never answers it sends again, and so what comes back as
unprocessable. Everything it does is drawn from the seed.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from oxyclaim_simulator import bank
from oxyclaim_simulator.calendar import months_later
from oxyclaim_simulator.errors import CannotSimulate
from oxyclaim_simulator.fees import Fees
from oxyclaim_simulator.finishing import SUPPLEMENTS, Office
from oxyclaim_simulator.judge import MONTHS
from oxyclaim_simulator.memory import Memory, Person, Record, Written, dumped
from oxyclaim_simulator.payers import contractor_of, payer_of
from oxyclaim_simulator.placing import place, refuse
from oxyclaim_simulator.remitting import File
from oxyclaim_simulator.run import REPLIES, Simulated, as_json, beside, one_day, scenario_named
from oxyclaim_simulator.submitted import parse
from oxyclaim_simulator.submitting import Bill, Item, claim_file
from oxyclaim_simulator.truth import truth

FIRST_DAY = date(2023, 5, 1)
TAIL = timedelta(days=300)
"""After the last service, so that what is late, taken back and appealed still comes."""
TRIES = 4
ADVANTAGE, COMMERCIAL, MEDICAID = "60601", "60602", "60603"
STATES = {"NY": "12180", "OH": "44101", "TX": "75201", "CA": "90001", "PA": "19103", "FL": "33101"}
LASTS = [
    "ALDER",
    "BIRCH",
    "CEDAR",
    "DOGWOOD",
    "ELM",
    "FIR",
    "GINKGO",
    "HAWTHORN",
    "IRONWOOD",
    "JUNIPER",
    "KATSURA",
    "LARCH",
    "MAPLE",
    "OAK",
    "PINE",
    "ROWAN",
]
FIRSTS = [
    "ADA",
    "BRAM",
    "CLEO",
    "DOV",
    "EDA",
    "FINN",
    "GITA",
    "HUGO",
    "INA",
    "JUDE",
    "KAI",
    "LENA",
    "MILO",
    "NORA",
    "OTIS",
    "PIA",
]
LETTERS = "ACDEFGHJKMNPQRTUVWXY"
CHARGES = {"E1390": 24_000, "E1392": 39_500, "E0431": 6_000}
FOREVER = date(2099, 12, 31)
BREAK_NOTE = "BREAK IN NEED MORE THAN 60 DAYS"


@dataclass(frozen=True)
class LifeRequest:
    """How many patients live, from when, for how many months, and where the files go.

    Claims go to ``folder/claims``, answers to ``folder/replies``, the bank's lines to ``folder/bank.csv``; the truth
    and, where wanted, the memory to files beside the folder.
    """

    folder: Path
    patients: int = 100
    seed: int = 1
    first_day: date = FIRST_DAY
    months: int = 37
    scenario: str = "life"
    truth: Path | None = None
    state: Path | None = None

    @property
    def last_day(self) -> date:
        """The day on which the payers stop."""
        return months_later(self.first_day, self.months) + TAIL

    @property
    def days(self) -> int:
        """Days that are lived."""
        return (self.last_day - self.first_day).days + 1


@dataclass
class _Sent:
    """A claim on its way, with how often it was sent."""

    bill: Bill
    tries: int = 1


@dataclass
class _Supplier:
    """What is to be sent by day, and what is still without an end."""

    outbox: dict[date, list[_Sent]] = field(default_factory=dict)
    watched: list[tuple[Record, _Sent, date]] = field(default_factory=list)

    def plan(self, day: date, sent: _Sent) -> None:
        """Put a claim into the batch of the week (Monday) on or after a day."""
        monday = day + timedelta(days=-day.weekday() % 7)
        self.outbox.setdefault(monday, []).append(sent)

    def look(self, today: date) -> None:
        """Send again what was rejected, lost or returned."""
        kept = []
        for record, sent, day in self.watched:
            wait = _wait(record)
            if wait is None:
                if record.state not in ("answered", "rejected", "silent"):
                    kept.append((record, sent, day))
            elif today < day + timedelta(days=wait):
                kept.append((record, sent, day))
            elif sent.tries < TRIES:
                bill = replace(sent.bill, id=f"{sent.bill.id[:-1]}{sent.tries + 1}")
                self.plan(today, _Sent(bill, sent.tries + 1))
        self.watched = kept


def _wait(record: Record) -> int | None:
    """Days after sending until a claim is sent again; None where it is not (yet)."""
    if record.state == "rejected":
        return 7
    if record.state == "silent":
        return 14
    if record.state == "answered" and any("MA130" in each.remarks for each in record.said):
        return 21
    return None


def live(request: LifeRequest, on_progress: Callable[[int, int], object] | None = None) -> Simulated:
    """Let patients live and write everything. Raises CannotSimulate; then nothing was written.

    ``on_progress`` is told the days lived and their number.
    """
    problems = []
    if request.patients < 1:
        problems.append(("--patients", "must be at least 1"))
    if request.months < 1:
        problems.append(("--months", "must be at least 1"))
    if problems:
        raise CannotSimulate(problems)
    memory = Memory()
    office = Office(memory, Fees(), scenario_named(request.scenario), request.seed)
    supplier = _Supplier()
    for number in range(request.patients):
        _live_one(Random(f"{request.seed}|patient {number}"), number, request, memory, supplier)
    last_day, total = request.last_day, request.days
    claims: list[File] = []
    replies: list[File] = []
    for count in range(total):
        day = request.first_day + timedelta(days=count)
        _one_day(office, supplier, day, claims, replies)
        if on_progress:
            on_progress(count + 1, total)
    memory.day = last_day
    memory.files = [each.written for each in replies]
    return _write(request, memory, claims, replies, last_day)


def _one_day(office: Office, supplier: _Supplier, day: date, claims: list[File], replies: list[File]) -> None:
    batch = []
    if day.weekday() == 0:
        supplier.look(day)
        sent = supplier.outbox.pop(day, [])
        if sent:
            control = len(claims) + 1
            text = claim_file([each.bill for each in sent], day, control)
            claims.append(File(Written(f"{day}-837p-{control:05}.x12", "837P", ""), text))
            batch = parse(text)
            first = len(office.memory.records)
            replies += one_day(office, day, batch)
            by_id = {each.bill.id: each for each in sent}
            supplier.watched += [(each, by_id[each.claim_id], day) for each in office.memory.records[first:]]
            return
    replies += one_day(office, day, [])


def _live_one(rng: Random, number: int, request: LifeRequest, memory: Memory, supplier: _Supplier) -> None:
    """One patient's years: what is known of the person, and the claims that will be sent."""
    state = rng.choice(sorted(STATES))
    member = _member(number)
    person = memory.people.setdefault(member, Person())
    payer = rng.choices((contractor_of(state) or "16013", ADVANTAGE, COMMERCIAL, MEDICAID), (80, 9, 7, 4))[0]
    if payer_of(payer, "").is_medicare:
        person.supplement = rng.choices(("", *SUPPLEMENTS, MEDICAID), (55, 20, 10, 15))[0]
    birth = f"19{rng.randint(35, 59)}0{rng.randint(1, 9)}1{rng.randint(0, 9)}"
    street = f"{rng.randint(1, 99)} QUARRY ROAD"
    subject = (rng.choice(LASTS), rng.choice(FIRSTS), street, "SOMETOWN", state, STATES[state], birth, rng.choice("FM"))
    end = months_later(request.first_day, request.months)
    window = max(1, (end - request.first_day).days)
    start = request.first_day + timedelta(
        days=rng.randrange(28) if rng.random() < 0.4 else rng.randrange(window * 2 // 3 + 1)
    )
    if rng.random() < 0.12:
        person.died = start + timedelta(days=rng.randrange(window))
    changes = (
        start + timedelta(days=rng.randrange(window))
        if payer_of(payer, "").is_medicare and rng.random() < 0.1
        else None
    )
    if changes:
        person.advantage = [(changes, FOREVER)]
    base = Bill("", payer, member, subject, "2298295538", start, _items(rng, payer))
    for month, (day, note) in enumerate(_months(rng, start, end)):
        if person.died and day > person.died and rng.random() < 0.7:
            break
        bill = replace(base, id=f"L{number:06}{month:03}01", service_date=day, note=note)
        for sent_on, each in _sendings(rng, bill, changes):
            supplier.plan(sent_on, _Sent(each))
        if person.died and day > person.died:
            break


def _months(rng: Random, start: date, end: date) -> Iterator[tuple[date, str]]:
    """The days on which rental months begin, with the narrative of the claim; once in a while use pauses."""
    first, count, since, note = start, 0, 0, ""
    paused = rng.randint(2, 30) if rng.random() < 0.15 else -1
    more = rng.random() < 0.3
    while (day := months_later(first, since)) < end:
        if (count == MONTHS and not more) or count > MONTHS:
            return
        if count == paused:
            paused = -1
            gap = rng.randint(20, 200)
            first, since = day + timedelta(days=gap), 0
            if gap > 62:
                count, note = 0, BREAK_NOTE
            continue
        yield day, note
        count, since, note = count + 1, since + 1, ""


def _sendings(rng: Random, bill: Bill, changes: date | None) -> Iterator[tuple[date, Bill]]:
    """When a month is billed, and to whom: most soon, some late, a few far too late, a few twice."""
    draw = rng.random()
    delay = rng.randint(2, 20) if draw > 0.03 else rng.randint(60, 200) if draw > 0.004 else rng.randint(375, 420)
    day = bill.service_date + timedelta(days=delay)
    if changes and bill.service_date >= changes:
        plan = replace(bill, payer=ADVANTAGE)
        if (bill.service_date - changes).days < 31 and rng.random() < 0.6:
            yield day, bill
            day, plan = day + timedelta(days=45), replace(plan, id=f"{bill.id[:-2]}11")
        yield day, plan
        return
    yield day, bill
    if rng.random() < 0.008:
        yield day + timedelta(days=21), replace(bill, id=f"{bill.id[:-2]}21")


def _items(rng: Random, payer: str) -> tuple[Item, ...]:
    codes = rng.choices((("E1390", "E1392"), ("E1390", "E0431"), ("E1390",)), (70, 18, 12))[0]
    flow = (
        ("QF",) if len(codes) > 1 and rng.random() < 0.04 else ("QE",) if len(codes) == 1 and rng.random() < 0.1 else ()
    )
    group = rng.choices(("N1", "N2"), (9, 1))[0]
    return tuple(Item(code, ("RR", group, *flow), CHARGES[code]) for code in codes)


def _member(number: int) -> str:
    """A made-up id of the form that Medicare's have."""
    low, rest = divmod(number, 400)
    first, second = divmod(rest, 20)
    return f"9{LETTERS[first]}{LETTERS[second]}{low % 10}{LETTERS[low // 10 % 20]}M{low // 200 % 10}ZZ00"


def _write(request: LifeRequest, memory: Memory, claims: list[File], replies: list[File], last_day: date) -> Simulated:
    target = request.truth or beside(request.folder, "truth")
    files = {request.folder / "claims" / each.written.name: each.text.encode("latin-1") for each in claims}
    files |= {request.folder / REPLIES / each.written.name: each.text.encode("latin-1") for each in replies}
    files[request.folder / "bank.csv"] = bank.lines(memory.deposits).encode()
    files[target] = as_json(truth(memory))
    if request.state:
        files[request.state] = dumped(memory)
    refuse(request.folder, files, [target, *([request.state] if request.state else [])], ())
    place(request.folder, files)
    return Simulated(
        request.scenario, request.seed, request.first_day, last_day, len(claims),
        dict(sorted(Counter(each.state for each in memory.records).items())),
        dict(sorted(Counter(each.written.kind for each in replies).items())), len(memory.deposits),
        sum(each.cents for each in memory.deposits), sum(each.open for each in memory.debts), str(request.folder),
        str(request.state or ""), str(target),
    )  # fmt: skip
