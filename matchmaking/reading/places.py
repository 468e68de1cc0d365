"""Finds countries in a text: by name, people or city, in three languages.

Owns the index over CLDR's country names (Babel) and the places file, and telling a people from
its language ("I speak French") and a place from a common word ("Nice to meet you"). Knows
nothing of markets or intents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from matchmaking.intents import CountryCode, Language
from matchmaking.reading.cues import cue_book
from matchmaking.reading.lexicon import load_table, split_forms
from matchmaking.reading.normalise import Gap, Token, words_of
from matchmaking.reading.stems import arabic_article_off, without_particles
from matchmaking.reading.trie import Trie

# In CLDR but no country of ISO 3166-1: unions, test regions, exceptional reservations.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "ZZ"})
_SPECIAL_TABLES = frozenset(
    {"ambiguous", "capital", "capital_of", "products", "joined", "levant", "before"}
)
_ARABIC_ENDINGS = ("", "ه", "ين", "ون", "ات", "ا")
_SPEAKING_AFTER = frozenset(
    {"speaking", "speaker", "speakers", "language", "version", "translation"}
)
_EXCEPT_REACH = 3
"""Words before a place among which "except" leaves it out."""
_PLACE_PARTICLES = ("ب", "ل", "ف", "وب", "ول", "وف")
_LEVANTINE = frozenset({CountryCode("JO"), CountryCode("LB")})
_SHADDA = "\u0651"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A country mentioned: words `start` up to but without `stop`."""

    code: CountryCode
    start: int
    stop: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Name:
    code: CountryCode
    people: bool
    bare: str
    """The name when it is one Arabic word without an article that is no people, else empty."""
    care: str
    """Empty, or the table that says under what condition the name is believed."""


class Gazetteer:
    """Every country's names. Make it through `gazetteer`."""

    def __init__(self) -> None:
        tables = load_table("places")
        self._care = {
            tuple(words_of(form)): kind
            for kind in ("ambiguous", "capital")
            for form in split_forms(tables[kind]["names"])
        }
        self._rivals = {words_of(k)[0]: CountryCode(v) for k, v in tables["capital_of"].items()}
        self._trie: Trie[_Name] = Trie()
        self._products: Trie[str] = Trie()
        for product in split_forms(" | ".join(tables["products"].values())):
            self._products.add(words_of(product), product)
        self._not_alone = frozenset(words_of(tables["ambiguous"]["not_alone"]))
        self._before = frozenset(words_of(tables["before"]["ar"]))
        self._levant = frozenset(words_of(tables["levant"]["ar"]))
        self._joined = {half: CountryCode(code) for half, code in tables["joined"].items()}
        self.words: set[str] = set()
        for code, names in _cldr_names().items():
            self._add(code, names, people=False)
        for region, table in tables.items():
            if region not in _SPECIAL_TABLES:
                self._add_table(CountryCode(region), table)

    def _add_table(self, code: CountryCode, table: dict[str, str]) -> None:
        for key in ("names", "cities"):
            self._add(code, split_forms(table.get(key, "")), people=False)
        for language in Language:
            for form in split_forms(table.get(language.value, "")):
                self._add(code, _inflected(form, language), people=True)

    def _add(self, code: CountryCode, names: Iterable[str], *, people: bool) -> None:
        for name in names:
            words = tuple(words_of(name))
            care = self._care.get(words, "")
            bare = "" if people or len(words) > 1 or words[0].startswith("ال") else words[0]
            self._trie.add(words, _Name(code=code, people=people, bare=bare, care=care))
            self.words.update(words)

    def find(self, tokens: Sequence[Token]) -> list[Place]:
        """The countries mentioned, in order of mention."""
        keys = [_spellings(token) for token in tokens]
        found: list[Place] = []
        last_language = -9
        left_out = -9
        at = 0
        while at < len(tokens):
            product, _ = self._products.longest(keys, at, min(len(tokens), at + 6))
            if product:
                at += product
                continue
            if half := self._half(tokens, at):
                found.append(Place(code=half, start=at, stop=at + 1))
                at += 1
                continue
            length, names = self._trie.longest(keys, at, min(len(tokens), at + 6))
            after = bool(found) and found[-1].stop == at
            if not length or not self._believed(tokens, at, at + length, names[0], after):
                at += 1
                continue
            if names[0].people and _is_language(tokens, at, at + length, last_language):
                last_language = at + length - 1
            elif _left_out(tokens, at, left_out):
                left_out = at + length - 1
            else:
                found.append(Place(code=names[0].code, start=at, stop=at + length))
            at += length
        return self._told_apart(tokens, found)

    def _half(self, tokens: Sequence[Token], at: int) -> CountryCode | None:
        """The country of the first half of "Franco-Egyptian"."""
        code = self._joined.get(tokens[at].plain)
        if code is None or at + 1 == len(tokens) or tokens[at + 1].start != tokens[at].end + 1:
            return None
        return code

    def _believed(
        self, tokens: Sequence[Token], start: int, stop: int, name: _Name, after: bool
    ) -> bool:
        """Whether the name is meant; `after` when another place stands right before it."""
        first = tokens[start]
        bare = arabic_article_off(first.plain) if first.arabic else first.plain
        if bare != first.plain and bare == name.bare:  # "the weevil" is not Sousse
            return False
        if not name.care:
            return True
        if first.arabic:
            joined = any(first.plain.startswith(p) for p in _PLACE_PARTICLES) and (
                (first.plain,) not in self._care
            )
            return (
                joined
                or _place_before(tokens, start)
                or self._stands_out(tokens, start, stop, after)
            )
        if not all(token.capital for token in tokens[start:stop]):
            return False
        return name.care == "capital" or _place_before(tokens, start)

    def _stands_out(self, tokens: Sequence[Token], start: int, stop: int, after: bool) -> bool:
        """Whether an Arabic word is told for a place by what stands around it."""
        if after and tokens[start].plain.startswith("و"):
            return True
        if start == 0:
            return False
        if not tokens[start].gap:
            return tokens[start - 1].plain in self._before
        alone = stop == len(tokens) or bool(tokens[stop].gap)
        return alone and tokens[start].plain not in self._not_alone

    def _told_apart(self, tokens: Sequence[Token], found: Sequence[Place]) -> list[Place]:
        """Amman or Oman, Tripoli of Libya or of Lebanon: the country named besides decides, or
        how people of the Levant write."""
        named = {place.code for place in found}
        levant = any(token.plain in self._levant for token in tokens)
        return [self._rival(tokens[place.start], place, named, levant) for place in found]

    def _rival(self, token: Token, place: Place, named: set[CountryCode], levant: bool) -> Place:
        rivals = [self._rivals[w] for w in _spellings(token) if w in self._rivals]
        if not rivals or place.stop > place.start + 1:
            return place
        rival = rivals[0]
        # عمّان with its doubled letter is the city.
        there = rival in _LEVANTINE and (levant or _SHADDA in token.raw)
        if there or rival in named:
            return Place(code=rival, start=place.start, stop=place.stop)
        return place


