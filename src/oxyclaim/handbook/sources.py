"""Cites and the authorities behind them, as the handbook shows them."""

from collections.abc import Iterable

from oxyclaim.engine.catalogue import Authority, Catalogue, authority_id
from oxyclaim.handbook.model import Cite, Source


class Sources:
    """Turns the rule book's cites into sources with their grades."""

    def __init__(self, catalogue: Catalogue):
        self._authorities = catalogue.authorities

    def cites(self, written: Iterable[str]) -> tuple[Cite, ...]:
        """Each cite with its authority's grade."""
        return tuple(Cite(authority_id(c), section_of(c), self._authorities[authority_id(c)].grade) for c in written)

    def shown(self, cites: Iterable[Cite]) -> tuple[Source, ...]:
        """The authorities of these cites, in their order, each once with all its sections."""
        sections: dict[str, dict[str, None]] = {}
        for cite in cites:
            sections.setdefault(cite.authority, {}).update({cite.section: None} if cite.section else {})
        return tuple(source(self._authorities[id], tuple(named)) for id, named in sections.items())


def section_of(cite: str) -> str:
    """What a cite names beyond its authority: ``L33797, Group I`` names "Group I"."""
    return cite.partition(",")[2].strip()


def source(authority: Authority, sections: tuple[str, ...]) -> Source:
    """An authority with the sections that are cited."""
    return Source(
        id=authority.id,
        issuer=authority.issuer,
        title=authority.title,
        sections=sections,
        address=authority.address,
        grade=authority.grade,
        read=authority.read,
        first=authority.first,
        last=authority.last,
    )
