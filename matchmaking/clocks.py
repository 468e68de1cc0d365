"""What becomes of agreed hours when a country changes its clocks at short notice.

People agree on an hour of the event's wall clock: "10:40 in Cairo". What is stored is an
instant, worked out by the rules of that day. When the rules change afterwards (Egypt has brought
summer time back with weeks of notice, Lebanon has postponed it by four days overnight, Morocco
suspends it for a Ramadan whose dates are foreseen), the instant is wrong and the hour is right.

So an event keeps the clock by which its instants were worked out: from which instant on the
zone was how far from UTC. That is enough to read every instant back as the hour that was meant,
and to work it out anew by the rules of today. Windows, sessions, slots and bookings need no
column of their own for it, and cannot come apart.

Owns the clock and that sum. Knows no store; `usecases.timekeeping` applies it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

Clock = tuple[tuple[datetime, int], ...]
"""From each of these instants (UTC, in order) on, a zone was so many seconds east of UTC; the
first holds before it, too."""

MARGIN = timedelta(days=3)
"""How far before and after what it covers a clock is kept: evenings before, and all that an
organiser may yet move a little."""

_STEP = timedelta(hours=6)
"""No zone changes its clocks twice in so short a time."""


def clock_of(zone: tzinfo, moments: Iterable[datetime]) -> Clock:
    """The zone's clock around these instants, by the rules of today; empty for none."""
    given = sorted(moment.astimezone(UTC) for moment in moments)
    if not given:
        return ()
    start, end = given[0] - MARGIN, given[-1] + MARGIN
    points = [start + n * _STEP for n in range((end - start) // _STEP + 2)]
    changes = [(start, _offset(start, zone))]
    for before, after in pairwise(points):
        if _offset(before, zone) != _offset(after, zone):
            changes.append((_change(before, after, zone), _offset(after, zone)))
    return tuple(changes)


def rederived(instant: datetime, clock: Clock, zone: tzinfo) -> datetime:
    """The instant at which that zone's clocks, by the rules of today, show what `clock` showed at
    `instant`.

    An hour that comes twice is the one with the old distance from UTC, if either has it, else
    the first; one that is left out is as long after the change as it would have been.
    """
    was = timedelta(seconds=_seconds(instant, clock)) if clock else None
    if was is None:
        return instant
    wall = (instant.astimezone(UTC) + was).replace(tzinfo=zone)
    ways = (wall.replace(fold=0), wall.replace(fold=1))
    same = [way for way in ways if way.utcoffset() == was]
    return (same or ways)[0].astimezone(UTC)


def exists(wall: datetime, zone: tzinfo) -> bool:
    """Whether that zone's clocks ever show this wall time: not while they are put forward."""
    aware = wall.replace(tzinfo=zone, fold=0)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def _seconds(instant: datetime, clock: Clock) -> int:
    known = [seconds for since, seconds in clock if since <= instant]
    return known[-1] if known else clock[0][1]


def _offset(instant: datetime, zone: tzinfo) -> int:
    found = instant.astimezone(zone).utcoffset()
    return int(found.total_seconds()) if found is not None else 0


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second at which the zone's clocks change, between two instants."""
    wanted = _offset(after, zone)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(middle, zone) == wanted:
            after = middle
        else:
            before = middle
    return after
