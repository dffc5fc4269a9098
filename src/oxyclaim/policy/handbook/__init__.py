"""The handbook: the rule book as people read it. Pages of rules, the register of sources, the codes explained.

Nothing here changes a verdict. ``python -m oxyclaim.policy.handbook`` writes the generated documentation.
"""

from oxyclaim.policy.handbook.codes import CodeSheet, compared, load_codes
from oxyclaim.policy.handbook.pages import criteria_pages, rule_pages
from oxyclaim.policy.handbook.register import register

__all__ = ["CodeSheet", "compared", "criteria_pages", "load_codes", "register", "rule_pages"]
