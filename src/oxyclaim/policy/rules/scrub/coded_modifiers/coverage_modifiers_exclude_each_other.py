"""KX, N1, N2, N3, GA, GZ and GY exclude each other on a line; so do RR, NU, UE, MS, and the flow modifiers."""

from oxyclaim.engine.words import Kind, Stage, criterion, p, rule
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import RESUBMIT, count, is_coded_oxygen


@criterion(not_met="it is coded {line.modifiers}")
def one_coverage_modifier():
    """At most one coverage or liability modifier, one of the first slot and one flow modifier."""
    flow = count(p.flow_modifiers)
    return (count(p.coverage_modifiers) <= 1) & (count(p.pricing_modifiers) <= 1) & (flow <= 1)


@rule(
    "SCR-110",
    snip_level=6,
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
