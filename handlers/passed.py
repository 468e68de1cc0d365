"""Going from one edition to another: what whoever arrives is asked, and what they are told.

Owns the way there for whoever comes by a link, by a tap, or after their own edition is over.
"""

from handlers.screens import editions as screens
from handlers.screens.editions import switched as switched
from handlers.screens.screen import Screen
from handlers.turn import Turn
from matchmaking.usecases import series


async def arriving(turn: Turn) -> Screen | None:
    """What may be carried along by somebody who was at another edition; None when there is
    nothing, or nothing to be asked. Whoever only organises is not asked unless they want to."""
    if turn.arrival.organiser and turn.attendee.blank:
        return None
    return await carrying(turn)


async def carrying(turn: Turn) -> Screen | None:
    """The same, for whoever wants to take part."""
    actor, of = turn.actor, turn.event.id
    load = await turn.work.look(lambda uow, now: series.luggage(uow, now, actor=actor, of=of))
    if load is None:
        return None
    return screens.carry(load, turn.book, who=load.has_who, wishes=load.has_wishes)


async def following(turn: Turn) -> Screen | None:
    """The editions, for somebody whose own is over while another is on or comes; None otherwise."""
    if turn.arrival.organiser:
        return None
    actor = turn.actor
    after = await turn.work.look(lambda uow, now: series.next_one(uow, now, actor=actor))
    if after is None:
        return None
    known = await turn.work.look(lambda uow, now: series.every(uow, now, actor=actor))
    return screens.editions(known, turn.book, told=screens.over(turn.event, after, turn.book))
