"""The payers and plans of a catalogue, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.policy.payer_files.resolving import Own


@dataclass(frozen=True)
class Listed:
    """A payer or plan. ``own_values`` counts the parameters that it sets itself.

    ``oldest`` and ``newest`` are the days for which the oldest and the newest source of these values speak. An
    ``abstract`` one is there to be inherited from only.
    """

    payer: str
    name: str
    line_of_business: str
    state: str
    status: str
    inherits: str
    abstract: bool
    own_values: int
    oldest: date | None
    newest: date | None


def listed(catalogue: Catalogue, owns: Mapping[str, Own]) -> list[Listed]:
    """All payers, each followed by its plans."""
    return [_listed(catalogue, own) for _, own in sorted(owns.items())]


def _listed(catalogue: Catalogue, own: Own) -> Listed:
    profile = own.profile
    cites = {cite for dated in own.values.values() for ranked in dated for cite in ranked.value.authority}
    days = [catalogue.authorities[authority_id(cite)].as_of for cite in cites]
    return Listed(
        profile.id, profile.name, profile.line_of_business, profile.state, profile.status, profile.inherits,
        profile.abstract, len(own.values), min(days, default=None), max(days, default=None),
    )  # fmt: skip