def _left_out(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a place is named to be left out: "outside Algeria and Morocco"."""
    book = cue_book()
    if last == at - 2 and book.has("and", tokens[at - 1].plain):
        return True
    before = [t.plain for t in tokens[max(0, at - _EXCEPT_REACH) : at]]
    return any(
        book.has("place_except", " ".join(before[start:stop]))
        for start in range(len(before))
        for stop in range(start + 1, len(before) + 1)
    )


def _place_before(tokens: Sequence[Token], start: int) -> bool:
    return (
        start > 0
        and tokens[start].gap is Gap.NONE
        and cue_book().has("place_before", tokens[start - 1].plain)
    )


def _is_language(tokens: Sequence[Token], start: int, stop: int, last_language: int) -> bool:
    """Whether a people's name means its language here."""
    if start - last_language <= 2:  # "French and English": the second follows the first
        return True
    after = tokens[stop] if stop < len(tokens) else None
    if after and not after.gap and after.plain in _SPEAKING_AFTER:
        return True
    word = tokens[start].plain
    if word.startswith("بال") and word.endswith("يه"):
        return True
    if start == 0 or tokens[start].gap:
        return False
    before = tokens[start - 1].plain
    if before == "in":  # "in French" is a language, "in French shops" a place
        return after is None or bool(after.gap) or after.plain in ("and", "or")
    return cue_book().has("speaking", before)


def _spellings(token: Token) -> tuple[str, ...]:
    """A word as places may spell it; a particle may have swallowed part of the article."""
    if not token.arabic:
        return (token.plain,)
    forms = list(without_particles(token.plain))
    bare = arabic_article_off(token.plain)
    if bare != token.plain and not token.plain.startswith("ال"):
        forms.insert(1, "ال" + bare)
        if token.plain.startswith("لل"):  # "to Libya" joins a particle to a name in lam
            forms.append(token.plain[1:])
    return tuple(forms)


def _inflected(form: str, language: Language) -> list[str]:
    """The form with its endings of gender and number."""
    if language is Language.AR:
        return [form + ending for ending in _ARABIC_ENDINGS]
    if language is Language.EN:
        return [form, form + "s"]
    if form.endswith(("grec", "turc")):
        feminine = form + "que" if form == "grec" else form[:-1] + "que"
    elif form.endswith(("ien", "éen", "on")):
        feminine = form + "ne"
    elif form.endswith("e"):
        feminine = form
    else:
        feminine = form + "e"
    return [form, form + "s", feminine, feminine + "s"]


def _cldr_names() -> dict[CountryCode, list[str]]:
    names: dict[CountryCode, list[str]] = {}
    for language in Language:
        for code, name in Locale(language.value).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY and code[0] != "X":
                # "Hong Kong SAR China" and "Myanmar (Burma)" are also said without the rest.
                names.setdefault(CountryCode(code), []).append(name.partition("(")[0])
    return names


@cache
def gazetteer() -> Gazetteer:
    """The index of places, made once (about a tenth of a second)."""
    return Gazetteer()
