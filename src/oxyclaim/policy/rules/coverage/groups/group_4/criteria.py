"""Group IV: conditions for which oxygen is not reasonable and necessary without hypoxemia."""

from oxyclaim.engine.words import clinical, criterion


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
