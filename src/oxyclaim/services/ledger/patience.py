"""How long a batch may be without an answer before it is told as silent, and a claim before somebody asks the payer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from oxyclaim.services.problems import BadInput, Problem

USUAL = 1
ANSWER_DAYS = 30
"""Days after which somebody asks for a claim that was received and has no remittance."""


@dataclass(frozen=True)
class Patience:
    """Working days, and those of single payers by the payer's id as claim files name it (NM109 of loop 2010BB)."""

    days: int = USUAL
    by_payer: Mapping[str, int] = field(default_factory=dict)

    def with_payer(self, payer_id: str | None) -> int:
        """Working days that this payer is given."""
        return self.by_payer.get(payer_id or "", self.days)

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> "Patience":
        """From ``3`` (all payers) and ``16013=3``. Raises BadInput with all that cannot be read."""
        days, by_payer, problems = USUAL, {}, []
        for text in texts:
            payer, _, number = text.rpartition("=")
            if not number.strip().isdecimal():
                message = f"{text!r}: give whole working days, such as 2, or a payer's id and its days, such as 16013=3"
                problems.append(Problem("bad_days", message, path="--silent-after"))
            elif payer:
                by_payer[payer.strip()] = int(number)
            else:
                days = int(number)
        if problems:
            raise BadInput(problems)
        return cls(days, by_payer)


PATIENCE = Patience()
"""One working day for every payer."""
