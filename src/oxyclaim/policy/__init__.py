"""The law: facts, authorities, payers' values and rules. ``load()`` gives the catalogue."""

from oxyclaim.policy.loading import load, load_with_examples, not_judged_yet

__all__ = ["load", "load_with_examples", "not_judged_yet"]
