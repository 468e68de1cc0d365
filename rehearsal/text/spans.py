"""What a parse mode finds: a span of the text and its meaning, counted in characters."""

import re
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

# r (relative), or weekday, date and time in this order; a capital letter asks for the long form.
TIME_FORMAT: Final = re.compile(r"r|w?[dD]?[tT]?")
_MENTION: Final = re.compile(r"tg://user\?id=([0-9]{1,19})")


class Span(NamedTuple):
    """One entity before its offset is counted in UTF-16 units; ``extra`` goes into it as is."""

    kind: str
    start: int
    end: int
    extra: dict[str, Any] | None = None


def link_span(start: int, end: int, address: str) -> Span | None:
    """Return the span of a link; None where Telegram would silently drop it."""
    mention = _MENTION.match(address)
    if mention:
        return Span("text_mention", start, end, {"user": {"id": int(mention[1])}})
    url = checked_url(address)
    return None if url is None else Span("text_link", start, end, {"url": url})


def checked_url(address: str) -> str | None:
    """Return a link as Telegram would keep it, or None for one that it refuses.

    http, https, tg and ton only; a host needs a dot (``localhost`` is no link on Telegram).
    """
    address = address.strip()
    if not address or any(sign.isspace() for sign in address):
        return None
    if "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme in ("tg", "ton"):
        return address
    if parts.scheme not in ("http", "https"):
        return None
    if ("." not in host.strip(".") and ":" not in host) or parts.username is not None:
        return None
    return address if parts.path or parts.query or parts.fragment else f"{address}/"
