"""A batch of cases in a store: ids and numbers come from it, and every file that is no test is kept there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ControlNumbers
from oxyclaim.claims.fees import FeeStore
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.claim import ClaimRequest
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.claiming import keep_claims, sent_before, take_numbers, with_ids
from oxyclaim.services.store.kept import Change, Store
from oxyclaim.services.store.sent import Sent


@dataclass(frozen=True)
class StoreKeeper:
    """What a batch asks of a store; see ``services.batch.Keeper``."""

    store: Store
    versions: Mapping[str, int]
    book: RuleBook
    change: Change
    fees: FeeStore
    payers: Path | None
    profile: bytes | None = None

    def sent(self, cases: Sequence[Case]) -> Sent:
        """What went out before."""
        return sent_before(self.store, cases, self.book)

    def with_ids(self, claims: Sequence[Claim], taken_for: str) -> tuple[Claim, ...]:
        """The claims with ids that were never given before. Raises BadInput."""
        return with_ids(claims, self.store, self.change, taken_for)

    def numbers(self, request: ClaimRequest, claims: Sequence[Claim]) -> ControlNumbers:
        """Numbers that were never given before. Raises BadInput."""
        return take_numbers(request, claims, self.store, self.change)

    def keep(
        self,
        request: ClaimRequest,
        claims: Sequence[Claim],
        verdicts: Sequence[LineVerdict],
        content: bytes,
        numbers: ControlNumbers,
    ) -> None:
        """Keep a file with its claims and the verdicts that they rest on. Raises BadInput."""
        keep_claims(
            request, claims, verdicts, content, numbers, self.store, self.versions, self.book, self.change,
            fees=self.fees, payers=self.payers, profile=self.profile,
        )  # fmt: skip
