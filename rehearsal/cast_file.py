"""Reads a cast file into parts, and says in one line what is wrong with one that cannot be played.

The format is described in ``rehearsal.cast``; what the rules then do is ``rehearsal.cast_rules``.
"""

import json
import re
from pathlib import Path
from typing import Any

from rehearsal.cast_rules import Part, Rule

_PLAYER_KEYS = {
    "name",
    "language_code",
    "username",
    "opening",
    "start_after_s",
    "think_s",
    "at_most",
    "rules",
}
_RULE_KEYS = {
    "when_button",
    "when_text",
    "when_text_or_button",
    "tap",
    "say",
    "chance",
    "at_most",
    "pick",
}


class CastError(ValueError):
    """A cast file that cannot be played; the message names the player and the rule."""


def read_cast(file: Path) -> tuple[Part, ...]:
    """Read a cast file. Raises CastError, in one line, when it cannot be played."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CastError(f"{file.name}: {error}") from error
    players = content.get("players") if isinstance(content, dict) else None
    if not isinstance(players, list):
        raise CastError(f'{file.name}: expected {{"players": [...]}}')
    return tuple(read_part(each, f"player {number}") for number, each in enumerate(players, 1))


def read_part(raw: object, where: str) -> Part:
    """Read one player."""
    fields = _object(raw, _PLAYER_KEYS, where)
    name = str(fields.get("name") or "")
    if not name:
        raise CastError(f"{where}: a name is needed")
    where = f"{where} ({name})"
    low, high = _span(fields.get("think_s", [0.2, 0.8]), where)
    rules = fields.get("rules", [])
    if not isinstance(rules, list):
        raise CastError(f"{where}: rules must be a list")
    return Part(
        name=name,
        language_code=str(fields.get("language_code", "en")),
        username=str(fields["username"]) if fields.get("username") else None,
        opening=str(fields.get("opening", "/start")),
        start_after_s=_number(fields.get("start_after_s", 0), 0, 86_400, f"{where}: start_after_s"),
        think_s=(low, high),
        at_most=int(_number(fields.get("at_most", 200), 0, 1e9, f"{where}: at_most")),
        rules=tuple(_rule(each, f"{where}, rule {n}") for n, each in enumerate(rules, 1)),
    )


def _rule(raw: object, where: str) -> Rule:
    fields = _object(raw, _RULE_KEYS, where)
    either = fields.get("when_text_or_button")
    when_button = _pattern(fields.get("when_button", either), where)
    when_text = _pattern(fields.get("when_text", either), where)
    if when_button is None and when_text is None:
        raise CastError(f"{where}: when_button, when_text or when_text_or_button is needed")
    if either is not None and ("when_button" in fields or "when_text" in fields):
        raise CastError(f"{where}: when_text_or_button stands alone")
    tap, say = fields.get("tap"), fields.get("say")
    if (tap in (None, False)) == (say is None):
        raise CastError(f"{where}: either tap or say is needed, not both")
    if tap is True and when_button is None:
        raise CastError(f'{where}: "tap": true needs when_button; else name the button\'s pattern')
    sayings = tuple(say) if isinstance(say, list) else (say,) if say is not None else ()
    if say is not None and not (sayings and all(isinstance(s, str) and s for s in sayings)):
        raise CastError(f"{where}: say must be a text or a list of texts")
    at_most = fields.get("at_most")
    if fields.get("pick", "first") not in ("first", "random"):
        raise CastError(f"{where}: pick is first or random")
    return Rule(
        when_button=when_button,
        when_text=when_text,
        either=either is not None,
        tap=when_button if tap is True else _pattern(tap or None, where),
        say=sayings,
        chance=_number(fields.get("chance", 1), 0, 1, f"{where}: chance"),
        at_most=None if at_most is None else int(_number(at_most, 0, 1e9, f"{where}: at_most")),
        pick="random" if fields.get("pick") == "random" else "first",
    )


def _object(raw: object, known: set[str], where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise CastError(f"{where}: expected an object")
    # A misspelt key would otherwise be a player who silently does nothing.
    unknown = sorted(set(raw) - known)
    if unknown:
        raise CastError(f"{where}: unknown {', '.join(unknown)}")
    return raw


def _pattern(raw: object, where: str) -> re.Pattern[str] | None:
    if raw is None:
        return None
    try:
        return re.compile(str(raw))
    except re.error as error:
        raise CastError(f"{where}: {raw!r} is no pattern: {error}") from error


def _number(raw: object, low: float, high: float, where: str) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not low <= raw <= high:
        raise CastError(f"{where} must be a number from {low:g} to {high:g}")
    return float(raw)


def _span(raw: object, where: str) -> tuple[float, float]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise CastError(f"{where}: think_s is [least, most] seconds")
    low = _number(raw[0], 0, 3600, f"{where}: think_s")
    return low, _number(raw[1], low, 3600, f"{where}: think_s")
