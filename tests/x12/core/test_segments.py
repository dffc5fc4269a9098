import pytest

from oxyclaim.x12.core.segments import amount, composite, segment


def test_empty_elements_at_the_end_are_left_out() -> None:
    assert segment("N3", "12 EXAMPLE STREET", "") == "N3*12 EXAMPLE STREET~"
    assert segment("NM1", "PR", "2", "PAYER", "", "", "", "", "PI", "1") == "NM1*PR*2*PAYER*****PI*1~"
    assert composite("HC", "E1392", "RR", "", "") == "HC:E1392:RR"


@pytest.mark.parametrize("value", ["A*B", "A~B", "A^B"])
def test_a_delimiter_in_an_element_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="NTE segment holds a delimiter"):
        segment("NTE", "ADD", value)


def test_a_separator_in_a_component_is_refused() -> None:
    with pytest.raises(ValueError, match="delimiter"):
        composite("HC", "E1392:RR")


@pytest.mark.parametrize(
    ("cents", "written"),
    [(39500, "395"), (39550, "395.5"), (39505, "395.05"), (10, "0.1"), (5, "0.05"), (100_000_000, "1000000")],
)
def test_amounts_carry_no_needless_zeros(cents: int, written: str) -> None:
    assert amount(cents) == written
