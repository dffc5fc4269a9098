"""Whether the patient may be charged for a line, and what."""

from collections.abc import Sequence

from oxyclaim.engine.charging import Line as ChargedLine
from oxyclaim.engine.charging import entry_for
from oxyclaim.engine.explaining.line import Line
from oxyclaim.engine.verdict import DenialNotice, Finding, PatientCharge
from oxyclaim.engine.words import Effect


def patient_charge(
    line: Line, effect: Effect, findings: Sequence[Finding], notice: DenialNotice | None
) -> PatientCharge | None:
    """The first entry of the rule book that fits the line; None where it has none."""
    book = line.catalogue.charges
    coverage = line.case.coverage
    charged = ChargedLine(
        form=line.row.get(book.form) or "",
        verdict=effect.verdict,
        rules={finding.rule for finding in findings if finding.effect == effect.verdict},
        equipment=line.row[book.equipment] if book.entries else "",
        notice=(notice.status, *(notice.modifiers or ())) if notice else (),
        assignment=(coverage and coverage.assignment) or "",
        coded=line.row["line.modifiers"] or (),
        behind=coverage is not None and coverage.primary is not None,
    )
    entry = entry_for(charged, book.entries)
    if entry is None:
        return None
    cites = tuple(dict.fromkeys([*entry.authority, *entry.also_authority]))
    return PatientCharge(entry.answer, entry.also, cites, line.catalogue.grade(cites))
