"""Which table two people get, if they meet at one. Who does is `matchmaking.places`'."""

from datetime import datetime

from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.people import Attendee
from matchmaking.places import by_table, only_by_table
from matchmaking.ports import UnitOfWork
from matchmaking.slots import free_table


def table_for(
    uow: UnitOfWork, event: Event, slot: datetime, one: Attendee, other: Attendee
) -> int | None:
    """A table for these two, or None for a room on line; raises `Refused` (NO_TABLE)."""
    if not by_table(event, one, other):
        return None
    table = free_table(uow.meetings.tables_taken(event.id, slot), event.plan.tables)
    if table is None and only_by_table(event, one, other):
        raise Refused(Refusal.NO_TABLE)
    return table
