"""Calendar files: a second reader finds the instants that were meant, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.ics import Entry, calendar_file
from tests.ics_reader import Component, instant, length, read

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


def entry(start: datetime, *, uid: str = "a@multaqa", off: bool = False, text: str = "x") -> Entry:
    return Entry(
        uid=uid,
        sequence=2,
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        summary=text,
        description=text,
        location=text,
        cancelled=off,
    )


def written(*entries: Entry, zone: str = "Africa/Tunis") -> bytes:
    return calendar_file(entries, name="E", zone=ZoneInfo(zone), language="fr", now=NOW)


def events(data: bytes) -> list[Component]:
    return read(data).all("VEVENT")


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Africa/Cairo", "2027-04-29 23:40"),
        ("Africa/Cairo", "2027-04-30 01:00"),  # midnight is left out
        ("Africa/Cairo", "2027-10-28 22:50"),
        ("Africa/Cairo", "2027-10-29 00:10"),
        ("Asia/Beirut", "2027-03-27 23:50"),
        ("Asia/Beirut", "2027-03-28 01:00"),
        ("Asia/Beirut", "2027-10-31 00:00"),
        ("Africa/Casablanca", "2027-02-07 01:00"),  # Ramadan begins
        ("Africa/Casablanca", "2027-02-07 03:00"),
        ("Africa/Casablanca", "2027-02-20 17:30"),
        ("Africa/Casablanca", "2027-03-14 01:30"),
        ("Africa/Casablanca", "2027-03-14 03:00"),
        ("Africa/Casablanca", "2027-06-01 10:00"),
        ("Africa/Tunis", "2027-06-01 10:00"),
        ("Asia/Tehran", "2027-06-01 10:00"),
        ("Asia/Kathmandu", "2027-06-01 10:00"),
    ],
)
def test_a_second_reader_finds_the_same_instant(zone: str, wall: str) -> None:
    start = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    data = written(entry(start), zone=zone)
    (event,) = events(data)
    assert instant(data, event, "DTSTART") == start
    assert length(data, event) == timedelta(minutes=20)


@given(st.integers(0, 365 * 24 * 3), st.sampled_from(["Africa/Cairo", "Asia/Beirut", "Asia/Gaza"]))
def test_every_hour_that_comes_once_is_read_back(third: int, zone: str) -> None:
    there = ZoneInfo(zone)
    start = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=20 * third)
    wall = start.astimezone(there)
    if wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset():
        return  # an hour that comes twice has no name of its own in a calendar
    data = written(entry(start), zone=zone)
    assert instant(data, events(data)[0], "DTSTART") == start


def test_a_file_says_who_it_is_from_and_that_it_adds() -> None:
    data = written(entry(NOW))
    calendar = read(data)
    said = {line.name: line.value for line in calendar.lines}
    assert (said["VERSION"], said["METHOD"]) == ("2.0", "PUBLISH")
    (event,) = calendar.all("VEVENT")
    assert [event.text(name) for name in ("UID", "SEQUENCE", "STATUS", "DTSTAMP")] == [
        "a@multaqa",
        "2",
        "CONFIRMED",
        "20270104T080000Z",
    ]
    assert not any(line.name in ("ORGANIZER", "ATTENDEE") for line in event.lines)


def test_what_was_called_off_is_taken_off_alone_or_among_others() -> None:
    alone = read(written(entry(NOW, off=True)))
    assert alone.text("METHOD") == "CANCEL"
    assert [one.text("STATUS") for one in alone.all("VEVENT")] == ["CANCELLED"]
    both = read(written(entry(NOW, off=True), entry(NOW, uid="b@multaqa")))
    assert both.text("METHOD") == "PUBLISH"
    assert [one.text("STATUS") for one in both.all("VEVENT")] == ["CANCELLED", "CONFIRMED"]


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_what_people_write_comes_back_as_written(text: str) -> None:
    (event,) = events(written(entry(NOW, text=text)))
    assert [event.text(name) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == [text] * 3


def test_names_cannot_add_lines() -> None:
    """A name that looks like a property stays a name."""
    (event,) = events(written(entry(NOW, text="Ali\r\nATTENDEE:mailto:x@example.org; , \\n")))
    assert {line.name for line in event.lines} == {
        "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
        "STATUS", "TRANSP",
    }  # fmt: skip
