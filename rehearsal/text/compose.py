"""A text as it was sent to a text as Telegram keeps it: trimmed, with sorted entities.

Owns the order of the steps: parse mode, trimming, Telegram's own finds, UTF-16 offsets.
"""

from collections.abc import Callable, Sequence
from typing import Final

from rehearsal.errors import Json, bad
from rehearsal.text.detect import detect
from rehearsal.text.html_mode import parse_html
from rehearsal.text.markdown_mode import parse_markdown, parse_markdown_v2
from rehearsal.text.spans import Span
from rehearsal.text.units import from_units, to_units, utf16_len

_MODES: Final[dict[str, Callable[[str], tuple[str, list[Span]]]]] = {
    "html": parse_html,
    "markdownv2": parse_markdown_v2,
    "markdown": parse_markdown,
}
# Nothing can stand inside these, and they stand in nothing of their own kind.
_CLOSED: Final = frozenset({"pre", "code"})
_QUOTES: Final = frozenset({"blockquote", "expandable_blockquote"})
_FOUND_BY_TELEGRAM: Final = frozenset({"url", "bot_command", "mention", "hashtag", "email"})
_SPACE: Final = " \t\r\n\v\f"


def compose(
    source: str, parse_mode: str | None = None, entities: Sequence[Json] | None = None
) -> tuple[str, list[Json]]:
    """Return the text and its entities (offsets and lengths in UTF-16 units).

    Explicit ``entities`` are used when there is no parse mode. Raises Refused where the
    formatting is broken.
    """
    if parse_mode:
        parse = _MODES.get(parse_mode.lower())
        if parse is None:
            raise bad("unsupported parse_mode")
        text, spans = parse(source)
    else:
        text, spans = source, _explicit(source, entities) if entities else []
    if "\r" in text:
        text, spans = _without_returns(text, spans)
    text, spans = _trimmed(text, spans)
    spans = _nested(spans)
    spans += [find for find in detect(text) if not _touched(find, spans)]
    return text, _counted(text, spans)


def text_of(params: Json) -> tuple[str, list[Json]]:
    """Return the text of a message's parameters; empty and too long are refused."""
    text, entities = compose(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad("message text is empty")
    if utf16_len(text) > 4096:
        raise bad("message is too long")
    return text, entities


def caption_of(params: Json) -> tuple[str, list[Json]]:
    """Return the caption of a message's parameters, which may be empty."""
    caption = params.get("caption")
    if not caption:
        return "", []
    text, entities = compose(caption, params.get("parse_mode"), params.get("caption_entities"))
    if utf16_len(text) > 1024:
        raise bad("message caption is too long")
    return text, entities


def _explicit(text: str, entities: Sequence[Json]) -> list[Span]:
    index, length = from_units(text), utf16_len(text)
    spans = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if end > length:
            raise bad(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at "
                f"UTF-16 offset {end}"
            )
        extra = {k: v for k, v in entity.items() if k not in ("type", "offset", "length")}
        try:
            span = Span(entity["type"], index(start), index(end), extra or None)
        except (KeyError, IndexError):
            raise bad(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {start}"
            ) from None
        if span.kind not in _FOUND_BY_TELEGRAM and span.end > span.start:
            spans.append(span)
    return spans


def _without_returns(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Drop carriage returns, as Telegram does, and move the spans accordingly."""
    places, kept = [0], []
    for sign in text:
        if sign != "\r":
            kept.append(sign)
        places.append(len(kept))
    moved = [span._replace(start=places[span.start], end=places[span.end]) for span in spans]
    return "".join(kept), moved


def _trimmed(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    stripped = text.rstrip(_SPACE)
    kept = stripped.lstrip(_SPACE)
    left = len(stripped) - len(kept)
    if len(kept) == len(text) or not spans:
        return kept, spans
    moved = [
        span._replace(start=max(span.start - left, 0), end=min(span.end - left, len(kept)))
        for span in spans
    ]
    return kept, [span for span in moved if span.end > span.start]


def _nested(spans: list[Span]) -> list[Span]:
    """Keep what may nest: nothing inside code, and no quotation inside a quotation."""
    if len(spans) < 2:
        return spans
    closed = [span for span in spans if span.kind in _CLOSED]
    quotes = [span for span in spans if span.kind in _QUOTES]
    return [
        span
        for span in spans
        if not any(_inside(span, outer) for outer in closed)
        and not (span.kind in _QUOTES and any(_inside(span, outer) for outer in quotes))
    ]


def _inside(span: Span, outer: Span) -> bool:
    return span is not outer and outer.start <= span.start and span.end <= outer.end


def _touched(find: Span, spans: list[Span]) -> bool:
    """Whether a find of Telegram's own would stand in (or across) what forbids it."""
    for span in spans:
        if span.start < find.end and find.start < span.end:
            simple = span.kind in ("bold", "italic", "underline", "strikethrough", "spoiler")
            if not (simple or span.kind in _QUOTES) or not _inside(find, span):
                return True
    return False


def _counted(text: str, spans: list[Span]) -> list[Json]:
    if not spans:
        return []
    unit = to_units(text)
    spans.sort(key=lambda span: (span.start, -span.end))
    entities = []
    for span in spans:
        start = unit(span.start)
        entity: Json = {"type": span.kind, "offset": start, "length": unit(span.end) - start}
        if span.extra:
            entity.update(span.extra)
        entities.append(entity)
    return entities
