"""The law: facts, authorities, payers' values and rules. ``load()`` gives the catalogue."""

from oxyclaim.policy.loading import load

__all__ = ["load"]
