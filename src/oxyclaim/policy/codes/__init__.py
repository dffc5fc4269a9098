"""The HCPCS codes of home oxygen, explained."""

from oxyclaim.policy.codes.sheets import CodeSheet, compared, load_codes

__all__ = ["CodeSheet", "compared", "load_codes"]
