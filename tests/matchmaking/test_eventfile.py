"""The event file: read whole, or refused with every problem and its place."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from matchmaking.errors import BadEventFile
from matchmaking.eventfile import load_event, read_event

FILE = """
code = "e"
short_name = "E"
zone = "Africa/Cairo"
mode = "virtual"
slot_minutes = 20
link_template = "https://meet.example.org/{room}"
names = {ar = "لقاء", fr = "Rencontre", en = "Meeting"}

[[days]]
date = 2027-05-04
audience = ["sme"]
titles = {ar = "اليوم", fr = "Jour", en = "Day"}

[[windows]]
code = "late"
starts = 2027-05-04T15:00:00
ends = 2027-05-04T16:00:00
titles = {ar = "مساء", fr = "Soir", en = "Evening"}

[[windows]]
code = "early"
starts = 2027-05-04T09:00:00
ends = 2027-05-04T10:00:00
titles = {ar = "صباح", fr = "Matin", en = "Morning"}
"""


def table() -> dict[str, Any]:
    return tomllib.loads(FILE)


def test_wall_times_become_instants_in_the_events_zone() -> None:
    plan = read_event(table())
    assert [window.code for window in plan.windows] == ["early", "late"]
    assert plan.windows[0].starts_at == datetime(2027, 5, 4, 6, 0, tzinfo=UTC)  # Cairo, DST
    assert (plan.offer_hours, plan.rest_minutes, plan.sessions) == (24, 0, ())


def test_every_problem_is_named_with_its_place() -> None:
    broken = table()
    broken["zone"] = "Mars/Olympus"
    broken["windows"][1]["ends"] = broken["windows"][1]["starts"]
    del broken["days"][0]["titles"]["ar"]
    broken["slot_minute"] = 5
    with pytest.raises(BadEventFile) as refused:
        read_event(broken)
    assert refused.value.problems == [
        "zone: 'Mars/Olympus' is no IANA time zone (such as Africa/Tunis)",
        "days[1].titles.ar: Field required",
        "windows[2]: ends (2027-05-04 09:00:00) must be later than starts (2027-05-04 09:00:00)",
        "slot_minute: Extra inputs are not permitted",
    ]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("mode", "in_person", "tables: an event in person needs at least one table"),
        (
            "link_template",
            "https://x/{rooms}",
            "link_template: only {room} and {event} may stand in braces",
        ),
        (
            "link_template",
            "https://x/{event}",
            "link_template: {room} is missing: all meetings would be in one room",
        ),
        (
            "link_template",
            "http://x/{room}",
            "link_template: this is no address such as https://meet.example.org/{room}",
        ),
        (
            "link_template",
            "https://{event}.x/{room}",
            "link_template: {room} and {event} belong behind the name of the server",
        ),
        ("slot_minutes", 1, "slot_minutes: Input should be greater than or equal to 5"),
    ],
)
def test_single_faults(key: str, value: object, problem: str) -> None:
    with pytest.raises(BadEventFile) as refused:
        read_event({**table(), key: value})
    assert refused.value.problems == [problem]


def test_windows_may_not_overlap_or_lie_outside_the_days() -> None:
    overlapping = table()
    overlapping["windows"][1]["ends"] = datetime(2027, 5, 4, 15, 30)  # noqa: DTZ001 - a wall time
    with pytest.raises(BadEventFile, match="'late' begins before 'early' ends"):
        read_event(overlapping)
    outside = table()
    outside["days"][0]["date"] = datetime(2027, 5, 5).date()  # noqa: DTZ001 - a wall date
    with pytest.raises(BadEventFile, match="lies on none of the event's days"):
        read_event(outside)


def test_a_file_that_is_not_there_or_not_toml_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadEventFile, match="No such file"):
        load_event(tmp_path / "none.toml")
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"code = \xff")
    with pytest.raises(BadEventFile, match=r"bad.toml: not readable as TOML"):
        load_event(bad)
