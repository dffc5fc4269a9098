"""What stands in the place of a notice to the patient, for a line that is not covered."""

import polars as pl

from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Stage, output, p


@output(Stage.SCRUB, yields=Yields.DENIAL_ADVICE)
def liability_advice():
    """What to do about a line that is not covered where no formal denial can be asked for; null where it is not said."""
    return (
        pl.when(p.liability_form == "plan_decision")
        .then(
            pl.lit(
                "Ask the plan for its decision before the service; only that decision can move the cost to the member. "
                "No notice of yours does."
            )
        )
        .when(p.liability_form == "waiver")
        .then(pl.lit("The payer takes a waiver that the patient signed before the service; see its form."))
        .when(p.liability_form == "none")
        .then(pl.lit("Nothing moves the cost to the patient: the supplier bears it."))
        .when(p.liability_form.is_null())
        .then(pl.lit("Whether the patient may be charged is not said in the payer's file: look in your contract."))
    )
