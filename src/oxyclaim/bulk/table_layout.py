"""The layout of a table of claims: its columns, and their page (``python -m oxyclaim.bulk.table_layout``).

One row is one service line; what belongs to the claim is repeated in each of its rows.
"""

import sys
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "words", "date", "number", "units", "dollars", "cents", "truth", "outcome"]

WRITTEN: dict[Kind, str] = {
    "text": "text",
    "words": "words, parted by blanks or commas",
    "date": "a date, 2025-05-08 or 20250508",
    "number": "a whole number",
    "units": "a number, 1 or 1.5",
    "dollars": "dollars, 395.00",
    "cents": "whole cents, 39500",
    "truth": "Y or N",
    "outcome": "paid, denied or pending",
}
"""How the values of a kind are written."""


@dataclass(frozen=True)
class Column:
    """A column of the table: ``field`` is its name in the frame of claims or of lines, by default its own."""

    name: str
    of: Literal["claim", "line"]
    meaning: str
    kind: Kind = "text"
    example: str = ""
    required: bool = False
    field: str = ""

    @property
    def target(self) -> str:
        """The name of the frame's column that it fills."""
        return self.field or self.name


def _claim(name: str, meaning: str, example: str = "", kind: Kind = "text", field: str = "") -> Column:
    return Column(name, "claim", meaning, kind, example, field=field)


def _line(name: str, meaning: str, example: str = "", kind: Kind = "text", field: str = "") -> Column:
    return Column(name, "line", meaning, kind, example, field=field)


COLUMNS = (
    Column("claim_id", "claim", "your number of the claim (CLM01)", "text", "C-1001", True),
    _line("line_number", "number of the line in its claim; without it the lines count from 1", "1", "number"),
    Column("member_id", "claim", "the beneficiary's id with the payer", "text", "1EG4TE5MK73", True),
    Column("service_from", "line", "first day of service", "date", "2025-05-08", True),
    _line("service_to", "last day of service; without it the first day", "2025-05-08", "date"),
    Column("code", "line", "HCPCS code", "text", "E1390", True),
    _line("modifiers", "the modifiers in their order, or use modifier_1 to modifier_4", "RR N1", "words"),
    *(_line(f"modifier_{n}", f"modifier {n}, instead of modifiers", "RR" if n == 1 else "") for n in range(1, 5)),
    _line("units", "units of service", "1", "units"),
    _line("unit", "unit of measure (SV103); without it UN", "UN"),
    _line("charge", "the line's charge, or use charge_cents", "395.00", "dollars", "charge_cents"),
    _line("charge_cents", "the line's charge, instead of charge", "39500", "cents"),
    _line("place_of_service", "two digits; the claim's is that of its first line", "12"),
    _line("pointers", "numbers of the diagnoses that the line rests on", "1", "words"),
    _claim("diagnoses", "ICD-10-CM codes, the principal one first", "J9611 J449", "words"),
    _line("ordering_npi", "NPI of the ordering practitioner", "1679576722"),
    _line("ordering_last_name", "the practitioner's last name", "Example"),
    _line("ordering_first_name", "the practitioner's first name", "Ann"),
    _line("description", "description of the item (SV101-7)"),
    _line("control_number", "your number of the line (REF*6R)"),
    _line("note", "note of the line (NTE)"),
    _line("attachments", "report types of the line's papers (PWK01)", "CT", "words"),
    _line("form", "number of the form that goes with the line (LQ02)"),
    _line("outcome", "of an earlier claim: what the payer said. Left empty it is not known", "paid", "outcome"),
    _claim("claim_charge", "the claim's total; without it the sum of its lines", "395.00", "dollars", "charge_cents"),
    _claim("filing_indicator", "kind of coverage (SBR09): MB is Medicare Part B", "MB"),
    _claim("payer_id", "the payer's id", "12345"),
    _claim("payer_name", "the payer's name"),
    _claim("payer_sequence", "P primary, S secondary, T tertiary (SBR01)", "P"),
    _claim("payer_reference", "the payer's number of an earlier claim (REF*F8)"),
    _claim("claim_authorization_number", "number of the prior authorization (REF*G1)", field="authorization_number"),
    _line("authorization_number", "number of the prior authorization of this line alone (REF*G1)"),
    _claim("injury_number", "the insurer's number of the injury (REF*Y4)"),
    _claim("other_payers", "number of the patient's other payers on the claim", "0", "number"),
    _claim("billing_npi", "NPI of the supplier", "1234567893"),
    _claim("billing_name", "name of the supplier", "Example Home Oxygen"),
    _claim("billing_tax_id", "tax id of the supplier"),
    _claim("billing_taxonomy", "taxonomy code of the supplier", "332BX2000X"),
    _claim("billing_state", "state of the supplier", "OH"),
    _claim("billing_zip", "ZIP code of the supplier", "432150001"),
    _claim("frequency", "claim frequency code: 1 original, 7 replaces, 8 voids; without it 1", "1"),
    _claim("place_qualifier", "CLM05-2", "B"),
    _claim("signature_on_file", "CLM06", "Y"),
    _claim("assignment", "assignment accepted (CLM07)", "A"),
    _claim("benefits_assigned", "CLM08", "Y"),
    _claim("release", "release of information (CLM09)", "Y"),
    _claim("delay_reason", "reason of a late claim (CLM20)"),
    _claim("claim_note", "note of the claim (NTE)", field="note"),
    _claim("claim_attachments", "report types of the claim's papers (PWK01)", "", "words", "attachments"),
    _claim("version", "version of the 837P that it came from (GS08)", "005010X222A1"),
    _claim("created", "day on which the claim was made", "2025-05-10", "date"),
    _claim("submitter_id", "id of the submitter"),
    _claim("receiver_id", "id of the receiver"),
    _claim("relationship", "the patient's relationship to the subscriber (SBR02)", "18"),
    _claim("dependent", "the patient is a dependent of the subscriber", "N", "truth"),
    _claim("subscriber_last_name", "the subscriber's last name"),
    _claim("subscriber_first_name", "the subscriber's first name"),
    _claim("subscriber_middle_name", "the subscriber's middle name"),
    _claim("patient_last_name", "the patient's last name", "Sample"),
    _claim("patient_first_name", "the patient's first name", "Pat"),
    _claim("patient_middle_name", "the patient's middle name"),
    _claim("patient_address", "the patient's street"),
    _claim("patient_city", "the patient's city"),
    _claim("patient_state", "the patient's state", "OH"),
    _claim("patient_zip", "the patient's ZIP code", "43215"),
    _claim("patient_birth_date", "the patient's birth date", "1950-01-01", "date"),
    _claim("patient_sex", "F, M or U", "F"),
    _claim("patient_died_on", "the day of the patient's death", "", "date"),
)  # fmt: skip
"""Every column that a table may have."""

