from pathlib import Path

from oxyclaim.case.guide import guide


def test_the_guide_is_up_to_date():
    page = Path(__file__).parents[2] / "docs" / "case-file.md"
    assert page.read_text() == guide() + "\n", "run: python -m oxyclaim.case.guide > docs/case-file.md"
