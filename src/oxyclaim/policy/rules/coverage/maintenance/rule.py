"""Maintenance visits are paid after the paid rental months, for concentrators and transfilling equipment."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, open_question, p, rule
from oxyclaim.policy.rules.coverage.contents.rule import after_paid_months, history_at_hand
from oxyclaim.policy.rules.coverage.equipment.rule import is_maintenance

NO_VISIT = Cure("do not bill the visit, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


@criterion(not_met="{line.code} is neither a concentrator nor transfilling equipment")
def maintenance_is_paid_for():
    """A concentrator or transfilling equipment."""
    return line.code.is_in(p.maintenance_codes)


@rule(
    "COV-510",
    stage=Stage.COVERAGE,
    applies=is_maintenance,
    requires=maintenance_is_paid_for,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority="NMS",
    sentence="Maintenance visits are not paid for this equipment: {reasons}.",
    cure=NO_VISIT,
    denial="N180",
)
def maintained_equipment():
    """Maintenance visits are paid for concentrators and transfilling equipment only."""


@criterion(
    not_met="the service date lies within the {p.rental_months_paid} paid months of a rental begun on {line.rental_start}",
    unknown="the first service date of the rental (rental_start) is not known",
)
def visit_after_paid_months():
    """After the paid months; whether six months have passed since, and since the last visit, is open."""
    return open_question(
        "whether six months have passed on {line.service_date} since the last paid month, the end of the warranty and "
        "the last visit: the case holds no history of them",
        lenient=after_paid_months,
        strict=history_at_hand,
        authority="NMS",
    )


@rule(
    "COV-520",
    stage=Stage.COVERAGE,
    applies=is_maintenance,
    requires=visit_after_paid_months,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2010-07-01", None),
    authority=("NMS", "NPAY"),
    sentence="The monthly rental includes maintenance: {reasons}.",
    cure=NO_VISIT,
    denial="CO-119, M86",
)
def maintenance_visit():
    """A maintenance visit is paid once in six months, from six months after the last paid rental month."""
