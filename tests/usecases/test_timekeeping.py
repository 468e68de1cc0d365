"""A country changes its clocks after people have agreed: the hour stays, the instant moves.

Two versions of each zone's rules are given to processes, one after the other, on one database.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Change:
    """A zone, a day, its rules before and after, and how far from UTC it is that day by each."""

    zone: str
    day: str
    before: str
    after: str
    was: int
    then: int


CHANGES = (
    Change(zone="Africa/Cairo", day="2027-05-04", before=EGYPT, after=EGYPT_WITHOUT, was=3, then=2),
    Change(
        zone="Asia/Beirut", day="2027-04-13", before=LEBANON, after=LEBANON_LATER, was=3, then=2
    ),
    Change(
        zone="Africa/Casablanca",
        day="2027-05-11",
        before=MOROCCO,
        after=MOROCCO_RAMADAN,
        was=1,
        then=0,
    ),
)
BACK = Change(
    zone="Africa/Cairo", day="2027-05-04", before=EGYPT_WITHOUT, after=EGYPT, was=2, then=3
)
SAME = Change(zone="Africa/Cairo", day="2027-05-04", before=EGYPT, after=EGYPT, was=3, then=3)

Told = dict[str, Any]


def run(folder: Path, steps: Sequence[tuple[Change, str]]) -> list[Told]:
    """Steps in a process that finds the rules in `folder`."""
    jobs = [
        (str(folder / f"{(*CHANGES, BACK, SAME).index(change)}.db"), change.zone, change.day, step)
        for change, step in steps
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.clocks_program", json.dumps(jobs)],
        cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": str(folder / "zones")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Told] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> dict[Change, tuple[Told, Told]]:
    """What was agreed and what was kept, by change of rules: three processes, one after another,
    the first and the last by the rules of before. A process costs seconds, so that one does all
    that goes by the same rules."""
    folder = tmp_path_factory.mktemp("clocks")
    for change in CHANGES:
        write_zone(folder / "zones", change.zone, change.before)
    *agreed, same = run(folder, [(change, "agree") for change in (*CHANGES, SAME)])
    for change in CHANGES:
        write_zone(folder / "zones", change.zone, change.after)
    back, *kept = run(folder, [(BACK, "agree"), *((change, "keep") for change in CHANGES)])
    for change in CHANGES:
        write_zone(folder / "zones", change.zone, change.before)
    back_kept, same_kept = run(folder, [(BACK, "keep"), (SAME, "keep")])
    found = dict(zip(CHANGES, zip(agreed, kept, strict=True), strict=True))
    return {**found, BACK: (back, back_kept), SAME: (same, same_kept)}


def at(day: str, clock: str, hours: int) -> str:
    """The instant of an hour so far east of UTC."""
    wall = datetime.fromisoformat(f"{day}T{clock}+00:00")
    return (wall - timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize("change", [*CHANGES, BACK], ids=lambda c: f"{c.zone}-{c.was}-{c.then}")
def test_what_was_agreed_keeps_its_hour(
    lives: dict[Change, tuple[Told, Told]], change: Change
) -> None:
    agreed, kept = lives[change]
    day, was, then = change.day, change.was, change.then
    assert [one["starts"] for one in agreed["people"]][1] == [at(day, "10:40", was)]
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


def test_the_same_rules_change_nothing(lives: dict[Change, tuple[Told, Told]]) -> None:
    agreed, kept = lives[SAME]
    assert (kept["out_of_step"], kept["kept"], kept["messages"]) == (False, 0, [])
    assert kept["people"] == agreed["people"]
    assert datetime.fromisoformat(kept["calendar"][2]).tzinfo == UTC
