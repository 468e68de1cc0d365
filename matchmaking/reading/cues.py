"""Finds cue words in a text: what says seek, offer, not, meet, invest, ask.

Owns the index over the cue file and which words open which cue. Knows nothing of clauses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matchmaking.intents import Language
from matchmaking.reading.arabizi import skeleton, skeletons
from matchmaking.reading.lexicon import lexicon, load_table, split_forms
from matchmaking.reading.normalise import Token, words_of
from matchmaking.reading.stems import without_particles
from matchmaking.reading.trie import Trie

_PLAIN_LISTS = frozenset({"glue", "stopwords", "known", "false_friends", "place_before",
                          "place_except", "speaking", "joint", "relative", "and", "determiner",
                          "between", "means", "first_person", "idle_verb", "trouble", "yours",
                          "money", "about", "article", "singular", "ours",
                          "pitch", "no_one"})  # fmt: skip
_SPOKEN = frozenset({"seek", "offer", "raise", "invest", "networking", "act_offer", "act_seek",
                     "act_meet", "seek_third", "negation", "identity"})  # fmt: skip
"""Lists whose Arabic words are known in Latin letters too, and whose words may be misspelt."""


_VERBS = frozenset({"seek", "offer", "invest", "raise", "act_offer", "act_seek"})
"""Lists whose Arabic verbs are known as the dialects say them."""
_DEEDS = frozenset({"offer", "offer_third", "offer_after", "act_offer", "own_thing", "invest",
                    "act_invest", "advert", "service", "project", "study", "scholar", "funds",
                    "about", "money"})  # fmt: skip
"""Lists whose words do not keep another verb of the first person from being an offer."""
_LONGEST_CUE = 7
"""Words."""
_SHORTEST_VERB = 3
_SHORTEST_SLIP = 6
_SHORTEST_ARABIC_SLIP = 5
_SHORTEST_SKELETON = 3
_SHORTEST_DENIED = 5
_LONGEST_ROOT = 5
"""Letters of an Arabic verb behind its "we"."""
_ANY = ("",)
_ENDINGS = {"nous": ("ons",), "on": ("e", "t", "d"), "je": ("e", "s"), "j": ("e", "s"),
            "we": _ANY, "i": _ANY}  # fmt: skip
_PAST = ("ed", "ly")
_SOUND = "~"
"""Before the consonants of a word, to tell them from words."""
_SHAPES = str.maketrans("جخدرسصطعفبتثن", "ححذزشضظغقيييي")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A cue found: the word it starts at, the word behind its last, and what it may mean."""

    start: int
    stop: int
    names: frozenset[str]


class CueBook:
    """The cue file, indexed. Make it through `cue_book`."""

    def __init__(self, tables: dict[str, dict[str, str]]) -> None:
        self._trie: Trie[str] = Trie()
        self._lists: dict[str, frozenset[str]] = {}
        for name, table in tables.items():
            forms = [" ".join(words_of(f)) for value in table.values() for f in split_forms(value)]
            self._lists[name] = frozenset(forms)
            if name not in _PLAIN_LISTS:
                for form in dict.fromkeys(forms):
                    self._trie.add(form.split(), name)
                    if name in _SPOKEN:
                        self._file_sounds(form.split(), name)
                    if name in _VERBS:
                        for words in _as_dialects_say(form.split()):
                            self._trie.add(words, name)
        self.words = frozenset(
            w for forms in self._lists.values() for f in forms for w in f.split()
        )
        self._no_deeds = frozenset(
            w for name in self._lists.keys() - _DEEDS for f in self._lists[name] for w in f.split()
        )
        """Words that may follow "we" and make or serve nothing."""
        self._targets = _by_initial(
            w for name in _SPOKEN for f in self._lists[name] for w in f.split()
        )

    def _file_sounds(self, words: list[str], name: str) -> None:
        """File an Arabic form by its consonants, for those who type it in Latin letters."""
        sounds = [skeleton(word) for word in words]
        if all("\u0600" <= w[0] <= "\u06ff" for w in words) and (
            len("".join(sounds)) >= _SHORTEST_SKELETON
        ):
            self._trie.add([_SOUND + sound for sound in sounds], name)

    def has(self, name: str, word: str) -> bool:
        """Whether one plain word stands in a list of the cue file."""
        return word in self._lists[name]

    def marks(self, tokens: Sequence[Token], *, arabizi: bool = False) -> list[Mark]:
        """The cues in order, the longest at each place, none overlapping; `arabizi` where Latin
        letters may spell Arabic.
        """
        keys = [self._keys(token, arabizi=arabizi) for token in tokens]
        found: list[Mark] = []
        at = 0
        while at < len(tokens):
            length, names = self._trie.longest(keys, at, _unbroken(tokens, at))
            denied = _denied(tokens, at)
            if denied > length:
                length, names = denied, ["negation"]
            if length and not (names == ["identity"] and self._verb(tokens, at)):
                found.append(Mark(start=at, stop=at + length, names=frozenset(names)))
            elif verb := self._verb(tokens, at):
                length = verb - at
                found.append(Mark(start=at, stop=verb, names=frozenset({"own_verb"})))
            at += length or 1
        return found

    def _keys(self, token: Token, *, arabizi: bool) -> tuple[str, ...]:
        """A word as the cues may spell it: as written, without its slip, by its consonants."""
        forms = spellings(token)
        if any(form in self.words for form in forms):
            return forms
        if arabizi and not token.arabic:
            return (*forms, *(_SOUND + sound for sound in skeletons(token.plain)))
        meant = self._mended(forms[-1], _SHORTEST_ARABIC_SLIP if token.arabic else _SHORTEST_SLIP)
        return (*forms, meant) if meant else forms

    def _mended(self, word: str, shortest: int) -> str | None:
        """The cue word that an unknown word was meant to be."""
        if len(word) < shortest or not word.isalpha():
            return None
        return _nearest_cue(word)

    def near(self, word: str) -> str | None:
        """The cue word one slip away: only letters swapped, dropped, doubled or alike."""
        if any(word in lexicon().vocabulary[language] for language in Language):
            return None
        for found, *_ in process.extract(
            word, self._targets.get(word[0], []), scorer=OSA.distance, score_cutoff=1, limit=3
        ):
            if len(found) != len(word) or sorted(found) == sorted(word) or _alike(found, word):
                return found
        return None

    def _verb(self, tokens: Sequence[Token], at: int) -> int:
        """The word behind an unlisted verb of the first person that starts here, or 0."""
        stop = _unbroken(tokens, at)
        if tokens[at].arabic:
            return at + 1 if self._is_verb(tokens[at], "") else 0
        who = tokens[at].plain
        if not self.has("first_person", who):
            return 0
        verb = at + 1
        while verb < stop and self.has("between", tokens[verb].plain):
            verb += 1
        return verb + 1 if verb < stop and self._is_verb(tokens[verb], who) else 0

    def _is_verb(self, token: Token, who: str) -> bool:
        word = token.plain
        if not token.plain.isalpha() or word in self._no_deeds:
            return False
        if token.arabic:
            bare = spellings(token)[-1]
            known = bare in self.words or bare in lexicon().vocabulary[Language.AR]
            return not known and own_arabic_verb(bare)
        if self.has("idle_verb", word) or len(word) < _SHORTEST_VERB:
            return False
        return word.endswith(_ENDINGS[who]) and not word.endswith(_PAST)


