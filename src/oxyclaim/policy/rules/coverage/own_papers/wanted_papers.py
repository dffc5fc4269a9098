"""Every paper that the payer requires for this month is on file, young enough, and states what it must."""

import polars as pl

from oxyclaim.engine.grains import PAPER, PAPER_VISIT, WANTED_PAPER
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    criterion,
    encounter,
    exists,
    known,
    line,
    open_question,
    p,
    rule,
    wanted_paper,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.own_papers.criteria import (
    is_such_a_paper,
    paper_on_file,
    reference,
    states_what_is_wanted,
    young_enough_paper,
)

GET = Cure("obtain it and list it in `documents`", "whoever issues it")


@criterion(PAPER)
def good_paper():
    """On file, of the kind, young enough, and stating what is wanted."""
    return is_such_a_paper & paper_on_file & young_enough_paper & states_what_is_wanted


@criterion(WANTED_PAPER)
def visit_is_wanted():
    """What is wanted is a face-to-face visit."""
    return wanted_paper.kind == "face_to_face_encounter"


@criterion(PAPER_VISIT)
def recent_face_to_face():
    """A visit with a practitioner, no older than the payer allows, and not after the day that counts."""
    days = (reference() - encounter.date).dt.total_days()
    in_time = (days >= 0) & (wanted_paper.max_age_days.is_null() | (days <= wanted_paper.max_age_days))
    return in_time & known(encounter.with_practitioner)


@criterion(PAPER_VISIT)
def in_person():
    """Held in person."""
    return encounter.mode == "in_person"


@criterion(PAPER_VISIT)
def in_person_or_by_telehealth():
    """Held in person or by telehealth."""
    return encounter.mode.is_in(["in_person", "telehealth"])


@criterion(PAPER_VISIT)
def visit_counts():
    """A recent visit, in person; whether one by telehealth counts the file does not say."""
    return recent_face_to_face & open_question(
        "whether a visit by telehealth counts as face to face with this payer",
        lenient=in_person_or_by_telehealth,
        strict=in_person,
        authority="PAYERFILE",
    )


@criterion(WANTED_PAPER)
def visit_shown():
    """A visit is wanted, and the case documents one."""
    return visit_is_wanted & exists(PAPER_VISIT, visit_counts)


@criterion(WANTED_PAPER)
def wanted_for_line():
    """Wanted for the line's code and month."""
    of_code = wanted_paper.codes.is_null() | wanted_paper.codes.list.contains(line.code)
    first = line.rental_month == 1
    of_month = (
        pl.when(wanted_paper.when == "always")
        .then(pl.lit(True))
        .when(wanted_paper.when == "first_month")
        .then(first)
        .when(wanted_paper.when == "later_months")
        .then(~first)
        .otherwise(pl.lit(False))
    )
    return of_code & of_month


@criterion(
    WANTED_PAPER,
    met="no {wanted_paper.words} is on file",
    unknown="whether a {wanted_paper.words} is on file is not documented (its date, and what it states)",
    cure=GET,
    ask=GET,
)
def lacks_paper():
    """No such paper is on file."""
    return ~exists(PAPER, good_paper) & ~visit_shown


@criterion()
def some_paper_missing():
    """A paper that the payer requires for this line is missing."""
    return exists(WANTED_PAPER, lacks_paper, among=wanted_for_line)


@criterion()
def papers_complete():
    """No paper that the payer requires for this line is missing."""
    return ~some_paper_missing


@criterion()
def papers_named():
    """The payer's file names papers."""
    return p.wanted_papers.is_not_null()


@criterion()
def papers_wanted():
    """Oxygen equipment of a payer that requires papers."""
    return is_rental_equipment & papers_named


@rule(
    "PAY-130",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=papers_wanted,
    requires=papers_complete,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires papers that are not on file: {reasons}.",
    cure=GET,
)
def wanted_papers():
    """Every paper that the payer requires for this month is on file, young enough, and states what it must."""
