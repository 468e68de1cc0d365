"""``parse_mode=MarkdownV2`` and the older ``Markdown``, to text and spans.

Spans are counted in characters; ``compose`` turns them into UTF-16 units.
"""

import re
from typing import Any, Final, NoReturn
from urllib.parse import parse_qs, urlsplit

from rehearsal.errors import bad
from rehearsal.text.spans import TIME_FORMAT, Span, link_span

_RESERVED: Final = frozenset("_*[]()~`>#+-=|{}.!")
# Longest marks first: "__" is not twice "_".
_MARKS: Final = (
    ("||", "spoiler"),
    ("__", "underline"),
    ("*", "bold"),
    ("_", "italic"),
    ("~", "strikethrough"),
)
_LANGUAGE: Final = re.compile(r"[^\s`]*\n")
_OLD_MARKS: Final = {"_": "italic", "*": "bold", "`": "code"}


def _fail(source: str, at: int, words: str) -> NoReturn:
    offset = len(source[:at].encode("utf-8", "surrogatepass"))
    raise bad(f"can't parse entities: {words} at byte offset {offset}")


def _no_end(source: str, at: int, kind: str) -> NoReturn:
    _fail(source, at, f"Can't find end of {kind.title().replace('_', '')} entity")


class _Second:
    """MarkdownV2: marks nest; every reserved character is either a mark or escaped."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.spans: list[Span] = []
        # (kind, where in the source, where in the text)
        self.open: list[tuple[str, int, int]] = []

    def read(self) -> tuple[str, list[Span]]:
        at = 0
        while at < len(self.source):
            at = self._quote(at) if self._line_starts(at) else self._step(at)
        for kind, where, start in reversed(self.open):
            if kind != "blockquote":
                _no_end(self.source, where, kind)
            self._end("blockquote", start)
        return "".join(self.out), self.spans

    def _line_starts(self, at: int) -> bool:
        return at == 0 or self.source[at - 1] == "\n"

    def _quoting(self) -> bool:
        return any(kind == "blockquote" for kind, _, _ in self.open)

    def _quote(self, at: int) -> int:
        """Begin, go on with or end a block quotation at the start of a line."""
        source = self.source
        starts = source.startswith(">", at)
        if self._quoting() and not starts:
            kind, where, start = self.open.pop()
            if kind != "blockquote":
                _no_end(source, where, kind)
            self._end("blockquote", start)
        elif starts and not self._quoting():
            self.open.append(("blockquote", at, len(self.out)))
        elif source.startswith("**>", at):
            self.open.append(("blockquote", at, len(self.out)))
            return at + 3
        return at + 1 if starts else self._step(at)

    def _step(self, at: int) -> int:
        source, sign = self.source, self.source[at]
        if sign == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) < 127:
            self.out.append(source[at + 1])
            return at + 2
        if sign == "`":
            return self._code(at)
        if source.startswith("||", at) and self._expands(at):
            kind, _, start = self.open.pop()
            self._end("expandable_blockquote", start)
            return at + 2
        for mark, kind in _MARKS:
            if source.startswith(mark, at):
                return self._mark(at, mark, kind)
        if sign == "[" or source.startswith("![", at):
            length = 1 if sign == "[" else 2
            self.open.append(("image" if length == 2 else "link", at, len(self.out)))
            return at + length
        if sign == "]" and self.open and self.open[-1][0] in ("link", "image"):
            return self._address(at)
        if sign in _RESERVED:
            words = f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
            raise bad(f"can't parse entities: {words}")
        self.out.append(sign)
        return at + 1

    def _expands(self, at: int) -> bool:
        ends = at + 2 == len(self.source) or self.source[at + 2] == "\n"
        return ends and bool(self.open) and self.open[-1][0] == "blockquote"

    def _end(self, kind: str, start: int, extra: dict[str, Any] | None = None) -> None:
        if len(self.out) > start:
            self.spans.append(Span(kind, start, len(self.out), extra))

    def _mark(self, at: int, mark: str, kind: str) -> int:
        if self.open and self.open[-1][0] == kind:
            self._end(kind, self.open.pop()[2])
        else:
            self.open.append((kind, at, len(self.out)))
        return at + len(mark)

    def _code(self, at: int) -> int:
        source = self.source
        mark = "```" if source.startswith("```", at) else "`"
        kind = "pre" if mark == "```" else "code"
        begin, extra = at + len(mark), None
        if kind == "pre" and (language := _LANGUAGE.match(source, begin)):
            name = language[0][:-1]
            begin, extra = language.end(), {"language": name} if name else None
        start, position = len(self.out), begin
        while not source.startswith(mark, position):
            if position >= len(source):
                _no_end(source, at, "PreCode" if extra else kind)
            if source[position] == "\\" and position + 1 < len(source):
                position += 1
            self.out.append(source[position])
            position += 1
        self._end(kind, start, extra)
        return position + len(mark)

    def _address(self, at: int) -> int:
        source = self.source
        kind, where, start = self.open.pop()
        inside, end = "".join(self.out[start:]), at + 1
        if source.startswith("(", end):
            end = source.find(")", end)
            if end < 0:
                _fail(source, at, "Can't find end of a URL")
            address = re.sub(r"\\(.)", r"\1", source[at + 2 : end])
            end += 1
        else:
            address = inside
        span = (
            link_span(start, len(self.out), address)
            if kind == "link"
            else _image(source, where, start, len(self.out), address)
        )
        if span is not None and len(self.out) > start:
            self.spans.append(span)
        return end


def _image(source: str, where: int, start: int, end: int, address: str) -> Span:
    """``![text](tg://emoji?id=…)`` or ``![text](tg://time?unix=…&format=…)``."""
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if parts.scheme == "tg" and parts.netloc == "emoji" and query.get("id", "").isdigit():
        return Span("custom_emoji", start, end, {"custom_emoji_id": query["id"]})
    unix, form = query.get("unix", ""), query.get("format", "")
    if parts.scheme == "tg" and parts.netloc == "time" and re.fullmatch(r"-?[0-9]{1,11}", unix):
        if not TIME_FORMAT.fullmatch(form):
            _fail(source, where, "Invalid date-time format specified")
        extra: dict[str, Any] = {"unix_time": int(unix)}
        if form:
            extra["date_time_format"] = form
        return Span("date_time", start, end, extra)
    _fail(source, where, "Custom emoji URL must have scheme tg")


def parse_markdown_v2(source: str) -> tuple[str, list[Span]]:
    """Return the text and its spans; raises Refused ("can't parse entities: …")."""
    return _Second(source).read()


def parse_markdown(source: str) -> tuple[str, list[Span]]:
    """The legacy mode: no nesting, ``\\`` escapes ``_ * ` [`` only."""
    out: list[str] = []
    spans: list[Span] = []
    at = 0
    while at < len(source):
        sign = source[at]
        if sign == "\\" and at + 1 < len(source) and source[at + 1] in "_*`[":
            out.append(source[at + 1])
            at += 2
        elif sign in "_*`[":
            at = _old_entity(source, at, out, spans)
        else:
            out.append(sign)
            at += 1
    return "".join(out), spans


def _old_entity(source: str, at: int, out: list[str], spans: list[Span]) -> int:
    sign, start = source[at], len(out)
    mark = "```" if source.startswith("```", at) else "]" if sign == "[" else sign
    begin = at + (3 if mark == "```" else 1)
    end = source.find(mark, begin)
    if end < 0:
        _fail(source, at, "Can't find end of the entity starting")
    kind, extra = ("pre", None) if mark == "```" else (_OLD_MARKS.get(sign, ""), None)
    if mark == "```" and (language := _LANGUAGE.match(source, begin, end)):
        name = language[0][:-1]
        begin, extra = language.end(), {"language": name} if name else None
    out.extend(source[begin:end])
    after = end + len(mark)
    if sign == "[":
        if not source.startswith("(", after):
            return after
        close = source.find(")", after)
        close = len(source) if close < 0 else close
        span = link_span(start, len(out), source[after + 1 : close])
        after = close + 1
    else:
        span = Span(kind, start, len(out), extra)
    if span is not None and len(out) > start:
        spans.append(span)
    return after
