"""``parse_mode=HTML``: Telegram's tags to text and spans. Knows nothing of messages.

Spans are counted in characters here; ``compose`` turns them into UTF-16 units. Every refusal
names the byte offset (UTF-8) where the trouble is, as Telegram does.
"""

import re
from typing import Any, Final, NoReturn

from rehearsal.errors import bad
from rehearsal.text.spans import TIME_FORMAT, Span, link_span

_SIMPLE: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS: Final = frozenset(_SIMPLE) | {"a", "blockquote", "tg-emoji", "tg-time"}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE: Final = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
_NAME: Final = re.compile(r"[^\s>/\"'=]*")
_ATTRIBUTE: Final = re.compile(r"([^\s=>/\"']+)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"'=]+))?")
_SPACE: Final = re.compile(r"\s*")


class _Open:
    """A tag that waits for its end."""

    __slots__ = ("at", "attributes", "name", "start")

    def __init__(self, name: str, attributes: dict[str, str], at: int, start: int) -> None:
        self.name = name
        self.attributes = attributes
        self.at = at
        self.start = start


def parse_html(source: str) -> tuple[str, list[Span]]:
    """Return the text and its spans; raises Refused ("can't parse entities: …")."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.stack: list[_Open] = []
        self.spans: list[Span] = []

    def read(self) -> tuple[str, list[Span]]:
        source, at = self.source, 0
        while at < len(source):
            stop = _next_sign(source, at)
            self._add(source[at:stop])
            if stop == len(source):
                break
            at = self._reference(stop) if source[stop] == "&" else self._tag(stop)
        if self.stack:
            left = self.stack[-1]
            self._fail(f'Can\'t find end tag corresponding to start tag "{left.name}"', left.at)
        return "".join(self.out), self.spans

    def _add(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.length += len(text)

    def _fail(self, words: str, at: int) -> NoReturn:
        offset = len(self.source[:at].encode("utf-8", "surrogatepass"))
        raise bad(f"can't parse entities: {words} at byte offset {offset}")

    def _reference(self, at: int) -> int:
        found = _REFERENCE.match(self.source, at)
        if found is None:
            self._add("&")
            return at + 1
        self._add(_character(found))
        return found.end()

    def _tag(self, at: int) -> int:
        return self._end_tag(at) if self.source.startswith("</", at) else self._start_tag(at)

    def _start_tag(self, at: int) -> int:
        source = self.source
        name, position = self._name(at + 1)
        if name not in _TAGS:
            self._fail(f'Unsupported start tag "{name}"', at)
        attributes: dict[str, str] = {}
        while True:
            position = _end_of(_SPACE, source, position)
            if position >= len(source):
                self._fail("Unclosed start tag", at)
            if source[position] == ">":
                break
            found = _ATTRIBUTE.match(source, position)
            if found is None:
                self._fail(f'Empty attribute name in the tag "{name}"', at)
            attributes[found[1].lower()] = _value(found[2])
            position = found.end()
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', at)
        self.stack.append(_Open(name, attributes, at, self.length))
        return position + 1

    def _end_tag(self, at: int) -> int:
        source = self.source
        if not self.stack:
            self._fail("Unexpected end tag", at)
        name, position = self._name(at + 2)
        position = _end_of(_SPACE, source, position)
        if position >= len(source) or source[position] != ">":
            self._fail("Unclosed end tag", at)
        open_tag = self.stack.pop()
        if name and name != open_tag.name:
            words = f'Unmatched end tag, expected "</{open_tag.name}>", found "</{name}>"'
            self._fail(words, at)
        self._close(open_tag)
        return position + 1

    def _name(self, position: int) -> tuple[str, int]:
        end = _end_of(_NAME, self.source, position)
        return self.source[position:end].lower(), end

    def _close(self, tag: _Open) -> None:
        if tag.start == self.length:
            return
        span = self._span(tag)
        if span is not None:
            self.spans.append(span)

    def _span(self, tag: _Open) -> Span | None:
        start, end, attributes = tag.start, self.length, tag.attributes
        if tag.name == "a":
            inside = "".join(self.out)[start:end]
            return link_span(start, end, attributes.get("href") or inside)
        if tag.name == "blockquote":
            kind = "expandable_blockquote" if "expandable" in attributes else "blockquote"
            return Span(kind, start, end)
        if tag.name == "tg-emoji":
            if not attributes.get("emoji-id", "").isdigit():
                self._fail("Invalid custom emoji identifier specified", tag.at)
            return Span("custom_emoji", start, end, {"custom_emoji_id": attributes["emoji-id"]})
        if tag.name == "tg-time":
            return Span("date_time", start, end, self._time(tag))
        if tag.name == "code":
            return self._code(tag, start, end)
        if tag.name == "pre" and attributes.get("language"):
            return Span("pre", start, end, {"language": attributes["language"]})
        return Span(_SIMPLE[tag.name], start, end)

    def _code(self, tag: _Open, start: int, end: int) -> Span | None:
        """``<pre><code class="language-x">`` is one span: the code gives pre its language."""
        if self.stack and self.stack[-1].name == "pre" and self.stack[-1].start == start:
            language = tag.attributes.get("class", "")
            # A person cannot write this attribute: a tag's own are read before its inside.
            self.stack[-1].attributes["language"] = (
                language.removeprefix("language-") if language.startswith("language-") else ""
            )
            return None
        return Span("code", start, end)

    def _time(self, tag: _Open) -> dict[str, Any]:
        unix, form = tag.attributes.get("unix", ""), tag.attributes.get("format", "")
        if not re.fullmatch(r"-?\d{1,11}", unix):
            self._fail('Tag "tg-time" must have a Unix time in "unix"', tag.at)
        if not TIME_FORMAT.fullmatch(form):
            self._fail('Invalid date-time format specified in the tag "tg-time"', tag.at)
        extra: dict[str, Any] = {"unix_time": int(unix)}
        if form:
            extra["date_time_format"] = form
        return extra


def _next_sign(source: str, at: int) -> int:
    tag, reference = source.find("<", at), source.find("&", at)
    stops = [position for position in (tag, reference) if position >= 0]
    return min(stops, default=len(source))


def _end_of(pattern: re.Pattern[str], source: str, position: int) -> int:
    found = pattern.match(source, position)
    return found.end() if found else position


def _value(raw: str | None) -> str:
    if raw is None:
        return ""
    if raw[0] in "\"'":
        raw = raw[1:-1]
    return _REFERENCE.sub(_character, raw)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    # Zero, surrogates and what is beyond Unicode stay as they were written.
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return found[0]
    return chr(code)
