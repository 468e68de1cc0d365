"""The programme as a calendar file and back, and what is taken of others' calendars."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.eventfile import load_event
from matchmaking.events import SessionKind
from matchmaking.intents import Language
from matchmaking.programme_ics import Fault, programme_file, read_programme
from tests.ics_reader import instant, read

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
CAIRO = ZoneInfo("Africa/Cairo")
TECHDAYS = Path(__file__).parents[2] / "examples" / "techdays" / "event.toml"


def calendar(*entries: str) -> bytes:
    events = "".join(f"BEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\n" for entry in entries)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


def entry(*lines: str, uid: str = "a", title: str = "Opening") -> str:
    return "\r\n".join([f"UID:{uid}", f"SUMMARY:{title}", *lines])


GOOD = ("DTSTART:20270504T100000", "DTEND:20270504T110000")


def test_our_own_file_comes_back_as_it_went() -> None:
    plan = load_event(TECHDAYS)
    for language in Language:
        data = programme_file(plan, language=language, now=NOW)
        back = read_programme(data, zone=ZoneInfo(plan.zone))
        assert back.problems == ()
        assert sorted(back.sessions, key=lambda s: s.code) == sorted(
            plan.sessions, key=lambda s: s.code
        )


def test_a_second_reader_finds_every_session_at_its_instant() -> None:
    plan = load_event(TECHDAYS)
    data = programme_file(plan, language=Language.FR, now=NOW)
    found = {
        (one.text("SUMMARY"), instant(data, one, "DTSTART"), instant(data, one, "DTEND"))
        for one in read(data).all("VEVENT")
    }
    assert found == {(s.titles[Language.FR], s.starts_at, s.ends_at) for s in plan.sessions}


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        (GOOD, datetime(2027, 5, 4, 7, 0, tzinfo=UTC)),  # no zone: the event's
        (
            ("DTSTART:20270504T100000Z", "DURATION:PT1H"),
            datetime(2027, 5, 4, 10, 0, tzinfo=UTC),
        ),
        (
            ("DTSTART;TZID=Asia/Kolkata:20270504T100000", "DTEND:20270504T090000Z"),
            datetime(2027, 5, 4, 4, 30, tzinfo=UTC),
        ),
    ],
)
def test_hours_are_read_in_every_form(lines: tuple[str, ...], starts: datetime) -> None:
    back = read_programme(calendar(entry(*lines)), zone=CAIRO)
    assert [one.starts_at for one in back.sessions] == [starts]
    assert back.sessions[0].titles == dict.fromkeys(Language, "Opening")
    assert (back.sessions[0].code, back.sessions[0].kind) == ("a", SessionKind.PANEL)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("DTSTART;VALUE=DATE:20270504",), Fault.ALL_DAY),
        (("DTEND:20270504T110000",), Fault.NO_START),
        (("DTSTART:20270504T100000",), Fault.NO_END),
        (("DTSTART:20270504T110000", "DTEND:20270504T100000"), Fault.BACKWARDS),
        ((*GOOD, "RRULE:FREQ=DAILY;COUNT=3"), Fault.REPEATS),
        (("DTSTART:20270430T003000", "DTEND:20270430T020000"), Fault.NO_SUCH_HOUR),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place(lines: tuple[str, ...], fault: Fault) -> None:
    back = read_programme(
        calendar(entry(*GOOD), entry(*lines, uid="b", title="Second")), zone=CAIRO
    )
    assert [one.code for one in back.sessions] == ["a"]
    assert [(p.entry, p.title, p.fault) for p in back.problems] == [(2, "Second", fault)]


def test_an_entry_without_title_or_twice_is_named_and_a_cancelled_one_passed_over() -> None:
    back = read_programme(
        calendar(
            entry(*GOOD),
            entry(*GOOD, title="", uid="b"),
            entry(*GOOD, title="Again"),
            entry(*GOOD, "STATUS:CANCELLED", uid="c"),
        ),
        zone=CAIRO,
    )
    assert [(p.entry, p.fault) for p in back.problems] == [(2, Fault.NO_TITLE), (3, Fault.TWICE)]
    assert len(back.sessions) == 1


def test_a_kind_is_told_by_the_categories() -> None:
    back = read_programme(
        calendar(
            entry(*GOOD, "CATEGORIES:Table ronde"),
            entry(*GOOD, "CATEGORIES:Networking", uid="b"),
        ),
        zone=CAIRO,
    )
    assert [one.kind for one in back.sessions] == [
        SessionKind.ROUND_TABLE,
        SessionKind.NETWORKING,
    ]


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"BEGIN:VCALENDAR", b"\xff\xfe\x00", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"]
)
def test_a_file_that_is_no_calendar_says_so(data: bytes) -> None:
    back = read_programme(data, zone=CAIRO)
    assert back.sessions == ()
    assert [(p.entry, p.fault) for p in back.problems] in ([(0, Fault.NO_CALENDAR)], [])


def test_a_huge_file_is_refused_unread() -> None:
    back = read_programme(b"x" * 2_000_001, zone=CAIRO)
    assert [p.fault for p in back.problems] == [Fault.TOO_LARGE]


@given(st.binary(max_size=300))
def test_nothing_in_a_file_breaks_the_reader(noise: bytes) -> None:
    back = read_programme(calendar(entry(*GOOD)) + noise, zone=CAIRO)
    assert len(back.sessions) <= 1
