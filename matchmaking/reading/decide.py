"""Makes intents of clauses: whether each states one, of which kind, and which belong together.

Owns those decisions. Who looks for buyers, distributors or investors *seeks* them, whatever they
have to sell; only saying "we make" or "we want to sell" makes an offer. Who brings money *offers*
investment, though they be "looking for start-ups", and even where a whole list is known to be of
things sought. Knows nothing of words or spelling.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaking.intents import CountryCode, Kind, Role, Side
from matchmaking.reading.lexicon import Concept
from matchmaking.reading.parts import Part

_BORROWED = 4
"""Topics at most that an intent without a field of its own takes from the rest of the text."""
_BARE_WORDS = 2
"""Unknown words that make an item of a list whose side is known."""
_SCHOLARS = (Role.RESEARCHER, Role.TTO)
_CONVENERS = (Role.CLUSTER, Role.POLICYMAKER)


@dataclass(kw_only=True, slots=True)
class Draft:
    """An intent in the making: parts `first` to `last` of the text."""

    kind: Kind
    side: Side
    first: int
    last: int
    concepts: list[Concept]
    markets: list[CountryCode]


def drafts(parts: Sequence[Part], role: Role | None, side: Side | None) -> list[Draft]:
    """The intents of a text, in order; `side` when all of it is known to be of one side."""
    found: list[Draft] = []
    recent: list[Draft] = []
    for at, part in enumerate(parts):
        if part.clause.negated or (part.clause.identity and side is None):
            recent = []
        elif _continues(part, parts, recent):
            for draft in recent:
                _extend(draft, part, at)
        elif (own := part.clause.side or side) and _states(part, given=side is not None):
            recent = [_joined(found, part, at, k, s) for k, s in _labels(part, own, role, side)]
    if not found and side is None and not any(p.clause.negated for p in parts):
        found = _bare(parts)
    for draft in found:
        _borrow(draft, parts)
    return found


def _states(part: Part, *, given: bool) -> bool:
    """Whether a clause with a side says enough to be an intent."""
    clause = part.clause
    if clause.programme and not part.fields:
        return False
    if clause.cue is not None:
        return bool(clause.kind or part.concepts or part.markets or part.unknown)
    return bool(part.concepts) or (given and part.unknown >= _BARE_WORDS)


def _continues(part: Part, parts: Sequence[Part], recent: Sequence[Draft]) -> bool:
    """Whether a clause without cue or kind of its own goes on with the intents before it."""
    if not recent or part.clause.cue is not None or part.kinds:
        return False
    same = parts[recent[-1].last].clause.sentence == part.clause.sentence
    return bool(part.concepts or (part.markets and same))


def _extend(draft: Draft, part: Part, at: int) -> None:
    draft.last = at
    draft.concepts += [c for c in part.concepts if c not in draft.concepts]
    draft.markets += [m for m in part.markets if m not in draft.markets]


def _joined(found: list[Draft], part: Part, at: int, kind: Kind, side: Side) -> Draft:
    """The last intent made longer where this clause only goes on with it, else a new one."""
    for draft in found[-2:]:
        if (draft.kind, draft.side) == (kind, side) and draft.last >= at - 1:
            _extend(draft, part, at)
            return draft
    draft = Draft(kind=kind, side=side, first=at, last=at,
                  concepts=list(part.concepts), markets=list(part.markets))  # fmt: skip
    found.append(draft)
    return draft


def _labels(
    part: Part, own: Side, role: Role | None, given: Side | None
) -> list[tuple[Kind, Side]]:
    """Kind and side of the intents that one clause states."""
    clause = part.clause
    if clause.kind is Kind.INVESTMENT and clause.side:
        return [(Kind.INVESTMENT, clause.side)]
    side = given or own
    return [_placed(kind, side, role) for kind in _kinds(part, side, role)]


def _placed(kind: Kind, side: Side, role: Role | None) -> tuple[Kind, Side]:
    if kind is Kind.NETWORKING:
        return kind, Side.SEEK
    if kind is Kind.INVESTMENT and role in (Role.INVESTOR, Role.STARTUP):
        return kind, Side.OFFER if role is Role.INVESTOR else Side.SEEK
    return kind, side


def _kinds(part: Part, side: Side, role: Role | None) -> list[Kind]:
    clause, kinds = part.clause, part.kinds
    if clause.kind is Kind.NETWORKING:
        return [Kind.NETWORKING]
    if kinds:
        # "Meet investors" is about investment; only "meet our peers" is about meeting.
        others: list[Kind] = [k for k in kinds if k is not Kind.NETWORKING]
        if others or not (side is Side.OFFER and part.fields):
            return others or [Kind.NETWORKING]
    if clause.kind or clause.leaning:
        stated = clause.kind or clause.leaning
        return [stated] if stated else []
    if role is Role.INVESTOR and side is Side.SEEK:
        return [Kind.INVESTMENT]
    if role in _SCHOLARS:
        return [Kind.RESEARCH]
    if role in _CONVENERS and side is Side.SEEK and not part.fields:
        return [Kind.NETWORKING]
    return [Kind.TRADE]


def _bare(parts: Sequence[Part]) -> list[Draft]:
    """A topic that is merely named ("organic dates") is taken to be sought."""
    found: list[Draft] = []
    for at, part in enumerate(parts):
        if part.fields and not part.clause.identity and part.clause.side is None:
            for kind in part.kinds or [Kind.TRADE]:
                _joined(found, part, at, *_placed(kind, Side.SEEK, None))
    return found


def _borrow(draft: Draft, parts: Sequence[Part]) -> None:
    """Who makes oil and seeks distributors seeks distributors of oil."""
    if any(not concept.cross for concept in draft.concepts):
        return
    spoken = [c for p in parts if not p.clause.negated for c in p.fields]
    draft.concepts += list(dict.fromkeys(spoken))[:_BORROWED]
