"""Lists of matches for a whole event in which a few stars do not fill every list.

Owns how often one attendee may be shown and who chooses when. The lists are drafted as teams draft
players: in each round everybody takes the best partner left to them whose turn is not used up;
those with the fewest to choose from go first. Knows nothing of how a score comes about.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from matchmaking.conditions import OPEN, Allowed
from matchmaking.matches import NewMatch
from matchmaking.people import Attendee, AttendeeId
from matchmaking.pool import Pool
from matchmaking.scoring import LEAST

SLACK = 1.5
"""How much more often than the average anybody may be shown."""

DEPTH = 5
"""How many times the length of a list are looked at to fill it."""


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """How often each attendee is shown in others' lists, and how many have no list."""

    mean: float
    maximum: int
    gini: float
    """0: everybody equally often; 1: one attendee alone (C. Gini, 1912)."""
    without: int
    """Attendees with no proposal at all."""


@dataclass(kw_only=True)
class _Chooser:
    """Somebody with the rows left to choose from, the best first, and what was chosen."""

    viewer: Attendee
    options: list[tuple[int, float]]
    chosen: list[tuple[int, float]]


def cap(viewers: int, people: int, n: int) -> int:
    """How often one attendee may be shown in `viewers` lists of `n` among `people`."""
    return max(1, ceil(SLACK * n * viewers / people)) if people else 0


def fair_lists(
    pool: Pool, n: int, *, allowed: Mapping[AttendeeId, Allowed] | None = None
) -> dict[AttendeeId, list[NewMatch]]:
    """At most `n` matches for everybody in the pool, best first.

    Nobody is shown more often than `cap` says, except to those who have nobody else; whoever has a
    possible partner gets one, if need be below the least score that is usually proposed.
    Time: O(p²) small steps for p people; meant for events of up to some thousands.
    """
    viewers = pool.roll.people()
    choosers = [_chooser(pool, who, n, (allowed or {}).get(who.id, OPEN)) for who in viewers]
    choosers.sort(key=lambda c: (len(c.options), c.viewer.id))
    most = cap(len(viewers), len(viewers), n)
    shown: Counter[int] = Counter()
    for turn in range(n):
        for chooser in choosers:
            _choose(chooser, shown, most, must=turn == 0)
    lists = {chooser.viewer.id: chooser for chooser in choosers}
    return {who.id: _matches(pool, lists[who.id]) for who in viewers}


def _chooser(pool: Pool, viewer: Attendee, n: int, allowed: Allowed) -> _Chooser:
    scores = pool.scores(viewer, allowed=allowed)
    rows = pool.best_rows(scores, DEPTH * n, viewer, allowed)
    if not rows:
        rows = pool.best_rows(scores, n, viewer, allowed, least=LEAST / 1000)
    return _Chooser(viewer=viewer, options=[(r, float(scores[r])) for r in rows], chosen=[])


def _choose(chooser: _Chooser, shown: Counter[int], most: int, *, must: bool) -> None:
    options = chooser.options
    at = next((i for i, (row, _) in enumerate(options) if shown[row] < most), None)
    if at is None and must and options:
        at = min(range(len(options)), key=lambda i: (shown[options[i][0]], i))
    if at is None:
        return
    row, score = options.pop(at)
    shown[row] += 1
    chooser.chosen.append((row, score))


def _matches(pool: Pool, chooser: _Chooser) -> list[NewMatch]:
    best = sorted(chooser.chosen, key=lambda one: -one[1])
    return [pool.match(chooser.viewer, row, score) for row, score in best]


def exposure(lists: Mapping[AttendeeId, Sequence[NewMatch]]) -> Exposure:
    """How evenly these lists, one for each attendee, show the attendees."""
    counts = Counter(match.other for found in lists.values() for match in found)
    times = sorted(counts.get(attendee, 0) for attendee in lists)
    total, people = sum(times), len(times)
    weighted = sum(place * count for place, count in enumerate(times, start=1))
    return Exposure(
        mean=total / people if people else 0.0,
        maximum=max(times, default=0),
        gini=2 * weighted / (people * total) - (people + 1) / people if total else 0.0,
        without=sum(not found for found in lists.values()),
    )
