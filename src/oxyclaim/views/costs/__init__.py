"""What a scrub costs, for a manager: a page that prints, and a workbook."""
