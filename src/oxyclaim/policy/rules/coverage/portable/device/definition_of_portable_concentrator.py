"""A device is billed as a portable concentrator only if it meets the code's definition."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def is_portable_concentrator_code():
    """The code of a portable concentrator."""
    return line.code.is_in(p.both_uses_portable_codes)


def _as_far_as_given(fact):
    """Whether the fact does not fail; one that nobody gave fails nothing."""
    return fact.fill_null(True)


@criterion(not_met="this device gives {line.device_oxygen_percent} % oxygen")
def gives_enough_oxygen():
    """At least the oxygen that the code's definition asks for."""
    return _as_far_as_given(line.device_oxygen_percent >= p.portable_oxygen_percent_min)


@criterion(not_met="this device runs {line.device_battery_hours} hours on battery at 2 liters per minute")
def runs_long_enough_on_battery():
    """At least the hours on battery that the code's definition asks for."""
    return _as_far_as_given(line.device_battery_hours >= p.portable_battery_hours_min)


@criterion(not_met="this device weighs {line.device_weight_pounds} pounds with its battery")
def light_enough():
    """At most the weight that the code's definition allows."""
    return _as_far_as_given(line.device_weight_pounds <= p.portable_weight_pounds_max)


@criterion(not_met="this device does not run on both AC and DC power")
def runs_on_both_powers():
    """It runs on AC and on DC power."""
    return _as_far_as_given(line.device_runs_on_ac_and_dc)


@criterion()
def fits_portable_definition():
    """At least 85 % oxygen, 2 hours on battery, at most 20 pounds, AC and DC power, as far as the case gives them."""
    return gives_enough_oxygen & runs_long_enough_on_battery & light_enough & runs_on_both_powers


@rule(
    "COV-431",
    stage=Stage.COVERAGE,
    applies=is_portable_concentrator_code,
    requires=fits_portable_definition,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="A52514",
    sentence="{line.code} is for a device that gives {p.portable_oxygen_percent_min} % oxygen or more, runs on AC and DC "
    "power and {p.portable_battery_hours_min} hours on battery, and weighs at most {p.portable_weight_pounds_max} pounds: "
    "{reasons}.",
    cure=Cure("bill the code that the coding list gives for this device", "the biller"),
)
def definition_of_portable_concentrator():
    """A device is billed as a portable concentrator only if it meets the code's definition."""
