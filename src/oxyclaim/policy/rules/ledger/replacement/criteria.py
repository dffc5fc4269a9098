"""Whether a rental replaces an earlier one, and whether that opens a new one."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH, OTHER_LINE
from oxyclaim.engine.words import (
    Cure,
    Fact,
    Helps,
    criterion,
    derived,
    exists,
    line,
    month,
    open_question,
    other_line,
    p,
)

WHY = Cure("say what was replaced and why (item: replaces)", "the supplier's records")


@criterion()
def is_replacement():
    """The rental replaces an earlier one."""
    given = line.replaced_reason.is_not_null() | line.replaced_rental_start.is_not_null()
    return Fact(given | line.replaced_code.is_not_null())


def _lifetime_after(day):
    return day.dt.offset_by(p.lifetime_years.cast(pl.String) + "y")


@derived(LINE)
def replaced_lifetime_over():
    """The first day after the lifetime of the replaced equipment, on which a new rental may begin."""
    return _lifetime_after(line.replaced_rental_start)


@derived(LINE)
def stationary_lifetime_over():
    """The first day after the lifetime of the stationary unit beside it, as the case gives its start."""
    return _lifetime_after(line.replaced_stationary_rental_start)


def _wait_for(day):
    return Cure(
        f"if it is replaced for the end of its lifetime, wait: the new rental may begin on {{{day}}} at the earliest",
        "the biller",
        Helps.LATER,
    )  # fmt: skip


@criterion(
    met="the lifetime of the replaced equipment, begun on {line.replaced_rental_start}, had ended",
    not_met="the lifetime of {p.lifetime_years} years from {line.replaced_rental_start} had not ended on {line.rental_start}",
    unknown="when the replaced rental began, or this one, is not known",
    ask=WHY,
    cure=_wait_for("line.replaced_lifetime_over"),
)
def own_lifetime_ended():
    """The replaced equipment's own reasonable useful lifetime had ended when this rental began."""
    return line.rental_start >= line.replaced_lifetime_over


@criterion()
def is_portable_unit():
    """Portable equipment, whose lifetime follows that of a stationary unit beside it."""
    return (line.kind_of_code == "portable").fill_null(False)


@criterion()
def stationary_start_given():
    """The case gives the start of the stationary rental beside it."""
    return Fact(line.replaced_stationary_rental_start.is_not_null())


@criterion(
    authority="CR7213",
    met="the lifetime of the stationary unit beside it, begun on {line.replaced_stationary_rental_start}, had ended",
    not_met="the lifetime of the stationary unit beside it, begun on {line.replaced_stationary_rental_start}, had not ended on "
    "{line.rental_start}",
    unknown="when this rental began is not known",
    ask=WHY,
    cure=_wait_for("line.stationary_lifetime_over"),
)
def given_lifetime_ended():
    """The lifetime of the stationary unit, as the case gives its start, had ended when this rental began."""
    return line.rental_start >= line.stationary_lifetime_over


@criterion(OTHER_LINE)
def other_is_replaced_stationary():
    """The other line replaces stationary equipment."""
    return (other_line.kind_of_code == "stationary") & other_line.replaced_rental_start.is_not_null()


@criterion(
    OTHER_LINE,
    authority="CR7213",
    met="the lifetime of the stationary unit beside it, begun on {other_line.replaced_rental_start}, had ended",
    not_met="the lifetime of the stationary unit beside it, begun on {other_line.replaced_rental_start}, had not ended on "
    "{line.rental_start}",
)
def stationary_lifetime_ended():
    """The replaced stationary unit's lifetime had ended when this rental began."""
    return line.rental_start >= _lifetime_after(other_line.replaced_rental_start)


@criterion(OTHER_LINE)
def other_is_stationary_unit():
    """The other line is stationary equipment."""
    return (other_line.kind_of_code == "stationary").fill_null(False)


@criterion(MONTH)
def earlier_stationary_month():
    """A rental month of stationary equipment within a lifetime before the start."""
    recent = (month.service_date >= line.a_lifetime_before_start) & (month.service_date < line.rental_start)
    return (month.kind_of_month == "stationary") & (month.kind == "rental") & recent


