"""Checklists as plain values for ``--format json``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from oxyclaim import __version__
from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.checklist import Checklist


def document(checklists: Sequence[Checklist], catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Everything that the text shows, and the sources cited. Holds no name of a patient."""
    cites = {cite for checklist in checklists for entry in checklist.entries for cite in entry.authorities}
    cites |= {cite for checklist in checklists for cite in checklist.keep_authorities}
    cited = sorted({authority_id(cite) for cite in cites})
    return {
        "oxyclaim": __version__,
        "rule_book": catalogue.hash,
        "as_of": as_of.isoformat(),
        "summary": {standing.value: sum(c.count(standing) for c in checklists) for standing in Standing},
        "cases": [asdict(checklist) | {"complete": checklist.complete} for checklist in checklists],
        "authorities": {id: asdict(catalogue.authorities[id]) for id in cited},
    }
