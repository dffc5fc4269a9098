"""The handbook: the rule book as people read it. Pages of rules, the register of sources.

Nothing here changes a verdict. ``python -m oxyclaim.handbook`` writes the generated documentation.
"""

from oxyclaim.handbook.pages import criteria_pages, rule_pages
from oxyclaim.handbook.register import register

__all__ = ["criteria_pages", "register", "rule_pages"]
