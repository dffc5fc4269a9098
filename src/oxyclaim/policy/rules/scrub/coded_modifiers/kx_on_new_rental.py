"""KX on a rental begun on or after 2023-04-01 is rejected as an invalid modifier."""

from oxyclaim.engine.words import Kind, Stage, criterion, line, open_question, p, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import waiver_carries_replacement
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, is_coded_equipment


@criterion()
def coded_kx():
    """KX is on the line."""
    return line.modifiers.list.contains(p.modifier_criteria_met).fill_null(False)


@criterion(
    not_met="KX stands on a rental begun on {line.rental_start}",
    unknown="without rental_start it cannot be told whether KX is still taken",
)
def kx_is_taken():
    """KX is taken on a rental begun on this day."""
    return p.kx_in_lieu


@criterion()
def kx_with_disaster_modifier():
    """KX with CR, on a rental begun in the public health emergency."""
    return p.kx_with_cr & line.modifiers.list.contains("CR")


@criterion(
    not_met="KX stands on a rental begun on {line.rental_start}",
    unknown="without rental_start it cannot be told whether KX is still taken",
)
def kx_fits_rental():
    """KX is taken, alone or, after an emergency start, perhaps with CR."""
    after_emergency_start = open_question(
        "whether KX with CR stands on a rental begun between 2023-04-01 and 2023-05-11",
        lenient=kx_with_disaster_modifier,
        strict=kx_is_taken,
        authority=("NMOD", "CGSMOD"),
    )
    return kx_is_taken | after_emergency_start | waiver_carries_replacement


@criterion()
def is_coded_with_kx():
    """A coded line of oxygen equipment with KX."""
    return is_coded_equipment & coded_kx


@rule(
    "SCR-120",
    snip_level=6,
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_with_kx,
    requires=kx_fits_rental,
    in_force=("2023-04-01", None),
    authority=("NMOD", "CGSMOD"),
    sentence="Rejected as an invalid modifier: {reasons}; N1, N2 or N3 replaces KX on rentals begun since 2023-04-01.",
    if_unknown="Whether the payer takes KX is not known: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def kx_on_new_rental():
    """KX on a rental begun on or after 2023-04-01 is rejected as an invalid modifier."""
