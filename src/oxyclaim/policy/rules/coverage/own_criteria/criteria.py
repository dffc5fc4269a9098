"""Whether a patient qualifies by the payer's own criteria: by age, by a test value, or by a diagnosis."""

import polars as pl

from oxyclaim.engine.grains import RIVAL_TEST, TEST
from oxyclaim.engine.words import Stage, criterion, exists, of_other, open_question, output, p, rival_test, test
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.own_criteria.ages import no_bands, qualifies_by_prescription, young_enough
from oxyclaim.policy.rules.coverage.own_criteria.indications import no_indications, qualifies_by_indication
from oxyclaim.policy.rules.coverage.own_criteria.limits import keeps_limits
from oxyclaim.policy.rules.coverage.own_criteria.values import meets_some_value


@criterion(TEST)
def own_qualifying_test():
    """A test that counts for this payer and keeps some entry of its values."""
    return meets_some_value & keeps_limits


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


@output(Stage.COVERAGE, meets_own, criteria_stated, young_enough, serves="PAY-110", idle=pl.lit(None, pl.Boolean))
def misses_own_values(meets, stated, young):
    """Whether the patient misses the payer's values, so that the payer may decide; never where an order is enough."""
    return pl.when(young).then(pl.lit(False)).when(~young).then(pl.when(stated).then(~meets))


@output(Stage.COVERAGE, young_enough, serves="PAY-110", idle=pl.lit(False))
def prescription_is_enough(young):
    """Whether the patient is of an age at which a prescription is enough with this payer."""
    return young


@criterion()
def some_limit_on_tests():
    """The payer's file sets a limit on tests, though it may name no values."""
    limits = (
        p.accepted_testers, p.barred_test_payers, p.test_max_age_days, p.inpatient_windows, p.exercise_readings,
    )  # fmt: skip
    return pl.any_horizontal([limit.is_not_null() for limit in limits]) | p.room_air_required.fill_null(False)


@criterion(TEST)
def test_within_limits():
    """A test that keeps what the payer asks of tests."""
    return keeps_limits


@criterion(RIVAL_TEST)
def no_higher():
    """The other reading is no higher than this one."""
    return pl.coalesce(rival_test.saturation <= test.saturation, rival_test.po2_mmhg <= test.po2_mmhg)


@criterion(RIVAL_TEST)
def other_counts_and_is_as_low():
    """The other test keeps the limits, and is no higher."""
    return of_other(keeps_limits) & no_higher


@criterion(TEST)
def lowest_and_does_not_count():
    """It keeps the limits not, and none that keeps them is as low."""
    return ~keeps_limits & ~exists(RIVAL_TEST, other_counts_and_is_as_low)


@criterion()
def lowest_test_counts():
    """The lowest of the tests keeps what the payer asks of tests."""
    return ~exists(TEST, lowest_and_does_not_count)


@criterion()
def has_test_within_limits():
    """A test that keeps what the payer asks of tests, where its file names no values."""
    return exists(TEST, test_within_limits, none="no test is on file")
