"""Portable equipment without a stationary unit can be billed; it is paid as the add-on that it is."""

from oxyclaim.engine.words import Kind, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import beside_stationary, is_portable


@criterion()
def portable_without_stationary():
    """Portable equipment, and no stationary unit on the same claim."""
    return is_portable & ~beside_stationary


@criterion(not_met="no stationary unit is billed for {line.service_date} in this case")
def stationary_is_beside():
    """A stationary unit is billed for the same month."""
    return beside_stationary


@rule(
    "COV-250",
    stage=Stage.COVERAGE,
    kind=Kind.NOTE,
    applies=portable_without_stationary,
    requires=stationary_is_beside,
    in_force=("2015-10-01", None),
    authority=("L33797, Portable oxygen systems", "NCD240.2, D"),
    sentence="A portable unit on its own is paid the portable amount, and tanks their contents, and nothing more: {reasons}.",
)
def portable_alone():
    """Portable equipment without a stationary unit can be billed; it is paid as the add-on that it is."""
