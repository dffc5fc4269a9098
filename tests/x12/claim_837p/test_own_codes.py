"""The user's own code lists stand in for what is built in of their system. All claims and lists are made up."""

from datetime import date
from pathlib import Path

import pytest
from valid_files import BASE, written

import oxyclaim
from oxyclaim.bulk.code_files import HCPCS, MODIFIER, read_code_files
from oxyclaim.services.rule_book import RuleBook

AS_OF = date(2026, 3, 10)
ALL = """\
system,code,from,to
HCPCS,E1390,,
HCPCS,E1392,2006-01-01,
modifier,RR,,
modifier,N1,2023-04-01,
modifier,N2,2023-04-01,
ICD-10-CM,J44.9,2015-10-01,
icd-10,J9611,2015-10-01,
ICD-10-CM,J8410,2015-10-01,
taxonomy,332BX2000X,,
"""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return oxyclaim.rule_book()


def scrubbed(folder: Path, book: RuleBook, lists: str | None, file: str = "\n".join(BASE)) -> oxyclaim.ScrubAnswer:
    claims = folder / "claims.x12"
    claims.write_bytes(written(file.split("\n")))
    codes = []
    if lists is not None:
        codes = [folder / "mine.csv"]
        codes[0].write_text(lists, encoding="utf-8")
    return oxyclaim.scrub(oxyclaim.ScrubRequest([claims], as_of=AS_OF, codes=codes), book)


def rules(answer: oxyclaim.ScrubAnswer) -> set[str]:
    return {each.rule for each in answer.reasons if each.snip_level == 5}


def test_a_file_whose_codes_are_all_listed_has_no_finding(tmp_path: Path, book: RuleBook) -> None:
    answer = scrubbed(tmp_path, book, ALL)
    assert rules(answer) == set()
    assert {(each.system, each.kind, each.codes) for each in answer.code_lists} == {
        ("ICD-10-CM", "own", 3), ("HCPCS", "own", 2), ("modifier", "own", 3), ("taxonomy", "own", 1),
    }  # fmt: skip
    assert all(each.files == (str(tmp_path / "mine.csv"),) for each in answer.code_lists)


@pytest.mark.parametrize(
    ("gone", "rule", "cents"),
    [
        ("HCPCS,E1392", "X12-SET-HCPCS-OWN", 60550),
        ("modifier,N2", "X12-SET-MODIFIER-OWN", 38000),
        ("ICD-10-CM,J8410", "X12-SET-ICD-10-CM-OWN", 38000),
        ("taxonomy,332BX2000X", "X12-SET-TAXONOMY-OWN", 98550),
    ],
)
def test_a_code_that_the_list_lacks_is_told_and_priced(
    tmp_path: Path, book: RuleBook, gone: str, rule: str, cents: int
) -> None:
    answer = scrubbed(
        tmp_path, book, ALL.replace(gone, gone[:-1] + "9") if "332" not in gone else ALL.replace("332B", "333B")
    )
    assert rules(answer) == {rule}
    assert answer.at_risk_cents == cents
    assert "mine.csv" in answer.reasons[0].message


@pytest.mark.parametrize(
    ("row", "told"), [("E1392,2006-01-01,2026-02-10", False), ("E1392,2006-01-01,2026-02-09", True)]
)
def test_a_code_holds_to_its_last_day(tmp_path: Path, book: RuleBook, row: str, told: bool) -> None:
    answer = scrubbed(tmp_path, book, ALL.replace("E1392,2006-01-01,", row))
    assert ("X12-SET-HCPCS-OWN" in rules(answer)) is told


def test_a_list_stands_in_for_the_built_in_family_of_its_system_only(tmp_path: Path, book: RuleBook) -> None:
    file = "\n".join(BASE).replace("E1392", "E1393").replace("332BX2000X", "999BX2000X")
    assert rules(scrubbed(tmp_path, book, None, file)) == {"X12-SET-PROCEDURE-NONE", "X12-SET-TAXONOMY-FAMILY"}
    own = "system,code\nHCPCS,E1393\nHCPCS,E1390\n"
    answer = scrubbed(tmp_path, book, own, file)
    assert rules(answer) == {"X12-SET-TAXONOMY-FAMILY"}
    assert [(each.system, each.kind) for each in answer.code_lists] == [
        ("ICD-10-CM", "by_date"), ("HCPCS", "own"), ("modifier", "family"), ("taxonomy", "family"),
    ]  # fmt: skip


def test_a_list_without_digits_says_nothing_of_cpt(tmp_path: Path, book: RuleBook) -> None:
    file = "\n".join(BASE).replace("SV1*HC:E1392:RR:N1", "SV1*HC:99213:25")
    own = "system,code\nHCPCS,E1390\nmodifier,RR\nmodifier,N1\nmodifier,N2\n"
    assert rules(scrubbed(tmp_path, book, own, file)) == set()
    assert rules(scrubbed(tmp_path, book, own, file.replace(":25", ":4Z"))) == {"X12-SET-MODIFIER-NONE"}
    assert rules(scrubbed(tmp_path, book, own + "HCPCS,99214\n", file)) == {"X12-SET-HCPCS-OWN"}


def test_what_is_wrong_with_lists_is_told_at_once(tmp_path: Path, book: RuleBook) -> None:
    wrong = (
        "system,code,from,to\nHCPC,E1390,2025-13-01,\nHCPCS,E13 90,,\nmodifier,RR,2025-01-01,2024-01-01\n"
        "taxonomy,332B00000X,1/1/2025,\n"
    )
    with pytest.raises(oxyclaim.BadInput) as found:
        scrubbed(tmp_path, book, wrong)
    assert [(each.line, each.path) for each in found.value.problems] == [
        (2, "system"), (2, "from"), (3, "code"), (4, "to"), (5, "from"),
    ]  # fmt: skip
    assert "did you mean HCPCS" in found.value.problems[0].message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code,from\nE1390,\n", "the first row must name the columns"),
        (b"", "the first row must name the columns"),
        (b"system,code\n", "holds no code"),
        ("system,code\nHCPCS,E1390\xfc".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    lists, problems = read_code_files([path])
    assert lists == {}
    assert message in problems[0].message


def test_a_folder_stands_for_its_lists(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("system,code\nHCPCS,E1390\n")
    (tmp_path / "b.csv").write_text(
        "\ufeffSystem,Code,From,To\nhcpcs,e1392,2020-01-01,\nMODIFIER,KX,,\n", encoding="utf-8"
    )
    (tmp_path / "notes.txt").write_text("no list")
    lists, problems = read_code_files([tmp_path])
    assert problems == []
    assert lists[HCPCS].files == (tmp_path / "a.csv", tmp_path / "b.csv")
    assert lists[HCPCS].holds("E1392", date(2020, 1, 1))
    assert not lists[HCPCS].holds("E1392", date(2019, 12, 31))
    assert lists[MODIFIER].holds("KX", None)
    assert read_code_files([tmp_path / "nowhere"])[1][0].message.startswith("cannot be opened")


def test_a_list_is_not_written_over(tmp_path: Path, book: RuleBook) -> None:
    scrubbed(tmp_path, book, ALL)
    request = oxyclaim.ScrubRequest(
        [tmp_path / "claims.x12"], as_of=AS_OF, codes=[tmp_path / "mine.csv"], findings=tmp_path / "mine.csv"
    )
    with pytest.raises(oxyclaim.BadInput, match="one of the files to be read"):
        oxyclaim.scrub(request, book)
