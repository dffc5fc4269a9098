"""Oxyclaim: may this month of home oxygen be billed, how exactly, and if not, what is missing?"""

__version__ = "0.1.0"
