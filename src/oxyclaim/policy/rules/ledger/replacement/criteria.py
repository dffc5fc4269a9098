"""Whether a rental replaces an earlier one, and whether that opens a new one."""

import polars as pl

from oxyclaim.engine.words import Cure, Fact, criterion, line, p

WHY = Cure("say what was replaced and why (item: replaces)", "the supplier's records")


@criterion()
def is_replacement():
    """The rental replaces an earlier one."""
    given = line.replaced_reason.is_not_null() | line.replaced_rental_start.is_not_null()
    return Fact(given | line.replaced_code.is_not_null())


@criterion(
    met="the lifetime of the replaced equipment, begun on {line.replaced_rental_start}, had ended",
    not_met="the lifetime of {p.lifetime_years} years from {line.replaced_rental_start} had not ended on {line.rental_start}",
    unknown="when the replaced rental began, or this one, is not known",
    ask=WHY,
)
def lifetime_ended():
    """The replaced equipment's reasonable useful lifetime had ended when this rental began."""
    end = line.replaced_rental_start.dt.offset_by(p.lifetime_years.cast(pl.String) + "y")
    return line.rental_start >= end


@criterion(not_met="it was not replaced because its lifetime had ended")
def for_end_of_lifetime():
    """Replaced because its lifetime ended."""
    return line.replaced_reason == "end_of_lifetime"


@criterion(
    met="the equipment was {line.replaced_reason}",
    not_met="{line.replaced_reason} opens no new rental",
    unknown="why the equipment was replaced is not known",
    ask=WHY,
)
def for_an_incident():
    """Lost, stolen or irreparably damaged."""
    return line.replaced_reason.is_in(["lost", "stolen", "irreparable_damage"])


@criterion()
def opens_new_rental():
    """A replacement that opens new rental months: after the lifetime, or after a loss, theft or damage."""
    return (for_end_of_lifetime & lifetime_ended) | for_an_incident


@criterion()
def same_code():
    """The replaced equipment had the same code."""
    return line.replaced_code == line.code


@criterion()
def identical_after_lifetime():
    """The same code again after the end of the lifetime."""
    return is_replacement & for_end_of_lifetime & lifetime_ended & same_code
