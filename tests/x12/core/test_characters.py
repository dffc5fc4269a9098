import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.x12.core.characters import DELIMITERS, basic, is_basic

BASIC_SET = set(string.ascii_uppercase + string.digits + "!\"&'()*+,-./:;?= ")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Example Oxygen Inc.", "EXAMPLE OXYGEN INC."),
        ("Łódź Müller-Groß", "LODZ MULLER-GROSS"),
        ("e\u0301", "E"),
        ("O’Neill “Peg”", 'O\'NEILL "PEG"'),
        ("李 明", "LI MING"),
        ("A*B~C:D^E", "A B C D E"),
        ("  two \t\r\n\x00\x1f lines ", "TWO LINES"),
        ("Apt #4 [rear] <left> a_b a|b", "APT 4 (REAR) (LEFT) A-B A/B"),
        ("half ½ \u00a0 full", "HALF 1/2 FULL"),
        ("Anna 😀", "ANNA"),
        ("*~:^", ""),
        ("", ""),
    ],
)
def test_texts_are_written_in_the_basic_set(text: str, written: str) -> None:
    assert basic(text) == written


@given(st.text())
def test_nothing_else_is_ever_written(text: str) -> None:
    written = basic(text)
    assert set(written) <= BASIC_SET - DELIMITERS
    assert written == " ".join(written.split())
    assert basic(written) == written


def test_an_id_is_basic_only_without_delimiters() -> None:
    assert is_basic("B0800-1/2")
    assert not any(is_basic(text) for text in ("A_1", "a1", "A*1", "A:1", "A~1", "A^1", "Ä1"))
