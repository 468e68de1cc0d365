"""The programme as a calendar: attendees take it, organisers edit it and send it back."""

from dataclasses import replace
from pathlib import Path

import pytest

from matchmaking.eventfile import load_event
from matchmaking.events import Session
from matchmaking.usecases import arrivals
from tests.handlers.chat import Phone, World
from tests.handlers.people import current_event
from tests.handlers.test_attendees import organiser
from tests.handlers.test_programme import guest
from tests.ics_reader import read

pytestmark = pytest.mark.anyio


def sessions() -> tuple[Session, ...]:
    """Four of the example's; the first with two seats, a room online and titles that differ."""
    first, *others = load_event(Path("examples/techdays/event.toml")).sessions[:4]
    return (replace(first, seats=2, link="https://meet.example.org/x", code="p1"), *others)


def put(world: World, seats: int) -> None:
    known = world.store.run_sync(lambda uow, now: current_event(uow))
    first, *others = sessions()
    plan = replace(known.plan, sessions=(replace(first, seats=seats), *others))
    world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=plan))


async def exported(world: World, phone: Phone) -> str:
    """The organiser's file, unfolded."""
    await phone.say("/event")
    await phone.tap("^tf:calendar")
    name, content = world.session.sent_files[-1][1:3]
    assert name == "techdays-programme.ics"
    return content.decode().replace("\r\n ", "")


def foreign(text: str) -> str:
    """The file as another calendar hands it out: without what only we write."""
    return "".join(
        f"{line}\r\n" for line in text.split("\r\n") if line and not line.startswith("X-MULTAQA")
    )


def changed(text: str, code: str, **lines: str) -> str:
    """Other values in the entry of a session."""
    head, mark, tail = text.partition(f"UID:{code}@")
    begin = head.rindex("BEGIN:VEVENT")
    entry, end, rest = (head[begin:] + mark + tail).partition("END:VEVENT")
    rows = [
        f"{lines[key]}" if (key := row.partition(";")[0].partition(":")[0]) in lines else row
        for row in entry.split("\r\n")
    ]
    return head[:begin] + "\r\n".join(rows) + end + rest


async def test_an_attendee_takes_the_programme_and_their_own(world: World) -> None:
    put(world, seats=2)
    rania = await guest(world, "Rania")
    shown = await rania.say("/programme")
    taken = await rania.tap("^pgf:0", on=shown)
    assert taken.file_name == "techdays-programme.ics"
    entries = {one.text("UID"): one for one in read(taken.file).all("VEVENT")}
    assert set(entries) == {f"{one.code}@techdays.multaqa" for one in sessions()}
    assert b"https://" not in taken.file
    assert b"X-MULTAQA" not in taken.file
    session = await rania.tap("^pgs:p1", on=shown)
    await rania.tap("^pgt:", on=session)
    await rania.tap("^pgd:", on=session)
    await rania.tap("^pgm", on=session)
    own = await rania.tap("^pgf:1", on=session)
    assert own.file_name == "techdays-my-sessions.ics"
    (entry,) = read(own.file).all("VEVENT")
    assert entry.text("UID") == "p1@techdays.multaqa"
    assert own.text.startswith("Open it, and your calendar takes the session.")


async def test_a_later_file_changes_the_same_entry(world: World) -> None:
    put(world, seats=2)
    rania = await guest(world, "Rania")
    await rania.say("/programme")
    first = read((await rania.tap("^pgf:0")).file).all("VEVENT")[0]
    put(world, seats=3)
    second = read((await rania.tap("^pgf:0", on=rania.messages[-2])).file).all("VEVENT")[0]
    assert first.text("UID") == second.text("UID")
    assert int(second.text("SEQUENCE")) > int(first.text("SEQUENCE"))


async def test_without_sessions_there_is_nothing_to_take(world: World) -> None:
    rania = await guest(world, "Rania")
    await rania.tap_data("pgf:1", rania.last.message_id)
    assert rania.toasts[-1] == "There is no session to put into a calendar."


