"""The ledger: balances, what wants a person, what was entered."""

from collections.abc import Iterator

from oxyclaim.services.ledger.answer import Balance, BalancesAnswer, EnteredAnswer, WorkAnswer
from oxyclaim.services.ledger.history import HistoryAnswer
from oxyclaim.views.blocks import Block, Document, Grid, Item, Pairs, Section, Text, counted, dollars, us_date, us_dates

SHOWN = 50
"""Rows of work that are shown; the rest stands in the JSON."""
HEAD = (
    "charge", "paid", "contractual", "sequestr.", "denied", "other", "patient", "open", "patient owes", "credit",
)  # fmt: skip
KEYS = {"claim": "claim", "patient": "member", "payer": "payer", "day": "day"}


def balances(answer: BalancesAnswer) -> Document:
    """A row each, their sum, and the money that belongs to no claim."""
    return Document(tuple(_balances(answer)))


def _balances(answer: BalancesAnswer) -> Iterator[Block]:
    named = answer.by != "day"
    with_state = answer.by == "claim"
    head = (KEYS[answer.by], *(("name",) if named else ()), *(("state",) if with_state else ()), *HEAD)
    before = len(head) - len(HEAD)
    rows = [
        (us_dates(each.key or "not given"), *((each.name or "",) if named else ()),
         *((each.state or "",) if with_state else ()), *_amounts(each))
        for each in answer.rows
    ]  # fmt: skip
    rows.append(("all", *[""] * (before - 1), *_amounts(answer.sum)))
    yield Grid(head, tuple(rows), numbers=tuple(range(before, len(head))))
    if answer.left_out:
        yield Text(f"and {answer.left_out:,} more in the sum; --most shows them", "quiet")
    money = answer.money
    beside = (
        ("interest from payers", money.interest), ("wanted back by payers", money.payer_debt),
        ("refunds that payers have got and we have not entered", money.payer_refund),
        ("other money of no claim", money.provider_other), ("in suspense", money.suspense),
        ("announced, not yet in the bank", money.not_in_bank), ("in the bank", money.bank),
        ("from patients", money.collected),
    )  # fmt: skip
    pairs = tuple((words, dollars(cents)) for words, cents in beside if cents)
    if pairs:
        yield Section("Beside the claims", (Pairs(pairs),))


def _amounts(each: Balance) -> tuple[str, ...]:
    amounts = (
        each.charge, each.paid, each.contractual, each.sequestration, each.denied, each.other + each.written_off,
        each.patient_share, each.open, each.patient_owes, each.patient_credit,
    )  # fmt: skip
    return tuple(dollars(cents) if cents else "-" for cents in amounts)


def work(answer: WorkAnswer) -> Document:
    """Each kind of work with its table."""
    return Document(tuple(_work(answer)) or (Text("Nothing waits for a person.", "good"),))