BY_NAME = {column.name: column for column in COLUMNS}
REQUIRED = [column.name for column in COLUMNS if column.required]

_OPENING = """# Tables of claims

Claims are read from 837P files, and from tables: Parquet (`.parquet`), CSV (`.csv`, `.csv.gz`) and JSON Lines
(`.jsonl`, `.ndjson`). One row is one service line; what belongs to the claim is repeated in each of its rows, or left
empty after the first. `examples/claims.csv` is a small one, made up.

- The rows of a claim stand together. A claim ends where `claim_id` or `member_id` changes, or where `line_number` does
  not rise. The same claim further down is another claim, and its lines may be duplicates.
- A column that is left out, and a cell that is empty, is not known. Columns with other names are told and not read.
- A file without one of the required columns is refused. A claim with a cell that cannot be read, or whose rows
  contradict each other, is set aside whole, told by row and column, and counted; the others go on.
- Rows are told as a spreadsheet counts them: in a CSV file the header is row 1. In Parquet and JSON Lines the first row
  is 1.
- A CSV file is UTF-8, its cells parted by comma, semicolon, tab or bar. Keep ids and ZIP codes as text, so that leading
  zeros stay.

This page is made from the reader's own list of columns.

| column | of | meaning | written as | example | required |
|---|---|---|---|---|---|
"""


def guide() -> str:
    """The page."""
    rows = (
        f"| `{each.name}` | {each.of} | {each.meaning} | {WRITTEN[each.kind]} | "
        f"{f'`{each.example}`' if each.example else ''} | {'**required**' if each.required else ''} |\n"
        for each in COLUMNS
    )
    return _OPENING + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(guide())
