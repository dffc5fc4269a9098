"""What a biller reads is said in a biller's words."""

import re

import pytest

from oxyclaim.handbook.sentences import sentences
from oxyclaim.policy import load

NOT_SAID = {
    "reckon": "calculate",
    "wants": "requires",
    "wanted(?!_)": "required",
    "anew": "again",
    "what helps": "to fix",
    "borne out": "matches",
    "enrol[m]ent": "enrollment",
    "licence": "license",
    "judgement": "decision",
    "[a-z]+ised": "the American spelling, -ized",
}
SAID_OF_PEOPLE = {"patient wants", "supervised", "advised", "revised", "promised"}


@pytest.mark.parametrize("word", NOT_SAID)
def test_a_word_that_no_biller_says_stands_in_no_sentence(word: str):
    told = [
        f"{place}, {of}: {said}"
        for place, of, said in sentences(load())
        for found in re.finditer(rf"(\w+ )?\b{word}\w*", said)
        if not any(allowed in found.group(0) for allowed in SAID_OF_PEOPLE)
    ]
    assert not told, f"say «{NOT_SAID[word]}»:\n" + "\n".join(told)


def test_no_sentence_has_an_empty_place_or_a_doubled_word():
    told = [said for _, _, said in sentences(load()) if re.search(r"\{\s*\}|\b(\w+) \1\b|\(\)| ,| \.", said)]
    assert not told, "\n".join(told)
