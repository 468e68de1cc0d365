"""What an organiser did is noted, in the transaction in which it was done."""

from datetime import datetime

from matchmaking.audit import Deed, NewEntry
from matchmaking.events import Event
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork


def noted(
    uow: UnitOfWork,
    now: datetime,
    event: Event,
    by: PersonId | None,
    deed: Deed,
    *,
    about: PersonId | None = None,
    **facts: str | int,
) -> None:
    """Notes a deed. `facts` are codes and counts, never words that somebody wrote; `by` is None
    for whoever works at the command line."""
    uow.audit.note(NewEntry(event_id=event.id, deed=deed, at=now, by=by, about=about, facts=facts))
