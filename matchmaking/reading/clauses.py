"""Cuts a text into clauses and says of each whether it seeks, offers, refuses or asks.

Owns how far a cue and a negation reach. A pause (comma, colon, bracket, dash) or a cue opens a
clause; a clause without a cue of its own takes over side and negation from the one before it.
Negation covers the cue beside it or the clause it opens, and the clauses that inherit, until
another cue or a contrast ("but", "only"); "not only" and its like are no negations. A question
without a seeking cue asks about the event, as far as rules tell. Knows nothing of concepts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaking.intents import Kind, Side
from matchmaking.reading.cues import Mark, cue_book
from matchmaking.reading.events import Event, Weak
from matchmaking.reading.govern import Sentence, governing
from matchmaking.reading.normalise import Gap, Token
from matchmaking.reading.tone import Tone, spoken_of, tone_of

_BEFORE_CUE, _BEHIND_CUE = 2, 1
"""Words that may stand between a negation and the cue it refuses."""
_PROGRAMME_REACH = 3
"""Words between "looking for" and "the programme"."""
_OWN_WORDS = 4
"""Words like "and we are" before a cue that belong to its clause, at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """Words `start` up to but without `stop`, and what its cues say.

    `cue` is the place behind its own cue's words (None: it has none and inherits). `identity`:
    it says who the writer is. `programme`: what it looks for is a thing of the event itself.
    `weak`: why its offer may be none. `topics`: which of "project", "study" and "money" it speaks
    of. `tone`: what its sentence lets on where no cue stands. `asked`: its sentence only asks.
    """

    start: int
    stop: int
    sentence: int
    side: Side | None = None
    kind: Kind | None = None
    leaning: Kind | None = None
    cue: int | None = None
    behind: bool = False
    negated: bool = False
    identity: bool = False
    contrast: bool = False
    programme: bool = False
    weak: Weak | None = None
    topics: frozenset[str] = frozenset()
    tone: Tone | None = None
    asked: bool = False


def clauses(tokens: Sequence[Token], *, arabizi: bool = False) -> list[Clause]:
    """The clauses of a text in order; `arabizi` where Latin letters may spell Arabic."""
    book = cue_book()
    marks = book.marks(tokens, arabizi=arabizi)
    found: list[Clause] = []
    carried: Side | None = None
    at = 0
    for number, (start, stop) in enumerate(_sentences(tokens)):
        first = at
        while at < len(marks) and marks[at].start < stop:
            at += 1
        inside = marks[first:at]
        sentence = Sentence(
            tokens=tokens, start=start, stop=stop, book=book, carried=carried,
            sore=frozenset(m.start for m in inside if "complaint" in m.names),
        )  # fmt: skip
        events = governing(sentence, inside)
        tone = None if events else tone_of(sentence, inside)
        if tone not in (Tone.NEED, Tone.REMARK) and _asks(sentence, inside, events):
            found.append(Clause(start=start, stop=stop, sentence=number, asked=True))
            continue
        parts = _parts(sentence, inside, events, number)
        parts = [replace(p, tone=tone, topics=spoken_of(inside, p.start, p.stop)) for p in parts]
        found.extend(_inherit(parts, carried, bool(events)))
        if events:
            carried = events[-1].side
    return found


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    starts = [i for i, t in enumerate(tokens) if i == 0 or t.gap is Gap.END]
    return list(zip(starts, [*starts[1:], len(tokens)], strict=False))


def _asks(sentence: Sentence, marks: Sequence[Mark], events: Sequence[Event]) -> bool:
    """Whether the sentence only asks something about the event."""
    seeks = any(e.side is Side.SEEK and not e.behind for e in events)
    questioned = any(
        "question" in m.names
        and m.start - sentence.start <= _BEFORE_CUE
        # "Half of what we burn" asks nothing.
        and (sentence.asks or m.start == sentence.start or sentence.tokens[m.start].gap)
        for m in marks
    )
    if sentence.asks and {"question", "programme"} <= {n for m in marks for n in m.names}:
        return True
    if questioned:
        return not seeks
    return sentence.asks and not events


