"""The law: facts, authorities, payers' values and rules. ``load()`` gives the catalogue."""

from oxyclaim.policy.loading import load, not_judged_yet

__all__ = ["load", "not_judged_yet"]
