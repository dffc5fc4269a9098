"""A payer to try things on: it takes 837P files and answers as payers answer, and it writes the truth apart.

It shares no code with ``oxyclaim``: it has its own reading of the 837P, its own prices and judgment, its own writing of
TA1, 999, 277CA and 835. So an error of the product is not met by the same error here. (Both were written by people who
read the same facts; a misreading of these can still be in both. See docs/simulator.md.)

All people, payers, prices and answers in it are made up. Nothing here reads the clock: the days come from the caller.
"""

from oxyclaim_simulator.errors import CannotSimulate
from oxyclaim_simulator.life import LifeRequest, live
from oxyclaim_simulator.run import AnswerRequest, Simulated, answer
from oxyclaim_simulator.scenarios import SCENARIOS, Scenario

__all__ = [
    "SCENARIOS",
    "AnswerRequest",
    "CannotSimulate",
    "LifeRequest",
    "Scenario",
    "Simulated",
    "answer",
    "live",
]
