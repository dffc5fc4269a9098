"""Claims by the million: readers of files and tables, the scrub, its reports."""
