"""Addresses that open this bot: deep links, with a payload for /start."""

from aiogram import Bot

ORGANISER = "o_"
"""How the payload of an organiser's one-time link begins; the secret follows."""


async def deep_link(bot: Bot, payload: str) -> str:
    """The address that opens the bot and says ``/start payload`` (at most 64 characters)."""
    me = await bot.me()
    return f"https://t.me/{me.username}?start={payload}"
