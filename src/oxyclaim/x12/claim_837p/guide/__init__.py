"""What the implementation guide of the 837P (005010X222A1) demands, as data.

Numbers, codes and names of loops and segments only; the data stands in pyx12, see decision 0019.
"""

from functools import cache

from oxyclaim.x12.claim_837p.guide.corrections import corrected
from oxyclaim.x12.claim_837p.guide.siblings import with_qualifiers
from oxyclaim.x12.claim_837p.loops import IDS
from oxyclaim.x12.core.guide import Guide, source

_MAP = "837.5010.X222.A1.xml"


@cache
def guide() -> Guide:
    """The guide, read once in a process."""
    loops, segments = corrected(*source.read(_MAP))
    return Guide(loops, tuple(with_qualifiers(segments)), IDS)
