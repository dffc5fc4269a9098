"""The rule book's hash covers the law and nothing else."""

from dataclasses import replace
from datetime import date

import polars as pl

from oxyclaim.engine.law import law_hash
from oxyclaim.engine.words import Cure, Effect, Fact
from oxyclaim.policy import load

BOOK = load()


def with_rule(**changed: object) -> str:
    first, *others = BOOK.rules
    return law_hash(replace(BOOK, rules=[replace(first, **changed), *others]))


def test_a_sentence_does_not_change_it():
    assert with_rule(sentence="said otherwise") == BOOK.hash
    assert with_rule(title="said otherwise", about="said otherwise", if_unknown="said otherwise") == BOOK.hash
    assert with_rule(cure=Cure("do something else", "somebody")) == BOOK.hash
    first = BOOK.rules[0].requires
    assert with_rule(requires=replace(first, met="otherwise", not_met="otherwise", unknown="otherwise")) == BOOK.hash


def test_what_decides_changes_it():
    first = BOOK.rules[0]
    assert with_rule(not_met=Effect.EXCLUDED if first.not_met is not Effect.EXCLUDED else Effect.HOLD) != BOOK.hash
    assert with_rule(first=date(1999, 1, 1)) != BOOK.hash
    assert with_rule(requires=replace(first.requires, node=Fact(pl.lit(True)))) != BOOK.hash
    assert law_hash(replace(BOOK, presumptions=BOOK.presumptions[1:])) != BOOK.hash


def test_one_value_of_one_payer_changes_it():
    values = {payer: dict(of_payer) for payer, of_payer in BOOK.values.items()}
    name, given = next((name, given) for name, given in values["medicare"].items() if given)
    values["medicare"][name] = [replace(given[0], first=date(1901, 1, 1)), *given[1:]]
    assert law_hash(replace(BOOK, values=values)) != BOOK.hash


def test_a_long_list_is_not_cut_short():
    many = [str(number) for number in range(60)]
    other = [*many[:40], "x", *many[41:]]
    first = BOOK.rules[0].requires
    one, two = (
        with_rule(requires=replace(first, node=Fact(pl.col("line.code").is_in(each)))) for each in (many, other)
    )
    assert one != two
