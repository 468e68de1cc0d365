"""Gives what was said around an intent to it: "half of our hives are dead every spring. Looking
for a treatment".

Owns which clauses are such context, and whose. Problems are told around what is sought, so a run
of them goes to the intent sought beside it, the following one first. What refuses something,
says who the writer is, or asks about the event is nobody's context.
"""

from collections.abc import Sequence

from matchmaking.intents import Side
from matchmaking.reading.draft import Draft
from matchmaking.reading.parts import Part


def contexts(parts: Sequence[Part], drafts: Sequence[Draft]) -> list[list[Part]]:
    """For each draft, the parts that are its context, in order."""
    found: list[list[Part]] = [[] for _ in drafts]
    if not drafts:
        return found
    taken = {at for draft in drafts for at in range(draft.first, draft.last + 1)}
    cued = {
        p.clause.sentence: at for at, p in reversed([*enumerate(parts)]) if p.clause.cue is not None
    }
    for at, part in enumerate(parts):
        clause = part.clause
        # "We seek shops, not agents" refuses; "nobody sleeps here, who can help" complains.
        refused = clause.negated and cued.get(clause.sentence, len(parts)) <= at
        told = clause.identity or clause.programme or clause.asked
        if at in taken or refused or told:
            continue
        found[_owner(at, drafts)].append(part)
    return found


def _owner(at: int, drafts: Sequence[Draft]) -> int:
    """The number of the draft that a part belongs to."""
    numbers = range(len(drafts))
    behind = [n for n in numbers if drafts[n].first > at]
    before = [n for n in numbers if drafts[n].last < at]
    beside = [*behind[:1], *before[-1:]] or list(numbers)
    return next((n for n in beside if drafts[n].side is Side.SEEK), beside[0])
