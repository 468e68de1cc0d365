"""Shows organisers how far their announcement has come, in the one message they watch.

Owns when that message is edited: when there is something new to show, and at the end. An edit
that did not arrive is tried again at the next tick, until the final one has. Where the hour of a
scheduled announcement has come, the message is a new one. Edits keep the courier's pace: none goes
out in a pause that Telegram asked for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.courier.outcomes import Outcome, Paused, Sent, Unreached
from bot.courier.pace import Pace
from bot.courier.ports import Post, Stock
from handlers.screens.notices import reader
from handlers.screens.progress import progress
from handlers.screens.screen import Screen
from matchmaking.announcements import AnnouncementState
from matchmaking.notices import AnnouncementId
from matchmaking.people import Person
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import announcing
from matchmaking.usecases.announcing import AnnouncementView

log = structlog.get_logger(__name__)

HEAD_START = timedelta(seconds=1.5)
"""The handler that confirms shows the first face of the message; ours must not come before."""


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """An announcement and the person who watches it."""

    view: AnnouncementView
    author: Person


class ProgressMessages:
    """The messages being watched, with what each shows now."""

    def __init__(
        self,
        store: Stock,
        post: Post,
        pace: Pace,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._post = post
        self._pace = pace
        self._monotonic = monotonic
        self._shown: dict[AnnouncementId, Screen] = {}
        self._owed: dict[AnnouncementId, _Watched] = {}

    async def update(self) -> None:
        """Looks once, and edits what has changed."""
        seen = await self._store.look(_under_way)
        if any(_moves_on(watched.view) for watched in seen):
            seen = await self._store.run(_in_progress)
        known = set(self._owed)
        for watched in seen:
            self._owed[watched.view.announcement.id] = watched
        for number, watched in list(self._owed.items()):
            if number in known or not _is_fresh(watched.view):
                await self._show(watched)

    async def _show(self, watched: _Watched) -> None:
        view = watched.view
        number = view.announcement.id
        book = reader(watched.author, view.event)
        screen = progress(view, book, per_second=self._pace.per_second)
        if self._shown.get(number) != screen:
            outcome = await self._put(watched, screen)
            if outcome is None or isinstance(outcome, Paused | Unreached):
                log.info("progress will be shown later", announcement=number)
                return
            self._shown[number] = screen
        del self._owed[number]
        if view.announcement.state not in announcing.UNDER_WAY:
            self._shown.pop(number, None)

    async def _put(self, watched: _Watched, screen: Screen) -> Outcome | None:
        """The screen into the message, or a new one where there is none; None: not now."""
        chat, message = watched.author.telegram_id, watched.view.announcement.progress_message
        now = self._monotonic()
        if self._pace.paused(now):
            return None
        self._pace.went(chat, now)
        if message is not None:
            outcome = await self._post.edit(chat, message, screen)
        else:
            outcome = await self._post.send(chat, screen)
        if isinstance(outcome, Paused):
            self._pace.pause(self._monotonic(), outcome.seconds)
        if message is None and isinstance(outcome, Sent) and outcome.message_id is not None:
            number, new = watched.view.announcement.id, outcome.message_id
            await self._store.run(
                lambda uow, now: announcing.shown_at(uow, now, announcement_id=number, message=new)
            )
        return outcome


def _moves_on(view: AnnouncementView) -> bool:
    """Whether its hour has come, or it is through."""
    state = view.announcement.state
    through = state is AnnouncementState.SENDING and view.progress.remaining == 0
    return through or state is AnnouncementState.SCHEDULED


def _under_way(uow: UnitOfWork, now: datetime) -> list[_Watched]:
    return _watched(uow, announcing.under_way(uow, now))


def _in_progress(uow: UnitOfWork, now: datetime) -> list[_Watched]:
    return _watched(uow, announcing.in_progress(uow, now))


def _watched(uow: UnitOfWork, views: tuple[AnnouncementView, ...]) -> list[_Watched]:
    authors = ((view, uow.people.get(view.announcement.author)) for view in views)
    return [_Watched(view=view, author=author) for view, author in authors if author is not None]


def _is_fresh(view: AnnouncementView) -> bool:
    begun = view.announcement.confirmed_at
    if begun is None or view.now is None:
        return False
    return timedelta(0) <= view.now - begun < HEAD_START