@criterion(
    unknown="whether a stationary unit stands beside it, whose lifetime would govern, is not known",
    ask=Cure(
        "list the months paid before (history), or give the start of the stationary rental", "the supplier's records"
    ),
)
def stationary_beside():
    """A stationary unit stands beside the portable one: on another line, or in the months billed before."""
    return exists(OTHER_LINE, other_is_stationary_unit) | exists(MONTH, earlier_stationary_month)


@criterion(unknown="when the stationary unit beside it was first rented is not known", ask=WHY)
def lifetime_of_stationary_unknown():
    """Nobody has said when the stationary unit beside it was first rented."""
    return pl.lit(None, pl.Boolean)


@criterion()
def stationary_of_line_ended():
    """The lifetime of the stationary unit that another line replaces had ended."""
    return exists(OTHER_LINE, stationary_lifetime_ended, among=other_is_replaced_stationary)


@criterion()
def governing_lifetime_ended():
    """The lifetime that governs a portable unit had ended: the stationary unit's beside it, else its own."""
    by_line = stationary_of_line_ended | (
        ~exists(OTHER_LINE, other_is_replaced_stationary)
        & ((stationary_beside & lifetime_of_stationary_unknown) | (~stationary_beside & own_lifetime_ended))
    )
    return (stationary_start_given & given_lifetime_ended) | (~stationary_start_given & by_line)


@criterion()
def lifetime_ended():
    """The reasonable useful lifetime of the replaced equipment had ended when this rental began."""
    return (is_portable_unit & governing_lifetime_ended) | (~is_portable_unit & own_lifetime_ended)


@criterion(not_met="it was not replaced because its lifetime had ended")
def for_end_of_lifetime():
    """Replaced because its lifetime ended."""
    return line.replaced_reason == "end_of_lifetime"


@criterion(
    met="the reason of the replacement: {line.replaced_reason}",
    not_met="{line.replaced_reason} opens no new rental",
    unknown="why the equipment was replaced is not known",
    ask=WHY,
)
def for_an_incident():
    """Lost, stolen or irreparably damaged."""
    return line.replaced_reason.is_in(["lost", "stolen", "irreparable_damage"])


@criterion(
    met="the former supplier is gone ({line.replaced_reason})",
    not_met="{line.replaced_reason} is no end of the former supplier",
    unknown="why the equipment was replaced is not known",
    ask=WHY,
)
def supplier_is_gone():
    """The former supplier went bankrupt or left Medicare."""
    return line.replaced_reason.is_in(["supplier_bankruptcy", "supplier_left_medicare"])


@criterion()
def end_of_supplier_opens_none():
    """The list of restarts in the policy article leaves the end of a supplier out."""
    return line.replaced_reason.is_null() & line.replaced_reason.is_not_null()


@criterion()
def end_of_supplier_opens():
    """Whether the end of the former supplier opens new rental months is open."""
    return open_question(
        "whether new rental months begin when the former supplier went bankrupt or left Medicare ({line.replaced_reason}): "
        "the policy article's list of restarts names damage, loss, theft and a break in need, and no change of supplier; a "
        "contractor's page of 2009 takes equipment of a bankrupt supplier as lost. Ask the contractor with the notice of the "
        "bankruptcy or of the end of enrollment, a new order and the records of an initial claim",
        lenient=supplier_is_gone,
        strict=end_of_supplier_opens_none,
        authority=("A52514, Initial 36 months", "CGS10985"),
    )


@criterion()
def opens_new_rental():
    """A replacement that opens new rental months: after the lifetime, or after a loss, theft or damage."""
    return (for_end_of_lifetime & lifetime_ended) | for_an_incident | end_of_supplier_opens


@criterion()
def same_code():
    """The replaced equipment had the same code."""
    return line.replaced_code == line.code


@criterion()
def identical_after_lifetime():
    """The same code again after the end of the lifetime."""
    return is_replacement & for_end_of_lifetime & lifetime_ended & same_code
