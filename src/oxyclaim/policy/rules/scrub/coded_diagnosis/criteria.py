"""N3 on a line, beside the diagnoses that the claim carries."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, criterion, derived, line, p
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_equipment

CHECK = Cure("make sure which group the tests show, and correct the modifier or the diagnoses", "the biller")


@criterion()
def has_group_3_modifier():
    """N3 is on the line."""
    return line.modifiers.list.contains(p.modifier_group_3).fill_null(False)


@criterion()
def group_not_shown():
    """The documents do not show the group; where they do, the modifier is held against it (COD-130)."""
    return line.group.is_null()


@criterion()
def is_coded_group_3():
    """A coded line of oxygen equipment with N3, whose group no document shows."""
    return is_coded_equipment & has_group_3_modifier & group_not_shown


@derived(LINE)
def hypoxemia_on_claim():
    """The diagnoses of hypoxemia on the claim."""
    return line.icd10.list.set_intersection(p.diagnoses_against_group_3).list.sort()
