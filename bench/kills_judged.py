"""What must hold after the bot was killed again and again, read from its rows and the log of calls.

* Nobody is in two meetings at one time.
* Every agreed meeting owes the news of it and its reminders, and each was told: once, or at most
  twice for what was in flight when the process died. Nothing was told three times, or never; what
  was dropped was dropped because it was no longer true or of use.
* Every update that was heard is dealt with.
"""

import asyncio
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select

from matchmaking.notices import NoticeState
from storage.tables import NOTICE

QUIET_WITHIN_S = 90.0
"""How long what is due may take to be sent."""

PENDING = NOTICE.c.state == NoticeState.PENDING.value
BOOKED = "('accepted', 'started', 'held', 'no_show')"

DOUBLE = f"""
SELECT person, starts_at, count(*) FROM (
    SELECT proposer_id AS person, starts_at FROM meeting WHERE state IN {BOOKED}
    UNION ALL SELECT invitee_id, starts_at FROM meeting WHERE state IN {BOOKED}
) GROUP BY person, starts_at HAVING count(*) > 1
"""
UNTOLD = f"""
SELECT meeting.id FROM meeting WHERE state IN {BOOKED} AND NOT EXISTS (
    SELECT 1 FROM notice WHERE notice.meeting_id = meeting.id AND notice.kind = 'booked'
)
"""
FEW_STARTS = f"""
SELECT meeting.id, count(notice.id) FROM meeting
LEFT JOIN notice ON notice.meeting_id = meeting.id AND notice.kind = 'start'
WHERE meeting.state IN {BOOKED} GROUP BY meeting.id HAVING count(notice.id) <> 2
"""
NOTICES = """
SELECT notice.key, notice.kind, notice.state, notice.detail, notice.message_id, person.telegram_id
FROM notice JOIN person ON person.id = notice.recipient_id
"""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the rows and the log say."""

    problems: tuple[str, ...]
    kills: int
    amid: int
    """How many of the kills were while people offered and answered."""
    made: int
    answered: int
    taps: int
    again: int
    seconds: float
    meetings: int
    told: int
    twice: int
    dropped: Mapping[str, int]

    def summary(self) -> str:
        """The figures, in a few lines."""
        dropped = ", ".join(f"{why} {n}" for why, n in sorted(self.dropped.items())) or "none"
        return (
            f"{self.kills} kills in {self.seconds:.0f} s, {self.amid} of them amid the load; "
            f"{self.made} offers made, "
            f"{self.answered} answered, {self.taps} taps ({self.again} of them again)\n"
            f"{self.meetings} meetings agreed, {self.told} notices told, {self.twice} of them "
            f"twice; dropped: {dropped}\n"
            f"{len(self.problems)} things do not hold"
        )


def judge(
    database: Path,
    calls: Sequence[Mapping[str, Any]],
    *,
    kills: int,
    amid: int,
    made: int,
    answered: int,
    taps: int,
    again: int,
    seconds: float,
) -> Judged:
    """Reads both."""
    problems: list[str] = []
    with closing(sqlite3.connect(database)) as connection:
        for person, start, count in connection.execute(DOUBLE):
            problems.append(f"attendee {person} is in {count} meetings at {start}")
        for (meeting,) in connection.execute(UNTOLD):
            problems.append(f"meeting {meeting} was agreed, and nobody is owed the news")
        for meeting, count in connection.execute(FEW_STARTS):
            problems.append(f"meeting {meeting} owes {count} of its 2 start reminders")
        (meetings,) = connection.execute(
            f"SELECT count(*) FROM meeting WHERE state IN {BOOKED}"
        ).fetchone()
        (open_updates,) = connection.execute(
            "SELECT count(*) FROM kept_update WHERE state <> 'answered'"
        ).fetchone()
        notices = connection.execute(NOTICES).fetchall()
    if open_updates:
        problems.append(f"{open_updates} updates that were heard are not dealt with")
    sent, edited = _times_sent(calls), _edited(calls)
    told = twice = 0
    dropped: Counter[str] = Counter()
    for key, _kind, state, detail, message, chat in notices:
        if state == "stale":
            dropped[detail or "the meeting is off"] += 1
            continue
        if state != "sent":
            problems.append(f"notice {key} is {state} ({detail})")
            continue
        told += 1
        count = sent.get((chat, message), 0)
        # What was edited into an earlier message is no message of its own.
        own = message not in edited[chat]
        twice += own and count == 2
        if count == 0:
            problems.append(f"notice {key} counts as sent, and was never sent")
        if own and count > 2:
            problems.append(f"notice {key} was sent {count} times")
    if twice > kills:
        problems.append(f"{twice} notices were sent twice, with only {kills} kills")
    return Judged(
        problems=tuple(problems),
        kills=kills,
        amid=amid,
        made=made,
        answered=answered,
        taps=taps,
        again=again,
        seconds=seconds,
        meetings=meetings,
        told=told,
        twice=twice,
        dropped=dropped,
    )


def _times_sent(calls: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], int]:
    """How often the message was sent that a (chat, message) shows: as many calls as carried the
    same words and buttons into that chat."""
    alike: Counter[tuple[int, str, str]] = Counter()
    of_message: dict[tuple[int, int], tuple[int, str, str]] = {}
    for call in calls:
        if not call["ok"] or call["method"] not in ("sendMessage", "editMessageText"):
            continue
        params = call["params"]
        chat = int(params["chat_id"])
        words = (chat, str(params.get("text")), str(params.get("reply_markup")))
        if call["method"] == "sendMessage":
            alike[words] += 1
            of_message[chat, call["result"]["message_id"]] = words
    return {message: alike[words] for message, words in of_message.items()}


def _edited(calls: Sequence[Mapping[str, Any]]) -> Mapping[int, set[int]]:
    """The messages of each chat that were changed after they came."""
    found: dict[int, set[int]] = defaultdict(set)
    for call in calls:
        if call["ok"] and call["method"] == "editMessageText":
            found[int(call["params"]["chat_id"])].add(int(call["params"]["message_id"]))
    return found


class Watch:
    """Looks at the rows from outside, as another program."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)

    def next_due(self, after: datetime) -> datetime | None:
        """A second after the next notice falls due, if any does."""
        with self._engine.connect() as connection:
            due = connection.execute(
                select(func.min(NOTICE.c.due_at)).where(PENDING, NOTICE.c.due_at > after)
            ).scalar()
        return None if due is None else due + timedelta(seconds=1)

    async def quiet(self, now: Callable[[], datetime]) -> None:
        """Returns when nothing that is due is left to be told; raises SystemExit when it takes
        long."""
        deadline = time.monotonic() + QUIET_WITHIN_S
        while self._due(now()):
            if time.monotonic() > deadline:
                raise SystemExit("what is due is not sent")
            await asyncio.sleep(0.2)

    def _due(self, now: datetime) -> int:
        with self._engine.connect() as connection:
            count = connection.execute(
                select(func.count()).where(PENDING, NOTICE.c.due_at <= now)
            ).scalar_one()
        return int(count)
