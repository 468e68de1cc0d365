"""Makes intents of clauses: whether each states one, of which kind, and which belong together.

Owns those decisions. Who looks for buyers, distributors or investors *seeks* them, whatever they
have to sell; only saying "we make" or "we want to sell" makes an offer. Who brings money *offers*
investment, though they be "looking for start-ups", and even where a whole list is known to be of
things sought. Knows nothing of words or spelling.
"""

from collections.abc import Sequence

from matchmaking.intents import Kind, Role, Side
from matchmaking.reading.draft import Draft, joined, placed
from matchmaking.reading.events import Weak
from matchmaking.reading.parts import Part
from matchmaking.reading.untold import believed, untold

_BORROWED = 4
"""Topics at most that an intent without a field of its own takes from the rest of the text."""
_BARE_WORDS = 2
"""Unknown words that make an item of a list whose side is known."""
_SCHOLARS = (Role.RESEARCHER, Role.TTO)
_CONVENERS = (Role.CLUSTER, Role.POLICYMAKER)


def drafts(parts: Sequence[Part], role: Role | None, side: Side | None) -> list[Draft]:
    """The intents of a text, in order; `side` when all of it is known to be of one side."""
    found: list[Draft] = []
    recent: list[Draft] = []
    for at, part in enumerate(parts):
        clause = part.clause
        if clause.asked or clause.negated or (clause.identity and side is None):
            recent = []
        elif _continues(part, parts, recent):
            for draft in recent:
                draft.extend(part, at)
        elif (own := part.clause.side or side) and _states(part, given=side is not None):
            labels = _labels(part, own, _acting(role, part, found), side)
            recent = [joined(found, part, at, k, s) for k, s in labels]
    if side is None:
        found = believed(found, parts) or untold(parts, role)
    return found


def _acting(role: Role | None, part: Part, found: Sequence[Draft]) -> Role | None:
    """An investor who has said so may need things like anybody else."""
    invests = any(d.kind is Kind.INVESTMENT for d in found)
    return None if role is Role.INVESTOR and invests and part.fields else role


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


def _labels(
    part: Part, own: Side, role: Role | None, given: Side | None
) -> list[tuple[Kind, Side]]:
    """Kind and side of the intents that one clause states."""
    clause = part.clause
    if clause.kind is Kind.INVESTMENT and clause.side and "project" in clause.topics:
        # To fund a thesis with somebody is research, whoever pays.
        return [(Kind.RESEARCH, Side.SEEK)]
    if clause.kind is Kind.INVESTMENT and clause.side:
        return [(Kind.INVESTMENT, clause.side)]
    if "project" in clause.topics and clause.weak is Weak.VERB and not given:
        # "We are writing a proposal" tells of a project that others may join.
        return [(Kind.RESEARCH, Side.SEEK)]
    side = given or own
    return [placed(kind, side, role) for kind in _kinds(part, side, role)]


def _kinds(part: Part, side: Side, role: Role | None) -> list[Kind]:
    clause, kinds = part.clause, part.kinds
    if clause.kind is Kind.NETWORKING:
        return [Kind.NETWORKING]
    if kinds:
        # "Meet investors" is about investment; only "meet our peers" is about meeting.
        others: list[Kind] = [k for k in kinds if k is not Kind.NETWORKING]
        if others or not (side is Side.OFFER and part.fields):
            return others or [Kind.NETWORKING]
    if "project" in clause.topics or {"study", "scholar"} <= clause.topics:
        return [Kind.RESEARCH]
    if "funds" in clause.topics and side is Side.SEEK:
        return [Kind.INVESTMENT]
    if clause.kind or clause.leaning:
        stated = clause.kind or clause.leaning
        return [stated] if stated else []
    if role is Role.INVESTOR and (side is Side.SEEK or not part.fields):
        return [Kind.INVESTMENT]
    if role in _SCHOLARS:
        return [Kind.RESEARCH]
    if role in _CONVENERS and side is Side.SEEK and not part.fields:
        return [Kind.NETWORKING]
    return [Kind.TRADE]


def borrow(found: Sequence[Draft], parts: Sequence[Part]) -> None:
    """Give fields to intents without any: who makes oil and seeks distributors seeks distributors
    of oil."""
    told = [p for p in parts if not (p.clause.negated or p.clause.asked)]
    spoken = list(dict.fromkeys(c for p in told for c in p.fields))[:_BORROWED]
    for draft in found:
        if all(concept.cross for concept in draft.concepts):
            draft.concepts += spoken