def _as_dialects_say(words: list[str]) -> list[list[str]]:
    """How the dialects say an Arabic "we do" of the written language: Maghrebi "نصنعو" and
    "كنصنعو", Levantine "منصنع", Egyptian "بنصنع" and "بصنع".
    """
    verb = words[0]
    if not verb.startswith("ن") or not own_arabic_verb(verb):
        return []
    said = (verb + "و", verb + "وا", "ك" + verb, "ك" + verb + "و", "م" + verb, "ب" + verb,
            "ب" + verb[1:], "ت" + verb + "و")  # fmt: skip
    return [[form, *words[1:]] for form in said]


def _by_initial(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        if len(word) >= _SHORTEST_ARABIC_SLIP:
            found.setdefault(word[0], []).append(word)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two words sound alike, or are Arabic and differ in letters of one shape."""
    return skeleton(one) == skeleton(other) or one.translate(_SHAPES) == other.translate(_SHAPES)


@lru_cache(maxsize=32768)
def _nearest_cue(word: str) -> str | None:
    return cue_book().near(word)


def _denied(tokens: Sequence[Token], at: int) -> int:
    """The words of a verb that the dialects deny around it ("ما نحتاجوش", "مانحتاجوش"), or 0."""
    word = tokens[at].plain
    if not tokens[at].arabic or not word.startswith("ما"):
        return 0
    if word == "ما" and at + 1 < len(tokens):
        return 2 * _with_sheen(tokens[at + 1].plain)
    return int(_with_sheen(word))


def _with_sheen(word: str) -> bool:
    return len(word) >= _SHORTEST_DENIED and word.endswith("ش")


def own_arabic_verb(word: str) -> bool:
    """Whether an Arabic word has the shape of "we do", also as the dialects say it."""
    for prefix in ("من", "بن", "كن", "تن", "ن"):
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            return 3 <= len(rest) <= _LONGEST_ROOT and not rest.endswith(("ه", "ات", "ي", "ين"))
    return False


def _unbroken(tokens: Sequence[Token], at: int) -> int:
    """How far a cue that starts at `at` may reach: never across a pause."""
    stop = at + 1
    while stop < len(tokens) and stop - at < _LONGEST_CUE and not tokens[stop].gap:
        stop += 1
    return stop


def spellings(token: Token) -> tuple[str, ...]:
    """A word as cues may spell it: Arabic joins "and" and "so" to the word that follows."""
    word = token.plain
    if token.arabic and len(word) >= 3 and word[0] in "وف":
        return (word, word[1:])
    return (word,)


def particle_forms(token: Token) -> tuple[str, ...]:
    """An Arabic word with and without joined particles; any other word alone."""
    return without_particles(token.plain) if token.arabic else (token.plain,)


@cache
def cue_book() -> CueBook:
    """The cue file, loaded once."""
    return CueBook(load_table("cues"))
