"""The command `match`: an attendee list in, everybody's best matches out, without a database.

Owns the forms of the output. Whatever is wrong with the list is one line (`bot.attendee_list`).
"""

import json
from pathlib import Path
from typing import Any, BinaryIO

from bot.attendee_list import load
from matchmaking.intents import Language
from matchmaking.matches import Reason, ReasonKind
from matchmaking.preview import Found, Row, as_object, preview
from matchmaking.reading.lexicon import lexicon


def match(path: Path, out: BinaryIO, *, top: int, as_json: bool) -> None:
    """Answers each row of the list with its best matches, in order; raises `Trouble`."""
    rows = load(path)
    names = {row.id: row for row in rows}
    for id_, found in preview(rows, taxonomy=lexicon(), top=top):
        if as_json:
            out.write(_line({"id": id_, "matches": [_object(one) for one in found]}))
        else:
            out.write(_in_words(names[id_], found, names).encode("utf-8", "replace"))
    out.flush()


def _object(found: Found) -> dict[str, Any]:
    return {
        "id": found.id,
        "score": found.score,
        "reasons": [as_object(reason) for reason in found.reasons],
    }


def _in_words(row: Row, found: list[Found], names: dict[str | int, Row]) -> str:
    lines = [f"{row.id}  {_who(row)}"]
    for place, one in enumerate(found, start=1):
        why = "; ".join(filter(None, map(_why, one.reasons)))
        lines.append(f"  {place:>2}. {one.id}  {_who(names[one.id])} ({one.score:.2f}): {why}")
    if not found:
        lines.append("  nobody yet")
    return "\n".join(lines) + "\n\n"


def _who(row: Row) -> str:
    return ", ".join(filter(None, (row.name, row.organisation)))


def _why(reason: Reason) -> str:
    what = lexicon().label(reason.topic, Language.EN) if reason.topic else reason.words
    return {
        ReasonKind.SUPPLIES: f"offers {what}",
        ReasonKind.WANTS: f"seeks {what}",
        ReasonKind.SHARES: f"same field {what}".rstrip(),
        ReasonKind.MARKET: f"in {', '.join(reason.countries)}",
        ReasonKind.LANGUAGE: f"both speak {', '.join(reason.languages)}"
        if reason.languages
        else "an interpreter would help",
        ReasonKind.TIME: "",
    }[reason.kind]


def _line(value: dict[str, Any]) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Half a surrogate pair in somebody's words has no UTF-8: say it in escapes, as they did.
        return json.dumps(value).encode() + b"\n"
