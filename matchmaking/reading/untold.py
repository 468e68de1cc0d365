"""What a text means that no cue says, and which of its offers are none.

Owns two guesses. *Believed*: "we have a small hotel and need a booking system" offers no hotel,
"a start-up that mills millet, raising 400k" offers no millet. *Untold*: a text without any intent
may complain (it needs something), advertise (it offers) or just name a topic (it seeks).
"""

from collections.abc import Sequence

from matchmaking.intents import Kind, Role, Side
from matchmaking.reading.draft import Draft, joined, placed
from matchmaking.reading.events import Weak
from matchmaking.reading.parts import Part
from matchmaking.reading.tone import Tone

_TERSE = 3
"""Words of a sentence that needs no field: "Distributors."."""
_ADVERT = 2
"""Words of a service that the lexicon does not know."""
_TRADERS = (Role.SME, Role.INDUSTRY, Role.SUPPORT, Role.STARTUP)
_GIVES = {
    **dict.fromkeys(_TRADERS, Kind.TRADE),
    Role.RESEARCHER: Kind.RESEARCH,
    Role.TTO: Kind.RESEARCH,
    Role.INVESTOR: Kind.INVESTMENT,
}
"""What the work of each is when they only name its field."""


def believed(found: Sequence[Draft], parts: Sequence[Part]) -> list[Draft]:
    """The intents without those that only tell who the writer is, or what is amiss."""
    complains = any(p.clause.tone is Tone.NEED for p in parts)
    kept = [d for d in found if not _only_told(d, found, parts)]
    if complains and all(parts[d.first].clause.weak for d in kept):
        kept = []
    project = next((i for i, p in enumerate(parts) if _plans(p)), len(parts))
    for draft in kept:
        if (draft.kind, draft.side) == (Kind.TRADE, Side.SEEK) and draft.first > project:
            draft.kind = Kind.RESEARCH
    return kept


def _plans(part: Part) -> bool:
    clause = part.clause
    return "project" in clause.topics and not clause.negated and clause.side is not Side.SEEK


def _only_told(draft: Draft, found: Sequence[Draft], parts: Sequence[Part]) -> bool:
    """Whether an intent is none beside the others of its text."""
    clause = parts[draft.first].clause
    if (draft.kind, draft.side) == (Kind.TRADE, Side.SEEK):
        return any(_specifies(other, draft, parts) for other in found)
    if draft.side is not Side.OFFER or clause.weak is None:
        return False
    if clause.weak is Weak.HAVE:
        return any(_needs(other, draft, parts) for other in found)
    return clause.weak is Weak.SELF and any(
        (d.kind, d.side) == (Kind.INVESTMENT, Side.SEEK) for d in found
    )


def _specifies(other: Draft, wish: Draft, parts: Sequence[Part]) -> bool:
    """Whether another intent only says of a wish that it is for research: "…, for a thesis"."""
    clause = parts[other.first].clause
    return (
        other.kind is Kind.RESEARCH
        and other.side is Side.SEEK
        and clause.cue is None
        and wish.last == other.first - 1
        and clause.sentence == parts[wish.last].clause.sentence
    )


def _needs(other: Draft, owned: Draft, parts: Sequence[Part]) -> bool:
    """Whether a wish behind "we have" is for a thing, and not for those who would buy."""
    return (
        other.side is Side.SEEK
        and other.kind is Kind.TRADE
        and other.first > owned.first
        and parts[other.first].clause.sentence == parts[owned.first].clause.sentence
        and not any(concept.cross for concept in parts[other.first].concepts)
    )


def untold(parts: Sequence[Part], role: Role | None) -> list[Draft]:
    """The intents of a text that states none."""
    found: list[Draft] = []
    for at, part in enumerate(parts):
        if part.clause.tone in (Tone.NEED, Tone.REMARK) and (part.concepts or part.unknown):
            kind = Kind.RESEARCH if Kind.RESEARCH in part.kinds else Kind.TRADE
            joined(found, part, at, kind, Side.SEEK)
    if found or any(p.clause.negated and p.clause.cue is not None for p in parts):
        return found
    serves = any(p.clause.tone is Tone.SERVICE for p in parts)
    for at, part in enumerate(parts):
        if _names_something(part):
            for kind, side in _guessed(part, serves, role):
                joined(found, part, at, kind, side)
    return found


def _names_something(part: Part) -> bool:
    clause = part.clause
    if clause.asked or clause.negated or clause.side is not None:
        return False
    if clause.identity:
        # "We are writing a proposal" says more than who somebody is.
        return "project" in clause.topics
    terse = bool(part.concepts) and clause.stop - clause.start <= _TERSE
    advert = clause.tone is Tone.SERVICE and part.unknown >= _ADVERT
    return bool(part.fields or clause.topics & {"funds", "project"}) or terse or advert


def _guessed(part: Part, serves: bool, role: Role | None) -> list[tuple[Kind, Side]]:
    if "project" in part.clause.topics:
        return [(Kind.RESEARCH, Side.SEEK)]
    if "funds" in part.clause.topics:
        return [placed(Kind.INVESTMENT, Side.SEEK, role)]
    if role in _GIVES and part.fields:
        return [(_GIVES[role], Side.OFFER)]
    side = Side.OFFER if serves else Side.SEEK
    return [placed(kind, side, role) for kind in part.kinds or [Kind.TRADE]]
