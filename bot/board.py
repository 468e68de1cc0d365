"""Tells a rehearsal's page which reminder falls due next, so that it can offer to go there."""

import html
import re
from datetime import datetime
from typing import Final

import aiohttp

from bot.courier.ports import Stock
from handlers.screens.notices import notice_screen
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import delivery
from matchmaking.usecases.delivery import Delivery

_ANSWER = aiohttp.ClientTimeout(total=2)
_TAG: Final = re.compile(r"<[^>]*>")


class NextReminder:
    """What the page was told last, and how it is told something new."""

    def __init__(self, store: Stock, clock_url: str) -> None:
        self._store = store
        self._url = clock_url.rsplit("/", 1)[0] + "/next"
        self._told: dict[str, str | None] | None = None

    async def update(self) -> None:
        """Looks once, and tells what has changed. A page that is away is told at the next tick."""
        body = await self._store.look(_next)
        if body == self._told:
            return
        try:
            async with (
                aiohttp.ClientSession(timeout=_ANSWER) as http,
                http.post(self._url, json=body) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return
        self._told = body


def _next(uow: UnitOfWork, now: datetime) -> dict[str, str | None]:
    """When it is due, and whom it will tell what: the first line of the message to be."""
    notice = uow.notices.next_due(now)
    if notice is None:
        return {"at": None, "title": None}
    due = notice.what.due_at
    recipient = uow.people.get(notice.what.recipient)
    parts = [recipient.name] if recipient else []
    ready = delivery.prepare(uow, due, notice=notice)
    if isinstance(ready, Delivery):
        first_line = notice_screen(ready).html.partition("\n")[0]
        parts.append(html.unescape(_TAG.sub("", first_line)))
    return {"at": due.isoformat(), "title": " · ".join(parts)}
