"""A device is billed as a portable concentrator only if it meets the code's definition."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def is_portable_concentrator_code():
    """The code of a portable concentrator."""
    return line.code.is_in(p.both_uses_portable_codes)


def _each(*facts):
    """Whether no known fact fails; a fact that nobody gave fails nothing."""
    return pl.all_horizontal([fact.fill_null(True) for fact in facts])


@criterion(
    not_met="oxygen {line.device_oxygen_percent} %, battery {line.device_battery_hours} hours at 2 liters per minute, "
    "weight {line.device_weight_pounds} pounds, AC and DC power {line.device_runs_on_ac_and_dc}"
)
def fits_portable_definition():
    """At least 85 % oxygen, 2 hours on battery, at most 20 pounds, AC and DC power, as far as the case gives them."""
    return _each(
        line.device_oxygen_percent >= p.portable_oxygen_percent_min,
        line.device_battery_hours >= p.portable_battery_hours_min,
        line.device_weight_pounds <= p.portable_weight_pounds_max,
        line.device_runs_on_ac_and_dc,
    )


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
