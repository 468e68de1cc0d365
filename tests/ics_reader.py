"""A second reader of calendar files, written from RFC 5545 alone: unfolds, unescapes, and reads
hours through the file's own description of their zone (by `dateutil`, which knows no zone by
name here). Nothing of what writes the files is used."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO

from dateutil.tz import tzical


@dataclass(kw_only=True)
class Line:
    """A content line: name, parameters, value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(kw_only=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: "list[Component]" = field(default_factory=list)

    def text(self, name: str) -> str:
        """The value of a property, unescaped; empty when there is none."""
        found = [line for line in self.lines if line.name == name]
        return unescape(found[0].value) if found else ""

    def all(self, name: str) -> "list[Component]":
        """The parts of that name."""
        return [part for part in self.parts if part.name == name]


def read(data: bytes) -> Component:
    """The calendar in a file; AssertionError where it breaks the format."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    rows = data.decode("utf-8").split("\r\n")
    assert all(len(row.encode()) <= 75 for row in rows)
    unfolded: list[str] = []
    for row in rows[:-1]:
        if row[:1] in (" ", "\t"):
            unfolded[-1] += row[1:]
        else:
            unfolded.append(row)
    root = Component(name="")
    stack = [root]
    for line in map(_line, unfolded):
        if line.name == "BEGIN":
            part = Component(name=line.value)
            stack[-1].parts.append(part)
            stack.append(part)
        elif line.name == "END":
            assert stack.pop().name == line.value
        else:
            stack[-1].lines.append(line)
    (calendar,) = root.parts
    assert stack == [root]
    assert calendar.name == "VCALENDAR"
    return calendar


def instant(data: bytes, event: Component, name: str) -> datetime:
    """An hour of an entry as an instant, by the zone's description in the same file."""
    (line,) = [one for one in event.lines if one.name == name]
    if line.value.endswith("Z"):
        return datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    wall = datetime.strptime(line.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone comes next
    zone = tzical(StringIO(_unfolded(data))).get(line.parameters["TZID"])
    offset = wall.replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return (wall - offset).replace(tzinfo=UTC)


def length(data: bytes, event: Component) -> timedelta:
    """How long an entry lasts."""
    return instant(data, event, "DTEND") - instant(data, event, "DTSTART")


def unescape(value: str) -> str:
    """A TEXT value as it is meant."""
    meant, escaped = "", False
    for letter in value:
        if escaped:
            meant += "\n" if letter in "nN" else letter
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            meant += letter
    return meant


def _line(row: str) -> Line:
    quoted, head = False, ""
    for letter in row:
        if letter == '"':
            quoted = not quoted
        if letter == ":" and not quoted:
            break
        head += letter
    value = row[len(head) + 1 :]
    name, *given = head.split(";")
    parameters = dict(one.split("=", 1) for one in given)
    return Line(name=name, parameters={k: v.strip('"') for k, v in parameters.items()}, value=value)


def _unfolded(data: bytes) -> str:
    text = data.decode().replace("\r\n ", "").replace("\r\n", "\n")
    start, end = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE")
    return text[start:end] + "END:VTIMEZONE\n"
