"""Reads an attendee list from a file: JSON lines, CSV or a spreadsheet.

Owns what is said when a row cannot be used: one line that names the row. Tables are read as those
that an organiser sends in the chat (`matchmaking.sheets`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.trouble import Trouble
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.preview import Row
from matchmaking.sheets.people import read_people
from matchmaking.sheets.table import BadTable, Fault, Problem, letters

LARGEST = 200_000_000
"""Bytes of a list: several hundred thousand attendees."""

_CODE = re.compile(r"[a-z]{2,3}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def load(path: Path) -> list[Row]:
    """The rows of a list, in order. Raises `Trouble` (exit code 2) for whatever is wrong."""
    if path.suffix.lower() not in (".jsonl", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm"):
        raise Trouble(f"{path}: a list is a .jsonl, .csv or .xlsx file")
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble(f"{path}: larger than {LARGEST} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror or error}") from None
    if path.suffix.lower() != ".jsonl":
        return _table(content)
    rows: list[Row] = []
    seen: dict[str | int, int] = {}
    for number, values in _jsonl(content):
        row = _row(number, values)
        if row.id in seen:
            raise Trouble(f"line {number}: id {row.id!r} stands in line {seen[row.id]} already")
        seen[row.id] = number
        rows.append(row)
    return rows


def _jsonl(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        # What is no UTF-8 is in some name or word: the row is worth more than that letter.
        line = raw.decode("utf-8", "replace").strip()
        if not line:
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Trouble(f"line {number}: not JSON: {error}") from None
        if not isinstance(values, dict):
            raise Trouble(f'line {number}: not an object such as {{"id": "1", "seeks": "…"}}')
        yield number, values


def _table(content: bytes) -> list[Row]:
    """The rows of a table in any of the forms that an organiser may send (`sheets.people`). The
    first thing that is wrong ends the preview: at a terminal the file is mended and tried again."""
    try:
        table = read_people(content)
    except BadTable as bad:
        raise Trouble(in_words(bad.problem)) from None
    for problem in table.problems:
        raise Trouble(in_words(problem))
    return [
        Row(
            id=one.code or str(one.row),
            lang=one.lang or _lang(one.row, "", one.speaks),
            name=one.name,
            organisation=one.organisation,
            country=one.country,
            role=one.role,
            speaks=one.speaks,
            offers=one.offers,
            seeks=one.seeks,
        )
        for one in table.rows
    ]


_WORDS = {
    Fault.EMPTY: "nothing is written in it",
    Fault.TOO_LARGE: "larger than {limit}",
    Fault.TOO_MANY_ROWS: "more than {limit} rows",
    Fault.NOT_A_TABLE: "not a spreadsheet (.xlsx) or text (.csv) that can be read",
    Fault.OLD_WORKBOOK: "an old or foreign kind of spreadsheet: save it as .xlsx",
    Fault.LOCKED: "a spreadsheet behind a password",
    Fault.BROKEN: "not a spreadsheet that can be read",
    Fault.UNREADABLE_TEXT: "not CSV",
    Fault.NO_HEAD: "no row names the columns (Name, Country, Offers, Seeks …)",
    Fault.FORMULA: "a formula without a saved result",
    Fault.MERGED: "merged cells ({cells})",
    Fault.MISSING: "empty",
    Fault.TOO_LONG: "longer than {limit} characters",
    Fault.UNKNOWN_WORD: "{value!r} is not known here",
    Fault.BAD_EMAIL: "{value!r} is no e-mail address",
    Fault.TWICE: "stands in line {row} already",
}


def in_words(problem: Problem) -> str:
    """A problem as a terminal shows it, its place first."""
    place = problem.place
    where = [f"line {place.row}"] if place.row else []
    where += [f"column {letters(place.column)} ({place.head})"] if place.column else []
    said = _WORDS[Fault(problem.fault)].format(**problem.data)
    return f"{', '.join(where)}: {said}" if where else said


def _row(number: int, values: Mapping[str, Any]) -> Row:
    texts = {
        name: _text(number, values, name)
        for name in ("name", "organisation", "country", "role", "offers", "seeks", "lang")
    }
    speaks = _speaks(number, values.get("speaks"))
    lang = _lang(number, texts["lang"].lower(), speaks)
    country = texts["country"].upper()
    if country and not _COUNTRY.match(country):
        raise Trouble(f'line {number}: "country" must be two letters (ISO 3166-1), such as TN')
    role = texts["role"].lower()
    if role and role not in set(Role):
        raise Trouble(f'line {number}: "role" must be one of {", ".join(Role)}')
    return Row(
        id=_id(number, values.get("id")),
        lang=lang,
        name=texts["name"],
        organisation=texts["organisation"],
        country=CountryCode(country) if country else None,
        role=Role(role) if role else None,
        speaks=speaks,
        offers=texts["offers"],
        seeks=texts["seeks"],
    )


def _id(number: int, value: Any) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise Trouble(f'line {number}: "id" must be a text or a whole number')
    return value


def _text(number: int, values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Trouble(f'line {number}: "{name}" must be a text')
    return value.strip()


def _speaks(number: int, value: Any) -> tuple[str, ...]:
    """A list of codes, or a text that parts them by blanks, commas or the like."""
    codes = re.split(r"[\s,;|/+]+", value.strip()) if isinstance(value, str) else value
    if codes is None or codes == [""]:
        return ()
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise Trouble(f'line {number}: "speaks" must be a list of language codes')
    found = tuple(dict.fromkeys(code.strip().lower() for code in codes))
    if not all(_CODE.match(code) for code in found):
        raise Trouble(f'line {number}: "speaks" must be language codes such as ar, fr, en')
    return found


def _lang(number: int, code: str, speaks: tuple[str, ...]) -> Language:
    known = set(Language)
    if not code:
        return Language(next((c for c in speaks if c in known), Language.EN))
    if code not in known:
        raise Trouble(f'line {number}: "lang" must be one of {", ".join(Language)}')
    return Language(code)
