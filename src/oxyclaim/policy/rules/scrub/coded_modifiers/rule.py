"""What a payer's front end says to the modifiers that somebody has put on a line."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, line, open_question, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import (
    beside_portable,
    is_contents,
    is_maintenance,
    is_rental_equipment,
    is_stationary,
)

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


@criterion()
def is_coded_oxygen():
    """A coded line of oxygen equipment, contents or a maintenance visit."""
    return is_coded & (is_rental_equipment | is_contents | is_maintenance)


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
    applies=is_coded_oxygen,
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


@criterion(not_met="it is coded {line.modifiers}")
def replacement_or_repair():
    """Not both a replacement (RA) and a part of a repair (RB)."""
    return _count(p.replacement_or_repair_modifiers) <= 1


@rule(
    "SCR-115",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=replacement_or_repair,
    in_force=("2009-01-01", None),
    authority=("NRA", "OTHERMOD"),
    sentence="Rejected: a line is a replacement or a repair, not both: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def replacement_excludes_repair():
    """RA and RB exclude each other: the one replaces the item, the other a part of it."""


@criterion()
def is_coded_contents():
    """A coded line of contents."""
    return is_coded & is_contents


@criterion(not_met="contents are coded {line.modifiers}")
def no_pricing_modifier():
    """Neither RR nor a modifier of a sale or a visit."""
    return _count(p.pricing_modifiers) == 0


@rule(
    "SCR-135",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_contents,
    requires=no_pricing_modifier,
    in_force=("2006-01-01", None),
    authority="OTHERMOD",
    sentence="Rejected: contents are neither rented nor sold with a modifier: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def contents_without_rental_modifier():
    """Contents carry no RR, NU or UE."""


@criterion(
    not_met="it is coded {line.modifiers}, and {p.modifiers_not_yet_in_force} did not exist on {line.service_date}"
)
def modifiers_in_force():
    """No modifier that came into being after the service date."""
    return _count(p.modifiers_not_yet_in_force) == 0


@rule(
    "SCR-180",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=modifiers_in_force,
    in_force=("2006-01-01", None),
    authority=("NMOD", "QMOD"),
    sentence="Rejected as an invalid modifier: {reasons}.",
    cure=RESUBMIT,
    denial="CO-182",
)
def modifier_exists_on_the_service_date():
    """N1, N2 and N3 exist from 2023-01-01 on; on an earlier service date they are invalid."""


@criterion(not_met="{line.code} did not exist on {line.service_date}")
def code_in_force():
    """Not a code that came into being after the service date."""
    return ~line.code.is_in(p.codes_not_yet_in_force)


@rule(
    "SCR-190",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=code_in_force,
    in_force=("2006-01-01", None),
    authority="CMSFEE",
    sentence="Rejected as an invalid procedure code: {reasons}.",
    cure=Cure("send a new claim with the code that was in force on the service date", "the biller"),
    denial="CO-16, M51, MA130",
)
def code_exists_on_the_service_date():
    """E0447 exists from 2019-01-01 on. Which codes have been deleted, the rule book does not hold."""


@criterion(not_met="{p.modifier_no_order} says that no order was received, and it is coded {line.modifiers}")
def no_order_or_criteria_met():
    """Not both that no order was received, and that the criteria are met."""
    no_order = line.modifiers.list.contains(p.modifier_no_order)
    return ~(no_order & _has(p.assertion_modifiers))


@rule(
    "SCR-200",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded,
    requires=no_order_or_criteria_met,
    in_force=("2018-08-01", None),
    authority=("GNOTES", "DENIAL-GK"),
    sentence="The line contradicts itself; that it is rejected is not confirmed: {reasons}.",
    cure=RESUBMIT,
    denial="CO-4, N519, MA130",
)
def no_order_excludes_criteria_met():
    """EY never stands beside KX, N1, N2 or N3. No text of the payer was read on it, so the answer cannot be told."""
