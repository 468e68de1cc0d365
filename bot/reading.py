"""The command `read`: free text in, what it seeks and offers out.

Owns the two forms of its input and output. Whatever is wrong with a line is said with its
number; lines before it have been answered by then.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from bot.trouble import Trouble
from matchmaking.intents import Intent, Language
from matchmaking.reading.reader import Reading
from matchmaking.reading.reader import read as read_text

LONGEST = 1_000_000
"""Bytes of one line; somebody's own words are some hundred."""


def read_jsonl(lines: Iterable[bytes], out: BinaryIO) -> None:
    """Answers each line `{"id","text","lang"?}` with what was read; raises `Trouble`."""
    for number, text in _decoded(lines):
        if text.strip():
            asked = _question(number, text)
            reading = read_text(asked["text"], lang=asked["lang"])
            out.write(_line({"id": asked["id"], **labels(reading)}))
    out.flush()


def read_one(text: str, out: BinaryIO, *, as_json: bool) -> None:
    """Answers the text on the command line; its id is `text`."""
    reading = read_text(text)
    if as_json:
        out.write(_line({"id": "text", **labels(reading)}))
    else:
        out.write(in_words(reading).encode("utf-8", "replace") + b"\n")
    out.flush()


def read_plain(lines: Iterable[bytes], out: BinaryIO) -> None:
    """Answers each line of text with a line for a person; raises `Trouble`."""
    for _, text in _decoded(lines):
        if text.strip():
            out.write(in_words(read_text(text)).encode("utf-8", "replace") + b"\n")
    out.flush()


def labels(reading: Reading) -> dict[str, Any]:
    """What was read, as JSON values; each pair of kind and side once."""
    pairs = dict.fromkeys((intent.kind.value, intent.side.value) for intent in reading.intents)
    return {
        "lang": reading.lang.value,
        "intents": [{"kind": kind, "side": side} for kind, side in pairs],
        "sectors": [sector.value for sector in reading.sectors],
        "countries": list(reading.countries),
        "role": reading.role.value if reading.role else None,
        "concepts": list(reading.concepts),
    }


def in_words(reading: Reading) -> str:
    """What was read, on one line for whoever tries the reader out."""
    parts = [_intent(intent) for intent in reading.intents] or ["nothing sought or offered"]
    if reading.role:
        parts.append(f"role {reading.role}")
    return f"{reading.lang}: {'; '.join(parts)}"


def _intent(intent: Intent) -> str:
    topics = ", ".join(intent.concepts)
    markets = f" ({', '.join(intent.markets)})" if intent.markets else ""
    return f"{intent.side} {intent.kind}{': ' + topics if topics else ''}{markets}"


def _decoded(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(lines, start=1):
        if len(raw) > LONGEST:
            raise Trouble(f"line {number}: longer than {LONGEST} bytes")
        try:
            # A file from a spreadsheet may begin with a byte order mark.
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise Trouble(f"line {number}: not UTF-8 (byte {error.start + 1})") from None


def _question(number: int, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Trouble(f"line {number}: not JSON: {error}") from None
    if not isinstance(asked, dict):
        raise Trouble(f'line {number}: not an object such as {{"id": "1", "text": "…"}}')
    if not isinstance(asked.get("id"), str | int) or isinstance(asked["id"], bool):
        raise Trouble(f'line {number}: "id" must be a text or a whole number')
    if not isinstance(asked.get("text"), str):
        raise Trouble(f'line {number}: "text" must be a text')
    lang = asked.get("lang")
    if lang is not None and lang not in set(Language):
        raise Trouble(f'line {number}: "lang" must be one of {", ".join(Language)}')
    return {"id": asked["id"], "text": asked["text"], "lang": Language(lang) if lang else None}


def _line(value: dict[str, Any]) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half a surrogate pair in somebody's id has no UTF-8: say it in escapes, as they did.
        return json.dumps(value).encode() + b"\n"
