"""What other systems export becomes cases: tables are read, their columns mapped, their rows joined by patient.

Facts of an export are said, not shown: every record is ``reported`` until a named person confirms the page that shows
it. Nothing is guessed: what cannot be read is told with its row, and where leaving it out would say something that the
export does not say, the whole patient is set aside.
"""
