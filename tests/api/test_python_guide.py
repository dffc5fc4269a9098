"""What the guides show works: the examples in docs/python.md run, in their order, as they stand there."""

import re
from pathlib import Path

import pytest

import oxyclaim

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_guide_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    examples = EXAMPLE.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8"))
    assert len(examples) > 6
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)


def test_every_public_name_is_there_documented_and_named_in_the_guide_or_a_type():
    guide = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in oxyclaim.__all__:
        value = getattr(oxyclaim, name)
        assert name == "__version__" or value.__doc__, name
        is_function = callable(value) and not isinstance(value, type)
        assert not is_function or f"oxyclaim.{name}(" in guide, f"the guide does not show {name}"


def test_nothing_but_the_public_names_is_offered():
    assert set(dir(oxyclaim)) == set(oxyclaim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = oxyclaim.nonsense