def _parts(
    sentence: Sentence, marks: Sequence[Mark], events: Sequence[Event], number: int
) -> list[Clause]:
    refused, refusals = _refusals(sentence, marks, events)
    starting = {e.start for e in events}
    contrasts = [m.start for m in marks if "contrast" in m.names and m.start not in starting]
    identities = [m.start for m in marks if "identity" in m.names]
    cuts = {sentence.start, *contrasts, *refusals}
    cuts.update(i for i in range(sentence.start, sentence.stop) if sentence.tokens[i].gap)
    cuts.update(refused.get(e.start, _pulled(sentence, e.start)) for e in events if not e.behind)
    starts = sorted(cuts)
    cued = {_holding(starts, e.start): e for e in events}
    denied = {_holding(starts, r) for r in (*refusals, *refused)}
    contrary = {_holding(starts, c) for c in contrasts}
    selves = {_holding(starts, i) for i in identities}
    programme = [m.start for m in marks if "programme" in m.names]
    parts = []
    for at, (start, stop) in enumerate(zip(starts, [*starts[1:], sentence.stop], strict=True)):
        part = Clause(
            start=start,
            stop=stop,
            sentence=number,
            negated=at in denied,
            contrast=at in contrary,
            identity=at in selves and at not in cued,
        )
        parts.append(_with_cue(part, cued[at], programme) if at in cued else part)
    return parts


def _holding(starts: Sequence[int], word: int) -> int:
    """Which of the clauses that start there holds a word."""
    return bisect_right(starts, word) - 1


def _with_cue(part: Clause, event: Event, programme: Sequence[int]) -> Clause:
    ahead = bisect_left(programme, event.stop)
    near = ahead < len(programme) and programme[ahead] - event.stop <= _PROGRAMME_REACH
    return replace(
        part, side=event.side, kind=event.kind, leaning=event.leaning, behind=event.behind,
        cue=event.stop, programme=near, weak=event.weak,
    )  # fmt: skip


def _refusals(
    sentence: Sentence, marks: Sequence[Mark], events: Sequence[Event]
) -> tuple[dict[int, int], list[int]]:
    """The events that a negation beside them refuses (event start to where the clause starts),
    and the places of the negations that open a clause of their own.
    """
    opening_events = [e for e in events if not e.behind]
    starts = [e.start for e in opening_events]
    refused: dict[int, int] = {}
    opening: list[int] = []
    for mark in marks:
        if "negation" not in mark.names:
            continue
        next_one = bisect_left(starts, mark.stop)
        past = _beside(sentence, opening_events, next_one - 1, mark)
        ahead = _beside(sentence, opening_events, next_one, mark)
        if past and not (ahead and ahead.start == mark.stop):
            refused.setdefault(past.start, _pulled(sentence, past.start))
        elif ahead:
            refused[ahead.start] = _pulled(sentence, mark.start)
        else:
            opening.append(mark.start)
    return refused, opening


def _beside(sentence: Sentence, events: Sequence[Event], which: int, mark: Mark) -> Event | None:
    """The event of that number if a negation is near enough to refuse it."""
    if not 0 <= which < len(events):
        return None
    event = events[which]
    if event.start >= mark.stop:
        near, span = event.start - mark.stop <= _BEFORE_CUE, (mark.stop, event.start)
    else:
        near, span = 0 <= mark.start - event.stop <= _BEHIND_CUE, (event.stop, mark.start)
    return event if near and not sentence.broken(*span) else None


def _pulled(sentence: Sentence, at: int) -> int:
    """Where the clause of a cue starts: "and we are" before it belong to it."""
    lowest = max(sentence.start, at - _OWN_WORDS)
    while (
        at > lowest
        and not sentence.tokens[at].gap
        and sentence.book.has("joint", sentence.tokens[at - 1].plain)
    ):
        at -= 1
    return at


def _inherit(parts: Sequence[Clause], carried: Side | None, has_events: bool) -> list[Clause]:
    """The clauses with what they take over from those before them."""
    side, kind, leaning, negated = (None if has_events else carried), None, None, False
    done = []
    for part in parts:
        if part.cue is not None:
            side, kind, leaning, negated = part.side, part.kind, part.leaning, part.negated
            done.append(part)
            continue
        if part.contrast:
            # "No investors, only buyers": both are things one might seek.
            side = side or (Side.SEEK if negated else None)
            negated, kind, leaning = False, None, None
        negated = negated or part.negated
        if part.identity:
            done.append(replace(part, negated=part.negated))
            continue
        done.append(replace(part, side=side, kind=kind, leaning=leaning, negated=negated))
    return done
