"""What is guessed of a text that does not name the thing, and the data the guess rests on."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.intents import ConceptId, Language, Sector, Side
from matchmaking.reading.fields import fields
from matchmaking.reading.hunches import articles, hunches
from matchmaking.reading.lexicon import DATA, SECTOR_TABLE, load_table
from matchmaking.reading.notions import AKIN, Dictionary, notions_of
from matchmaking.reading.reader import read

WHEY = [
    "After making cheese we pour a sour yellow liquid into the sewer every day.",
    "Après le fromage, il reste un liquide jaune et aigre que nous jetons à l'égout.",
    "بعد صنع الجبن يبقى سائل أصفر حامض نرميه كل يوم في المجاري",
]


def table(path: str) -> dict[str, Any]:
    with (DATA / path).open("rb") as file:
        return tomllib.load(file)


@pytest.mark.parametrize("text", WHEY)
def test_whey_is_guessed_in_every_language(text: str) -> None:
    assert hunches(text)[0][0] == "agrifood.whey"


def test_words_of_three_languages_are_one_notion() -> None:
    for words in (("cheese", "fromage", "جبن"), ("sheep", "moutons", "الأغنام")):
        found = [set(notions_of(f"{word} {word}")) for word in words]
        assert set.intersection(*found) != set(), words


def test_one_shared_word_is_chance() -> None:
    assert hunches("cheese") == ()
    assert hunches("") == ()


def test_a_word_means_its_own_notion_more_than_one_that_lists_it() -> None:
    book = Dictionary([("oven", {"fr": "four"}), ("bakery", {"en": "oven", "fr": "four"})])
    assert book.find(("oven",), Language.EN) == {"oven": 1.0, "bakery": AKIN}
    assert book.find(("four",), Language.FR) == pytest.approx(
        {"oven": 0.5**0.5, "bakery": 0.5**0.5}
    )
    assert book.find(("table",), Language.FR) == {}


def test_two_words_may_be_one_notion_with_small_words_between() -> None:
    assert "login" in notions_of("Mot de passe oublié et mots de passe volés")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_guesses_never_raise_and_stay_within_bounds(text: str) -> None:
    assert all(0 < sure <= 1 for sure in notions_of(text).values())
    assert all(0 < like <= 1.001 for _, like in hunches(text))
    assert sum(fields().shares(notions_of(text)).values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("The bees of our hives die every spring and there is no honey", Sector.AGRIFOOD),
        ("Les patients attendent le médecin et l'hôpital manque d'infirmières", Sector.HEALTH),
        ("البحارة يشتكون من السفن القديمة في الميناء والشباك فارغة", Sector.MARITIME),
    ],
)  # fmt: skip
def test_all_the_words_together_tell_the_field(text: str, sector: Sector) -> None:
    shares = fields().shares(notions_of(text))
    assert max(shares, key=lambda one: shares[one]) is sector


def test_what_is_told_around_an_intent_counts_for_it() -> None:
    told = "Half of our hives are dead every spring. We are looking for a treatment."
    (intent,) = read(told).intents
    assert (intent.side, intent.context) == (Side.SEEK, "Half of our hives are dead every spring")


@pytest.mark.parametrize("sector", list(Sector))
def test_every_concept_has_its_signs(sector: Sector) -> None:
    signs = table(f"signs/{sector}.toml")
    concepts = [name for name in load_table(sector.value) if name != SECTOR_TABLE]
    assert set(concepts) - set(signs) == set()
    assert [name for name in signs if name not in concepts] == []
    for name, words in signs.items():
        assert 14 <= len(words.split()) <= 24, name
        assert re.fullmatch(r"[a-z0-9_ ]+", words), name
        assert articles().article(ConceptId(f"{sector}.{name}")) != {}


@pytest.mark.parametrize("path", sorted((DATA / "sayings").glob("*.toml")), ids=lambda p: p.stem)
def test_sayings_are_of_concepts_and_tell_both_sides(path: Any) -> None:
    concepts = load_table(path.stem)
    for name, said in table(f"sayings/{path.name}").items():
        assert name in concepts, name
        for language, words in said.items():
            trouble, relief = words.split("|")
            assert len(trouble.split()) >= 3, (name, language)
            assert len(relief.split()) >= 3, (name, language)
            assert bool(re.search("[\u0600-\u06ff]", words)) is (language == "ar"), name


@pytest.mark.parametrize("path", sorted((DATA / "notions").glob("*.toml")), ids=lambda p: p.stem)
def test_the_lines_of_the_dictionary_are_well_formed(path: Any) -> None:
    for notion, forms in table(f"notions/{path.name}").items():
        assert re.fullmatch(r"[a-z0-9_]+", notion), notion
        assert set(forms) <= {"en", "fr", "ar"}, notion
        assert any(forms.values()), notion
        assert not re.search(r"[a-z]", forms.get("ar", "")), notion
        assert not re.search("[\u0600-\u06ff]", forms.get("fr", "") + forms.get("en", "")), notion


def test_a_complaint_with_a_no_in_it_before_the_wish_is_told_and_a_refusal_is_not() -> None:
    complaint = read("Nobody here sleeps because of the motorway, so we look for a solution.")
    assert [one.context for one in complaint.intents] != [""]
    refusal = read("We look for shops for our soap, not investors.")
    assert ["investors" in f"{one.words} {one.context}" for one in refusal.intents] == [False]
