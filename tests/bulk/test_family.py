"""What a billed line is for."""

from datetime import date

import pytest

from oxyclaim.bulk.family import Family
from oxyclaim.policy import load
from tests.bulk.claim_frames import Billed, piece

FAMILY = Family.of(load())


@pytest.mark.parametrize(
    ("billed", "kind"),
    [
        (Billed(0, "E1390"), "stationary"),
        (Billed(0, "E1392"), "portable"),
        (Billed(0, "E0443"), "contents"),
        (Billed(0, "E0447", date(2019, 1, 1)), "contents"),
        (Billed(0, "E0447", date(2018, 12, 31)), None),  # not in force yet
        (Billed(0, "E1390", None), None),
        (Billed(0, "A4615"), "accessory"),
        (Billed(0, "E0425"), "purchase only"),
        (Billed(0, "E1390", modifiers=("RR", "MS")), "maintenance"),
        (Billed(0, "E1390", date(2010, 6, 30), modifiers=("MS",)), "stationary"),
        (Billed(0, "E1390", modifiers=("UE",)), "sale"),
        (Billed(0, "E1390", modifiers=()), "stationary"),
    ],
)
def test_kinds(billed, kind):
    assert FAMILY.lines(piece(billed).lines)["kind"].to_list() == [kind]
    # Beside lines of other days, too.
    beside = piece(Billed(0, day=None), Billed(1, day=date(2018, 5, 8)), Billed(2, "99213"))
    both = beside.lines.vstack(piece(billed).lines)
    assert FAMILY.lines(both)["kind"].to_list() == [None, "stationary", kind]
