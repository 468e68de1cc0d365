"""Finds the handlers of an update without asking all of them.

The library asks router after router, and each typed button filter unpacks the button's data anew:
some 60 calls for one tap, a third of what an update cost. A button's prefix and a command's name
say at once who can be meant; those are asked in the same order as before, with all their filters.
Knows no conversation.
"""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.callbacks import SEPARATOR

OTHERS = ""
"""What no handler of a certain prefix or command is meant by."""


class Switch(TelegramEventObserver):
    """The handlers of one kind of update, in order, by what they ask for."""

    def __init__(self, router: Router, event_name: str, handlers: list[HandlerObject]) -> None:
        super().__init__(router=router, event_name=event_name)
        self.handlers.extend(handlers)
        wanted = [(handler, _asks_for(handler)) for handler in handlers]
        names = {OTHERS}.union(*(names for _, names in wanted if names is not None))
        self._tracks = {name: TelegramEventObserver(router, event_name) for name in names}
        for name, track in self._tracks.items():
            track.handlers.extend(h for h, asked in wanted if asked is None or name in asked)

    async def trigger(self, event: TelegramObject, **kwargs: Any) -> Any:
        """Has the first handler deal with the update whose filters all pass."""
        track = self._tracks.get(_name_in(event)) or self._tracks[OTHERS]
        return await track.trigger(event, **kwargs)


def _asks_for(handler: HandlerObject) -> frozenset[str] | None:
    """The prefixes or commands of which a handler asks for one; None when for none."""
    for one in handler.filters or ():
        asked = one.callback
        if isinstance(asked, CallbackQueryFilter):
            return frozenset({asked.callback_data.__prefix__})
        if isinstance(asked, Command):
            names = [name for name in asked.commands if isinstance(name, str)]
            if len(names) == len(asked.commands) and not asked.ignore_case:
                return frozenset(names)
    return None


def _name_in(event: TelegramObject) -> str:
    """The prefix of a tapped button, or the name of a command."""
    if isinstance(event, CallbackQuery):
        return (event.data or "").partition(SEPARATOR)[0]
    text = (event.text or event.caption or "") if isinstance(event, Message) else ""
    return text.split(maxsplit=1)[0][1:].partition("@")[0] if text.startswith("/") else OTHERS
