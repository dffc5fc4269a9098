"""Who may take a test, and who may pay for it."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import among, criterion, open_question, p, test
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import NEW_TEST, REPORT, WHO


@criterion(TEST)
def testers_named():
    """The payer names who may take the test."""
    return p.accepted_testers.is_not_null()


@criterion(
    TEST,
    not_met=WHO + ": taken by the {test.performed_by}, from whom this payer accepts no test",
    unknown=WHO + ": who took it is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
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


@criterion(TEST)
def no_payer_barred():
    """The payer bars nobody from paying for the test."""
    return p.barred_test_payers.is_null()


@criterion(
    TEST,
    not_met=WHO + ": paid for by the {test.paid_by}, who may not pay for it with this payer",
    unknown=WHO + ": who paid for it is not documented",
    ask=REPORT,
    cure=NEW_TEST,
)
def not_paid_by_barred():
    """Not paid for by somebody who may not."""
    return ~among(p.barred_test_payers, test.paid_by)


@criterion(TEST)
def payer_accepted():
    """Paid for by somebody who may."""
    return no_payer_barred | not_paid_by_barred
