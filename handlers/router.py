"""The order of the conversation's routers, and the dispatcher made of them; fallback last."""

from aiogram import Dispatcher, Router

from handlers.conversations import (
    announcements,
    attendees,
    attending,
    calendars,
    checkin,
    cluster,
    clusters,
    drafts,
    editing,
    editions,
    event,
    exchange,
    fallback,
    feedback,
    figures,
    hours,
    introductions,
    matches,
    meetings,
    moderation,
    onboarding,
    organiser,
    outcomes,
    profile,
    programme,
    refusals,
    rounds,
    settings,
    start,
    team,
)
from handlers.flood import Flood
from handlers.middleware import Turns, Works
from handlers.screens.announcements import PER_SECOND
from handlers.switch import Switch

ROUTERS: tuple[Router, ...] = (
    start.router,
    exchange.router,
    fallback.commands,
    matches.router,
    refusals.router,
    meetings.router,
    calendars.router,
    rounds.router,
    attending.router,
    feedback.router,
    settings.router,
    editions.router,
    hours.router,
    programme.router,
    profile.router,
    organiser.router,
    outcomes.router,
    announcements.router,
    drafts.router,
    attendees.router,
    checkin.router,
    team.router,
    event.router,
    figures.router,
    moderation.router,
    clusters.router,
    cluster.router,
    introductions.router,
    editing.router,
    onboarding.router,
    fallback.router,
)


def build_dispatcher(
    works: Works, *, pace: float = PER_SECOND, flood: Flood | None = None
) -> Dispatcher:
    """The conversation, given where its work is taken up.

    `works(update_id, telegram_id)` opens the work on an update; it is closed here. `pace` is how
    many messages a second the courier sends. The state of
    a conversation is our own (`matchmaking.ports.Conversation`): aiogram's is switched off.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher["pace"] = pace
    dispatcher.update.outer_middleware(Turns(works, flood))
    for kind in ROUTERS[0].observers:
        handlers = [one for router in ROUTERS for one in router.observers[kind].handlers]
        if handlers:
            dispatcher.observers[kind] = Switch(dispatcher, kind, handlers)
    return dispatcher
