"""Sentences about one record that end alike are told as one."""

from oxyclaim.engine.sentences import together, written


def test_what_is_missing_of_one_record_is_told_in_one_sentence():
    told = together(
        ["order A: the date is missing", "order A: the quantity is missing", "order B: the date is missing"]
    )
    assert told == ["order A: the date; the quantity are missing", "order B: the date is missing"]


def test_a_comma_before_the_verb_goes_with_it():
    told = together(["slip A: the signature, or who gave it, is not documented", "slip A: the day is not documented"])
    assert told == ["slip A: the signature, or who gave it; the day are not documented"]


def test_what_is_missing_and_what_is_not_known_stay_apart():
    told = together(["order A: the date is missing", "order A: the quantity is not documented", "no test: none"])
    assert told == ["order A: the date is missing", "order A: the quantity is not documented", "no test: none"]


def test_the_way_to_a_key_is_written_as_in_the_case_file():
    assert written("patient.birth_date") == "patient.birth_date"
    assert written("treating_practitioner") == "treating practitioner"
