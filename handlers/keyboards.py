"""From a screen's buttons to Telegram's keyboards."""

from functools import lru_cache

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.screens.screen import Button, Row, Screen


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The keyboard of a screen, or None when it has no buttons."""
    return _markup(screen.rows) if screen.rows else None


def markup(
    screen: Screen,
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """What comes with a new message: its buttons, or what becomes of the phone's own keyboard."""
    if screen.share is not None:
        give = KeyboardButton(text=screen.share.give, request_contact=True)
        rows = [[give], [KeyboardButton(text=screen.share.leave)]]
        return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    return ReplyKeyboardRemove(remove_keyboard=True) if screen.unshare else keyboard(screen)


@lru_cache(maxsize=1024)
def _markup(rows: tuple[Row, ...]) -> InlineKeyboardMarkup:
    # The library checks every field of every button: 25 countries take it half a millisecond,
    # and most screens show the same buttons to everybody.
    return InlineKeyboardMarkup(
        inline_keyboard=[[_button(button) for button in row] for row in rows]
    )


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.data)
