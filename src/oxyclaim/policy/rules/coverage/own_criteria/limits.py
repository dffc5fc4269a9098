"""What a payer asks of a test beside its value: who took it, when, in which stay, on room air, with which readings."""

import polars as pl

from oxyclaim.engine.grains import TEST, TEST_CERTIFICATE, TEST_ORDER, TEST_WINDOW
from oxyclaim.engine.words import certificate, criterion, exists, inpatient_window, line, order, p, test
from oxyclaim.policy.rules.coverage.own_criteria.ages import of_age
from oxyclaim.policy.rules.coverage.own_criteria.readings import readings_complete
from oxyclaim.policy.rules.coverage.own_criteria.testers import payer_accepted, tester_accepted
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import NEW_TEST, REPORT, WHO


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
    return of_age(inpatient_window)


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
    not_met=WHO + ": not on room air, which this payer requires",
    unknown=WHO + ": room air or oxygen is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
def on_air_if_wanted():
    """On room air, where the payer requires that."""
    return ~p.room_air_required.fill_null(False) | test.on_room_air


@criterion(TEST)
def keeps_limits():
    """It keeps everything that the payer asks of a test beside its value."""
    return tester_accepted & payer_accepted & recent_enough & stay_fits & on_air_if_wanted & readings_complete
