"""By diagnosis: those for which oxygen is covered whatever the values are."""

import polars as pl

from oxyclaim.engine.grains import INDICATION, INDICATION_DIAGNOSIS
from oxyclaim.engine.words import criterion, diagnosis, exists, indication, p
from oxyclaim.policy.rules.coverage.own_criteria.ages import of_age


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
    return of_age(indication)


@criterion(INDICATION, met="the diagnosis ({indication.diagnosis}) is one for which this payer asks for no value")
def indication_met():
    """The patient has the diagnosis at an age for which it counts."""
    return has_indication & indication_of_age


@criterion()
def qualifies_by_indication():
    """A diagnosis for which the payer covers oxygen whatever the values are."""
    return ~no_indications & exists(INDICATION, indication_met)
