"""Claims on paper: the form CMS-1500, version 02/12, as text for the pre-printed form."""

from oxyclaim.claims.paper.filling import Page, fill
from oxyclaim.claims.paper.layout import BOXES, Box
from oxyclaim.claims.paper.printing import NOT_MOVED, Offset, alignment_page, printed

__all__ = ["BOXES", "NOT_MOVED", "Box", "Offset", "Page", "alignment_page", "fill", "printed"]
