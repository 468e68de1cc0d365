"""Tells a rehearsal's page when the next reminder falls due, so that it can offer to go there."""

from datetime import datetime

import aiohttp

from bot.courier.ports import Stock

_ANSWER = aiohttp.ClientTimeout(total=2)


class NextReminder:
    """What the page was told last, and how it is told something new."""

    def __init__(self, store: Stock, clock_url: str) -> None:
        self._store = store
        self._url = clock_url.rsplit("/", 1)[0] + "/next"
        self._told_any = False
        self._told: datetime | None = None

    async def update(self) -> None:
        """Looks once, and tells what has changed. A page that is away is told at the next tick."""
        due = await self._store.look(lambda uow, now: uow.notices.next_due(now))
        if self._told_any and due == self._told:
            return
        body = {"at": due.isoformat() if due else None, "title": ""}
        try:
            async with (
                aiohttp.ClientSession(timeout=_ANSWER) as http,
                http.post(self._url, json=body) as answer,
            ):
                answer.raise_for_status()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return
        self._told_any, self._told = True, due
