"""Shows organisers how far their announcement has come, in the one message they watch.

Owns when that message is edited: when there is something new to show, and at the end. An edit
that did not arrive is tried again at the next tick, until the final one has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.courier.outcomes import Paused, Unreached
from bot.courier.ports import Post, Stock
from handlers.screens.notices import reader
from handlers.screens.organiser import announcement_progress
from i18n.phrasebook import Html
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

    def __init__(self, store: Stock, post: Post) -> None:
        self._store = store
        self._post = post
        self._shown: dict[AnnouncementId, Html] = {}
        self._owed: dict[AnnouncementId, _Watched] = {}

    async def update(self) -> None:
        """Looks once, and edits what has changed."""
        if await self._store.look(_something_is_sending):
            for watched in await self._store.run(_watched):
                self._owed[watched.view.announcement.id] = watched
        for watched in list(self._owed.values()):
            await self._show(watched)

    async def _show(self, watched: _Watched) -> None:
        view = watched.view
        number, message = view.announcement.id, view.announcement.progress_message
        screen = announcement_progress(view, reader(watched.author, view.event))
        if message is not None and self._shown.get(number) != screen.html:
            outcome = await self._post.edit(watched.author.telegram_id, message, screen)
            if isinstance(outcome, Paused | Unreached):
                log.info("progress will be shown later", announcement=number)
                return
            self._shown[number] = screen.html
        del self._owed[number]
        if view.announcement.state is not AnnouncementState.SENDING:
            self._shown.pop(number, None)


def _something_is_sending(uow: UnitOfWork, now: datetime) -> bool:
    sending = uow.announcements.in_state(AnnouncementState.SENDING)
    ages = [now - a.confirmed_at for a in sending if a.confirmed_at is not None]
    return bool(sending) and not any(timedelta(0) <= age < HEAD_START for age in ages)


def _watched(uow: UnitOfWork, now: datetime) -> list[_Watched]:
    found: list[_Watched] = []
    for view in announcing.in_progress(uow, now):
        author = uow.people.get(view.announcement.author)
        if author is not None:
            found.append(_Watched(view=view, author=author))
    return found
