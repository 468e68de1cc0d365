"""What of a text the learnt weights look at: its words for what it speaks of, its manner for what
it wants.

Owns the names of these traits and how much each counts. Words are taken as written, by their stem,
in pairs and in runs of letters, so that a word nobody has met tells something by its parts. Knows
nothing of weights.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from matchmaking.intents import Language, Role
from matchmaking.reading.amounts import names_sum
from matchmaking.reading.cues import cue_book
from matchmaking.reading.draft import Draft
from matchmaking.reading.language import Tongue
from matchmaking.reading.normalise import Gap, Token
from matchmaking.reading.parts import Part
from matchmaking.reading.stems import candidates

Traits = Mapping[str, float]
"""Traits with how much each counts."""

MOST = 80
"""Words of a text that are looked at."""

_RUNS = (4, 5)
_RUN = 0.4
_STEM, _EDGE = 0.7, 0.5
_PLAIN = 0.6
"""What traits that are no words count beside words."""
_STATED = 2.0
_LENGTHS = 5


def said_tokens(tokens: Sequence[Token], parts: Sequence[Part]) -> list[Token]:
    """The words looked at: the first of a text, without those of clauses that refuse."""
    refused = bytearray(len(tokens))
    for part in parts:
        # "No signal in our valley" refuses nothing: it complains.
        if part.clause.negated and (part.clause.cue is not None or part.clause.tone is None):
            span = slice(part.clause.start, part.clause.stop)
            refused[span] = b"\1" * (part.clause.stop - part.clause.start)
    return [t for t, out in zip(tokens[:MOST], refused[:MOST], strict=False) if not out]


def topic_traits(
    tokens: Sequence[Token], tongue: Tongue, notions: Mapping[str, float]
) -> dict[str, float]:
    """What tells the sector: content words, pairs of them, runs of letters, notions."""
    book = cue_book()
    found: dict[str, float] = {}
    before = ""
    for token in tokens[:MOST]:
        word = token.plain
        if book.has("stopwords", word) or book.has("glue", word):
            continue
        language = Language.AR if token.arabic else tongue.language
        key = f"{language}{candidates(word, language)[-1]}"
        found[f"w:{key}"] = 1.0
        if before:
            found[f"b:{before} {key}"] = 1.0
        before = key
        edged = f"^{word}$"
        for size in _RUNS:
            for at in range(len(edged) - size + 1):
                found[f"c:{edged[at : at + size]}"] = _RUN
    for notion, sure in notions.items():
        found[f"n:{notion}"] = sure
    return found


def manner_traits(
    tokens: Sequence[Token],
    tongue: Tongue,
    parts: Sequence[Part],
    made: Sequence[Draft],
    role: Role | None,
) -> dict[str, float]:
    """What tells intents and role: all words, how they stand, and what the rules say of them."""
    found = _spoken(tokens, tongue)
    found |= dict.fromkeys(_shape(tokens), _PLAIN)
    for part in parts:
        found |= dict.fromkeys(_stated(part), _PLAIN)
    found[f"role:{role}"] = _PLAIN
    for draft in made:
        clause = parts[draft.first].clause
        label = f"{draft.kind}{draft.side}:{clause.cue is not None and clause.weak is None}"
        clear = bool(clause.kind or parts[draft.first].kinds or clause.topics)
        found[f"R:{label}"] = _STATED
        found |= dict.fromkeys(
            (f"R:{label}:{clear}", f"R:{label}:{role}", f"R:{label}:{len(made)}"), _PLAIN
        )
    if not made:
        found["R:"] = _STATED
    return found


def _spoken(tokens: Sequence[Token], tongue: Tongue) -> dict[str, float]:
    """The words by spelling, stem, beginning and ending, together as weighty as one of few."""
    counted: dict[str, float] = {}
    words = ["#" if t.plain.isdigit() else t.plain for t in tokens[:MOST]]
    for word, token in zip(words, tokens, strict=False):
        counted[f"w:{word}"] = 1.0
        if token.arabic:
            for key in candidates(token.plain, Language.AR)[:2]:
                counted[f"s:{key}"] = _STEM
        else:
            language = tongue.language
            counted[f"s:{language}{candidates(token.plain, language)[0]}"] = _STEM
        if len(word) > (3 if token.arabic else 4):
            for edge in (f"^{word[:2]}", f"^{word[:3]}", f"{word[-2:]}$", f"{word[-3:]}$"):
                counted[f"e:{edge}"] = _EDGE
        if token.gap:
            counted[f"g{int(token.gap)}:{word}"] = _STEM
    for one, other in pairwise(["^", *words, "$"]):
        counted[f"b:{one} {other}"] = 1.0
    share = max(1, len(words)) ** -0.5
    return {trait: count * share for trait, count in counted.items()}


def _shape(tokens: Sequence[Token]) -> list[str]:
    """How the text is built: its length, its pauses, whether it asks or names a sum."""
    found = [f"len:{min(_LENGTHS, len(tokens) // 4)}"]
    found += [f"gap:{int(gap)}" for gap in Gap if any(t.gap is gap for t in tokens[1:])]
    if any(t.asks for t in tokens):
        found.append("asks:some")
    if tokens and tokens[-1].asks:
        found.append("asks:end")
    if tokens and names_sum(cue_book(), tokens, 0, len(tokens)):
        found.append("sum")
    return found


def _stated(part: Part) -> list[str]:
    """What the rules say of one clause."""
    clause = part.clause
    found = [f"tp:{topic}" for topic in sorted(clause.topics)]
    found += [f"k:{kind}" for kind in part.kinds]
    found += [f"x:{c.id}" for c in part.concepts if c.cross]
    if clause.cue is not None:
        found.append(f"c:{clause.side}:{clause.kind}:{clause.weak}:{clause.negated}")
        found.append(f"c:{clause.side}:{clause.negated}")
    if clause.tone:
        found.append(f"t:{clause.tone}")
    if clause.identity:
        found.append("identity")
    if part.markets:
        found.append("market")
    return found
