"""When a blood gas study counts: everything that other subjects ask of it, in one place."""

from oxyclaim.policy.rules.coverage.qualifying_test.exercise import (
    complete_exercise_test,
    has_improvement_on_oxygen,
)
from oxyclaim.policy.rules.coverage.qualifying_test.preference import (
    acceptable,
)
from oxyclaim.policy.rules.coverage.qualifying_test.readings import (
    NEW_TEST,
    REPORT,
    WHO,
    any_reading,
    around_exercise,
    at_rest,
    in_sleep,
    meets_group_1_value,
    meets_group_2_value,
    on_room_air,
    shows_no_hypoxemia,
)
from oxyclaim.policy.rules.coverage.qualifying_test.sleep import (
    eligible_overnight_oximetry,
    eligible_sleep_study,
    long_enough_in_sleep,
    titration_study,
)
from oxyclaim.policy.rules.coverage.qualifying_test.soundness import (
    before_discharge,
    ordered,
    sound,
)

__all__ = [
    "NEW_TEST",
    "REPORT",
    "WHO",
    "acceptable",
    "any_reading",
    "around_exercise",
    "at_rest",
    "before_discharge",
    "complete_exercise_test",
    "eligible_overnight_oximetry",
    "eligible_sleep_study",
    "has_improvement_on_oxygen",
    "in_sleep",
    "long_enough_in_sleep",
    "meets_group_1_value",
    "meets_group_2_value",
    "on_room_air",
    "ordered",
    "shows_no_hypoxemia",
    "sound",
    "titration_study",
]
