"""Amounts, days and parts of composite elements, as columns."""

from datetime import date

import polars as pl

_AMOUNT = r"^([+-]?)(\d*)(?:\.(\d*))?$"


def cents(column: str) -> pl.Expr:
    """An amount such as ``-395.5`` in whole cents, exactly; null for what is no amount, or is no whole cent."""
    found = pl.col(column).str.extract_groups(_AMOUNT)
    sign = pl.when(found.struct["1"] == "-").then(-1).otherwise(1)
    whole, part = found.struct["2"].fill_null(""), found.struct["3"].fill_null("")
    digits = whole.str.len_chars() + part.str.len_chars()
    is_exact = part.str.slice(2).str.strip_chars("0") == ""
    hundredths = (whole + part.str.slice(0, 2).str.pad_end(2, "0")).cast(pl.Int64, strict=False)
    is_amount = found.struct["1"].is_not_null() & (digits > 0) & is_exact
    return pl.when(is_amount).then(sign * hundredths)


def day(column: str) -> pl.Expr:
    """A day written CCYYMMDD; null for what is no day."""
    return day_of(pl.col(column))


def day_of(text: pl.Expr) -> pl.Expr:
    """The same of a text. Polars alone would also read years below 1, which no other part of the program can hold."""
    read = text.str.to_date("%Y%m%d", strict=False)
    return pl.when(read.is_between(date.min, date.max)).then(read)


def component(column: str, place: int, separator: str) -> pl.Expr:
    """A component of a composite element, counted from 1; null where it is empty."""
    part = pl.col(column).str.split(separator).list.get(place - 1, null_on_oob=True)
    return pl.when(part != "").then(part)
