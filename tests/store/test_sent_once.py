"""What went out to a payer is not sent again, from whatever case; a claim is corrected once. All of it is made up.

The store looks in the step in which it keeps, so that two at once cannot send the same either.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from filled_stores import BY_ANN, IMPORTED, claim_file_of, examples, verdict_of
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.case.models import Case
from oxyclaim.services.store.kept import SentBefore, SentLine
from oxyclaim.services.store.sent import Correcting, Going, GoingLine, Sent
from oxyclaim.store import SqlStore


def send(store: SqlStore, case: Case, number: int, version: int = 1, corrects: str | None = None) -> None:
    store.keep_claims(
        claim_file_of(case, number, version, corrects, own_month=False), [verdict_of(case, version)], BY_ANN
    )


def member_of_other_case(case: Case, member_id: str | None = None) -> Case:
    """The same member in another case, its id written in another way."""
    id = member_id or "-".join(filter(None, (case.coverage.member_id or "").lower().partition("TE")))
    coverage = case.coverage.model_copy(update={"member_id": id})
    return case.model_copy(update={"case_id": f"{case.case_id}-AGAIN", "coverage": coverage})


def test_a_line_that_somebody_has_sent_meanwhile_is_not_kept(store: SqlStore) -> None:
    case = examples()[0]
    store.take_in([case], IMPORTED)
    send(store, case, 1)
    with pytest.raises(SentBefore, match="on claim C000000001"):
        send(store, case, 2)
    assert {line.claim_id for line in store.sent_lines([case.case_id])} == {"C000000001"}
    send(store, case, 3, corrects="C000000001")
    assert [line.line_id for line in store.sent_lines()][-1] == f"C000000003L{case.items[-1].line_number}"
    assert store.check()[1] == []


def test_the_same_month_of_one_member_goes_out_once_from_whatever_case(store: SqlStore) -> None:
    case = examples()[0]
    other, stranger = member_of_other_case(case), member_of_other_case(case, "2FG5UF6NL84")
    store.take_in([case, other], IMPORTED)
    send(store, case, 1)
    with pytest.raises(SentBefore, match="on claim C000000001"):
        send(store, other, 2)
    store.save(stranger, 1, BY_ANN)
    send(store, stranger, 3, version=2)
    assert {line.case_id for line in store.sent_lines([], ["1EG4TE5MK21"])} == {case.case_id}


def test_a_claim_of_an_older_layout_is_found_by_the_member_of_its_case(store: SqlStore) -> None:
    case = examples()[0]
    other = member_of_other_case(case)
    store.take_in([case, other], IMPORTED)
    file = claim_file_of(case, 1, own_month=False)
    store.keep_claims(replace(file, claims=(replace(file.claims[0], member=None),)), [verdict_of(case)], BY_ANN)
    with pytest.raises(SentBefore, match="on claim C000000001"):
        send(store, other, 2)


def test_a_claim_is_put_right_once(store: SqlStore) -> None:
    case = examples()[0]
    store.take_in([case], IMPORTED)
    send(store, case, 1)
    send(store, case, 2, corrects="")
    for corrects in ("", "C000000001"):
        with pytest.raises(SentBefore, match="on claim C000000002"):
            send(store, case, 3, corrects=corrects)
    send(store, case, 4, corrects="C000000002")


def test_what_one_payer_has_had_still_goes_to_the_next(store: SqlStore) -> None:
    case = examples()[0]
    store.take_in([case], IMPORTED)
    send(store, case, 1)
    second = case.under("aetna")
    saved = store.save(second, 1, BY_ANN)
    send(store, second, 2, saved.version)
    assert {line.payer for line in store.sent_lines([case.case_id])} == {"medicare", "aetna"}
    with pytest.raises(SentBefore, match="on claim C000000002"):
        send(store, second, 3, saved.version)


KINDS = frozenset(("RR", "NU", "MS"))
START = date(2025, 5, 1)


@st.composite
def attempts(draw: st.DrawFn) -> list[Going]:
    """Claims of one line that are tried one after the other: some correct what went out, some repeat it."""
    found = []
    for number in range(draw(st.integers(2, 12))):
        correcting = None
        if draw(st.booleans()):
            named = draw(st.none() | st.integers(0, number).map(lambda each: f"C{each}"))
            correcting = Correcting(named, draw(st.sampled_from([None, "ICN-1", "ICN-2"])))
        line = GoingLine(
            1,
            draw(st.sampled_from(["E1390", "E1392"])),
            draw(st.sampled_from(["RR N1", "N1 RR", "NU"])),
            START + timedelta(days=draw(st.sampled_from([0, 9, 30, 31]))),
        )
        member = draw(st.sampled_from(["MEMBER1", "MEMBER2"]))
        found.append(Going(draw(st.sampled_from(["A", "B"])), "plan", member, [line], correcting))
    return found


@settings(max_examples=60, deadline=None)
@given(attempts())
def test_no_two_claims_that_stand_are_the_same_to_the_payer(tried: list[Going]) -> None:
    """Law: of one member, code, kind and day one claim stands; and no claim has two that follow it."""
    gone: list[SentLine] = []
    standing: dict[str, tuple[object, ...]] = {}
    followed: set[str] = set()
    for number, going in enumerate(tried):
        found = Sent(gone, KINDS).found(going)
        if found.done or found.several or found.held:
            continue
        (line,) = going.lines
        id = f"C{number}"
        correcting = going.correcting
        frequency = "7" if correcting and correcting.payer_number else "1"
        corrects = (found.target or "") if correcting else None
        gone.append(
            SentLine(id, going.case_id, 1, None, line.code, line.modifiers, line.day, 100, None, frequency, going.payer,
                     correcting.payer_number if correcting else None, corrects, going.member, 1, 1, ""))  # fmt: skip
        if corrects:
            assert corrects not in followed
            followed.add(corrects)
            standing.pop(corrects, None)
        key = (going.member, line.code, "NU" in line.modifiers, line.day)
        assert key not in standing.values()
        standing[id] = key
