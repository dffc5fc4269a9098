"""The payer's own criteria as part of the verdict."""

import polars as pl

from oxyclaim.engine.words import Stage, criterion, output, p
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    authorization_needed,
    missed_goes_to_payer,
    settled_by_authorization,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.own_criteria.ages import age_left_open
from oxyclaim.policy.rules.coverage.own_criteria.criteria import (
    criteria_stated,
    meets_own,
    no_values,
    some_limit_on_tests,
)


@criterion()
def equipment_under_criteria():
    """Oxygen equipment of a payer whose file says by what a patient qualifies."""
    return is_rental_equipment & criteria_stated


@criterion()
def qualifies():
    """By the payer's own criteria, or the payer itself decides or has decided, or its text leaves the age open."""
    return meets_own | settled_by_authorization | missed_goes_to_payer | age_left_open


@output(Stage.COVERAGE, qualifies, serves="PAY-110", idle=pl.lit(None, pl.Boolean))
def qualifies_with_payer(met):
    """Whether the patient qualifies with a payer of own criteria, also by its decision; null while unknown."""
    return met


@criterion()
def criteria_incomplete():
    """The file says that its criteria are incomplete: somebody may qualify by what it does not hold."""
    wanted = ["age_bands", "qualifying_values", "indications"]
    return (p.incomplete_lists.list.set_intersection(wanted).list.len() > 0).fill_null(False)


@criterion()
def equipment_without_criteria():
    """Oxygen equipment for which the payer does not decide by an authorization."""
    return is_rental_equipment & ~authorization_needed & ~settled_by_authorization


@criterion()
def equipment_with_limits_only():
    """Equipment of a payer that limits the tests that count and names no values."""
    return is_rental_equipment & no_values & some_limit_on_tests
