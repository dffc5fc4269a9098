"""Claims from tables."""

import gzip
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.bulk.claim_tables import Refused, open_table
from oxyclaim.bulk.table_layout import COLUMNS, guide
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES

ROOT = Path(__file__).parents[2]
HEADER = "claim_id,line_number,member_id,service_from,code,charge"
GOOD = ["C1,1,M1,2025-05-08,E1390,395.00", "C1,2,M1,2025-05-08,E1392,120.00", "C2,1,M2,2025-05-09,E1390,395.00"]


def read(path, rows_at_once=50_000):
    pieces = list(open_table(path).pieces(rows_at_once))
    claims, lines = (pl.concat([getattr(each, name) for each in pieces]) for name in ("claims", "lines"))
    return claims, lines, pl.concat([each.problems for each in pieces]), pieces


def csv_of(tmp_path, *rows, header=HEADER):
    path = tmp_path / "claims.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def told(problems):
    return problems.select("row", "column").rows()


def test_the_page_is_current():
    assert (ROOT / "docs" / "claim-tables.md").read_text() == guide()


def test_every_column_of_the_layout_fills_one_of_the_frames():
    for column in COLUMNS:
        frame = CLAIMS if column.of == "claim" else LINES | {"outcome": None}
        assert column.target in frame or column.name.startswith("modifier_"), column.name


def test_the_example():
    claims, lines, problems, _ = read(ROOT / "examples" / "claims.csv")
    assert problems.is_empty()
    assert {name: claims.schema[name] for name in CLAIMS} == CLAIMS
    assert {name: lines.schema[name] for name in LINES} == LINES
    assert claims["claim_id"].to_list() == ["MADE-UP-1", "MADE-UP-2", "MADE-UP-3", "MADE-UP-4"]
    assert claims["charge_cents"].to_list() == [51500, 6000, 39500, 39500]
    first = claims.row(0, named=True)
    assert first["diagnoses"] == ["J9611", "J449"]
    assert first["diagnosis_qualifiers"] == ["ABK", "ABF"]
    assert first["billing_npi"] == "1234567893"
    assert first["patient_birth_date"] == date(1950, 1, 1)
    assert (first["place_of_service"], first["frequency"], first["segment"]) == ("12", "1", 2)
    assert first["payer_name"] is None
    second = lines.row(1, named=True)
    assert (second["claim"], second["position"], second["line_number"], second["segment"]) == (0, 2, 2, 3)
    assert (second["code"], second["modifiers"], second["charge_cents"]) == ("E1392", ["RR", "N1"], 12000)
    assert (second["service_from"], second["service_to"]) == (date(2025, 5, 8), date(2025, 5, 8))
    assert (second["units"], second["pointers"], second["ordering_npi"]) == (1.0, ["1"], "1679576722")


def test_every_kind_of_file_gives_the_same_claims(tmp_path):
    path = ROOT / "examples" / "claims.csv"
    frame = pl.read_csv(path, infer_schema=False)
    packed = tmp_path / "claims.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    semicolons = tmp_path / "semicolons.csv"
    semicolons.write_text("\ufeff" + path.read_text().replace(",", ";").replace("\n", "\r\n"), newline="")
    lists = frame.with_columns(pl.col("modifiers", "diagnoses").str.split(" "))
    lists.write_ndjson(tmp_path / "claims.jsonl")
    lists.with_columns(
        pl.col("service_from", "patient_birth_date").str.to_date(),
        pl.col("charge").cast(pl.Decimal(10, 2)),
        pl.col("units", "line_number").cast(pl.Int32),
    ).write_parquet(tmp_path / "claims.parquet")
    frame.with_columns(pl.col("charge", "units").cast(pl.Float64)).write_parquet(tmp_path / "floats.parquet")
    claims, lines, _, _ = read(path)
    for name in ("claims.csv.gz", "semicolons.csv", "claims.jsonl", "claims.parquet", "floats.parquet"):
        other_claims, other_lines, problems, _ = read(tmp_path / name)
        assert problems.is_empty(), name
        assert other_claims.drop("segment").equals(claims.drop("segment")), name
        assert other_lines.drop("segment").equals(lines.drop("segment")), name