def _work(answer: WorkAnswer) -> Iterator[Block]:
    parts: tuple[tuple[str, tuple[str, ...], list[tuple[str, ...]], tuple[int, ...]], ...] = (
        (
            "In suspense: `oxyclaim ledger match NUMBER CLAIM` says whose it is",
            ("no.", "state", "claim id", "payer's number", "payer", "paid", "may be"),
            [(str(each.answer), each.state, each.said_id or "none", each.number or "", each.payer or "",
              dollars(each.paid), each.proposed or "") for each in answer.suspense], (5,),
        ),
        (
            "Not posted", ("payer", "trace", "day", "dollars", "why"),
            [(each.payer or "", each.trace or "", us_date(each.on), dollars(each.amount), each.why or each.state)
             for each in answer.held], (3,),
        ),
        (
            "Payers want back", ("payer", "reference", "since", "opened", "taken", "owed", "not yours"),
            [(each.payer or "", each.reference or "", us_date(each.first), dollars(each.opened), dollars(each.taken),
              dollars(each.owed), dollars(each.foreign) if each.foreign else "") for each in answer.debts],
            (3, 4, 5, 6),
        ),
        (
            "Bank and remittances do not meet", ("what", "trace", "from", "day", "dollars"),
            [(each.state, each.trace or "none", each.payer or "", us_date(each.on), dollars(each.amount))
             for each in answer.deposits], (4,),
        ),
        (
            "Answers and charge do not meet", ("claim", "why", "charge", "paid", "open"),
            [(each.claim_id, each.why, dollars(each.charge), dollars(each.paid), dollars(each.open))
             for each in answer.out_of_step], (2, 3, 4),
        ),
        (
            "Payers name another member id: check it, then change it in your records",
            ("claim", "payer", "yours", "theirs"),
            [(each.claim_id, each.payer or "", each.member_id or "", each.corrected) for each in answer.corrected], (),
        ),
        (
            "No answer at all", ("batch", "payer", "sent", "claims", "charges", "working days"),
            [(each.batch or "", each.payer or "", us_date(each.sent_on), f"{each.claims:,}", dollars(each.charge),
              str(each.working_days)) for each in answer.silent], (3, 4, 5),
        ),
        (
            "Received, and no remittance for a month: ask the payer for the claim's status",
            ("claim", "payer", "sent", "state", "charge", "days"),
            [(each.claim_id, each.payer or "", us_date(each.sent_on), each.state, dollars(each.charge), str(each.days))
             for each in answer.unanswered], (4, 5),
        ),
    )  # fmt: skip
    for title, head, rows, numbers in parts:
        if rows:
            yield Grid(head, tuple(rows[:SHOWN]), title=title, numbers=numbers)
            if len(rows) > SHOWN:
                yield Text(f"and {len(rows) - SHOWN:,} more", "quiet")


def history(answer: HistoryAnswer) -> Document:
    """The months that are not the same, disagreements first."""
    return Document(tuple(_history(answer)))


def _history(answer: HistoryAnswer) -> Iterator[Block]:
    order = ("disagrees", "withdrawn", "changed", "new")
    months = sorted(answer.months, key=lambda each: (order.index(each.what), each.case_id, each.service_date))
    rows = tuple(
        (each.case_id, each.code, us_date(each.service_date), each.what, each.outcome or "", each.entered or "",
         "" if each.paid_cents is None else dollars(each.paid_cents))
        for each in months[:SHOWN]
    )  # fmt: skip
    if rows:
        head = ("case", "code", "service date", "what", "remittance says", "history says", "paid")
        yield Grid(head, rows, numbers=(6,))
    if len(months) > SHOWN:
        yield Text(f"and {len(months) - SHOWN:,} more", "quiet")
    yield from (Item("problem:", str(problem), "bad") for problem in answer.problems)
    counts = {what: sum(each.what == what for each in months) for what in order}
    said = [f"{counts[what]:,} {words}" for what, words in (
        ("new", "new"), ("changed", "changed by a later remittance"),
        ("withdrawn", "taken out, as the claim was rejected"), ("disagrees", "left as a person entered them"),
    ) if counts[what]]  # fmt: skip
    yield Text(", ".join([*said, f"{answer.same:,} the same"]) + ".")
    if answer.unclear:
        words = "left out: neither paid nor denied, such as two lines that were paid as one"
        yield Text(f"{counted(answer.unclear, 'answered line')} {words}.", "caution")
    if answer.written:
        yield Text(f"{counted(answer.written, 'case')} changed.", "good")
    elif any(counts[what] for what in order if what != "disagrees"):
        yield Text("Nothing was written; --write writes it.", "quiet")


def entered(answer: EnteredAnswer) -> Document:
    """What was entered, and where the claim stands."""
    kind = answer.kind.replace("_", " ")
    money = f"{dollars(answer.amount)} dollars, " if answer.amount else ""
    text = f"{kind}: {money}{counted(answer.entries, 'entry', 'entries')}"
    stands = answer.claim
    if stands is None:
        return Document((Text(text, "good"),))
    pairs = (
        ("open", dollars(stands.open)), ("paid", dollars(stands.paid)), ("denied", dollars(stands.denied)),
        ("patient owes", dollars(stands.patient_owes)), ("patient's credit", dollars(stands.patient_credit)),
    )  # fmt: skip
    return Document((Text(text, "good"), Section(f"Claim {stands.key}", (Pairs(pairs),))))
