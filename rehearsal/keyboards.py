"""Keyboards: what Telegram refuses, cuts and keeps of a reply markup. Pure."""

from typing import Any, Final

from rehearsal.errors import Json, bad
from rehearsal.text.spans import checked_url

ROW_LIMIT: Final = 8
BUTTON_LIMIT: Final = 100
DATA_LIMIT: Final = 64  # bytes of callback data
_ACTIONS: Final = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
)
_KINDS: Final = {"callback_data": "callback", "switch_inline_query": "switch_inline"}
_STYLES: Final = frozenset({"danger", "success", "primary"})


def kept_markup(markup: Json | None) -> Json | None:
    """Return a checked markup, its rows cut to 8 buttons and the whole to 100.

    An inline keyboard without a button is no keyboard: None.
    """
    if markup is None:
        return None
    for field, check in (("inline_keyboard", _inline), ("keyboard", _reply)):
        rows = markup.get(field)
        if rows is not None:
            for row in rows:
                for button in row:
                    check(button)
            cut = _cut(rows)
            if not cut and field == "inline_keyboard":
                return None
            return markup | {field: cut}
    return markup


def _inline(button: Json) -> None:
    if not button["text"].strip():
        raise bad(
            "can't parse inline keyboard button: Inline keyboard button text must be non-empty"
        )
    _styled(button)
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: Button must have exactly one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode("utf-8", "replace")) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and checked_url(url) is None:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    web_app = button.get("web_app")
    if web_app is not None and not web_app["url"].startswith("https://"):
        words = f"inline keyboard button Web App URL '{web_app['url']}' is invalid"
        raise bad(f"{words}: Only HTTPS links are allowed")


def _reply(button: Json) -> None:
    if not button["text"].strip():
        raise bad("can't parse keyboard button: Keyboard button text must be non-empty")
    _styled(button)


def _styled(button: Json) -> None:
    if button.get("style", "primary") not in _STYLES:
        raise bad("can't parse keyboard button: Unsupported button style specified")


def _cut(rows: list[list[Json]]) -> list[list[Json]]:
    kept, left = [], BUTTON_LIMIT
    for row in rows:
        short = row[: min(ROW_LIMIT, left)]
        left -= len(short)
        if short:
            kept.append(short)
    return kept


def was_cut(markup: Json | None, kept: Json | None) -> bool:
    """Whether Telegram would show fewer buttons than were sent."""
    return _buttons(markup) != _buttons(kept)


def _buttons(markup: Json | None) -> int:
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return sum(len(row) for row in rows)


def shown_rows(markup: Json | None) -> list[list[Json]]:
    """Return an inline keyboard as the human door shows it: rows of label, kind and content."""
    rows = (markup or {}).get("inline_keyboard") or []
    return [[_shown(button) for button in row] for row in rows]


def _shown(button: Json) -> Json:
    action = next(action for action in _ACTIONS if action in button)
    content: Any = button[action]
    if action == "callback_data":
        shown: Json = {"data": content}
    elif action == "copy_text":
        shown = {"copy_text": content["text"]}
    elif action == "web_app":
        shown = {"url": content["url"]}
    else:
        shown = {action: content}
    if "style" in button:
        shown["style"] = button["style"]
    return {"label": button["text"], "kind": _KINDS.get(action, action)} | shown
