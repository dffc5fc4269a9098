"""How long, or up to what sum, a payer pays rent."""

from oxyclaim.engine.words import Cure, Helps

STOP = Cure("stop the rent; close the rental with this payer", "the biller", Helps.NOT_TO_BE_BILLED)
