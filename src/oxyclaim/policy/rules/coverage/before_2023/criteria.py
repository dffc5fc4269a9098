"""Criteria of the older policy: lung disease or symptoms, other treatment, a visit and a test within 30 days.

The LCD asked for them until 2022-12-31. The NCD of 2021-09-27 no longer did, so that for service dates
between the two they are an open question.
"""

from oxyclaim.engine.words import Cure, Fact, criterion, open_question, p
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment

NOTE = Cure("obtain the note of that time that shows it", "the treating practitioner")


AUTHORITY = ("L33797-2020", "NCD240.2-1", "NCOVID22")


IN_FORCE = ("2015-10-01", "2022-12-31")


def while_asked(asked, what):
    """What the LCD asked for, and from 2021-09-27 on the NCD no longer."""
    question = (
        f"whether {{line.service_date}} still required {what}: the NCD of 2021-09-27 no longer asks for it, the LCD in force "
        "until 2022-12-31 still did"
    )
    return open_question(question, lenient=asked | dropped_by_ncd, strict=asked, authority=AUTHORITY)


@criterion()
def dropped_by_ncd():
    """The NCD in force no longer asks for it."""
    return Fact(~p.older_criteria_by_ncd)


@criterion()
def judged_by_older_policy():
    """Oxygen equipment that did not start under the waiver of the public health emergency."""
    return is_rental_equipment & ~started_under_waiver
