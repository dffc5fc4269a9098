"""The register of sources: nothing uncited, nothing cited that is not there."""

from dataclasses import replace

import pytest

from oxyclaim.engine.catalogue import Authority
from oxyclaim.handbook import register
from oxyclaim.handbook.register import citations
from oxyclaim.handbook.wording import CITING, citing
from oxyclaim.policy import load
from oxyclaim.policy.codes import load_codes

ENTRIES = {entry.source.id: entry for entry in register(load(), load_codes(load()))}


@pytest.mark.parametrize("id", [id for id, authority in load().authorities.items() if not authority.payer])
def test_every_source_is_cited(id: str):
    assert ENTRIES[id].cited_by, f"{id} backs nothing: take it out of authorities.yaml, or cite it"


def test_every_cite_names_a_source():
    catalogue = load()
    missing = {
        f"{citation.kind} {citation.name} cites {id}"
        for id, citation in citations(catalogue, load_codes(catalogue))
        if id not in catalogue.authorities
    }
    assert not missing


def test_a_source_that_nothing_cites_shows_up_empty():
    catalogue = load()
    read = next(iter(catalogue.authorities.values())).read
    spare = Authority("SPARE", "Nobody", "A spare source", "nowhere", "primary", read)
    more = replace(catalogue, authorities={**catalogue.authorities, "SPARE": spare})
    bare = [entry.source for entry in register(more, load_codes(catalogue)) if not entry.cited_by]
    assert [source.id for source in bare if ":" not in source.id] == ["SPARE"]


def test_an_entry_names_sections_and_everybody_who_cites():
    entry = ENTRIES["L33797"]
    assert "Portable oxygen systems" in entry.source.sections
    assert not any(";" in section for section in entry.source.sections)
    cited = {(citation.kind, citation.name) for citation in entry.cited_by}
    assert ("rule", "COV-210") in cited
    assert ("criterion", "The value is at or below the Group I limit") in cited
    assert ("value", "medicare: group_1_saturation_max from 2023-01-01") in cited
    assert ("code", "E1392") in cited


def test_denials_and_their_time_limits_count_as_citations_and_are_shown():
    assert {citation.kind for citation in ENTRIES["NREDET"].cited_by} == {"denial", "way on after a denial", "appeal"}
    shown = dict(citing(ENTRIES["NDENP"].cited_by))
    assert "CO-50, N115" in shown["denials"]
    assert {citation.kind for entry in ENTRIES.values() for citation in entry.cited_by} == set(CITING)


def test_an_open_question_counts_as_a_citation():
    assert {citation.kind for citation in ENTRIES["NRND"].cited_by} >= {"open question"}
