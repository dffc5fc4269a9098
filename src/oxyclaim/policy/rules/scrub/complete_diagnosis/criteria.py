"""A diagnosis carries a line only by a complete code of the year's ICD-10-CM list.

The rule book holds no whole list, but a table of the categories that oxygen is ordered for (lungs, heart failure, pulmonary
hypertension, sleep apnea, cluster headache, hypoxemia). Of other codes it knows only, for the latest years, which are
complete with three characters; what it does not know, it says.
"""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import criterion, derived, line, p
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents, is_maintenance, is_rental_equipment

CATEGORY = 3
"""Characters of a category."""


@derived(LINE)
def icd10_to_check():
    """The claim's diagnosis codes that the table does not hold as complete."""
    return line.icd10.list.set_difference(p.diagnosis_codes).list.set_difference(p.diagnosis_codes_changed)


@derived(LINE)
def icd10_bare_categories():
    """Those of them that are a bare category, unless a category is known to be complete or nobody knows."""
    bare = line.icd10_to_check.list.eval(pl.element().filter(pl.element().str.len_chars() == CATEGORY))
    known = p.diagnosis_whole_categories.is_not_null()
    return pl.when(known).then(bare.list.set_difference(p.diagnosis_whole_categories).list.sort())


@derived(LINE)
def icd10_faulty_categories():
    """The categories of which the table holds every complete code, and not the claim's."""
    categories = line.icd10_to_check.list.eval(pl.element().str.slice(0, CATEGORY))
    return categories.list.set_intersection(p.diagnosis_categories).list.sort()


def _dotted(code: pl.Expr) -> pl.Expr:
    point = pl.when(code.str.len_chars() > CATEGORY).then(pl.lit(".")).otherwise(pl.lit(""))
    return pl.concat_str(code.str.head(CATEGORY), point, code.str.slice(CATEGORY))


def _codes_of(categories: pl.Expr) -> pl.Expr:
    """The claim's unlisted codes of these categories; a list sees no other column, so that text is searched."""
    pattern = pl.format("(?:{})[0-9A-Z]*", categories.list.join("|"))
    found = line.icd10_to_check.list.join(" ").str.extract_all(pattern)
    return pl.when(categories.list.len() > 0).then(found).otherwise(pl.lit([], dtype=pl.List(pl.String)))


@derived(LINE)
def icd10_faulty():
    """The claim's codes of those categories, with their dot."""
    return _codes_of(line.icd10_faulty_categories).list.eval(_dotted(pl.element())).list.unique().list.sort()


@derived(LINE)
def icd10_faulty_lived():
    """When those codes came or went, as it is told; empty where no year's list holds them."""
    codes = _codes_of(line.icd10_faulty_categories)
    pattern = pl.format("(?:{}): [^;]+", codes.list.join("|"))
    found = p.diagnosis_codes_lived.list.join(";").str.extract_all(pattern)
    told = found.list.eval(pl.element().str.replace("^[0-9A-Z]+: ", "")).list.join(", ")
    known = (codes.list.len() > 0) & (told != "")
    return pl.when(known.fill_null(False)).then(pl.format(": {}", told)).otherwise(pl.lit(""))


@derived(LINE)
def icd10_not_in_table():
    """The categories of the other codes, of which the table holds nothing."""
    categories = line.icd10_to_check.list.eval(pl.element().str.slice(0, CATEGORY))
    return categories.list.set_difference(p.diagnosis_categories).list.sort()


@criterion()
def is_oxygen_line():
    """Oxygen equipment, contents or a maintenance visit."""
    return is_rental_equipment | is_contents | is_maintenance
