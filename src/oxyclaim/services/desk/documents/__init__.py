"""Papers that were scanned or faxed: taken in by their content, drawn page by page, given to a patient."""
