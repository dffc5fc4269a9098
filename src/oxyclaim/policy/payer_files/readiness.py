"""Whether a payer's file could be marked verified, and what it lacks."""

from collections.abc import Iterator
from datetime import date

from oxyclaim.engine.catalogue import GRADES
from oxyclaim.policy.loading import Payers
from oxyclaim.policy.payer_files.agreement import parts, values_of
from oxyclaim.policy.payer_files.inherited import clock_set
from oxyclaim.policy.payer_files.reading import ReadFile
from oxyclaim.policy.payer_files.template import FILL_IN


def lacking(file: ReadFile, payers: Payers, today: date) -> list[str]:
    """What stands in the way of ``status: verified``, each as a sentence; nothing if the file could bear it."""
    return [*_clock(file, payers, today), *_sources(file, payers, today), *_open(file), *_person(file)]


def _clock(file: ReadFile, payers: Payers, today: date) -> Iterator[str]:
    payer = file.file.payer
    if file.file.abstract:
        return
    for _, part in parts(file.file):
        id = payer if part is file.file else f"{payer}/{part.id}"
        if not clock_set(payers.resolved.values[id], today):
            yield f"{id} has no clock for claims (filing_days_original): look in the contract"


def _sources(file: ReadFile, payers: Payers, today: date) -> Iterator[str]:
    payer = file.file.payer
    for source in file.file.sources:
        until = payers.authorities[f"{payer}:{source.id}"].rests_until
        if source.grade != GRADES[0]:
            yield f"source {source.id} is {source.grade}: read the payer's own text, and say so with `grade: primary`"
        elif until is not None and until < today:
            yield (
                f"source {source.id} could be rested on until {until.isoformat()} only: make sure that it still holds, "
                "and enter the day and the person (reviewed, reviewer)"
            )


def _open(file: ReadFile) -> Iterator[str]:
    for _, part in parts(file.file):
        for name, dated in values_of(part).items():
            if any(value.contested for value in dated):
                yield f"{name} is contested: look in the contract, and keep the value that it confirms"
    texts = [file.file.name, *(text for each in file.file.sources for text in (each.issuer, each.title, each.address))]
    if any(text.startswith(FILL_IN) for text in texts):
        yield f"some text still begins with {FILL_IN}"


def _person(file: ReadFile) -> Iterator[str]:
    if file.file.verified is None:
        yield "nobody is named who made sure of it (verified: by, date)"
