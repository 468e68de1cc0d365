"""Which slots two people could meet in, and which few of them to propose.

Owns the cutting of windows into slots and the choice among them. A slot is its starting
instant (UTC); its length is the event's. Pending offers hold nobody's slot: only bookings
count as busy.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from matchmaking.events import Event, Window
from matchmaking.people import Attendee
from matchmaking.spans import Stretch, is_closed

LEAD = timedelta(minutes=10)
"""A slot is offered only if it starts at least this long from now."""

CHOICES = 3
"""Most slots in one offer."""


def slots_of(window: Window, event: Event) -> list[datetime]:
    """The starting instants of a window's slots, in order, `rest_minutes` apart."""
    step = event.slot_length + timedelta(minutes=event.plan.rest_minutes)
    slots: list[datetime] = []
    start = window.starts_at
    while start + event.slot_length <= window.ends_at:
        slots.append(start)
        start += step
    return slots


def open_slots(attendee: Attendee, event: Event) -> list[datetime]:
    """Every slot inside the windows the attendee is free in, in order of time, but those that
    they or the organiser closed."""
    free = attendee.windows or frozenset()
    return [
        slot
        for window in event.plan.windows
        if window.id in free
        for slot in slots_of(window, event)
        if not closed(slot, event, attendee)
    ]


def closed(slot: datetime, event: Event, *attendees: Attendee) -> bool:
    """Whether a slot touches a span without meetings, one that one of these has blocked, or the
    time of one of them on stage."""
    taken = (stretches for one in attendees for stretches in (one.blocked, on_stage(one, event)))
    return is_closed(slot, event.slot_length, event.plan.spans, *taken)


def on_stage(attendee: Attendee, event: Event) -> tuple[Stretch, ...]:
    """When the attendee speaks or moderates: the programme names them by their code."""
    if attendee.code is None:
        return ()
    return tuple(
        Stretch(starts_at=session.starts_at, ends_at=session.ends_at)
        for session in event.plan.sessions
        if any(one.attendee == attendee.code for one in (*session.speakers, *session.moderators))
    )


def clashes(slot: datetime, busy: Iterable[datetime], event: Event) -> bool:
    """Whether a meeting then would leave too little rest beside one of the starts booked."""
    apart = event.slot_length + timedelta(minutes=event.plan.rest_minutes)
    return any(abs(slot - start) < apart for start in busy)


def takeable(
    slots: Iterable[datetime],
    one: Attendee,
    other: Attendee,
    *,
    event: Event,
    busy: Collection[datetime],
    now: datetime,
) -> tuple[datetime, ...]:
    """Of slots proposed earlier, those that both could still take."""
    free = set(open_slots(one, event)) & set(open_slots(other, event))
    return tuple(
        slot for slot in slots if slot > now and slot in free and not clashes(slot, busy, event)
    )


def common_slots(
    one: Attendee,
    other: Attendee,
    *,
    event: Event,
    busy: Collection[datetime],
    now: datetime,
) -> list[datetime]:
    """The slots still ahead in which both are free, in order of time.

    `busy` are the starting instants already booked by either of the two.
    """
    theirs = set(open_slots(other, event))
    return [
        slot
        for slot in open_slots(one, event)
        if slot in theirs and slot >= now + LEAD and not clashes(slot, busy, event)
    ]


def choose_slots(
    slots: Sequence[datetime], *, avoid: Collection[datetime] = (), most: int = CHOICES
) -> tuple[datetime, ...]:
    """Up to `most` slots, spread over what there is, in order of time.

    A choice of three neighbours is hardly a choice, so the range is sampled evenly. Slots in
    `avoid` (already promised in other open offers) are taken only when nothing else is left.
    """
    preferred = [slot for slot in slots if slot not in avoid]
    chosen = _spread(preferred, most)
    if len(chosen) < most:
        rest = [slot for slot in slots if slot in avoid]
        chosen = [*chosen, *_spread(rest, most - len(chosen))]
    return tuple(sorted(chosen))


def _spread(slots: Sequence[datetime], most: int) -> list[datetime]:
    if len(slots) <= most:
        return list(slots)
    if most == 1:
        return [slots[0]]
    return [slots[i * (len(slots) - 1) // (most - 1)] for i in range(most)]


def free_table(taken: Iterable[int], tables: int) -> int | None:
    """The lowest table number (from 1) that is not taken, or None when all are."""
    used = set(taken)
    return next((number for number in range(1, tables + 1) if number not in used), None)
