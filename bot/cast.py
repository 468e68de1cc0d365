"""Who plays along in a rehearsal: attendees of the example event, as parts for the simulator.

Owns the choice (seeded, an even share of the three languages, people who have somebody to meet
first) and what each of them does in our conversation, as data: rules over our callback data
(`handlers.callbacks`), in the form that `rehearsal.cast` describes. Reads two files, writes one.
"""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.trouble import Trouble
from i18n.locales import locale_for
from i18n.places import country

Rule = Mapping[str, Any]

LANGUAGES = ("ar", "fr", "en")
"""Those of the product; also the first places in its list of languages for meetings."""

JOINED = {
    "ar": "أبحث عن {seeks}. أقدّم {offers}.",
    "fr": "Je cherche : {seeks}. Je propose : {offers}.",
    "en": "I am looking for {seeks}. I offer {offers}.",
}
"""How somebody says in one message what they seek and offer."""

PLAIN_WORDS = {
    "ar": "أبحث عن شركاء وموزّعين، وأقدّم خبرة في قطاعي.",
    "fr": "Je cherche des partenaires et des distributeurs, je propose mon expertise.",
    "en": "I am looking for partners and distributors, and I offer expertise in my field.",
}
"""What they say when the first was not understood."""


@dataclass(frozen=True, kw_only=True)
class Player:
    """An attendee of the example event."""

    id: str
    lang: str
    name: str
    organisation: str
    country: str
    role: str
    speaks: tuple[str, ...]
    offers: str
    seeks: str

    @property
    def words(self) -> str:
        """What they write when asked."""
        return JOINED[self.lang].format(seeks=_clause(self.seeks), offers=_clause(self.offers))


def write_cast(target: Path, *, folder: Path, size: int, seed: int) -> None:
    """Writes the parts of `size` attendees from an event's folder; raises `Trouble`."""
    try:
        attendees = [_player(row) for row in _rows(folder / "attendees.jsonl")]
        pairs = [(row["seeker"], row["offerer"]) for row in _rows(folder / "pairs.jsonl")]
    except (OSError, ValueError, KeyError) as error:
        raise Trouble(f"the cast cannot be read: {error}") from None
    chosen = choose(attendees, pairs, size=size, seed=seed)
    parts = {"players": [part(player, place) for place, player in enumerate(chosen)]}
    target.write_text(json.dumps(parts, ensure_ascii=False, indent=1), encoding="utf-8")


def choose(
    attendees: Sequence[Player], pairs: Sequence[tuple[str, str]], *, size: int, seed: int
) -> list[Player]:
    """`size` people in turn from each language, and among them as many pairs as fit."""
    dice = random.Random(seed)
    by_id = {player.id: player for player in attendees}
    known = [(a, b) for a, b in pairs if a in by_id and b in by_id]
    dice.shuffle(known)
    wanted: dict[str, Player] = {}
    room = {lang: _share(size, place) for place, lang in enumerate(LANGUAGES)}
    for pair in known:
        _add_pair([by_id[one] for one in pair if one not in wanted], wanted, room)
    others = [player for player in attendees if player.id not in wanted]
    dice.shuffle(others)
    for player in others:
        _add_pair([player], wanted, room)
    return list(wanted.values())[:size]


def _add_pair(pair: Iterable[Player], wanted: dict[str, Player], room: dict[str, int]) -> None:
    """Adds the people if there is room for each of them in their language."""
    people = list(pair)
    if all(room[p.lang] >= sum(q.lang == p.lang for q in people) for p in people):
        for player in people:
            wanted[player.id] = player
            room[player.lang] -= 1


def _share(size: int, place: int) -> int:
    return size // len(LANGUAGES) + (place < size % len(LANGUAGES))


def part(player: Player, place: int) -> Mapping[str, Any]:
    """One person's part: they come one after the other, so that the page fills visibly."""
    return {
        "name": player.name,
        "language_code": player.lang,
        "start_after_s": round(0.4 * place, 1),
        "think_s": [0.3, 1.2],
        "at_most": 120,
        "rules": [*_onboarding(player), *_living()],
    }


def _onboarding(player: Player) -> list[Rule]:
    """From the language to the first match, as the questions come."""
    return [
        _once(f"^la:{player.lang}$"),
        _once("^ok:1$"),
        _once(f"^co:{player.country}:$"),
        # Those from outside the region have no button, and type where they come from.
        {"when_button": "^co:", "say": [_country(player)], "at_most": 1},
        _once("^zo:"),
        _once(f"^ro:{player.role}$"),
        # The organisation is the one question with a button for having none.
        {"when_button": "^or$", "say": [player.organisation], "at_most": 1},
        _once("^right$"),
        *(_once(f"^sw:speaks:{bits}$") for bits in _tongues(player)),
        _once("^done:speaks:"),
        _once("^done:windows:"),
        # Own words: the question from which "back" leads to the organisation.
        {
            "when_button": "^q:organisation$",
            "say": [player.words, PLAIN_WORDS[player.lang]],
            "at_most": 2,
        },
    ]


def _living() -> list[Rule]:
    """Answers to offers, mostly yes; now and then an offer of one's own."""
    return [
        {"when_button": "^ac:", "tap": True, "pick": "random", "chance": 0.8},
        {"when_button": "^nn:", "tap": True, "chance": 0.6},
        {"when_button": "^df:", "tap": True, "pick": "random", "chance": 0.5},
        {"when_button": "^de:", "tap": True, "chance": 0.8},
        # Rather another time than none: the first of them, then on with it.
        {"when_button": "^pt:", "tap": True, "at_most": 3},
        {"when_button": "^ot:\\d+:0:", "tap": True, "chance": 0.7, "at_most": 4},
        {"when_button": "^of:", "tap": True, "at_most": 3},
        {"when_button": "^pr:", "tap": True, "chance": 0.5, "at_most": 2},
        {"when_button": "^mc:", "tap": True, "pick": "random", "chance": 0.4, "at_most": 2},
        # Nobody there yet: another look, a little later.
        {"when_button": "^go:matches", "tap": True, "chance": 0.6, "at_most": 2},
    ]


def _country(player: Player) -> str:
    return country(player.country, locale_for(player.lang))


def _once(button: str) -> Rule:
    return {"when_button": button, "tap": True, "at_most": 1}


def _tongues(player: Player) -> list[int]:
    """The choices after each tap that adds a language to the chat's own, which is ticked."""
    bits = 1 << LANGUAGES.index(player.lang)
    taps: list[int] = []
    for code in player.speaks:
        bit = 1 << LANGUAGES.index(code) if code in LANGUAGES else 0
        if bit and not bits & bit:
            bits |= bit
            taps.append(bits)
    return taps


def _clause(text: str) -> str:
    """The text as part of a sentence: without its own full stop."""
    return text.strip().rstrip(".؟!۔ ")


def _player(row: Mapping[str, Any]) -> Player:
    texts = {name: str(row[name]) for name in Player.__dataclass_fields__ if name != "speaks"}
    return Player(**texts, speaks=tuple(row["speaks"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
