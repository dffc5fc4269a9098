"""Another payer comes first, and the address decides who is billed and what is paid."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import derived, line, p


@derived(LINE)
def own_contractor():
    """The payer id of the contractor of the patient's state."""
    return p.contractors_by_state.list.join(" ").str.extract(line.beneficiary_state + r" (\w+)")
