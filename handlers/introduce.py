"""Introduces the bot to Telegram: its name, descriptions and commands, in each language.

Owns the calls; the words and their limits are in `handlers.screens.setup`.
"""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeUnion

from handlers.screens.setup import COMMANDS, Introduction, commands_for, introductions
from matchmaking.organisers import Duty

log = logging.getLogger(__name__)


async def introduce(bot: Bot) -> None:
    """Sets name, descriptions and commands in every language, English for all others too."""
    for words in introductions():
        code = words.language_code
        await bot.set_my_name(name=words.name, language_code=code)
        await bot.set_my_description(description=words.description, language_code=code)
        await bot.set_my_short_description(
            short_description=words.short_description, language_code=code
        )
        await bot.set_my_commands(_commands(words, COMMANDS), language_code=code)


async def introduce_organiser(bot: Bot, chat_id: int, duties: frozenset[Duty]) -> None:
    """Gives one chat the commands of these duties, or everybody's again where there are none; only
    a convenience, so a refusal is logged."""
    scope: BotCommandScopeUnion = BotCommandScopeChat(chat_id=chat_id)
    try:
        for words in introductions():
            code = words.language_code
            if not duties:
                await bot.delete_my_commands(scope=scope, language_code=code)
                continue
            await bot.set_my_commands(
                _commands(words, commands_for(duties)), scope=scope, language_code=code
            )
    except TelegramAPIError as error:
        log.warning("the organiser's commands could not be set: %s", error.message)


def _commands(words: Introduction, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(command=name, description=words.commands[name]) for name in names]
