"""Phones that write and tap, and the world they are in: the bot, its store, its clock."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import Update, User

from handlers.keyboards import keyboard
from handlers.screens.notices import notice_screen
from matchmaking.notices import Notice, NoticeKind, NoticeState
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import delivery
from matchmaking.usecases.truths import ONLY_EDITS
from storage.store import Store
from tests.handlers.messenger import Seen, Session

TOKEN = "42:TEST"


def _claim(uow: UnitOfWork, now: datetime) -> list[Notice]:
    return uow.notices.claim(now, until=now + timedelta(minutes=1), limit=50, worker="test")


@dataclass(kw_only=True)
class World:
    """The bot, its store, its clock, and the messenger around them."""

    dispatcher: Dispatcher
    bot: Bot
    session: Session
    store: Store
    clock: list[datetime]
    cards: dict[int, list[str]] = field(default_factory=dict)
    """The telephone numbers that each account was sent."""
    _updates: int = 0
    _phones: int = 0

    def phone(self, name: str, language_code: str | None = "en") -> "Phone":
        """Somebody with a telephone."""
        self._phones += 1
        user = User(
            id=5000 + self._phones, is_bot=False, first_name=name, language_code=language_code
        )
        return Phone(world=self, user=user)

    async def feed(self, **payload: Any) -> int:
        """One update; returns its id."""
        self._updates += 1
        await self.feed_again(self._updates, **payload)
        return self._updates

    async def feed_again(self, update_id: int, **payload: Any) -> None:
        """The update of that id, perhaps once more."""
        update = Update.model_validate({"update_id": update_id, **payload})
        await self.dispatcher.feed_update(self.bot, update)

    def advance(self, **delta: float) -> None:
        """Moves the clock."""
        self.clock[0] += timedelta(**delta)

    def deliver(self) -> list[str]:
        """Sends every notice that is due, as the courier does; returns their kinds, but for
        messages of a meeting that only catch up with it."""
        sent: list[str] = []
        while claimed := self.store.run_sync(_claim):
            for notice in claimed:
                sent += self._deliver(notice)
        return sent

    def _deliver(self, notice: Notice) -> list[str]:
        ready = self.store.run_sync(lambda uow, now: delivery.prepare(uow, now, notice=notice))
        state, number = NoticeState.STALE, 0
        if isinstance(ready, delivery.Held):
            self.store.run_sync(
                lambda uow, now: delivery.put_back(uow, now, notice=notice, held=ready)
            )
            return []
        if isinstance(ready, delivery.Delivery):
            screen, state = notice_screen(ready), NoticeState.SENT
            if screen.card is not None:
                cards = self.cards.setdefault(ready.recipient.telegram_id, [])
                cards.append(screen.card.phone)
            chat = self.session.chats.setdefault(ready.recipient.telegram_id, {})
            if ready.edit is not None and ready.edit in chat:
                number = ready.edit
                chat[number].html, chat[number].keyboard = screen.html, keyboard(screen)
            elif notice.what.kind not in ONLY_EDITS:
                message = self.session.show(
                    ready.recipient.telegram_id, screen.html, keyboard(screen)
                )
                number = message.message_id
        self.store.run_sync(
            lambda uow, now: delivery.settle(
                uow, now, notice=notice, state=state, message_id=number or None
            )
        )
        silent = notice.what.kind is NoticeKind.STANDS
        return [notice.what.kind.value] if number and not silent else []


@dataclass(kw_only=True)
class Phone:
    """One person's chat with the bot."""

    world: World
    user: User
    typed: int = 0
    taps: int = 0
    toasts: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[Seen]:
        """All messages of the bot, oldest first."""
        chat = self.world.session.chats.get(self.user.id, {})
        return [chat[number] for number in sorted(chat)]

    @property
    def last(self) -> Seen:
        """The latest message."""
        return self.messages[-1]

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of theirs, as Telegram writes it."""
        return {
            "message_id": 1,
            "date": 1,
            "chat": {"id": self.user.id, "type": "private"},
            "from": self.user.model_dump(exclude_none=True),
            **content,
        }

    async def say(self, text: str) -> Seen:
        """Writes something; returns the latest message afterwards."""
        self.typed += not text.startswith("/")
        await self.world.feed(message=self.message(text=text))
        return self.last

    async def send(self, **content: Any) -> Seen:
        """Sends something that is no text."""
        await self.world.feed(message=self.message(**content))
        return self.last

    async def send_file(self, name: str, content: bytes) -> Seen:
        """Sends a document."""
        file_id = f"file{len(self.world.session.files)}"
        self.world.session.files[file_id] = content
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content),
        }
        return await self.send(document=document)

    async def tap(self, data: str, *, on: Seen | None = None) -> Seen:
        """Taps the first button whose data matches the pattern; returns that message, or the
        newer one that came. Every tap must be answered, exactly once."""
        seen = on or self.last
        found = [packed for _, packed in seen.buttons if re.search(data, packed)]
        assert found, f"no {data} among {seen.buttons}"
        return await self.tap_data(found[0], seen.message_id)

    async def tap_data(self, packed: str, message_id: int) -> Seen:
        """Taps a button with exactly this data, shown or not."""
        self.taps += 1
        before, session = len(self.world.session.calls), self.world.session
        known = len(self.messages)
        await self.world.feed(callback_query=self.query(packed, message_id))
        answers = [c for c in session.calls[before:] if isinstance(c, AnswerCallbackQuery)]
        assert len(answers) == 1, f"{packed}: answered {len(answers)} times"
        self.toasts += [answers[0].text] if answers[0].text else []
        chat = session.chats[self.user.id]
        return self.last if len(self.messages) > known else chat.get(message_id, self.last)

    def query(self, packed: str, message_id: int) -> dict[str, Any]:
        """A tap of theirs, as Telegram writes it."""
        return {
            "id": f"q{self.taps}",
            "from": self.user.model_dump(exclude_none=True),
            "chat_instance": "1",
            "data": packed,
            "message": {
                "message_id": message_id,
                "date": 1,
                "chat": {"id": self.user.id, "type": "private"},
            },
        }

    async def block(self, *, blocked: bool) -> None:
        """Blocks the bot, or welcomes it again."""
        me = {"id": 42, "is_bot": True, "first_name": "Multaqa"}
        there = {"user": me, "status": "member"}
        away = {"user": me, "status": "kicked", "until_date": 0}
        await self.world.feed(
            my_chat_member={
                "chat": {"id": self.user.id, "type": "private"},
                "from": self.user.model_dump(exclude_none=True),
                "date": 1,
                "old_chat_member": there if blocked else away,
                "new_chat_member": away if blocked else there,
            }
        )

    async def onboard(
        self, words: str, *, country: str = "TN", language: str = "en", speaks: int | None = None
    ) -> Seen:
        """From /start to the first match; returns the card. `speaks` are the bits of languages
        chosen instead of the chat's own."""
        await self.say("/start")
        await self.tap(f"^la:{language}$")
        await self.tap("^ok:1$")
        await self.tap(f"^co:{country}:$")
        await self.tap("^ro:sme$")
        await self.say(f"House of {self.user.first_name}")
        await self.say(words)
        await self.tap("^right")
        chosen = next(data for _, data in self.last.buttons if data.startswith("done:speaks:"))
        if speaks is not None:
            chosen = f"done:speaks:{speaks}"
        await self.tap_data(chosen, self.last.message_id)
        return await self.tap("^done:windows:")
