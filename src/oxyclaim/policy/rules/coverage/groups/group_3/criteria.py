"""Group III: no hypoxemia, but a condition that oxygen is shown to improve."""

from oxyclaim.engine.grains import DIAGNOSIS, TEST
from oxyclaim.engine.words import Cure, Fact, Helps, criterion, diagnosis, exists, open_question, p
from oxyclaim.policy.rules.coverage.groups.group_4.criteria import in_group_4
from oxyclaim.policy.rules.coverage.nothing import nothing
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import (
    WHO,
    acceptable,
    at_rest,
    meets_group_1_value,
    meets_group_2_value,
    on_room_air,
    shows_no_hypoxemia,
)  # fmt: skip


@criterion(TEST, met="no hypoxemia: " + WHO)
def normal_at_rest():
    """A sound test at rest on room air without hypoxemia."""
    return acceptable & on_room_air & shows_no_hypoxemia


@criterion(TEST)
def reads_hypoxemia():
    """Any reading in the range of Group I or II, whether or not it counts."""
    return meets_group_1_value | meets_group_2_value


@criterion(
    DIAGNOSIS,
    authority=("L33797, Group III", "ICD10CM"),
    met="diagnosis {diagnosis.icd10} is a condition that oxygen is shown to improve",
    not_met="diagnosis {diagnosis.icd10} is not a named Group III condition",
    unknown="the diagnosis code is not documented",
    ask=Cure("obtain the note that states the diagnosis", "the treating practitioner"),
)
def named_condition():
    """A diagnosis that the policy names for Group III: cluster headache."""
    return diagnosis.icd10.str.replace_all(".", "", literal=True).is_in(p.group_3_diagnoses)


@criterion(DIAGNOSIS)
def claimed_condition():
    """The practitioner orders oxygen for this condition although there is no hypoxemia."""
    return diagnosis.oxygen_without_hypoxemia


@criterion()
def other_condition_claimed():
    """A record puts another condition forward for Group III, and none of Group IV bars it."""
    return exists(DIAGNOSIS, claimed_condition) & ~in_group_4


@criterion(
    not_met="no diagnosis is one that oxygen is shown to improve without hypoxemia (the policy names cluster headache)",
    unknown="the diagnosis is not documented",
    ask=Cure("obtain the note that states the diagnosis", "the treating practitioner", Helps.LATER),
    last=3,
)
def has_group_3_condition():
    """A named Group III condition; whether the contractor accepts another one is open."""
    return exists(DIAGNOSIS, named_condition) | open_question(
        "whether the contractor accepts a condition other than cluster headache for Group III",
        lenient=other_condition_claimed,
        strict=nothing,
        authority=("L33797, Group III", "NCD240.2, D", "CGSN3"),
    )


@criterion()
def shown_normal():
    """A sound test at rest shows no hypoxemia."""
    return exists(TEST, normal_at_rest, among=at_rest, none="no test at rest is on file")


@criterion()
def no_reading_of_hypoxemia():
    """No reading at all, counting or not, shows hypoxemia."""
    return ~exists(TEST, reads_hypoxemia)


@criterion()
def normal_blood_gases():
    """A sound test at rest shows no hypoxemia; whether a reading that does not count may contradict it is open."""
    return shown_normal & open_question(
        "whether hypoxemia is absent (Group III) while a reading that does not qualify shows it",
        lenient=shown_normal,
        strict=no_reading_of_hypoxemia,
        authority="L33797, Group III",
    )


@criterion(not_met="the LCD in force on {line.service_date} knows no coverage without hypoxemia")
def in_lcd_of_the_day():
    """The LCD in force knows this group."""
    return Fact(p.group_3_by_lcd)


@criterion(
    not_met="neither NCD nor LCD in force on {line.service_date} covered oxygen without hypoxemia, but for the trial in cluster headache"
)
def in_ncd_of_the_day():
    """The NCD in force lets the contractors cover patients without hypoxemia."""
    return Fact(p.group_3_by_ncd)


@criterion()
def known_to_policy():
    """The policy of the day knows this group; between 2021-09-27 and 2022-12-31 NCD and LCD differed."""
    return open_question(
        "whether oxygen without hypoxemia was covered on {line.service_date}: the NCD let the contractors allow it, "
        "their LCD did not yet",
        lenient=in_ncd_of_the_day,
        strict=in_lcd_of_the_day,
        authority=("NCD240.2, D", "L33797-2020", "NCOVID22"),
    )


@criterion()
def in_group_3():
    """Group III: no hypoxemia and a condition."""
    return normal_blood_gases & has_group_3_condition & known_to_policy