def test_only_the_required_columns(tmp_path):
    path = csv_of(
        tmp_path, "C1,M1,20250508,e1390", "C1,M1,20250508,E1392", header="claim_id,member_id,service_from,code"
    )
    claims, lines, problems, _ = read(path)
    assert problems.is_empty()
    assert claims["charge_cents"].to_list() == [None]
    assert lines["line_number"].to_list() == [1, 2]
    assert lines["code"].to_list() == ["E1390", "E1392"]
    assert lines["modifiers"].to_list() == [None, None]


def test_modifiers_in_columns_of_their_own(tmp_path):
    header = "claim_id,member_id,service_from,code,modifier_1,modifier_2"
    _, lines, _, _ = read(csv_of(tmp_path, "C1,M1,2025-05-08,E1390,RR,", "C1,M1,2025-05-08,E1392,,", header=header))
    assert lines["modifiers"].to_list() == [["RR"], []]


def test_the_same_claim_again_is_another_claim(tmp_path):
    claims, lines, _, _ = read(csv_of(tmp_path, *GOOD[:2], *GOOD[:2], GOOD[2], GOOD[0]))
    assert claims["claim_id"].to_list() == ["C1", "C1", "C2", "C1"]
    assert lines["claim"].to_list() == [0, 0, 1, 1, 2, 3]
    assert lines["position"].to_list() == [1, 2, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        ("C2,1,M2,2025-02-30,E1390,395.00", "service_from"),
        ("C2,1,M2,05/08/2025,E1390,395.00", "service_from"),
        ("C2,1,M2,25-05-08,E1390,395.00", "service_from"),
        ("C2,1,M2,202558,E1390,395.00", "service_from"),
        ("C2,1,M2,,E1390,395.00", "service_from"),
        ("C2,1,M2,2025-05-08,,395.00", "code"),
        ("C2,1,,2025-05-08,E1390,395.00", "member_id"),
        (",1,M2,2025-05-08,E1390,395.00", "claim_id"),
        ("C2,1,M2,2025-05-08,E1390,395.005", "charge"),
        ("C2,1,M2,2025-05-08,E1390,1e3", "charge"),
        ("C2,1,M2,2025-05-08,E1390,99999999999999999999", "charge"),
        ("C2,one,M2,2025-05-08,E1390,395.00", "line_number"),
        ("C2,1,M2,2025-05-08,E1390,395.00,more", ""),
    ],
)
def test_a_claim_with_a_bad_cell_is_set_aside_and_told(tmp_path, bad, column):
    claims, lines, problems, pieces = read(csv_of(tmp_path, *GOOD[:2], bad, "C3,1,M3,2025-05-08,E1390,1"))
    assert told(problems) == [(4, column)]
    assert claims["claim_id"].to_list() == ["C1", "C3"]
    assert claims["claim"].to_list() == [0, 2]
    assert lines.height == 3
    assert sum(each.claims_set_aside for each in pieces) == 1
    assert sum(each.lines_set_aside for each in pieces) == 1
    assert "M2" not in problems["message"][0]


def test_one_bad_line_sets_its_whole_claim_aside(tmp_path):
    claims, lines, _, pieces = read(csv_of(tmp_path, GOOD[0], "C1,2,M1,never,E1392,1", GOOD[2]))
    assert claims["claim_id"].to_list() == lines.join(claims, on="claim")["claim_id"].to_list() == ["C2"]
    assert pieces[0].lines_set_aside == 2


def test_rows_of_a_claim_that_contradict_each_other(tmp_path):
    header = HEADER + ",billing_npi"
    rows = [GOOD[0] + ",1234567893", GOOD[1] + ",1679576722", GOOD[2] + ",1234567893", "C2,2,M2,2025-05-09,E1392,1,"]
    claims, lines, problems, _ = read(csv_of(tmp_path, *rows, header=header))
    assert told(problems) == [(3, "billing_npi")]
    assert claims["claim_id"].to_list() == ["C2"]
    assert lines.height == 2


