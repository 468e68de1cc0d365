"""When the next message may go out: plain decisions about time, no waiting in them.

Owns three limits. In all: `per_second` messages, evenly spaced, so that there is no burst even
after a silence; one that goes out a little late (a busy machine) does not make the next late too.
In one chat: one message in `CHAT_GAP_S`. And a pause that Telegram asks for (429), which stops
every send until it is over and which nothing cuts short; the conversation keeps it too
(`bot.silence`). What goes first is not decided here: the
store hands notices out most urgent first.

Times are seconds of a clock that never goes back (`time.monotonic`): a rehearsal's moved clock
must not make the real Telegram server be asked faster.
"""

from bot.silence import Silence

CHAT_GAP_S = 1.0
"""Telegram bears about one message a second in one chat."""

CATCH_UP_S = 0.1
"""Lateness up to this is made good: at 25 a second never more than 28 go out within one, and
Telegram bears 30."""

REMEMBERED = 4096
"""How many chats are remembered before those that are free again are forgotten."""


class Pace:
    """When messages went out, and thus when the next may."""

    def __init__(self, per_second: float, silence: Silence | None = None) -> None:
        self.per_second = per_second
        self._gap_s = 1 / per_second
        self._free_at = float("-inf")
        self._silence = silence or Silence()
        self._chat_free_at: dict[int, float] = {}

    def wait_s(self, now: float) -> float:
        """Seconds until any message may go out; 0 when one may now."""
        return max(0.0, self._free_at - now, self._silence.left_s(now))

    def wait_for_s(self, chat: int, now: float) -> float:
        """Seconds until a message to this chat may go out; 0 when it may now."""
        return max(self.wait_s(now), self._chat_free_at.get(chat, now) - now)

    def went(self, chat: int, now: float) -> None:
        """Notes that a message goes out now."""
        on_time = self._free_at if now - self._free_at <= CATCH_UP_S else now
        self._free_at = on_time + self._gap_s
        self._chat_free_at[chat] = now + CHAT_GAP_S
        if len(self._chat_free_at) > REMEMBERED:
            self._chat_free_at = {c: t for c, t in self._chat_free_at.items() if t > now}

    def paused(self, now: float) -> bool:
        """Whether a pause that Telegram asked for lasts."""
        return self._silence.left_s(now) > 0

    def pause(self, now: float, seconds: float) -> None:
        """Stops every send for so long; a longer pause already asked for stays."""
        self._silence.ask(now, seconds)
