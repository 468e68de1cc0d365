"""Reads what a bot sends: query string, JSON, form and multipart. Knows nothing of methods."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from rehearsal.errors import Json, bad
from rehearsal.jsontext import read_json

_DISPOSITION: Final = re.compile(r'([\w*]+)="((?:[^"\\]|\\.)*)"|([\w*]+)=([^;\s]+)')


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One part of a multipart body. ``is_file``: it came with a file name."""

    name: str
    data: bytes
    mime_type: str
    is_file: bool


def read_body(content_type: str, body: bytes) -> Json:
    """Return the fields of a request body; files come as Upload. Raises Refused (400)."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind == "application/json":
        return _json(body)
    if kind == "multipart/form-data":
        return _multipart(content_type, body)
    return {}


def _json(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        value = read_json(body)
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad("can't parse JSON object")
    return value


def _multipart(content_type: str, body: bytes) -> Json:
    """Split a form by hand: the streaming readers cost five times as much per call."""
    found = re.search(r'boundary="?([^";]+)"?', content_type, re.IGNORECASE)
    if found is None:
        raise bad("can't find the boundary of the form")
    fields: Json = {}
    delimiter = b"--" + found[1].encode()
    for part in (b"\r\n" + body).split(b"\r\n" + delimiter)[1:]:
        if part.startswith(b"--"):
            break
        head, gap, data = part.partition(b"\r\n\r\n")
        if gap:
            _add_part(fields, head.decode("utf-8", "replace"), data)
    return fields


def _add_part(fields: Json, head: str, data: bytes) -> None:
    mime_type, names = "", {}
    for line in head.split("\r\n"):
        key, _, value = line.partition(":")
        if key.lower() == "content-disposition":
            names = _names(value)
        elif key.lower() == "content-type":
            mime_type = value.strip()
    name = names.get("name")
    if name is None:
        return
    file_name = names.get("filename*", names.get("filename"))
    is_file = file_name is not None or mime_type.startswith("application/octet-stream")
    fields[name] = (
        Upload(name=file_name or "file", data=data, mime_type=mime_type, is_file=True)
        if is_file
        else data.decode("utf-8", "replace")
    )


def _names(disposition: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for quoted_key, quoted, bare_key, bare in _DISPOSITION.findall(disposition):
        key, value = (quoted_key or bare_key).lower(), quoted or bare
        if key.endswith("*"):
            value = unquote(value.rpartition("'")[2])
        elif quoted_key:
            value = re.sub(r"\\(.)", r"\1", value)
            # Browsers and requests escape a quote or a line end in a name like this.
            value = value.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
        names[key] = value
    return names


def loggable(raw: Json) -> Json:
    """Return the fields as the call log shows them: a file by its name and size."""
    if not any(isinstance(value, Upload) for value in raw.values()):
        return raw
    shown: dict[str, Any] = {}
    for name, value in raw.items():
        if isinstance(value, Upload):
            shown[name] = {"file_name": value.name, "size": len(value.data)}
        else:
            shown[name] = value
    return shown
