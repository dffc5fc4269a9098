"""What a payer's front end says to the modifiers that somebody has put on a line."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, open_question, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import beside_portable, is_rental_equipment, is_stationary

RESUBMIT = Cure("send a new claim with the right modifiers; a rejected line has no appeal", "the biller")


def _has(modifiers):
    return line.modifiers.list.set_intersection(modifiers).list.len() > 0


def _count(modifiers):
    return line.modifiers.list.set_intersection(modifiers).list.len()


@criterion()
def is_coded():
    """Somebody has put modifiers on the line."""
    return line.modifiers.is_not_null()


@criterion()
def is_coded_equipment():
    """A coded line of oxygen equipment."""
    return is_coded & is_rental_equipment


@criterion(not_met="none of {p.coverage_modifiers} is on the line")
def has_coverage_modifier():
    """A coverage or liability modifier is there."""
    return _has(p.coverage_modifiers)


@rule(
    "SCR-100",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_equipment,
    requires=has_coverage_modifier,
    in_force=("2018-08-01", None),
    authority=("N18", "NMOD"),
    sentence="Rejected as missing information: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def coverage_modifier_present():
    """An oxygen line without a coverage or liability modifier is rejected."""


@criterion(not_met="it is coded {line.modifiers}")
def one_coverage_modifier():
    """At most one coverage or liability modifier, one of the first slot and one flow modifier."""
    flow = _count(p.flow_modifiers)
    return (_count(p.coverage_modifiers) <= 1) & (_count(p.pricing_modifiers) <= 1) & (flow <= 1)


@rule(
    "SCR-110",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_equipment,
    requires=one_coverage_modifier,
    in_force=("2018-08-01", None),
    authority=("NMODS", "NMOD"),
    sentence="Rejected: modifiers that exclude each other stand on the line: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def coverage_modifiers_exclude_each_other():
    """KX, N1, N2, N3, GA, GZ and GY exclude each other on a line; so do RR, NU, UE, MS, and the flow modifiers."""


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
    return kx_is_taken | open_question(
        "whether KX with CR stands on a rental begun between 2023-04-01 and 2023-05-11",
        lenient=kx_with_disaster_modifier,
        strict=kx_is_taken,
        authority=("NMOD", "CGSMOD"),
    )


@criterion()
def is_coded_with_kx():
    """A coded line of oxygen equipment with KX."""
    return is_coded_equipment & coded_kx


@rule(
    "SCR-120",
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


@criterion(not_met="neither RR nor a sale modifier is on the line")
def has_pricing_modifier():
    """RR is there (or a modifier that means a sale or a maintenance visit)."""
    return _has(p.pricing_modifiers)


@rule(
    "SCR-130",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_equipment,
    requires=has_pricing_modifier,
    in_force=("1989-06-01", None),
    authority=("NMODS", "NDEN"),
    sentence="Rejected: {reasons}; a rental month is billed with RR.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def rental_modifier_present():
    """A monthly rental line without RR is rejected."""


@criterion()
def is_coded_stationary():
    """A coded line of stationary equipment."""
    return is_coded & is_stationary


@criterion()
def coded_for_portable():
    """QF or QB is on the line."""
    return _has(p.flow_modifiers_with_portable)


@criterion()
def coded_without_portable():
    """QG or QR is on the line."""
    return _has(p.flow_modifiers_without_portable)


@criterion(not_met="{line.modifiers} does not fit the portable line of the same month, or its absence")
def flow_fits_portable_line():
    """QF and QB come with a portable line, QG and QR without one."""
    return (~coded_for_portable | beside_portable) & (~coded_without_portable | ~beside_portable)


@rule(
    "SCR-140",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_stationary,
    requires=flow_fits_portable_line,
    in_force=("2018-04-01", None),
    authority="CR9848",
    sentence="Returned as unprocessable: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def flow_modifier_fits_portable_line():
    """QG or QR beside a portable line, and QF or QB without one, are returned."""


@criterion(not_met="{line.modifiers} are more than a line holds, and 99 does not stand in the last slot")
def fits_the_slots():
    """At most four modifiers."""
    return line.modifiers.list.len() <= p.modifier_slots


@rule(
    "SCR-150",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=fits_the_slots,
    in_force=("2009-09-25", None),
    authority=("NMODS", "CMS99"),
    sentence="Rejected: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def modifiers_fit_the_line():
    """A line holds four modifiers; of more, 99 in the fourth slot and all of them in the narrative."""