async def test_the_calendar_sent_back_changes_nothing(world: World) -> None:
    put(world, seats=2)
    omar = await organiser(world)
    text = await exported(world, omar)
    for content in (text, foreign(text)):
        shown = await omar.send_file("programme.ics", content.encode())
        assert shown.text == "This file says what is so already: nothing changes."


async def test_a_session_moved_in_another_calendar_keeps_what_that_does_not_know(
    world: World,
) -> None:
    put(world, seats=2)
    before = {one.code: one for one in _sessions(world)}
    omar, rania = await organiser(world), await guest(world, "Rania")
    await rania.say("/programme")
    await rania.tap("^pgs:p1")
    await rania.tap("^pgt:")
    text = changed(
        foreign(await exported(world, omar)),
        "p1",
        DTSTART="DTSTART:20270413T093000",
        DTEND="DTEND:20270413T104500",
    )
    shown = await omar.send_file("programme.ics", text.encode())
    assert shown.text == (
        "This is what will change. Nothing is applied yet.\n\n"
        "Changed Sessions: \u2068p1\u2069\n"
        "– From: from \u206809:15\u2069 to \u206809:30\u2069\n"
        "– To: from \u206810:30\u2069 to \u206810:45\u2069"
    )
    assert _sessions(world) == list(before.values())
    await omar.tap("^se:\\d+:yes")
    after = {one.code: one for one in _sessions(world)}
    start, end = after["p1"].starts_at, after["p1"].ends_at
    assert replace(before["p1"], starts_at=start, ends_at=end) == after["p1"]
    assert {code: one for code, one in after.items() if code != "p1"} == {
        code: one for code, one in before.items() if code != "p1"
    }
    world.deliver()
    assert "Neighbours who do business" in rania.last.text


def _sessions(world: World) -> list[Session]:
    plan = world.store.run_sync(lambda uow, now: current_event(uow)).plan
    return list(plan.sessions)


async def test_an_entry_that_cannot_be_read_is_named_and_takes_nothing_off(world: World) -> None:
    put(world, seats=2)
    omar = await organiser(world)
    text = changed(await exported(world, omar), "p1", DTEND="X-GONE:1")
    new = "BEGIN:VEVENT\r\nUID:new\r\nSUMMARY:<b>Lunch</b>\r\nDTSTART:20270413T120000\r\n"
    new += "DTEND:20270413T130000\r\nEND:VEVENT\r\nEND:VCALENDAR"
    shown = await omar.send_file("p.ics", text.replace("END:VCALENDAR", new).encode())
    assert "Added Sessions: \u2068new\u2069" in shown.text
    assert "Removed" not in shown.text
    assert "1 entry of the file is left out:\nEntry 1 (\u2068" in shown.text
    assert shown.text.endswith("it has no end")
    await omar.tap("^se:\\d+:yes")
    codes = {one.code for one in sessions()}
    plan = world.store.run_sync(lambda uow, now: current_event(uow)).plan
    assert {one.code for one in plan.sessions} == {*codes, "new"}


async def test_what_is_in_the_file_no_more_is_taken_off_once_confirmed(world: World) -> None:
    put(world, seats=2)
    omar = await organiser(world)
    text = await exported(world, omar)
    entry = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT") + 12]
    shown = await omar.send_file("p.ics", text.replace(entry, "").encode())
    assert shown.text.count("Removed Sessions") == 1
    await omar.tap("^se:\\d+:no")
    assert len(_sessions(world)) == len(sessions())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"hello", "It is no calendar file that I can read."),
        (b"\x89PNG\r\n" * 9, "It is no calendar file that I can read."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "There is no entry in this calendar."),
        (b"x" * 2_000_001, "That is more than I read."),
    ],
)
async def test_a_file_of_no_use_is_told_kindly(world: World, content: bytes, told: str) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("p.ics", content)
    assert shown.text.startswith("I cannot use \u2068p.ics\u2069. Nothing has changed.")
    assert told in shown.text


async def test_an_attendees_calendar_is_no_programme(world: World) -> None:
    put(world, seats=2)
    rania = await guest(world, "Rania")
    before = _sessions(world)
    await rania.send_file("p.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert _sessions(world) == before
