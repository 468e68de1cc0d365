"""Fetches updates by long polling, and acknowledges a batch only when the inbox has kept it.

Owns the loop. The answers are read as plain JSON and not as the library's types: an update
that the library cannot read must not cost the whole batch it came in. Acknowledging is asking
for what follows, so a batch whose keeping failed, or was cut short, simply comes again.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import aiohttp
import structlog
from aiogram import Bot

from bot.inbox import Inbox
from bot.trouble import Trouble

log = structlog.get_logger(__name__)

HOLD_S = 30
"""How long Telegram holds a question open while there is nothing to tell."""

WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Waits after failures in a row."""


class _Unwell(Exception):
    """Telegram did not give updates; `wait_s` is how long it asks us to wait, if it does."""

    def __init__(self, line: str, *, wait_s: float | None = None) -> None:
        super().__init__(line)
        self.wait_s = wait_s


async def poll(bot: Bot, inbox: Inbox, *, allowed: Sequence[str]) -> None:
    """Fetches until cancelled; raises `Trouble` when the token has become void."""
    offset: int | None = None
    failures = 0
    while True:
        await inbox.room()
        try:
            batch = await _fetch(bot, offset, allowed)
            await inbox.take(batch)
        except Trouble:
            raise
        except Exception as error:
            wait_s = getattr(error, "wait_s", None) or WAITS_S[min(failures, len(WAITS_S) - 1)]
            failures += 1
            words = str(error) or type(error).__name__
            log.warning("no updates just now", error=words, wait_s=wait_s)
            await asyncio.sleep(wait_s)
            continue
        failures = 0
        if batch:
            offset = max(int(body["update_id"]) for body in batch) + 1


async def _fetch(bot: Bot, offset: int | None, allowed: Sequence[str]) -> list[dict[str, Any]]:
    question: dict[str, Any] = {
        "timeout": HOLD_S,
        "limit": 100,
        "allowed_updates": list(allowed),
    }
    if offset is not None:
        question["offset"] = offset
    http = await bot.session.create_session()  # type: ignore[attr-defined] # an AiohttpSession
    url = bot.session.api.api_url(token=bot.token, method="getUpdates")
    timeout = aiohttp.ClientTimeout(total=HOLD_S + 15, sock_connect=10)
    async with http.post(url, json=question, timeout=timeout) as answer:
        text = await answer.text()
        status = answer.status
    try:
        told = json.loads(text)
    except ValueError:
        raise _Unwell(f"{status}, and no JSON") from None
    if told.get("ok"):
        batch: list[dict[str, Any]] = told["result"]
        return batch
    if status == 401:
        raise Trouble("BOT_TOKEN: Telegram does not know this token any more (401 Unauthorized)")
    wait_s = (told.get("parameters") or {}).get("retry_after")
    raise _Unwell(f"{status} {told.get('description')}", wait_s=wait_s)
