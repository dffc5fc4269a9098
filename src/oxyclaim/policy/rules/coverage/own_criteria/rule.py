"""The payer's own criteria as part of the verdict."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, output, p, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    authorization_needed,
    missed_goes_to_payer,
    settled_by_authorization,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable, is_rental_equipment
from oxyclaim.policy.rules.coverage.own_criteria.criteria import age_left_open, criteria_stated, meets_own
from oxyclaim.policy.rules.coverage.portable.mobile_in_home.rule import mobile_in_home


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


@rule(
    "PAY-110",
    stage=Stage.COVERAGE,
    applies=equipment_under_criteria,
    requires=qualifies,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The patient does not meet this payer's criteria: {reasons}.",
    if_unknown="Whether the patient meets this payer's criteria is not documented: {reasons}.",
    cure=Cure("a new test that meets them helps later months", "the treating practitioner", Helps.LATER),
    asserts="rental",
)
def own_criteria():
    """The patient qualifies by the payer's own criteria: by age, by a diagnosis, or by a test value.

    An authorization that covers the line settles the question in their place. Where the payer itself decides on
    patients who miss its values, missing them asks for an authorization and is no denial; where its text leaves the
    patient's age open, a person decides (PAY-112).
    """


@criterion()
def equipment_without_criteria():
    """Oxygen equipment for which the payer does not decide by an authorization."""
    return is_rental_equipment & ~authorization_needed & ~settled_by_authorization


@criterion(not_met="the payer's file names neither test values, nor ages, nor diagnoses")
def criteria_are_stated():
    """The payer's file says by what a patient qualifies."""
    return criteria_stated


@rule(
    "PAY-111",
    stage=Stage.COVERAGE,
    applies=equipment_without_criteria,
    requires=criteria_are_stated,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="By what a patient qualifies with this payer is for a person to settle: {reasons}.",
    cure=Cure("ask the payer for its oxygen policy, and enter its values in the payer's file", "the billing manager"),
)
def criteria_silent():
    """Where the payer's file is silent on its criteria, and no authorization stands in their place, a person decides."""


@criterion(not_met="for the patient's age the payer's text leaves it open")
def age_not_left_open():
    """The payer's text does not leave the patient's age open."""
    return ~age_left_open


@rule(
    "PAY-112",
    stage=Stage.COVERAGE,
    applies=equipment_without_criteria,
    requires=age_not_left_open,
    not_met=Effect.REVIEW,
    unknown=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="A person settles whether the patient qualifies: {reasons}.",
)
def age_band_open():
    """For ages that the payer's text leaves open a person decides."""


@criterion()
def mobility_wanted():
    """The payer wants a record that the patient is mobile."""
    return p.mobility_required.fill_null(False)


@criterion()
def mobility_asked():
    """Portable equipment of a payer that wants a record of mobility."""
    return is_for_portable & mobility_wanted


@rule(
    "PAY-120",
    stage=Stage.COVERAGE,
    applies=mobility_asked,
    requires=mobile_in_home,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer wants a record that the patient is mobile within the home: {reasons}.",
    asserts="rental",
)
def mobility():
    """Portable equipment wants a record that the patient is mobile, where the payer asks for it."""
