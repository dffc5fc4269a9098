"""How do the patients of another system become cases, and what does each still lack?"""

from oxyclaim.services.importing.answer import Gap, ImportAnswer, RowCounts, RowTold
from oxyclaim.services.importing.importing import Imported, ImportRequest, import_export
from oxyclaim.services.importing.proposing import MapProposed, propose_map

__all__ = [
    "Gap", "ImportAnswer", "ImportRequest", "Imported", "MapProposed", "RowCounts", "RowTold", "import_export",
    "propose_map",
]  # fmt: skip
