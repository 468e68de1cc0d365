"""Hours as people type them, in three languages, by the event's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from matchmaking.moments import read_moment

TUNIS = ZoneInfo("Africa/Tunis")  # UTC+1 all year
NOW = datetime(2027, 4, 10, 13, 0, tzinfo=UTC)  # a Saturday, 14:00 in Tunis


def meant(said: str, zone: ZoneInfo = TUNIS, now: datetime = NOW) -> str | None:
    moment = read_moment(said, now=now, zone=zone)
    return None if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("tomorrow 9:00", "2027-04-11 09:00"),
        ("Tomorrow at 9", "2027-04-11 09:00"),
        ("tomorrow 9am", "2027-04-11 09:00"),
        ("demain à 9 h 30", "2027-04-11 09:30"),
        ("demain 9h", "2027-04-11 09:00"),
        ("Après-demain, 18h05", "2027-04-12 18:05"),
        ("غداً ٩:٠٠", "2027-04-11 09:00"),
        ("غدا الساعة 9", "2027-04-11 09:00"),
        ("بعد غد ٦ مساءً", "2027-04-12 18:00"),
        ("14/04 18:30", "2027-04-14 18:30"),
        ("14.04. 18:30", None),
        ("14.04 18.30", "2027-04-14 18:30"),
        ("14/04/2027 18:30", "2027-04-14 18:30"),
        ("14/4/27 à 18 h 30", "2027-04-14 18:30"),
        ("2027-04-14 08:15", "2027-04-14 08:15"),
        ("14 avril 18h", "2027-04-14 18:00"),
        ("1er mai 8h", "2027-05-01 08:00"),
        ("April 14 at 6 pm", "2027-04-14 18:00"),
        ("14 أبريل ١٨:٣٠", "2027-04-14 18:30"),
        ("١٤ نيسان ١٨:٣٠", "2027-04-14 18:30"),
        ("14 أفريل 18:30", "2027-04-14 18:30"),
        ("mardi 9h", "2027-04-13 09:00"),
        ("Tuesday 09:00", "2027-04-13 09:00"),
        ("يوم الثلاثاء ٩", "2027-04-13 09:00"),
        ("Saturday 15:00", "2027-04-10 15:00"),
        ("saturday 13:00", "2027-04-17 13:00"),
        ("18:30", "2027-04-10 18:30"),
        ("9:10", "2027-04-11 09:10"),
        ("9.10", "2027-04-11 09:10"),
        ("demain midi", "2027-04-11 12:00"),
        ("tonight 8:30", "2027-04-10 20:30"),
        ("ce soir 20h", "2027-04-10 20:00"),
        ("الليلة ٨", "2027-04-10 20:00"),
        ("in 2 hours", "2027-04-10 16:00"),
        ("dans 1h30", "2027-04-10 15:30"),
        ("dans une demi-heure", "2027-04-10 14:30"),
        ("بعد ساعتين", "2027-04-10 16:00"),
        ("بعد ٣٠ دقيقة", "2027-04-10 14:30"),
        ("today 9:00", "2027-04-10 09:00"),
        ("03/09 9:00", "2027-09-03 09:00"),
        ("12 am", "2027-04-11 00:00"),
        ("", None),
        ("tomorrow", None),
        ("soon", None),
        ("25:00", None),
        ("31/02 9:00", None),
        ("tomorrow 9:00 or 10:00", None),
        ("Hall B is open", None),
        ("9:75", None),
        ("in a while", None),
    ],
)
def test_what_is_meant(said: str, when: str | None) -> None:
    assert meant(said) == when


def test_a_day_of_the_year_that_is_long_over_is_next_years() -> None:
    december = datetime(2027, 12, 20, 8, 0, tzinfo=UTC)
    assert meant("03/01 9:00", now=december) == "2028-01-03 09:00"


def test_an_hour_that_the_clocks_leap_over_is_the_one_after() -> None:
    # Beirut's clocks go from 0:00 to 1:00 on 28 March 2027.
    beirut = ZoneInfo("Asia/Beirut")
    march = datetime(2027, 3, 27, 8, 0, tzinfo=UTC)
    assert meant("28/03 0:30", zone=beirut, now=march) == "2027-03-28 01:30"
