"""Whether a patient qualifies by the payer's own criteria: by age, by a test value, or by a diagnosis."""

import polars as pl

from oxyclaim.engine.grains import (
    AGE_BAND,
    INDICATION,
    INDICATION_DIAGNOSIS,
    LINE,
    ORDER,
    TEST,
    TEST_CERTIFICATE,
    TEST_ORDER,
    TEST_VALUE,
    TEST_WINDOW,
)
from oxyclaim.engine.words import (
    Cure,
    Facts,
    Stage,
    age_band,
    certificate,
    clinical,
    criterion,
    derived,
    diagnosis,
    exists,
    indication,
    inpatient_window,
    line,
    open_question,
    order,
    output,
    p,
    qualifying_value,
    test,
)
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import (
    NEW_TEST,
    REPORT,
    WHO,
    complete_exercise_test,
    has_improvement_on_oxygen,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.papers.written_order.rule import orders_this_code, signed_by_practitioner

AGE = Cure("enter the date of birth", "the supplier's records")
ORDERED = Cure("obtain the signed order", "the treating practitioner")


@derived(LINE)
def age_years():
    """Age in whole years on the service date."""
    years = line.service_date.dt.year() - line.birth_date.dt.year()
    day = line.service_date.dt.month() * 100 + line.service_date.dt.day().cast(pl.Int32)
    birthday = line.birth_date.dt.month() * 100 + line.birth_date.dt.day().cast(pl.Int32)
    return years - (day < birthday).cast(pl.Int32)


def _of_age(entry: Facts) -> pl.Expr:
    """The patient is of the entry's ages; unknown without a date of birth, if it names some."""
    old_enough = entry.from_age.is_null() | (line.age_years >= entry.from_age)
    young_enough = entry.to_age.is_null() | (line.age_years <= entry.to_age)
    return old_enough & young_enough


@criterion(AGE_BAND, unknown="the patient's age is not known (date of birth)", ask=AGE)
def in_band():
    """The patient's age is in the band."""
    return _of_age(age_band)


@criterion(AGE_BAND)
def by_prescription_alone():
    """In this band a prescription is enough."""
    return age_band.rule == "prescription_alone"


@criterion(AGE_BAND)
def left_to_payer():
    """For this band the payer's text leaves it open."""
    return age_band.rule == "needs_review"


@criterion(AGE_BAND)
def prescription_band():
    """The patient is of an age at which a prescription is enough."""
    return by_prescription_alone & in_band


@criterion(AGE_BAND)
def open_band():
    """The patient is of an age for which the payer's text leaves it open."""
    return left_to_payer & in_band


@criterion()
def no_bands():
    """The payer makes no difference by age."""
    return p.age_bands.is_null()


@criterion(met="the patient is {line.age_years} years old, and at that age this payer asks for a prescription alone")
def young_enough():
    """The patient is of an age at which a prescription is enough."""
    return ~no_bands & exists(AGE_BAND, prescription_band)


@criterion()
def age_left_open():
    """The patient is of an age for which the payer's text leaves it open."""
    return ~no_bands & exists(AGE_BAND, open_band)


@criterion(
    ORDER,
    met="order {order.id} of {order.order_date}",
    not_met="order {order.id} of {order.order_date} is not signed by the practitioner",
    ask=ORDERED,
)
def signed_order():
    """A signed order for the line's code."""
    return orders_this_code & signed_by_practitioner


@criterion(ask=ORDERED)
def has_signed_order():
    """A signed order for the line's code is on file."""
    return exists(ORDER, signed_order, among=orders_this_code, none="no order for {line.code} is on file")


@criterion()
def qualifies_by_prescription():
    """A prescription is enough at the patient's age, and it is there."""
    return young_enough & has_signed_order


@criterion()
def no_indications():
    """The payer names no diagnoses for which oxygen is covered whatever the values are."""
    return p.indications.is_null()


@criterion(INDICATION_DIAGNOSIS)
def names_indication():
    """The diagnosis begins as the entry says."""
    return diagnosis.icd10.str.replace_all(".", "", literal=True).str.starts_with(pl.col("indication.diagnosis"))


@criterion(INDICATION)
def has_indication():
    """The patient has the diagnosis and the age."""
    return exists(INDICATION_DIAGNOSIS, names_indication)


@criterion(INDICATION)
def indication_of_age():
    """The patient is of the entry's ages."""
    return _of_age(indication)


@criterion(INDICATION, met="the diagnosis ({indication.diagnosis}) is one for which this payer asks for no value")
def indication_met():
    """The patient has the diagnosis at an age for which it counts."""
    return has_indication & indication_of_age


@criterion()
def qualifies_by_indication():
    """A diagnosis for which the payer covers oxygen whatever the values are."""
    return ~no_indications & exists(INDICATION, indication_met)


def _measured() -> pl.Expr:
    """The value of the kind that the entry wants; below no limit where the test measured another kind."""
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
    return _of_age(qualifying_value)


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


@criterion(TEST)
def some_value_met():
    """The test keeps some entry of the payer's values."""
    return exists(TEST_VALUE, value_met)


@criterion(TEST)
def improvement_shown_if_asked():
    """Where the entries that it keeps all ask for an improvement with oxygen, the test shows it."""
    return ~some_value_met | exists(TEST_VALUE, value_met_by_itself) | has_improvement_on_oxygen


@criterion(TEST)
def meets_some_value():
    """The test keeps some entry of the payer's values, and shows the improvement with oxygen where that is asked."""
    return some_value_met & improvement_shown_if_asked


@criterion(TEST)
def testers_named():
    """The payer names who may take the test."""
    return p.accepted_testers.is_not_null()


@criterion(TEST, not_met=WHO + ": this payer does not take a test by {test.performed_by}", ask=REPORT, cure=NEW_TEST)
def tester_is_named():
    """Taken by somebody whom the payer names."""
    return test.performed_by.is_in(p.accepted_testers)


@criterion(TEST)
def not_by_supplier():
    """Not taken by a supplier."""
    return test.performed_by != "supplier"


@criterion(TEST)
def is_a_test():
    """Always met."""
    return test.record_is_there


@criterion(TEST)
def tester_fits_silence():
    """Where the payer does not say who may take the test: anybody, or anybody but a supplier."""
    return open_question(
        "whether this payer, whose file does not say who may take the test, accepts one by {test.performed_by}",
        lenient=is_a_test,
        strict=not_by_supplier,
        authority="PAYERFILE",
    )


@criterion(TEST)
def tester_accepted():
    """Taken by somebody from whom the payer accepts a test."""
    return (testers_named & tester_is_named) | (~testers_named & tester_fits_silence)


@criterion(TEST_ORDER)
def order_soon_after():
    """An order for the line's code, written within the days allowed after the test."""
    days = (order.order_date - test.date).dt.total_days()
    return order.items.list.contains(line.code) & (days >= 0) & (days <= p.test_max_age_days)


@criterion(TEST_CERTIFICATE)
def certificate_soon_after():
    """A certificate of medical necessity dated within the days allowed after the test."""
    days = (certificate.date - test.date).dt.total_days()
    return (days >= 0) & (days <= p.test_max_age_days)


@criterion(TEST)
def age_measured_at_order():
    """The age of the test is measured at the order."""
    return (p.test_age_from == "order_date").fill_null(False)


@criterion(TEST)
def age_measured_at_certificate():
    """The age of the test is measured at the certificate of medical necessity."""
    return (p.test_age_from == "certificate").fill_null(False)


@criterion(TEST)
def fresh_at_line():
    """No older than the days allowed at the start of the rental or at the service date."""
    day = (
        pl.when((p.test_age_from == "service_date").fill_null(False))
        .then(line.service_date)
        .otherwise(line.rental_start)
    )
    days = (day - test.date).dt.total_days()
    return days <= p.test_max_age_days


@criterion(TEST)
def no_limit_on_age():
    """The payer sets no limit on the age of the test."""
    return p.test_max_age_days.is_null()


@criterion(
    TEST,
    not_met=WHO + ": older than the {p.test_max_age_days} days that this payer allows",
    unknown=WHO + ": whether it is within the {p.test_max_age_days} days that this payer allows is not known",
    cure=NEW_TEST,
)
def recent_enough():
    """No older than the payer allows."""
    at_order = age_measured_at_order & exists(TEST_ORDER, order_soon_after)
    at_certificate = age_measured_at_certificate & exists(TEST_CERTIFICATE, certificate_soon_after)
    return (
        no_limit_on_age
        | at_order
        | at_certificate
        | (~age_measured_at_order & ~age_measured_at_certificate & fresh_at_line)
    )


@criterion(TEST_WINDOW)
def window_for_age():
    """The window is for the patient's age."""
    return _of_age(inpatient_window)


@criterion(TEST_WINDOW)
def within_stay_window():
    """The test lies in the window."""
    days = (test.discharge_date - test.date).dt.total_days()
    return inpatient_window.any_day.fill_null(False) | ((days >= 0) & (days <= inpatient_window.days))


@criterion(TEST_WINDOW)
def window_met():
    """The window is for the patient's age, and the test lies in it."""
    return window_for_age & within_stay_window


@criterion(TEST)
def no_windows():
    """The payer does not say when a test in a hospital stay counts."""
    return p.inpatient_windows.is_null()


@criterion(TEST)
def not_in_a_stay():
    """Not taken during an inpatient stay."""
    return ~test.inpatient


@criterion(
    TEST,
    not_met=WHO + ": taken in a hospital stay, too long before the discharge for this payer",
    unknown=WHO + ": whether it was taken in a hospital stay, and how long before the discharge, is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
def stay_fits():
    """Not in a stay, or when the payer allows it."""
    return no_windows | not_in_a_stay | exists(TEST_WINDOW, window_met)


@criterion(
    TEST,
    not_met=WHO + ": not on room air, which this payer wants",
    unknown=WHO + ": room air or oxygen is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
def on_air_if_wanted():
    """On room air, where the payer wants that."""
    return ~p.room_air_required.fill_null(False) | test.on_room_air


@criterion(TEST)
def not_in_exercise():
    """Not an exercise test."""
    return test.state != "exercise"


@criterion(TEST)
def one_reading_enough():
    """The payer does not ask for several readings of an exercise test."""
    return p.exercise_readings.is_null() | (p.exercise_readings <= 1)


@criterion(TEST)
def readings_complete():
    """All readings that the payer wants of an exercise test: at rest, in exercise, and with oxygen."""
    return one_reading_enough | not_in_exercise | complete_exercise_test


@criterion(TEST)
def own_qualifying_test():
    """A test that counts for this payer and keeps some entry of its values."""
    return meets_some_value & tester_accepted & recent_enough & stay_fits & on_air_if_wanted & readings_complete


@criterion(TEST)
def taken_awake():
    """Not in sleep."""
    return test.state != "sleep"


@criterion(TEST)
def awake_qualifying_test():
    """Such a test, not in sleep."""
    return own_qualifying_test & taken_awake


@criterion()
def no_values():
    """The payer's file holds no test values."""
    return p.qualifying_values.is_null()


@criterion()
def has_own_test():
    """A test that qualifies by the payer's values."""
    return exists(TEST, own_qualifying_test, none="no test is on file")


@criterion()
def has_own_awake_test():
    """A test at rest or in exercise that qualifies by the payer's values."""
    return exists(TEST, awake_qualifying_test, none="no test awake is on file")


@criterion()
def sleep_counts():
    """A test in sleep alone qualifies portable equipment."""
    return p.sleep_only_allows_portable


@criterion()
def sleep_not_spoken_of():
    """The payer does not say whether a test in sleep alone qualifies portable equipment."""
    return p.sleep_only_allows_portable.is_null()


@criterion()
def sleep_fits_silence():
    """Where the payer is silent: a test in sleep alone does, or does not."""
    return open_question(
        "whether this payer, whose file is silent on it, allows portable equipment on a test in sleep alone",
        lenient=has_own_test,
        strict=has_own_awake_test,
        authority="PAYERFILE",
    )


@criterion()
def portable_by_value():
    """For portable equipment: by a test awake, or in sleep where the payer lets that count."""
    silent = sleep_not_spoken_of & sleep_fits_silence
    return has_own_awake_test | (~sleep_not_spoken_of & sleep_counts & has_own_test) | silent


@criterion()
def qualifies_by_value():
    """A test value qualifies the patient for this equipment."""
    return ~no_values & ((is_for_portable & portable_by_value) | (~is_for_portable & has_own_test))


@criterion()
def meets_own():
    """The patient qualifies by the payer's own criteria: by age, by a diagnosis or by a test value."""
    return qualifies_by_prescription | qualifies_by_indication | qualifies_by_value


@criterion()
def criteria_stated():
    """The payer's file says by what a patient qualifies."""
    return ~no_values | ~no_indications | ~no_bands


@output(Stage.COVERAGE, meets_own, criteria_stated, serves="PAY-110", idle=pl.lit(None, pl.Boolean))
def meets_own_criteria(meets, stated):
    """Whether the patient qualifies by the payer's own criteria; null while unknown or where there are none."""
    return pl.when(stated).then(meets)
