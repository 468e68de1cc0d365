"""The stretches of time that somebody can block with a tap.

Owns how windows are cut for that: into whole slots, as fine as fits a keyboard.
"""

from datetime import timedelta

from matchmaking.events import Event
from matchmaking.slots import slots_of
from matchmaking.spans import Stretch

FINEST = timedelta(minutes=30)
"""No stretch is shorter than this, unless its window is."""

MOST = 24
"""Most stretches to choose from."""


def stretches(event: Event) -> list[Stretch]:
    """The event's windows in stretches of as many slots each, in order of time."""
    days = [slots for window in event.plan.windows if (slots := slots_of(window, event))]
    step = event.slot_length + timedelta(minutes=event.plan.rest_minutes)
    each = max(1, -(-FINEST // step))
    while sum(-(-len(slots) // each) for slots in days) > MOST and each < max(map(len, days)):
        each += 1
    return [
        Stretch(starts_at=part[0], ends_at=part[-1] + event.slot_length)
        for slots in days
        for at in range(0, len(slots), each)
        if (part := slots[at : at + each])
    ]
