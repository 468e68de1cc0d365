"""Finds the lexicon's concepts in a text: the longest names first, in any of the languages.

Owns the lookup: which language's words to believe, typos, Arabic in Latin letters, and which of
several concepts with the same words is meant. Knows nothing of intents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from matchmaking.intents import Language
from matchmaking.reading.arabizi import skeleton, skeletons
from matchmaking.reading.cues import cue_book
from matchmaking.reading.language import Tongue
from matchmaking.reading.lexicon import Concept, Entry, Lexicon, lexicon
from matchmaking.reading.normalise import Token
from matchmaking.reading.notions import dictionary
from matchmaking.reading.places import gazetteer
from matchmaking.reading.stems import (
    arabic_article_off,
    candidates,
    end_alike,
    stem,
    without_particles,
)
from matchmaking.reading.trie import Trie
from matchmaking.reading.typos import SHORTEST, corrected, is_known

_LONGEST_NAME = 6
_MOST_CORRECTIONS = 200
"""Words corrected in one text: a person's message has far fewer, a flood of junk more."""
_SHORTEST_FOREIGN = 4
"""Letters of a single word believed in a text of the other language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A concept mentioned: words `start` up to but without `stop`."""

    concept: Concept
    start: int
    stop: int


def topics(tokens: Sequence[Token], tongue: Tongue) -> list[Topic]:
    """The concepts mentioned, in order; no word belongs to two names."""
    finder = _Finder(lexicon(), tokens, tongue)
    found: list[tuple[int, int, tuple[Concept, ...]]] = []
    at = 0
    while at < len(finder.places):
        length, concepts = finder.at(at)
        if concepts:
            start, stop = finder.places[at], finder.places[at + length - 1] + 1
            found.append((start, stop, concepts))
        at += length or 1
    return _unambiguous(found)


def _unambiguous(found: Sequence[tuple[int, int, tuple[Concept, ...]]]) -> list[Topic]:
    """One concept for each mention: the one whose sector the rest of the text speaks of."""
    spoken = {c[0].sector for *_, c in found if len(c) == 1 and not c[0].cross}
    chosen = []
    for start, stop, concepts in found:
        fitting = [c for c in concepts if c.sector in spoken] or list(concepts)
        chosen.append(Topic(concept=fitting[0], start=start, stop=stop))
    return chosen


