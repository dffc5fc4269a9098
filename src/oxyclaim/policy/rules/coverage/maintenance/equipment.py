"""To which equipment maintenance visits are paid."""

import polars as pl

from oxyclaim.engine.words import Cure, Helps, criterion, line, open_question, p
from oxyclaim.policy.rules.coverage.equipment.rule import is_maintenance

NO_VISIT = Cure("do not bill the visit, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED)


@criterion(not_met="{line.code} is neither a concentrator nor transfilling equipment")
def maintenance_code_named():
    """A concentrator or transfilling equipment that the sources name."""
    return line.code.is_in(p.maintenance_codes)


@criterion()
def maintenance_code_perhaps():
    """Equipment that the sources name, or that makes its oxygen from air and is not named."""
    return line.code.is_in(pl.concat_list(p.maintenance_codes, p.maintenance_codes_not_named))


@criterion()
def maintenance_is_paid_for():
    """A concentrator or transfilling equipment."""
    return open_question(
        "whether a visit is paid to equipment that makes its oxygen from air and is no concentrator by name: the "
        "regulation leaves out only liquid and gaseous equipment, the policy article names the others",
        lenient=maintenance_code_perhaps,
        strict=maintenance_code_named,
        authority=("42CFR414.210", "A52514"),
    )


@criterion()
def is_visit_that_is_paid_for():
    """A maintenance visit to a concentrator or transfilling equipment."""
    return is_maintenance & maintenance_is_paid_for
