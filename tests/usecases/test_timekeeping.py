"""A country changes its clocks after people have agreed: the hour stays, the instant moves.

Two versions of a zone's rules are given to two processes, one after the other, on one database.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.clocks import (
    EGYPT,
    EGYPT_WITHOUT,
    LEBANON,
    LEBANON_LATER,
    MOROCCO,
    MOROCCO_RAMADAN,
    write_zone,
)

ROOT = Path(__file__).parents[2]

CHANGES = [
    ("Africa/Cairo", "2027-05-04", EGYPT, EGYPT_WITHOUT, 3, 2),
    ("Africa/Cairo", "2027-05-04", EGYPT_WITHOUT, EGYPT, 2, 3),
    ("Asia/Beirut", "2027-04-13", LEBANON, LEBANON_LATER, 3, 2),
    ("Africa/Casablanca", "2027-05-11", MOROCCO, MOROCCO_RAMADAN, 1, 0),
]
"""A zone, a day, its rules before and after, and how far from UTC it is that day by each."""


def run(folder: Path, zone: str, day: str, step: str) -> dict[str, Any]:
    """One step in a process that finds the rules in `folder`."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.usecases.clocks_program",
            str(folder / "db"),
            zone,
            day,
            step,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": str(folder / "zones")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def at(day: str, clock: str, hours: int) -> str:
    """The instant of an hour so far east of UTC."""
    wall = datetime.fromisoformat(f"{day}T{clock}+00:00")
    return (wall - timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize(("zone", "day", "before", "after", "was", "then"), CHANGES)
def test_what_was_agreed_keeps_its_hour(
    tmp_path: Path, zone: str, day: str, before: str, after: str, was: int, then: int
) -> None:
    write_zone(tmp_path / "zones", zone, before)
    agreed = run(tmp_path, zone, day, "agree")
    assert [one["starts"] for one in agreed["people"]][1] == [at(day, "10:40", was)]
    write_zone(tmp_path / "zones", zone, after)
    kept = run(tmp_path, zone, day, "keep")
    assert (kept["out_of_step"], kept["kept"], kept["again"]) == (True, 2, 0)
    there, away, third = kept["people"]
    for one in (there, away):
        assert at(day, "10:40", then) in one["starts"]
        assert one["busy"] == [at(day, "10:40", then)]
    assert away["sequence"] == [1]
    assert third["slots"] == [[at(day, "11:20", then)]]
    assert third["blocked"] == [at(day, "10:40", then)]
    assert {one["window"] for one in kept["people"]} == {at(day, "10:00", then)}
    # A later file changes the same entry, and a second reader finds the new instant in it.
    uid, sequence, start = kept["calendar"]
    assert (uid, int(sequence) > int(agreed["calendar"][1])) == (agreed["calendar"][0], True)
    assert start == at(day, "10:40", then)
    # Whoever is elsewhere is told; the message of the one who stayed says the other's new hour,
    # and the offer's gets its new buttons; reminders follow.
    told = sorted((who, kind) for who, kind, _ in kept["messages"])
    assert told == [(1, "stands"), (2, "hour"), (3, "offer")]
    (news,) = [text for _, kind, text in kept["messages"] if kind == "hour"]
    assert "stays at 10:40" in news
    tunis = ZoneInfo("Africa/Tunis")
    for hours, words in ((then, "For you: "), (was, "Before, it would have been ")):
        moment = datetime.fromisoformat(at(day, "10:40", hours)).astimezone(tunis)
        clock = f"{moment:%H:%M}".lstrip("0")
        assert clock in news.split(words)[1]
    assert kept["soon"] == [[1, "soon"], [2, "soon"]]


def test_the_same_rules_change_nothing(tmp_path: Path) -> None:
    write_zone(tmp_path / "zones", "Africa/Cairo", EGYPT)
    agreed = run(tmp_path, "Africa/Cairo", "2027-05-04", "agree")
    kept = run(tmp_path, "Africa/Cairo", "2027-05-04", "keep")
    assert (kept["out_of_step"], kept["kept"], kept["messages"]) == (False, 0, [])
    assert kept["people"] == agreed["people"]
    assert datetime.fromisoformat(kept["calendar"][2]).tzinfo == UTC
