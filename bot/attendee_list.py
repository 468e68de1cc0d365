"""Reads an attendee list from a file: JSON lines, CSV or a spreadsheet.

Owns what such files look like and what is said when a row cannot be used: one line that names
the row. Columns are called as in the JSON form; unknown ones are ignored.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.trouble import Trouble
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.preview import Row

LARGEST = 200_000_000
"""Bytes of a list: several hundred thousand attendees."""

COLUMNS = ("id", "lang", "name", "organisation", "country", "role", "speaks", "offers", "seeks")

_CODE = re.compile(r"[a-z]{2,3}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def load(path: Path) -> list[Row]:
    """The rows of a list, in order. Raises `Trouble` (exit code 2) for whatever is wrong."""
    readers = {".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Trouble(f"{path}: a list is a .jsonl, .csv or .xlsx file")
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble(f"{path}: larger than {LARGEST} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror or error}") from None
    rows: list[Row] = []
    seen: dict[str | int, int] = {}
    for number, values in reader(content):
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


def _csv(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\0", "")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    yield from _table(_numbered(reader))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    while True:
        # A cell may hold line breaks: a row is named by the line it begins in.
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Trouble(f"line {number}: not CSV: {error}") from None
        yield number, cells


def _xlsx(content: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            (number, ["" if cell is None else str(cell) for cell in cells])
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError):
        raise Trouble("not a spreadsheet (.xlsx) that can be read") from None
    yield from _table(rows)


def _table(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Rows under a head line that names the columns; empty rows are passed over."""
    columns: list[str] | None = None
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = [cell.strip().casefold() for cell in cells]
            if "id" not in columns or not {"offers", "seeks"} & set(columns):
                raise Trouble(f"line {number}: no column names ({', '.join(COLUMNS)})")
            continue
        yield number, {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}


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
