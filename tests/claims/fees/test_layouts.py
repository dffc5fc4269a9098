"""Reading CMS's fee files: what is kept, what is set aside, and every problem with its line."""

import csv
import io
from pathlib import Path

import pytest

from oxyclaim.claims.fees import FeeFile, Kind, read_fee_file
from tests.fee_files import CBA_FEES, CBA_ZIPS, FEES, RURAL_ZIPS, write_release


def read(folder: Path, text: str, name: str = "file.csv") -> FeeFile:
    path = folder / name
    path.write_text(text.replace("{year}", "2026"), encoding="utf-8")
    file, problems = read_fee_file(path)
    assert not problems, [str(problem) for problem in problems]
    assert file is not None
    return file


def problems_of(folder: Path, text: str) -> list[str]:
    path = folder / "file.csv"
    path.write_text(text.replace("{year}", "2026"), encoding="utf-8")
    file, problems = read_fee_file(path)
    assert file is None
    return [str(problem).removeprefix(f"{path}") for problem in problems]


def test_the_four_files_are_told_apart_by_their_columns_and_every_row_is_counted(tmp_path: Path):
    found = {}
    for path in write_release(tmp_path):
        file, problems = read_fee_file(path)
        assert file is not None
        assert not problems
        assert file.kept + sum(file.set_aside.values()) == file.rows
        assert (file.year, file.quarter) == (2026, 1)
        found[file.kind] = (file.rows, file.kept)
    assert found == {Kind.FEES: (7, 6), Kind.RURAL_ZIPS: (3, 3), Kind.CBA_FEES: (5, 4), Kind.CBA_ZIPS: (2, 2)}


def test_amounts_are_cents_and_no_fee_is_null(tmp_path: Path):
    table = read(tmp_path, FEES).table
    rows = {(row["code"], row["modifiers"], row["state"]): row for row in table.to_dicts()}
    assert rows["E1392", "RR", "NY"]["rural"] == 5101
    assert rows["E1392", "RR", "AK"]["non_rural"] == 105_200
    assert rows["E1392", "RR", "AK"]["rural"] is None, "0.00 in the file: no such fee"
    assert rows["E0441", "", "IL"]["non_rural"] == 6000
    assert rows["E0431", "RR QF", "IL"]["non_rural"] == 5000
    assert set(table["code"]) == {"E0431", "E0441", "E1390", "E1392"}, "only oxygen is kept"


@pytest.mark.parametrize("text", [FEES, RURAL_ZIPS, CBA_FEES, CBA_ZIPS])
def test_tab_separated_and_windows_files_hold_the_same(tmp_path: Path, text: str):
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(csv.reader(io.StringIO(text)))
    straight = read(tmp_path, text)
    path = tmp_path / "same.txt"
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().replace("{year}", "2026").encode())
    tabbed, problems = read_fee_file(path)
    assert not problems
    assert tabbed is not None
    assert tabbed.table.equals(straight.table)


def test_the_quarter_comes_from_the_title(tmp_path: Path):
    assert read(tmp_path, FEES.replace("January", "October")).quarter == 4
    assert read(tmp_path, RURAL_ZIPS.replace("{year}01", "202503")).quarter == 3
    assert ":6: " in problems_of(tmp_path, FEES.replace("January {year}", "Some"))[0]


def test_every_problem_is_told_at_once_with_its_line(tmp_path: Path):
    text = FEES.replace("45.00,51.01", "45.00x,51.012").replace("E0441,,", "E441,,").replace("E1390,MS", "E1390,RR")
    problems = problems_of(tmp_path, text)
    assert [problem.split(":")[1] for problem in problems] == ["10", "12", "13", "13", "13", "13"]
    assert "found E441" in problems[0]
    assert "stands already in line 11" in problems[1]
    assert "IL (NR): " in problems[2]
    assert "found 45.00x" in problems[2]


def test_a_state_without_its_second_column_is_a_problem(tmp_path: Path):
    assert "the column NY (R) is missing" in problems_of(tmp_path, FEES.replace("NY (R)", "Other"))[0]


def test_a_row_with_too_many_values_is_a_problem(tmp_path: Path):
    assert ":11: has 15 values" in problems_of(tmp_path, FEES.replace("140.00,0.00,Oxygen", "140.00,0.00,Oxygen,"
                                                                      " new"))[0]  # fmt: skip


def test_zip_codes_must_have_five_digits_and_one_quarter(tmp_path: Path):
    problems = problems_of(tmp_path, RURAL_ZIPS.replace("00012", "12").replace("12015,{year}01", "2015,202602"))
    assert "five digits" in problems[0]
    assert "leading zero" in problems[1]
    assert "another quarter" in problems[2]


def test_a_zip_code_given_twice_is_set_aside_and_one_in_two_areas_is_a_problem(tmp_path: Path):
    file = read(tmp_path, RURAL_ZIPS + "NY,12015,{year}01\n")
    assert (file.rows, file.kept, sum(file.set_aside.values())) == (4, 3, 1)
    problems = problems_of(tmp_path, CBA_ZIPS + 'NY,10001,"Oak City, IL",Oak,{year}01\n')
    assert "another area in line 6" in problems[0]


def test_files_that_are_something_else_are_refused_with_what_to_do(tmp_path: Path):
    assert "none of CMS's four files" in problems_of(tmp_path, "2026~E1390~RR~ ~D~OX~A~00~NY~000100.00\n")[0]
    assert "holds no row of the category OX" in problems_of(tmp_path, FEES.replace(",OX,", ",CR,"))[0]
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 a workbook")
    assert "save the workbook as CSV" in str(read_fee_file(path)[1][0])
    assert "cannot be read" in str(read_fee_file(tmp_path / "gone.csv")[1][0])
    path.write_bytes(b"")
    assert read_fee_file(path)[1]


def test_a_hopeless_file_ends_after_a_hundred_problems(tmp_path: Path):
    text = RURAL_ZIPS + "".join(f"NY,{n},{{year}}01\n" for n in range(300))
    problems = problems_of(tmp_path, text)
    assert len(problems) == 101
    assert "more problems" in problems[-1]


def test_notes_below_a_table_are_set_aside(tmp_path: Path):
    file = read(tmp_path, FEES + ",,,\nNote:  the above amounts are made up,,,,\n")
    assert (file.rows, file.kept, file.set_aside["a note"]) == (8, 6, 1)
    assert "CATG" in problems_of(tmp_path, FEES + "E1391\n")[0]
