"""By value: the payer's own test values."""

import polars as pl

from oxyclaim.engine.grains import TEST, TEST_VALUE
from oxyclaim.engine.words import clinical, criterion, exists, qualifying_value, test
from oxyclaim.policy.rules.coverage.own_criteria.ages import of_age
from oxyclaim.policy.rules.coverage.own_criteria.readings import has_own_improvement
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import NEW_TEST, REPORT, WHO


def _measured() -> pl.Expr:
    """The value of the kind that the entry requires; below no limit where the test measured another kind."""
    kind = qualifying_value.measure
    return (
        pl.when(kind == "saturation")
        .then(test.saturation)
        .when(kind == "spo2")
        .then(test.spo2_percent)
        .when(kind == "sao2")
        .then(test.sao2_percent)
        .otherwise(test.po2_mmhg)
    )


def _fall() -> pl.Expr:
    of_po2 = test.baseline_po2_mmhg - test.po2_mmhg
    of_saturation = test.baseline_spo2_percent - test.spo2_percent
    return pl.when(qualifying_value.measure == "po2").then(of_po2).otherwise(of_saturation)


@criterion(TEST_VALUE)
def another_measure():
    """The test measured something else than the entry asks for."""
    some_value = pl.coalesce(test.saturation, test.po2_mmhg).is_not_null()
    return _measured().is_null() & some_value


@criterion(TEST_VALUE)
def within_limits():
    """The value keeps every limit that the entry sets."""
    value, fall, v = _measured(), _fall(), qualifying_value
    return pl.all_horizontal(
        v.at_most.is_null() | (value <= v.at_most),
        v.below.is_null() | (value < v.below),
        v.at_least.is_null() | (value >= v.at_least),
        v.above.is_null() | (value > v.above),
        v.fall_of_more_than.is_null() | (fall > v.fall_of_more_than),
        v.fall_of_at_least.is_null() | (fall >= v.fall_of_at_least),
        v.minutes_at_least.is_null() | (test.minutes_at_qualifying_value >= v.minutes_at_least),
        v.percent_of_time_above.is_null() | (test.percent_of_time_at_value > v.percent_of_time_above),
        v.percent_of_time_at_least.is_null() | (test.percent_of_time_at_value >= v.percent_of_time_at_least),
    )


@criterion(TEST_VALUE)
def in_state():
    """Taken in the state that the entry asks for."""
    any_state = (qualifying_value.state == "any") & test.state.is_in(["rest", "exercise", "sleep"])
    return any_state | (test.state == qualifying_value.state)


@criterion(TEST_VALUE)
def with_condition():
    """One of the conditions that the entry asks for is documented; none is asked for, or one of them is."""
    wanted = qualifying_value.with_any_of
    found = {
        "cor_pulmonale": clinical.cor_pulmonale,
        "pulmonary_hypertension": clinical.pulmonary_hypertension,
        "dependent_edema": clinical.dependent_edema_suggesting_chf,
        "erythrocythemia": clinical.hematocrit_percent > qualifying_value.hematocrit_above,
        "symptoms_of_hypoxemia": test.symptoms_of_hypoxemia | test.signs_noted,
        "lung_disease_or_hypoxia_symptoms": clinical.lung_disease_or_hypoxia_symptoms,
    }
    some = pl.any_horizontal([wanted.list.contains(word) & fact for word, fact in found.items()])
    return pl.when(wanted.is_null()).then(pl.lit(True)).otherwise(some)


@criterion(TEST_VALUE)
def asks_for_improvement():
    """The entry asks for an improvement with oxygen."""
    return qualifying_value.improves_with_oxygen.fill_null(False)


@criterion(TEST_VALUE)
def value_for_age():
    """The patient is of the entry's ages."""
    return of_age(qualifying_value)


@criterion(
    TEST_VALUE,
    met=WHO + ": {qualifying_value.words}",
    not_met=WHO + ": not {qualifying_value.words}",
    unknown=WHO + ": whether it shows {qualifying_value.words} is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
def value_met():
    """The test keeps everything that the entry asks for."""
    return ~another_measure & in_state & within_limits & with_condition & value_for_age


@criterion(TEST_VALUE)
def value_met_by_itself():
    """The test keeps an entry that asks for no improvement with oxygen."""
    return value_met & ~asks_for_improvement


@criterion(TEST_VALUE)
def speaks_of_the_test():
    """The entry is for the patient's age, for what the test measured and for the state in which it was taken."""
    return value_for_age & ~another_measure & in_state


@criterion(TEST)
def some_value_met():
    """The test keeps some entry of the payer's values."""
    return exists(TEST_VALUE, value_met, among=speaks_of_the_test)


@criterion(TEST)
def improvement_shown_if_asked():
    """Where the entries that it keeps all ask for an improvement with oxygen, the test shows it."""
    return ~some_value_met | exists(TEST_VALUE, value_met_by_itself) | has_own_improvement


@criterion(TEST)
def meets_some_value():
    """The test keeps some entry of the payer's values, and shows the improvement with oxygen where that is asked."""
    return some_value_met & improvement_shown_if_asked
