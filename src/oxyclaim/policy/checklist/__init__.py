"""The papers and facts that a home oxygen file must hold, and which rules ask for each."""

from oxyclaim.policy.checklist.items import SUPPLIED_BY, items, nothing_to_collect

__all__ = ["SUPPLIED_BY", "items", "nothing_to_collect"]
