"""The lists beside the catalogue of denials: every entry and route that they name is there."""

from oxyclaim.policy.denials.entries import OWNERS
from oxyclaim.policy.denials.work import edit_of, edits, elsewhere, faults, ways_with
from oxyclaim.services.rule_book import rule_book

BOOK = rule_book().denials


def test_every_entry_that_a_list_names_is_in_the_catalogue():
    assert faults().named <= set(BOOK.denials)
    assert {faults().of[id] for id in faults().duplicates} == {"supplier"}


def test_every_way_has_an_owner_and_medicares_own_have_another_elsewhere():
    assert {route.owner for route in BOOK.routes.values()} == set(OWNERS)
    for route in BOOK.routes.values():
        if route.counts_from and route.id != "records":
            assert route.elsewhere, route.id
    for route in ways_with(BOOK.routes.values(), False, BOOK):
        assert route.counts_from in (None, "request"), "no day of Medicare's with another payer"


def test_the_status_that_tells_most_counts():
    assert edit_of(["A3:247", "A7:507"])[0] == "A7:507"
    assert edit_of(["A7:164:IL"])[0] == "A7:164:IL"
    assert edit_of(["A7:164:85"]) == (None, None), "of another entity it is another fault"
    assert edit_of(["A7:99999"]) == (None, None)
    assert all(each.meaning.endswith(".") and each.action.endswith(".") for each in edits().values())


def test_what_is_said_elsewhere_is_of_entries_and_routes_that_are_there():
    assert set(elsewhere()) <= set(BOOK.denials)
    for words in elsewhere().values():
        assert set(words.routes or ()) <= set(BOOK.routes)
        assert "Medicare" not in " ".join(filter(None, (words.meaning, words.cause, words.action)))
