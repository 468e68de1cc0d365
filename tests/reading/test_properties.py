"""What must hold for any text at all."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.intents import Kind, Side
from matchmaking.reading.normalise import tokenise
from matchmaking.reading.reader import Reading, read

PHRASES = st.sampled_from(
    [
        "we make", "looking for", "nous cherchons", "نبحث عن", "ننتج", "not", "pas", "لا", "but",
        "mais", "لكن", "investors", "distributeurs", "موزعين", "olive oil", "huile d'olive", "تمور",
        "in France", "au Maroc", "في قطر", ",", ".", "?", "\n", "and", "et", "و", "who sell", "qui",
        "to sell", "wanted", "for sale", "\u202e", "\u0640", "e\u0301", "🫒", "R&D", "3andna", "l'",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PHRASES, max_size=40).map(" ".join))
THINGS = st.sampled_from(
    ["investors", "distributors in France", "olive oil", "a laboratory", "partners", "xylophones"]
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([None, Side.SEEK, Side.OFFER]))
def test_reads_anything_and_quotes_it_exactly(text: str, side: Side | None) -> None:
    reading = read(text, side=side)
    for intent in reading.intents:
        assert intent.words
        assert intent.words in text
        assert intent.kind is not Kind.NETWORKING or intent.side is Side.SEEK
        assert set(intent.concepts) <= set(reading.concepts)
        assert set(intent.markets) <= set(reading.countries)
    if not reading.intents:
        assert reading == Reading(lang=reading.lang)


@settings(deadline=None)
@given(TEXTS)
def test_words_stand_where_they_say_and_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@settings(deadline=None)
@given(THINGS, st.sampled_from(["We sell honey. ", ""]))
def test_negating_a_clause_never_adds_an_intent(thing: str, before: str) -> None:
    pairs = [
        ("We are looking for ", "We are not looking for "),
        ("Nous cherchons ", "Nous ne cherchons pas "),
        ("نبحث عن ", "لا نبحث عن "),
        ("We need ", "We do not need "),
        ("We offer ", "We don't offer "),
    ]
    for plain, negated in pairs:
        meant = {(i.kind, i.side) for i in read(before + plain + thing).intents}
        refused = {(i.kind, i.side) for i in read(before + negated + thing).intents}
        assert refused <= meant
        assert len(refused) < max(1, len(meant)) or before


@pytest.mark.parametrize(
    "unit",
    ["a", "olive oil, ", "نبحث عن موزعين ", "🙂", "\u202e\u200f", "not not ", "و", "qwertzuiop ",
     "wpxk vbnm, ", ". ", "\u0301", "a\u0640", "who can that sells ", "\x00\x1b"],
)  # fmt: skip
def test_takes_linear_time_over_a_hundred_thousand_characters(unit: str) -> None:
    read("warm up olive oil")
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    start = time.process_time()
    read(text)
    # About ten microseconds a character would still be below this; quadratic work is far above.
    assert time.process_time() - start < 10
