"""How the bot introduces itself: its name, descriptions and commands, as data.

Owns the order of the commands and Telegram's limits on these words (Bot API, "setMyName" and
its neighbours): name 64 characters, description 512, short description 120, command 256.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from i18n.locales import FALLBACK, LANGUAGES
from i18n.phrasebook import phrasebook
from matchmaking.organisers import Duty

COMMANDS = ("start", "matches", "meetings", "programme", "profile", "settings", "editions",
            "language", "pause", "privacy",
            "help", "cancel")  # fmt: skip
"""For everybody, in the order of the menu."""

ORGANISING: tuple[tuple[Duty, str], ...] = (
    (Duty.CHECK_IN, "checkin"),
    (Duty.ANNOUNCE, "announce"),
    (Duty.ANNOUNCE, "announcements"),
    (Duty.ATTENDEES, "attendees"),
    (Duty.SET_UP, "event"),
    (Duty.FIGURES, "report"),
    (Duty.MODERATE, "outcomes"),
    (Duty.MODERATE, "moderation"),
    (Duty.TEAM, "team"),
    (Duty.INTRODUCE, "clusters"),
    (Duty.AUDIT, "audit"),
    (Duty.STAGE, "stage"),
)
"""The commands of those who help, in the order of the menu: whose duty they are."""


def commands_for(duties: frozenset[Duty]) -> tuple[str, ...]:
    """The menu of somebody with these duties, in their own chat."""
    return ("start", *(name for duty, name in ORGANISING if duty in duties), *COMMANDS[1:])


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """What the bot says of itself in one language; no code means: to everybody else."""

    language_code: str | None
    name: str
    description: str
    short_description: str
    commands: Mapping[str, str]


def introductions() -> list[Introduction]:
    """One for each language, and the fallback's once more for all other languages."""
    return [_introduction(FALLBACK, None), *(_introduction(one, one) for one in LANGUAGES)]


def _introduction(language: str, code: str | None) -> Introduction:
    book = phrasebook(language)
    return Introduction(
        language_code=code,
        name=book.plain("bot.name"),
        description=book.plain("bot.description"),
        short_description=book.plain("bot.short"),
        commands={name: book.plain(f"command.{name}") for name in commands_for(frozenset(Duty))},
    )
