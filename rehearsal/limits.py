"""Telegram's pace: 30 messages a second in all, 1 a second in one chat with short bursts.

Off unless switched on. Measured in real seconds, whatever the rehearsal's clock says. Source of
the figures: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import deque
from collections.abc import Callable
from typing import Final

from rehearsal.errors import Json, too_many

PER_SECOND: Final = 30  # messages in any span of one second, over all chats
BURST: Final = 3  # messages that one chat takes at once; then one a second


class Limits:
    """Counts what is sent, and refuses what comes too fast.

    Who was refused stays refused until the named seconds are over, however often they try.
    """

    def __init__(self, read: Callable[[], float]) -> None:
        self.on = False
        self._read = read
        self._sent: deque[float] = deque()
        self._blocked_until = 0.0
        # chat to (when its next message would be on time, refused until)
        self._chats: dict[str, tuple[float, float]] = {}

    def shown(self) -> Json:
        """Return the switch and the figures."""
        return {"on": self.on, "per_second": PER_SECOND, "per_chat": 1, "burst": BURST}

    def admit(self, chat_id: object) -> None:
        """Count a message to a chat; raises Refused (429) when it comes too fast."""
        if not self.on:
            return
        now, chat = self._read(), str(chat_id)
        due, blocked = self._chats.get(chat, (now, 0.0))
        self._refuse_until(max(blocked, self._blocked_until), now)
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        if len(self._sent) >= PER_SECOND:
            self._blocked_until = now + math.ceil(self._sent[0] + 1 - now)
            self._refuse_until(self._blocked_until, now)
        due = max(due, now)
        if due - now > BURST - 1:
            until = now + math.ceil(due - now - (BURST - 1))
            self._chats[chat] = (due, until)
            self._refuse_until(until, now)
        self._sent.append(now)
        self._chats[chat] = (due + 1, 0.0)

    @staticmethod
    def _refuse_until(until: float, now: float) -> None:
        if until > now:
            raise too_many(max(1, math.ceil(until - now)))
