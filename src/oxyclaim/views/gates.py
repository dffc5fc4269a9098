"""The delivery gate of the desk: may the equipment leave, and what must be put right before."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from oxyclaim.engine.verdict import Finding
from oxyclaim.services.desk.delivering import Delivering, Gate
from oxyclaim.views.blocks import us_date
from oxyclaim.views.cards import Point, points


@dataclass(frozen=True)
class GateTold:
    """A line, or lines of which the same is told: ``first``: what must be put right before the delivery; ``notice``:
    what an ABN would change; ``others``: the codes of the lines beside the first."""

    code: str
    others: tuple[str, ...]
    may: bool
    verdict: str
    first: tuple[Point, ...]
    notice: str


@dataclass(frozen=True)
class DeliveringTold:
    """The answer: a word, the day, what stands against all lines and each of them, and what may still come later."""

    word: str
    day: str
    iso_day: str
    may: bool
    shared: tuple[Point, ...]
    gates: tuple[GateTold, ...]
    later: tuple[str, ...]


def told(answer: Delivering) -> DeliveringTold:
    """The answer, for the page."""
    shared = _shared(answer.gates)
    titles = dict.fromkeys(finding.title.rstrip(".") for gate in answer.gates for finding in gate.later)
    return DeliveringTold(
        word="Yes" if answer.may else "Not yet" if all(gate.is_open for gate in answer.gates) else "No",
        day=us_date(answer.day),
        iso_day=answer.day.isoformat(),
        may=answer.may,
        shared=tuple(points(shared, "hold")),
        gates=tuple(_as_one([_gate(gate, shared) for gate in answer.gates])),
        later=tuple(titles),
    )


def _shared(gates: Sequence[Gate]) -> list[Finding]:
    if len(gates) < 2:
        return []
    first, *others = [{(each.rule, each.sentence): each for each in gate.first} for gate in gates]
    return [finding for key, finding in first.items() if all(key in each for each in others)]


def _gate(gate: Gate, shared: Sequence[Finding]) -> GateTold:
    told_once = {(each.rule, each.sentence) for each in shared}
    own = [each for each in gate.first if (each.rule, each.sentence) not in told_once]
    notice = gate.line.denial_notice.sentence if gate.line.denial_notice and not gate.may else ""
    return GateTold(gate.line.code, (), gate.may, gate.line.verdict, tuple(points(own, gate.line.verdict)), notice)


def _as_one(gates: Sequence[GateTold]) -> Iterator[GateTold]:
    """Lines of which the same is told but for their code, once."""
    alike: dict[Hashable, list[GateTold]] = {}
    for gate in gates:
        said = tuple(replace(point, sentence=point.sentence.replace(gate.code, "")) for point in gate.first)
        alike.setdefault((gate.may, gate.verdict, said, gate.notice.replace(gate.code, "")), []).append(gate)
    for first, *others in alike.values():
        yield replace(first, others=tuple(each.code for each in others))
