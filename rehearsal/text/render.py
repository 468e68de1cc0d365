"""Text and entities back to HTML that a page may insert: every character escaped, few tags.

The tags: b i u s tg-spoiler code pre blockquote[expandable] a[href] tg-emoji tg-time. Line ends
stay line ends (show them with ``white-space: pre-wrap``).
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from rehearsal.errors import Json
from rehearsal.text.units import from_units

_TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}
_SAFE: Final = ("http://", "https://", "tg://", "mailto:")


def render(text: str, entities: Sequence[Json] | None) -> str:
    """Return the HTML of a text; entities that cross one another are closed and opened again."""
    if not entities:
        return escape(text, quote=False)
    index = from_units(text)
    try:
        spans = [
            (index(e["offset"]), index(e["offset"] + e["length"]), number)
            for number, e in enumerate(entities)
        ]
    except (KeyError, IndexError):
        return escape(text, quote=False)
    cuts = sorted({place for start, end, _ in spans for place in (start, end)} | {0, len(text)})
    out: list[str] = []
    stack: list[int] = []
    for start, end in pairwise(cuts):
        wanted = [number for begin, stop, number in spans if begin <= start and end <= stop]
        keep = 0
        while keep < min(len(stack), len(wanted)) and stack[keep] == wanted[keep]:
            keep += 1
        out.extend(_close(entities[number]) for number in reversed(stack[keep:]))
        out.extend(_open(entities[number], text, spans[number]) for number in wanted[keep:])
        stack = wanted
        out.append(escape(text[start:end], quote=False))
    out.extend(_close(entities[number]) for number in reversed(stack))
    return "".join(out)


def _open(entity: Json, text: str, span: tuple[int, int, int]) -> str:
    kind = entity["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>"
    if kind == "pre":
        language = entity.get("language")
        inner = f'<code class="language-{escape(language)}">' if language else ""
        return f"<pre>{inner}"
    if kind == "date_time":
        form = escape(entity.get("date_time_format", ""))
        return f'<tg-time unix="{int(entity["unix_time"])}" format="{form}">'
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(entity["custom_emoji_id"])}">'
    address = _address(entity, text[span[0] : span[1]])
    return f'<a href="{escape(address)}">' if address else ""


def _close(entity: Json) -> str:
    kind = entity["type"]
    if kind in _TAGS:
        return f"</{_TAGS[kind]}>"
    if kind == "expandable_blockquote":
        return "</blockquote>"
    if kind == "pre":
        return "</code></pre>" if entity.get("language") else "</pre>"
    if kind == "date_time":
        return "</tg-time>"
    if kind == "custom_emoji":
        return "</tg-emoji>"
    return "</a>" if _address(entity, "x.me") else ""


def _address(entity: Json, inside: str) -> str:
    """Return where the entity leads, or "" when it is no link."""
    kind = entity["type"]
    if kind == "text_link":
        address = str(entity.get("url", ""))
    elif kind == "url":
        address = inside if "://" in inside else f"http://{inside}"
    elif kind == "email":
        address = f"mailto:{inside}"
    elif kind == "text_mention":
        address = f"tg://user?id={entity['user']['id']}"
    else:
        return ""
    return address if address.lower().startswith(_SAFE) else ""