def test_negative_amounts_keep_their_sign(tmp_path):
    _, lines, _, _ = read(csv_of(tmp_path, "C1,1,M1,2025-05-08,E1390,-0.50", "C2,1,M1,2025-05-08,E1390,7.5"))
    assert lines["charge_cents"].to_list() == [-50, 750]


def test_columns_of_other_names_are_told(tmp_path):
    table = open_table(csv_of(tmp_path, *(row + ",x" for row in GOOD), header=HEADER + ",colour"))
    assert table.unknown == ("colour",)
    assert "colour" not in table.columns


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("claim_id,member,service_from,code", "member_id (is it member?)"),
        ("claim_id,member_id,service_from", "lacks the column code"),
        ("claim_id,member_id,service_from,code,code", "two columns of the name code"),
        ("claim_id,member_id,service_from,code,charge,charge_cents", "charge and charge_cents"),
    ],
)
def test_refused_tables(tmp_path, header, says):
    with pytest.raises(Refused) as refused:
        open_table(csv_of(tmp_path, header=header))
    assert says in str(refused.value)


def parquet_of(tmp_path, **columns):
    given = {"claim_id": [1, 2], "member_id": ["M", "M"], "service_from": [date(2025, 5, 8)] * 2, "code": ["E1390"] * 2}
    path = tmp_path / "claims.parquet"
    pl.DataFrame(given | columns, strict=False).write_parquet(path)
    return path


@pytest.mark.parametrize(
    "columns",
    [
        {"code": [["E1390"], ["E1392"]]},
        {"member_id": [b"1", b"2"]},
        {"service_from": [timedelta(days=1), timedelta(days=2)]},
        {"modifiers": [{"first": "RR"}, None]},
        {"units": [[1.0], [2.0]]},
    ],
)
def test_columns_of_the_wrong_type_are_refused(tmp_path, columns):
    with pytest.raises(Refused, match=next(iter(columns))):
        open_table(parquet_of(tmp_path, **columns))


def test_numbers_that_a_program_made_of_ids(tmp_path):
    path = parquet_of(
        tmp_path, billing_npi=[1234567893.0, None], units=[1.5, None], charge=[0.29, 19.999], note=[None] * 2
    )
    claims, lines, problems, _ = read(path)
    assert told(problems) == [(2, "charge")]
    assert claims.select("claim_id", "billing_npi").rows() == [("1", "1234567893")]
    assert lines.select("units", "charge_cents").rows() == [(1.5, 29)]


def test_a_trailing_comma_in_the_header_is_a_column_without_a_name(tmp_path):
    table = open_table(csv_of(tmp_path, *(row + ",," for row in GOOD), header=HEADER + ",,"))
    assert table.unknown == ("(column 7)", "(column 8)")
    assert sum(each.lines.height for each in table.pieces()) == 3


def test_what_is_no_table_is_refused(tmp_path):
    for name in ("a.parquet", "a.csv.gz", "a.csv", "a.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"\x00\xff\xfejunk")
        with pytest.raises(Refused):
            list(open_table(path).pieces())


def test_a_table_without_rows(tmp_path):
    assert not list(open_table(csv_of(tmp_path)).pieces())


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=30), rows_at_once=st.integers(1, 12))
def test_a_claim_is_never_divided_between_pieces(tmp_path_factory, sizes, rows_at_once):
    rows = [
        (f"C{n}", at + 1, "M1", date(2025, 5, 8), "E1390", Decimal("1.00"))
        for n, size in enumerate(sizes)
        for at in range(size)
    ]
    path = tmp_path_factory.mktemp("tables") / "claims.parquet"
    pl.DataFrame(rows, schema=HEADER.split(","), orient="row").write_parquet(path)
    claims, lines, _, pieces = read(path, rows_at_once)
    assert claims["claim"].to_list() == list(range(len(sizes)))
    assert lines.group_by("claim", maintain_order=True).len()["len"].to_list() == sizes
    assert lines["segment"].to_list() == list(range(1, len(rows) + 1))
    assert all(set(each.lines["claim"]) == set(each.claims["claim"]) for each in pieces)
