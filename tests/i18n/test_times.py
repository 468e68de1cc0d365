"""Days, times and lengths of time as readers of several countries read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from i18n.phrasebook import Phrasebook, phrasebook

MOMENT = datetime(2027, 4, 13, 7, 40, tzinfo=UTC)  # 10:40 in Beirut, 8:40 in Tunis
LEBANON = phrasebook("ar", "LB", "Asia/Beirut")
TUNISIA = phrasebook("fr", "TN", "Africa/Tunis")
ITALY = phrasebook("en", "IT", "Europe/Rome")
AMERICA = phrasebook("en", "US", "America/New_York")
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("reader", "day", "time"),
    [
        (LEBANON, "الثلاثاء ١٣ نيسان", "١٠:٤٠"),
        (phrasebook("ar", "TN", "Africa/Tunis"), "الثلاثاء 13 أفريل", "8:40"),
        (phrasebook("ar", "MA", "Africa/Casablanca"), "الثلاثاء 13 أبريل", "8:40"),
        (TUNISIA, "mardi 13 avril", f"8{NARROW}h{NARROW}40"),
        (ITALY, "Tuesday 13 April", "9:40"),
        (AMERICA, "Tuesday, April 13", f"3:40{NARROW}AM"),
    ],
)
def test_days_and_times(reader: Phrasebook, day: str, time: str) -> None:
    assert reader.day(MOMENT) == day
    assert reader.time(MOMENT) == time


def test_days_with_their_year() -> None:
    days = [reader.day(MOMENT, year=True) for reader in (LEBANON, TUNISIA, ITALY, AMERICA)]
    assert days == [
        "الثلاثاء ١٣ نيسان ٢٠٢٧",
        "mardi 13 avril 2027",
        "Tuesday 13 April 2027",
        "Tuesday, April 13, 2027",
    ]


def test_weekdays_and_times_together() -> None:
    assert LEBANON.weekday_time(MOMENT) == "الثلاثاء ١٠:٤٠"
    assert TUNISIA.weekday_time(MOMENT) == f"mardi 8{NARROW}h{NARROW}40"
    assert ITALY.weekday_time(MOMENT) == "Tuesday 9:40"


def test_time_ranges_cannot_be_read_backwards() -> None:
    end = MOMENT + timedelta(minutes=20)
    assert LEBANON.time_range(MOMENT, end) == "من ١٠:٤٠ إلى ١١:٠٠"
    assert TUNISIA.time_range(MOMENT, end) == f"de 8{NARROW}h{NARROW}40 à 9{NARROW}h"
    assert ITALY.time_range(MOMENT, end) == "9:40 to 10:00"


@pytest.mark.parametrize(
    ("hour", "french", "arabic"),
    [
        (0, "mardi matin", "صباح الثلاثاء"),
        (11, "mardi matin", "صباح الثلاثاء"),
        (12, "mardi après-midi", "بعد ظهر الثلاثاء"),
        (17, "mardi après-midi", "بعد ظهر الثلاثاء"),
        (18, "mardi soir", "مساء الثلاثاء"),
    ],
)
def test_parts_of_the_day(hour: int, french: str, arabic: str) -> None:
    moment = datetime(2027, 4, 13, hour, tzinfo=UTC)
    assert phrasebook("fr", None, "UTC").weekday_part(moment) == french
    assert phrasebook("ar", None, "UTC").weekday_part(moment) == arabic


def test_a_time_says_whose_clock_it_is() -> None:
    assert LEBANON.time_both(MOMENT, "Asia/Beirut") == "١٠:٤٠ بتوقيت بيروت"
    assert phrasebook("ar", "EG", "Africa/Cairo").time_both(MOMENT, "Europe/Rome") == (
        "٩:٤٠ بتوقيت روما"
    )
    assert TUNISIA.time_both(MOMENT, "Africa/Algiers") == "8\u202fh\u202f40 à Alger"
    assert ITALY.time_both(MOMENT, "Asia/Beirut") == "9:40 (10:40 in Beirut)"
    assert LEBANON.time_both(MOMENT, "Africa/Tunis") == "١٠:٤٠ (٨:٤٠ بتوقيت تونس)"


def test_the_event_s_day_is_named_where_it_is_another() -> None:
    late = datetime(2027, 4, 13, 21, 30, tzinfo=UTC)
    assert phrasebook("en", "GB", "Europe/London").time_both(late, "Asia/Beirut") == (
        "22:30 (Wednesday 0:30 in Beirut)"
    )


def test_a_date_has_no_zone_to_move_it() -> None:
    assert AMERICA.day(date(2027, 4, 13)) == "Tuesday, April 13"
    assert AMERICA.day(datetime(2027, 4, 13, 1, tzinfo=UTC)) == "Monday, April 12"


def test_without_a_zone_an_instant_is_shown_in_its_own() -> None:
    assert phrasebook("en").time(MOMENT) == "7:40"
    assert phrasebook("en").time(MOMENT, zone="Asia/Beirut") == "10:40"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="an instant needs its zone"):
        ITALY.time(MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("minutes", "arabic", "french", "english"),
    [
        (0, "٠ دقيقة", "0 minute", "0 minutes"),
        (1, "دقيقة", "1 minute", "1 minute"),
        (2, "دقيقتين", "2 minutes", "2 minutes"),
        (5, "٥ دقائق", "5 minutes", "5 minutes"),
        (15, "١٥ دقيقة", "15 minutes", "15 minutes"),
        (60, "ساعة", "1 heure", "1 hour"),
        (90, "ساعة و٣٠ دقيقة", "1 heure et 30 minutes", "1 hour 30 minutes"),
        (1440, "يوم", "1 jour", "1 day"),
        (2 * 1440 + 61, "يومين وساعة", "2 jours et 1 heure", "2 days 1 hour"),
        (11 * 1440, "١١ يوماً", "11 jours", "11 days"),
    ],
)
def test_durations(minutes: int, arabic: str, french: str, english: str) -> None:
    span = timedelta(minutes=minutes)
    written = [reader.duration(span) for reader in (LEBANON, TUNISIA, ITALY)]
    assert written == [arabic, french, english]


def test_a_span_already_over_is_none() -> None:
    assert ITALY.duration(timedelta(minutes=-5)) == "0 minutes"


def test_a_time_that_a_tap_shows_on_the_device_s_clock() -> None:
    assert ITALY.tg_time(MOMENT, "9:40", "t") == (
        f'<tg-time unix="{int(MOMENT.timestamp())}" format="t">9:40</tg-time>'
    )