class _Finder:
    """One text's words as keys of each language's index."""

    def __init__(self, book: Lexicon, tokens: Sequence[Token], tongue: Tongue) -> None:
        self._book, self._tongue = book, tongue
        cues = cue_book()
        self.places = [i for i, t in enumerate(tokens) if not cues.has("glue", t.plain)]
        self._tokens = [tokens[i] for i in self.places]
        self._stops = _stops(tokens, self.places)
        self._corrections = 0
        self._languages = _latin_languages(tongue)
        words = [self._spelt(token) for token in self._tokens]
        self._words = words
        self._keys = {
            language: [candidates(w, language) for w in words] for language in self._languages
        }
        self._keys[Language.AR] = [
            candidates(w, Language.AR) if t.arabic else (w,)
            for w, t in zip(words, self._tokens, strict=True)
        ]

    def at(self, place: int) -> tuple[int, tuple[Concept, ...]]:
        """The longest name that starts at a place among the content words, and its concepts."""
        stop = self._stops[place]
        length, entries = self._longest(Language.AR, place, stop)
        if not self._tokens[place].arabic:
            for language in self._languages:
                found, values = self._longest(language, place, stop)
                if found > length:
                    length, entries = found, values
            if self._tongue.arabizi and not length:
                length, entries = self._chat(place, stop)
        if not length:
            return 0, ()
        words = tuple(self._words[place : place + length])
        exact = [e for e in entries if e.words == words] or entries
        return length, tuple({e.concept.id: e.concept for e in exact}.values())

    def _longest(self, language: Language, place: int, stop: int) -> tuple[int, list[Entry]]:
        trie, keys = self._book.tries[language], self._keys[language]
        length, entries = trie.longest(keys, place, stop)
        if length != 1:
            return length, entries
        entries = [e for e in entries if self._single(place, e.words[0], language)]
        return (1, entries) if entries else (0, [])

    def _single(self, place: int, filed: str, language: Language) -> bool:
        """Whether a name of one word is believed: more easily in the language of the text."""
        word = self._words[place]
        if self._small(place, filed):
            return False
        if language is Language.AR:
            return _arabic_single(word, filed)
        if language is self._tongue.language:
            return end_alike(word, filed, language)
        cues = cue_book()
        return (
            len(word) >= _SHORTEST_FOREIGN
            and word.rstrip("sx") == filed.rstrip("sx")
            and not (cues.has("false_friends", word) or cues.has("known", word))
        )

    def _small(self, place: int, filed: str) -> bool:
        """Whether a word that may be a name is a small word here: "mais" is no maize, "nous
        savons" no soap, "sells well" no wells."""
        token, word, cues = self._tokens[place], self._words[place], cue_book()
        if token.arabic:
            return False
        # Whoever means maize in French has its dots on the i.
        if cues.has("contrast", word) and token.raw.isascii():
            return True
        if cues.has("known", word) and word != filed:
            return True
        verb = place > 0 and cues.has("first_person", self._tokens[place - 1].plain)
        return verb and cues.has("idle_verb", word)

    def _chat(self, place: int, stop: int) -> tuple[int, list[Entry]]:
        if self._words[place] in gazetteer().words:
            return 0, []
        keys = [skeletons(w) for w in self._words[place:stop]]
        return _chat_index().longest(keys, 0, len(keys))

    def _spelt(self, token: Token) -> str:
        """The word, or the lexicon's word that it misspells."""
        word = token.plain
        if len(word) < SHORTEST or self._corrections >= _MOST_CORRECTIONS:
            return word
        if token.arabic:
            return self._mended(word, (Language.AR,))
        # A capital inside a sentence marks a name; chat spelling is no misspelling.
        if (token.capital and not token.gap) or self._tongue.arabizi:
            return word
        return self._mended(word, self._languages)

    def _mended(self, word: str, languages: Sequence[Language]) -> str:
        if any(is_known(word, language) for language in languages):
            return word
        self._corrections += 1
        return corrected(word, languages[0]) or word


def _arabic_single(word: str, filed: str) -> bool:
    """Whether an Arabic word is a name of one word, with or without what may be joined to it: what
    is a word as it stands ("big") has no particle and name in it ("like" and "well")."""
    key, name = stem(filed, Language.AR), arabic_article_off(filed)
    if stem(word, Language.AR) == key:
        return end_alike(arabic_article_off(word), name, Language.AR)
    return not dictionary().find((stem(word, Language.AR),), Language.AR) and any(
        end_alike(form, name, Language.AR) for form in without_particles(word)
    )


def _latin_languages(tongue: Tongue) -> tuple[Language, ...]:
    if tongue.language is Language.EN:
        return (Language.EN, Language.FR)
    return (Language.FR, Language.EN)


def _stops(tokens: Sequence[Token], places: Sequence[int]) -> list[int]:
    """For each content word, the content word before which a name starting there must end."""
    stops = [0] * len(places)
    stop = len(places)
    for at in range(len(places) - 1, -1, -1):
        if at + 1 < len(places) and any(
            tokens[i].gap for i in range(places[at] + 1, places[at + 1] + 1)
        ):
            stop = at + 1
        stops[at] = min(stop, at + _LONGEST_NAME)
    return stops


@cache
def _chat_index() -> Trie[Entry]:
    """The Arabic names by consonant skeleton, made when the first chat spelling is read."""
    index: Trie[Entry] = Trie()
    for concept in lexicon().concepts():
        for form in concept.forms[Language.AR]:
            words = lexicon().content_words(form)
            keys = [skeleton(w.removeprefix("ال")) for w in words]
            if sum(len(k) for k in keys) >= 3 and all(keys):
                index.add(keys, Entry(concept=concept, words=words))
    return index
