"""Contents are paid apart only after the paid rental months."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Fact, Helps, Stage, criterion, line, open_question, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import beside_stationary, is_contents
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_start_known, within_paid_months

NOT_APART = Cure("do not bill the contents, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


@criterion()
def is_portable_contents():
    """Contents for portable equipment."""
    return line.code.is_in(p.portable_contents_codes)


@criterion()
def portable_contents_alone():
    """Portable contents, with no stationary unit billed for the month."""
    return is_contents & is_portable_contents & ~beside_stationary


@criterion()
def after_paid_months():
    """The service date lies after the paid months, counted without breaks."""
    return rental_start_known & ~within_paid_months


@criterion()
def history_at_hand():
    """Never met, since a case holds no history of payments; unknown while the start of the rental is."""
    return Fact(pl.when(line.rental_start.is_not_null()).then(pl.lit(False)))


@criterion(
    not_met="the service date lies within the {p.rental_months_paid} paid months of a rental begun on {line.rental_start}",
    unknown="the first service date of the rental (rental_start) is not known",
)
def contents_paid_apart():
    """After the paid months; whether breaks have moved their end, or a stationary unit is in the home, is open."""
    return open_question(
        "whether all {p.rental_months_paid} rental months of the equipment have been paid, or the patient has no "
        "stationary system, on {line.service_date}: the case holds no history of paid months",
        lenient=after_paid_months | portable_contents_alone,
        strict=history_at_hand,
        authority=("IOM100-04, ch. 20 §30.6.3", "NPAY"),
    )


@rule(
    "COV-500",
    stage=Stage.COVERAGE,
    applies=is_contents,
    requires=contents_paid_apart,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("NPAY", "L33797, Refills of oxygen contents", "SSA1834, (a)(5)(F)"),
    sentence="The monthly rental includes all contents: {reasons}.",
    cure=NOT_APART,
    denial="CO-97, M15",
)
def contents():
    """The monthly rental includes all contents, the portable ones too.

    Contents are paid apart after the 36 paid months of gaseous or liquid equipment, or for a patient
    with portable equipment only. The rule book counts calendar months here; what lies beyond them needs
    the history of paid months and goes to a person.
    """
