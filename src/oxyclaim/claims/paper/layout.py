"""Where each box of the CMS-1500 (02/12) stands on a page of 66 lines of 80 characters: 10 to the inch, 6 lines to it.

The form is made for this grid (NUCC, 1500 instruction manual, version 02/12); how far it lies from the paper's edges
differs by printer, which the alignment page and the offsets are for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

LINES, COLUMNS = 66, 80
SERVICE_LINES = 6
"""Service lines of a form; the shaded half above each is no line of its own."""
DIAGNOSES = "ABCDEFGHIJKL"
FIRST_SERVICE = 44
"""The line on which the first service line stands."""


@dataclass(frozen=True)
class Box:
    """A field: ``line`` and ``column`` of its first character, from 1, and how many characters it takes.

    ``right``: flush right. ``label`` is empty for the second and later parts of a box. ``ticked``: it takes an X.
    """

    name: str
    line: int
    column: int
    width: int
    label: str = ""
    right: bool = False

    @property
    def ticked(self) -> bool:
        """Whether it is a box for an X."""
        return self.width == 1


def _date(name: str, line: int, columns: tuple[int, int, int], label: str = "", year: int = 4) -> tuple[Box, ...]:
    month, day, of_year = columns
    return (
        Box(f"{name}_month", line, month, 2, label),
        Box(f"{name}_day", line, day, 2),
        Box(f"{name}_year", line, of_year, year),
    )


def _amount(name: str, line: int, column: int, label: str = "") -> tuple[Box, ...]:
    """Dollars and cents on both sides of the printed line; no decimal point."""
    return Box(f"{name}_dollars", line, column, 5, label, right=True), Box(f"{name}_cents", line, column + 6, 2)


def _service(number: int) -> Iterator[Box]:
    line, name = FIRST_SERVICE + 2 * number, f"24_{number + 1}"
    yield Box(f"{name}_shaded", line - 1, 1, 61, "" if number else "24 Service lines")
    yield from _date(f"{name}_from", line, (1, 4, 7), year=2)
    yield from _date(f"{name}_to", line, (10, 13, 16), year=2)
    yield Box(f"{name}_place", line, 19, 2)
    yield Box(f"{name}_emergency", line, 22, 2)
    yield Box(f"{name}_code", line, 25, 6)
    yield from (Box(f"{name}_modifier_{place + 1}", line, 33 + 3 * place, 2) for place in range(4))
    yield Box(f"{name}_pointer", line, 45, 4)
    yield from _amount(f"{name}_charge", line, 50)
    yield Box(f"{name}_units", line, 59, 3, right=True)
    yield Box(f"{name}_family_plan", line, 63, 1)
    yield Box(f"{name}_qualifier", line - 1, 65, 2)
    yield Box(f"{name}_other_id", line - 1, 68, 11)
    yield Box(f"{name}_npi", line, 68, 10)


BOXES: dict[str, Box] = {
    box.name: box
    for box in (
        *(Box(f"carrier_{line - 1}", line, 41, 38, "Carrier" if line == 2 else "") for line in range(2, 6)),
        Box("1_medicare", 8, 1, 1, "1 Medicare"),
        Box("1_medicaid", 8, 8, 1, "Medicaid"),
        Box("1_tricare", 8, 15, 1, "Tricare"),
        Box("1_champva", 8, 24, 1, "ChampVA"),
        Box("1_group", 8, 31, 1, "Group"),
        Box("1_feca", 8, 39, 1, "FECA"),
        Box("1_other", 8, 45, 1, "Other"),
        Box("1a", 8, 50, 29, "1a Insured's ID"),
        Box("2", 10, 1, 28, "2 Patient's name"),
        *_date("3", 10, (31, 34, 37), "3 Birth date"),
        Box("3_male", 10, 42, 1, "M"),
        Box("3_female", 10, 47, 1, "F"),
        Box("4", 10, 50, 29, "4 Insured's name"),
        Box("5_street", 12, 1, 28, "5 Patient's address"),
        Box("6_self", 12, 33, 1, "6 Self"),
        Box("6_spouse", 12, 38, 1, "Spouse"),
        Box("6_child", 12, 42, 1, "Child"),
        Box("6_other", 12, 47, 1, "Other"),
        Box("7_street", 12, 50, 29, "7 Insured's address"),
        Box("5_city", 14, 1, 24, "City"),
        Box("5_state", 14, 26, 3, "State"),
        Box("7_city", 14, 50, 23, "City"),
        Box("7_state", 14, 74, 4, "State"),
        Box("5_zip", 16, 1, 12, "ZIP"),
        Box("5_area", 16, 15, 3, "Telephone"),
        Box("5_phone", 16, 19, 10),
        Box("7_zip", 16, 50, 12, "ZIP"),
        Box("7_area", 16, 65, 3, "Telephone"),
        Box("7_phone", 16, 69, 10),
        Box("9", 18, 1, 28, "9 Other insured's name"),
        Box("11", 18, 50, 29, "11 Insured's group or FECA number"),
        Box("9a", 20, 1, 28, "9a Other insured's policy"),
        Box("10a_yes", 20, 35, 1, "10a yes"),
        Box("10a_no", 20, 41, 1, "no"),
        *_date("11a", 20, (53, 56, 59), "11a Insured's birth date"),
        Box("11a_male", 20, 68, 1, "M"),
        Box("11a_female", 20, 75, 1, "F"),
        Box("10b_yes", 22, 35, 1, "10b yes"),
        Box("10b_no", 22, 41, 1, "no"),
        Box("10b_state", 22, 45, 2, "State"),
        Box("11b_qualifier", 22, 50, 2, "11b Other claim id"),
        Box("11b", 22, 53, 26),
        Box("10c_yes", 24, 35, 1, "10c yes"),
        Box("10c_no", 24, 41, 1, "no"),
        Box("11c", 24, 50, 29, "11c Plan or program name"),
        Box("9d", 26, 1, 28, "9d Other plan name"),
        Box("10d", 26, 31, 19, "10d Claim codes"),
        Box("11d_yes", 26, 52, 1, "11d yes"),
        Box("11d_no", 26, 57, 1, "no"),
        Box("12", 29, 7, 25, "12 Patient's signature"),
        Box("13", 29, 55, 24, "13 Insured's signature"),
        *_date("14", 32, (2, 5, 8), "14 Illness, injury"),
        Box("14_qualifier", 32, 16, 3, "Qual."),
        Box("17a_qualifier", 33, 30, 2),
        Box("17a", 33, 33, 14),
        Box("17_qualifier", 34, 1, 2, "17 Ordering provider"),
        Box("17", 34, 4, 24),
        Box("17b", 34, 33, 10, "17b NPI"),
        Box("19", 36, 1, 48, "19 Additional claim information"),
        Box("20_yes", 36, 52, 1, "20 yes"),
        Box("20_no", 36, 57, 1, "no"),
        Box("21_indicator", 37, 42, 1, "21 ICD ind."),
        *(Box(f"21_{letter}", 38 + place // 4, 3 + 13 * (place % 4), 7) for place, letter in enumerate(DIAGNOSES)),
        Box("22_code", 38, 50, 11, "22 Resubmission code"),
        Box("22_reference", 38, 62, 17, "Original ref. no."),
        Box("23", 40, 50, 29, "23 Prior authorization number"),
        *(box for number in range(SERVICE_LINES) for box in _service(number)),
        Box("25", 56, 1, 15, "25 Federal tax id"),
        Box("25_ssn", 56, 17, 1, "SSN"),
        Box("25_ein", 56, 19, 1, "EIN"),
        Box("26", 56, 23, 14, "26 Patient's account no."),
        Box("27_yes", 56, 38, 1, "27 yes"),
        Box("27_no", 56, 43, 1, "no"),
        *_amount("28", 56, 52, "28 Total charge"),
        *_amount("29", 56, 62, "29 Amount paid"),
        Box("33_area", 57, 66, 3),
        Box("33_phone", 57, 70, 9),
        *(Box(f"32_{line - 57}", line, 23, 26, "32 Facility" if line == 58 else "") for line in (58, 59, 60)),
        *(Box(f"33_{line - 57}", line, 50, 29, "33 Billing provider" if line == 58 else "") for line in (58, 59, 60)),
        Box("31", 60, 1, 21, "31 Signature of supplier"),
        Box("31_date", 61, 13, 8),
        Box("32a", 61, 23, 10, ""),
        Box("32b", 61, 36, 13, ""),
        Box("33a", 61, 50, 10, ""),
        Box("33b", 61, 63, 15, ""),
    )
}
