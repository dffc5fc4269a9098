"""The one text of plain values: the quick way says what the slow way does."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.case.canonical import canonical, number

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


def by_hand(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{by_hand(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(by_hand, value)) + "]"
    if isinstance(value, Decimal):
        return number(value)
    return json.dumps(value.isoformat() if isinstance(value, date) else value)


@given(PLAIN)
def test_both_ways_give_one_text(value: object):
    assert canonical(value) == by_hand(value)
