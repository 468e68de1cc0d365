"""Quiet hours: across midnight, in zones of half hours, on days whose clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.wishes import DAY_MINUTES, Quiet, Wishes, around_quiet, is_quiet

DAY = date(2027, 4, 12)
SIX = time(18, 0)
MINUTES = st.integers(0, DAY_MINUTES - 1)
SPANS = st.tuples(MINUTES, MINUTES).filter(lambda span: span[0] != span[1])


def quiet(starts: str, ends: str) -> Wishes:
    def minute(clock: str) -> int:
        hour, rest = clock.split(":")
        return int(hour) * 60 + int(rest)

    return Wishes(quiet=Quiet(starts=minute(starts), ends=minute(ends)))


@given(SPANS)
def test_a_span_covers_as_many_minutes_as_it_is_long(span: tuple[int, int]) -> None:
    starts, ends = span
    covered = [m for m in range(DAY_MINUTES) if Quiet(starts=starts, ends=ends).covers(m)]
    assert len(covered) == (ends - starts) % DAY_MINUTES
    assert starts in covered
    assert ends not in covered


@pytest.mark.parametrize(
    ("starts", "ends"), [(0, 0), (60, 60), (-1, 3), (3, DAY_MINUTES), (DAY_MINUTES, 3)]
)
def test_what_is_no_span_of_a_day_is_refused(starts: int, ends: int) -> None:
    with pytest.raises(ValueError, match=r"quiet hours|no minutes"):
        Quiet(starts=starts, ends=ends)


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        (datetime(2027, 4, 12, 21, 59, tzinfo=UTC), "UTC", False),
        (datetime(2027, 4, 12, 22, 0, tzinfo=UTC), "UTC", True),
        (datetime(2027, 4, 13, 6, 59, tzinfo=UTC), "UTC", True),
        (datetime(2027, 4, 13, 7, 0, tzinfo=UTC), "UTC", False),
        (datetime(2027, 4, 12, 16, 29, tzinfo=UTC), "Asia/Kolkata", False),  # 21:59
        (datetime(2027, 4, 12, 16, 30, tzinfo=UTC), "Asia/Kolkata", True),  # 22:00
        (datetime(2027, 4, 12, 16, 14, tzinfo=UTC), "Asia/Kathmandu", False),  # 21:59
        (datetime(2027, 4, 12, 16, 15, tzinfo=UTC), "Asia/Kathmandu", True),  # 22:00
        (datetime(2027, 4, 13, 1, 30, tzinfo=UTC), "Asia/Kolkata", False),  # 7:00
    ],
)
def test_quiet_from_ten_to_seven_where_the_person_is(
    instant: datetime, zone: str, expected: bool
) -> None:
    assert is_quiet(quiet("22:00", "7:00"), instant, ZoneInfo(zone)) is expected


def test_nobody_who_said_nothing_has_quiet_hours() -> None:
    assert not is_quiet(Wishes(), datetime(2027, 4, 12, 3, 0, tzinfo=UTC), ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (("22:00", "7:00"), "18:00"),
        (("18:00", "7:00"), "17:45"),
        (("17:30", "8:00"), "17:15"),
        (("12:00", "20:00"), "11:45"),
        (("18:01", "18:00"), "18:00"),
        (("22:00", "19:00"), "19:00"),  # quiet since the night before: as soon as it is over
        (("0:00", "20:00"), "20:00"),  # a quarter before midnight would be a day too early
        (("0:10", "20:00"), "20:00"),
        (("0:15", "20:00"), "0:00"),
    ],
)
def test_what_falls_into_quiet_hours_comes_before_them_or_after(
    span: tuple[str, str], expected: str
) -> None:
    due = around_quiet(DAY, SIX, quiet(*span), ZoneInfo("Asia/Kolkata"))
    assert (due.date(), f"{due.hour}:{due.minute:02}") == (DAY, expected)


@given(SPANS, st.sampled_from(["Africa/Cairo", "Asia/Kathmandu", "Africa/Casablanca", "UTC"]))
def test_it_never_comes_in_quiet_hours_nor_on_another_day(span: tuple[int, int], zone: str) -> None:
    wishes = Wishes(quiet=Quiet(starts=span[0], ends=span[1]))
    due = around_quiet(DAY, SIX, wishes, ZoneInfo(zone))
    assert due.date() == DAY
    if span[0] - span[1] not in range(1, 16):  # else the rest of the day is too short to come in
        assert not is_quiet(wishes, due, ZoneInfo(zone))


def test_quiet_hours_are_wall_hours_on_the_day_the_clocks_change() -> None:
    """In 2027 Egypt's clocks go from 0:00 to 1:00 on 30 April: a night of six hours of quiet."""
    cairo, wishes = ZoneInfo("Africa/Cairo"), quiet("23:00", "6:00")
    start = datetime(2027, 4, 29, 23, 0, tzinfo=cairo).astimezone(UTC)
    assert not is_quiet(wishes, start - timedelta(minutes=1), cairo)
    assert is_quiet(wishes, start, cairo)
    assert is_quiet(wishes, start + timedelta(hours=5, minutes=59), cairo)
    assert not is_quiet(wishes, start + timedelta(hours=6), cairo)
