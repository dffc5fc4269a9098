"""Group IV: conditions for which oxygen is not reasonable and necessary without hypoxemia."""

from oxyclaim.engine.words import clinical, criterion
from oxyclaim.policy.rules.coverage.nothing import nothing


def _named(what: str) -> str:
    return f"{what}: without hypoxemia that is Group IV, for which oxygen is not covered"


@criterion(authority=("L33797, Group IV", "NCD240.2, C"), met=_named("angina is documented"), last=2)
def angina():
    """Angina."""
    return clinical.angina


@criterion(
    authority=("L33797, Group IV", "NCD240.2, C"),
    met=_named("dyspnea is documented, and no cor pulmonale"),
    last=2,
)
def dyspnea_alone():
    """Dyspnea, where no record shows cor pulmonale."""
    return clinical.dyspnea & (~clinical.cor_pulmonale | clinical.cor_pulmonale.is_null())


@criterion(
    authority=("L33797, Group IV", "NCD240.2, C"), met=_named("peripheral vascular disease is documented"), last=2
)
def vascular_disease():
    """Peripheral vascular disease."""
    return clinical.peripheral_vascular_disease


@criterion(
    authority=("L33797, Group IV", "NCD240.2, C"),
    met=_named("a terminal illness that spares breathing is documented"),
    last=2,
)
def terminal_illness():
    """A terminal illness that does not affect breathing."""
    return clinical.terminal_illness_sparing_breathing


@criterion()
def group_4_named():
    """A condition of Group IV is documented."""
    return angina | dyspnea_alone | vascular_disease | terminal_illness


@criterion()
def helped_by_group_4():
    """Never: a condition of Group IV covers nothing. It stands among the groups so that a denial names it."""
    return ~group_4_named & nothing


@criterion(
    authority=("L33797, Group IV", "NCD240.2, C"),
    not_met="no Group IV condition is documented",
    met="oxygen is ordered for a Group IV condition (angina, dyspnea without cor pulmonale, peripheral vascular "
    "disease, or a terminal illness that spares breathing)",
    unknown="whether oxygen is ordered for a Group IV condition is not documented",
)
def in_group_4():
    """Angina, dyspnea without cor pulmonale, peripheral vascular disease, or terminal illness sparing breathing."""
    return (
        clinical.angina
        | (clinical.dyspnea & ~clinical.cor_pulmonale)
        | clinical.peripheral_vascular_disease
        | clinical.terminal_illness_sparing_breathing
    )
