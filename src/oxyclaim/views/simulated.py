"""A simulation: what came in, what the made-up payers answered, and where it is."""

from collections.abc import Mapping

from oxyclaim.services.simulated import ScenariosAnswer, SimulatedAnswer
from oxyclaim.views.blocks import Document, Grid, Pairs, Text, counted, dollars, us_date


def view(answer: SimulatedAnswer) -> Document:
    """Counts, money and places."""
    span = f"{us_date(answer.first_day)} to {us_date(answer.last_day)}"
    rows = (
        ("scenario", f"{answer.scenario}, seed {answer.seed}, {span}"),
        ("claims", f"{_listed(answer.claims)} in {counted(answer.claim_files, 'file')}"),
        ("replies", _listed(answer.replies)),
        ("paid", f"{dollars(answer.deposited_cents)} in {counted(answer.payments, 'remittance')}"),
        ("debts open", dollars(answer.debts_open_cents)),
        ("answers in", answer.folder),
        ("the truth", answer.truth),
        *((("memory", answer.state),) if answer.state else ()),
    )
    return Document((Pairs(rows), Text("Made-up payers: nothing here is what a real payer would answer.", "quiet")))


def listing(answer: ScenariosAnswer) -> Document:
    """The scenarios, one a row."""
    return Document((Grid(("scenario", "what happens"), tuple((each.name, each.says) for each in answer.scenarios)),))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items()) or "none"
