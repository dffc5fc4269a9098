"""The papers that a payer wants, beside what qualifies the patient."""

import polars as pl

from oxyclaim.engine.grains import PAPER, WANTED_PAPER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, p, paper, rule, wanted_paper
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment

GET = Cure("obtain it and list it in `documents`", "whoever issues it")
FORMS_OF_ORDER = ("standard_written_order", "prescription")


@criterion(PAPER)
def is_such_a_paper():
    """A paper of the kind wanted; a prescription may stand in a written order, and a visit in a progress note."""
    order = wanted_paper.kind.is_in(FORMS_OF_ORDER) & paper.kind.is_in(FORMS_OF_ORDER)
    visit = (wanted_paper.kind == "face_to_face_encounter") & (paper.kind == "progress_note")
    return (paper.kind == wanted_paper.kind) | order | visit


def _reference() -> pl.Expr:
    return pl.when(wanted_paper.age_from == "service_date").then(line.service_date).otherwise(line.rental_start)


@criterion(PAPER)
def young_enough_paper():
    """No older than the payer allows, where it sets a limit."""
    days = (_reference() - paper.date).dt.total_days()
    return wanted_paper.max_age_days.is_null() | (days <= wanted_paper.max_age_days)


@criterion(PAPER)
def states_what_is_wanted():
    """It states everything that the payer wants it to state."""
    missing = wanted_paper.states.list.set_difference(paper.states).list.len()
    return pl.when(wanted_paper.states.is_null()).then(pl.lit(True)).otherwise(missing == 0)


@criterion(PAPER)
def paper_on_file():
    """It is on file."""
    return paper.on_file


@criterion(PAPER)
def good_paper():
    """On file, of the kind, young enough, and stating what is wanted."""
    return is_such_a_paper & paper_on_file & young_enough_paper & states_what_is_wanted


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
    return ~exists(PAPER, good_paper)


@criterion()
def some_paper_missing():
    """A paper that the payer wants for this line is missing."""
    return exists(WANTED_PAPER, lacks_paper, among=wanted_for_line)


@criterion()
def papers_complete():
    """No paper that the payer wants for this line is missing."""
    return ~some_paper_missing


@criterion()
def papers_named():
    """The payer's file names papers."""
    return p.wanted_papers.is_not_null()


@criterion()
def papers_wanted():
    """Oxygen equipment of a payer that wants papers."""
    return is_rental_equipment & papers_named


@rule(
    "PAY-130",
    stage=Stage.COVERAGE,
    applies=papers_wanted,
    requires=papers_complete,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer wants papers that are not on file: {reasons}.",
    cure=GET,
)
def wanted_papers():
    """Every paper that the payer wants for this month is on file, young enough, and states what it must."""


@criterion()
def certificate_barred():
    """The payer rejects a certificate on the claim."""
    return (p.certificate_on_claim == "rejected").fill_null(False)


@criterion(not_met="a Certificate of Medical Necessity goes with the line")
def certificate_left_off():
    """No Certificate of Medical Necessity goes with the line."""
    return ~line.certificate_attached


@rule(
    "PAY-135",
    stage=Stage.COVERAGE,
    applies=certificate_barred,
    requires=certificate_left_off,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer rejects a claim with a certificate: {reasons}.",
    cure=Cure("take the certificate off the claim", "the biller"),
)
def certificate_rejected():
    """A payer that rejects certificates gets none."""


@criterion()
def certificate_wanted():
    """The payer wants a certificate on the claim."""
    return (p.certificate_on_claim == "required").fill_null(False)


@criterion()
def rental_with_certificate():
    """Oxygen equipment of a payer that wants a certificate."""
    return is_rental_equipment & certificate_wanted


@criterion(not_met="no Certificate of Medical Necessity goes with the line")
def certificate_attached():
    """A Certificate of Medical Necessity goes with the line."""
    return line.certificate_attached


@rule(
    "PAY-136",
    stage=Stage.COVERAGE,
    applies=rental_with_certificate,
    requires=certificate_attached,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer wants the certificate with the claim: {reasons}.",
    cure=Cure("attach the certificate (certificate_attached)", "the biller"),
)
def certificate_required():
    """A payer that wants a certificate gets one."""
