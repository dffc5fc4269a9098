"""QG or QR beside a portable line, and QF or QB without one, are returned."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.coding.flow_modifier.same_month import beside_portable_of_the_month
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, has, is_coded_stationary


@criterion()
def coded_for_portable():
    """QF or QB is on the line."""
    return has(p.flow_modifiers_with_portable)


@criterion()
def coded_without_portable():
    """QG or QR is on the line."""
    return has(p.flow_modifiers_without_portable)


@criterion(not_met="{line.modifiers} does not fit the portable line of the same month, or its absence")
def flow_fits_portable_line():
    """QF and QB come with a portable line, QG and QR without one."""
    beside = beside_portable_of_the_month
    return (~coded_for_portable | beside) & (~coded_without_portable | ~beside)


@rule(
    "SCR-140",
    snip_level=6,
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
