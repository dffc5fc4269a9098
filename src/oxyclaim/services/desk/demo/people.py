"""Made-up people and numbers that look as real ones do: check digits and patterns are right, nobody has them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

Facts = dict[str, Any]

_GIVEN = (
    ("Adela", "female"), ("Barnaby", "male"), ("Corisande", "female"), ("Dorwin", "male"), ("Elspeth", "female"),
    ("Fergus", "male"), ("Ghislaine", "female"), ("Hobart", "male"), ("Isolde", "female"), ("Jethro", "male"),
    ("Katrin", "female"), ("Leopold", "male"), ("Mirabel", "female"), ("Nehemiah", "male"), ("Odette", "female"),
    ("Percival", "male"), ("Quintessa", "female"), ("Roscoe", "male"), ("Sunniva", "female"), ("Thaddeus", "male"),
)  # fmt: skip
_FIRST = ("Ash", "Birch", "Clover", "Dun", "Elder", "Fern", "Gorse", "Hazel", "Iron", "Juniper", "Kestrel", "Larch")
_SECOND = ("bank", "brook", "combe", "croft", "dale", "field", "ford", "gate", "lea", "mere", "ridge", "wick")
_STREETS = ("Quarry Hill Road", "Tannery Row", "Lantern Street", "Ferry Lane", "Orchard Court", "Millrace Avenue")
_PLACES = (
    ("Schenectady", "NY", "12304"), ("Troy", "NY", "12180"), ("Albany", "NY", "12206"), ("Utica", "NY", "13501"),
    ("Pittsfield", "MA", "01201"), ("Bennington", "VT", "05201"),
)  # fmt: skip
PRACTITIONERS = (
    ("Brannigan", "Aoife"), ("Castellane", "Hugo"), ("Dimmock", "Perpetua"), ("Eberstark", "Rufus"),
    ("Farthingale", "Ines"),
)  # fmt: skip
_LETTERS = "ACDEFGHJKMNPQRTUVWXY"


@dataclass(frozen=True)
class Person:
    """A made-up patient with a practitioner."""

    patient: Facts
    member_id: str
    practitioner: Facts


def person(number: int, chance: Random) -> Person:
    """A made-up patient; the same number and seed give the same."""
    given, sex = _GIVEN[number % len(_GIVEN)]
    city, state, zip_code = chance.choice(_PLACES)
    born = date(1936, 1, 1) + timedelta(days=chance.randrange(7500))
    last, first = PRACTITIONERS[number % len(PRACTITIONERS)]
    return Person(
        patient={
            "last_name": chance.choice(_FIRST) + chance.choice(_SECOND),
            "first_name": given,
            "birth_date": born,
            "sex": sex,
            "address": {
                "line_1": f"{chance.randrange(1, 900)} {chance.choice(_STREETS)}",
                "city": city, "state": state, "zip": zip_code,
            },
            "account_number": f"HH-{20000 + number}",
        },
        member_id=_mbi(chance),
        practitioner={"last_name": last, "first_name": first, "npi": npi(229829550 + number % len(PRACTITIONERS))},
    )  # fmt: skip


def npi(nine_digits: int) -> str:
    """Nine digits with their check digit (Luhn over 80840 and the number)."""
    body = f"{nine_digits:09d}"
    total = 0
    for place, digit in enumerate(reversed("80840" + body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return f"{body}{-total % 10}"


def _mbi(chance: Random) -> str:
    """Eleven characters in the pattern of a Medicare Beneficiary Identifier."""
    kinds = "9A09A09AA99"
    drawn = (str(chance.randrange(10)) if kind in "09" else chance.choice(_LETTERS) for kind in kinds)
    return f"1{''.join(drawn)[1:]}"
