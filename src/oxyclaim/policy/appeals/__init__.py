"""Appeals: the levels, what each request holds, what a reopening does instead, the order of a packet's papers."""

from oxyclaim.policy.appeals.levels import LATER, PLAN, Appeals, Least, Level, Part, Reopening, Waiver, appeals

__all__ = ["LATER", "PLAN", "Appeals", "Least", "Level", "Part", "Reopening", "Waiver", "appeals"]
