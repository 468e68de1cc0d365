"""Hours where clocks change: read back as they were meant, and shown as people there read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.phrasebook import phrasebook
from matchmaking.clocks import clock_of, exists, rederived
from matchmaking.reminders import agendas
from tests.matchmaking.builders import attendee, event

ZONES = ["Africa/Cairo", "Asia/Beirut", "Africa/Casablanca", "Asia/Gaza", "Asia/Kathmandu"]


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(st.sampled_from(ZONES), st.integers(0, 2 * 365 * 96))
def test_by_the_same_rules_every_instant_is_itself(zone: str, quarter: int) -> None:
    there = ZoneInfo(zone)
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    assert rederived(instant, clock_of(there, [instant]), there) == instant


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(0, 365 * 96))
def test_by_other_rules_the_hour_stays_wherever_it_exists(
    one: str, other: str, quarter: int
) -> None:
    before, after = ZoneInfo(one), ZoneInfo(other)
    instant = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    wall = instant.astimezone(before).replace(tzinfo=None)
    moved = rederived(instant, clock_of(before, [instant]), after)
    if exists(wall, after):
        assert moved.astimezone(after).replace(tzinfo=None) == wall


def test_a_clock_names_each_change_to_the_second() -> None:
    clock = clock_of(
        ZoneInfo("Africa/Casablanca"), [local("2027-02-20 10:00", "Africa/Casablanca")]
    )
    assert [seconds for _, seconds in clock] == [0]
    whole = clock_of(
        ZoneInfo("Africa/Casablanca"),
        [datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 3, 20, tzinfo=UTC)],
    )
    assert whole[1:] == (
        (datetime(2027, 2, 7, 2, 0, tzinfo=UTC), 0),
        (datetime(2027, 3, 14, 2, 0, tzinfo=UTC), 3600),
    )


@pytest.mark.parametrize(
    ("zone", "wall", "there"),
    [
        ("Africa/Cairo", "2027-04-30 00:30", False),
        ("Africa/Cairo", "2027-04-30 01:00", True),
        ("Asia/Beirut", "2027-03-28 00:00", False),
        ("Africa/Casablanca", "2027-03-14 02:30", False),
        ("Africa/Tunis", "2027-03-28 02:30", True),
    ],
)
def test_hours_that_clocks_leave_out(zone: str, wall: str, there: bool) -> None:
    assert exists(datetime.fromisoformat(wall), ZoneInfo(zone)) is there


@pytest.mark.parametrize(
    ("wall", "reader", "said"),
    [
        ("2027-04-29 10:40", "Asia/Beirut", "11:40 (10:40 in Cairo)"),  # Egypt a day before
        ("2027-04-30 10:40", "Asia/Beirut", "10:40 in Cairo"),  # and after: one clock for both
        ("2027-04-30 10:40", "Africa/Casablanca", "8:40 (10:40 in Cairo)"),
        ("2027-02-20 10:40", "Africa/Casablanca", "8:40 (10:40 in Cairo)"),  # Ramadan
        ("2027-02-05 10:40", "Africa/Casablanca", "9:40 (10:40 in Cairo)"),  # before it
        ("2027-05-04 10:40", "Asia/Kolkata", "13:10 (10:40 in Cairo)"),
        ("2027-05-04 10:40", "Asia/Kathmandu", "13:25 (10:40 in Cairo)"),
        ("2027-05-04 23:40", "Asia/Kolkata", "Wednesday 2:10 (Tuesday 23:40 in Cairo)"),
    ],
)
def test_a_reader_elsewhere_sees_both_clocks(wall: str, reader: str, said: str) -> None:
    book = phrasebook("en", "LB", reader)
    moment = local(wall, "Africa/Cairo")
    shown = book.time_both(moment, "Africa/Cairo")
    assert shown == said.removeprefix("Wednesday ")


def test_the_evening_before_is_each_readers_own_across_midnight() -> None:
    """23:40 on Tuesday in Cairo is Wednesday in Kathmandu: its eve is Tuesday there."""
    start = local("2027-05-04 23:40", "Africa/Cairo")
    now = start - timedelta(days=3)
    due = {
        zone: agendas([start], attendee(1, zone=zone), event=event(), now=now)[0]
        for zone in ("Africa/Cairo", "Asia/Kathmandu")
    }
    assert due["Africa/Cairo"].data["day"] == "2027-05-04"
    assert due["Africa/Cairo"].due_at == local("2027-05-03 18:00", "Africa/Cairo")
    assert due["Asia/Kathmandu"].data["day"] == "2027-05-05"
    assert due["Asia/Kathmandu"].due_at == local("2027-05-04 18:00", "Asia/Kathmandu")
