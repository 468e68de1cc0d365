"""A meeting in one's own calendar: the file, who gets it, and what is never in it."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.callbacks_calendar import AgendaFile, MeetingFile
from matchmaking.events import Mode
from matchmaking.people import AttendeeId
from matchmaking.places import DOOR
from matchmaking.ports import UnitOfWork
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import offered
from tests.ics_reader import Component, instant, length, read

pytestmark = pytest.mark.anyio


async def booked(world: World) -> tuple[Phone, Phone]:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    return rania, karim


def entry(file: bytes) -> Component:
    (event,) = read(file).all("VEVENT")
    return event


async def test_both_get_one_meeting_in_their_own_language(world: World) -> None:
    rania, karim = await booked(world)
    hers = await rania.tap("^ics:")
    his = await karim.tap("^ics:")
    assert (hers.file_name, his.file_name) == ("techdays-meeting-1.ics", "techdays-meeting-1.ics")
    assert hers.text.startswith("Open it, and your calendar takes the meeting.")
    one, other = entry(hers.file), entry(his.file)
    assert one.text("UID") == other.text("UID")
    assert one.text("SUMMARY") == "Meeting with \u2068Karim\u2069 (Techdays)"
    assert other.text("SUMMARY") == "Rendez-vous avec \u2068Rania\u2069 (Techdays)"
    assert (one.text("LOCATION"), other.text("LOCATION")) == ("Online", "En ligne")
    start = instant(hers.file, one, "DTSTART")
    assert start == instant(his.file, other, "DTSTART") == datetime(2027, 4, 13, 8, 40, tzinfo=UTC)
    assert length(hers.file, one) == timedelta(minutes=20)


async def test_a_cancelled_meeting_is_taken_off_by_a_later_file(world: World) -> None:
    rania, karim = await booked(world)
    before = entry((await karim.tap("^ics:")).file)
    await rania.tap("^ca:\\d+:0$")
    ended = await rania.tap("^ca:\\d+:1$")
    assert ended.labels[0] == "Take it off my calendar"
    assert world.deliver() == ["cancelled"]
    assert karim.last.labels[0] == "Retirer de mon agenda"
    file = (await karim.tap("^ics:")).file
    after = entry(file)
    assert read(file).text("METHOD") == "CANCEL"
    assert after.text("STATUS") == "CANCELLED"
    assert after.text("UID") == before.text("UID")
    assert int(after.text("SEQUENCE")) > int(before.text("SEQUENCE"))


async def test_the_whole_agenda_is_one_file(world: World) -> None:
    rania, _ = await booked(world)
    await rania.say("/meetings")
    file = (await rania.tap("^icsa")).file
    assert [one.text("STATUS") for one in read(file).all("VEVENT")] == ["CONFIRMED"]


async def test_an_agenda_without_meetings_is_no_file(world: World) -> None:
    rania, _ = await offered(world)
    await rania.tap_data(AgendaFile().pack(), rania.last.message_id)
    assert rania.toasts[-1].startswith("You have no meeting ahead yet.")


async def test_an_offer_has_no_hour_to_put_down(world: World) -> None:
    rania, _ = await offered(world)
    await rania.tap_data(MeetingFile(meeting=1).pack(), rania.last.message_id)
    assert not any(seen.file for seen in rania.messages)


async def test_the_room_is_told_to_the_two_ten_minutes_before_and_nowhere_earlier(
    world: World,
) -> None:
    rania, karim = await booked(world)
    start = datetime(2027, 4, 13, 8, 40, tzinfo=UTC)
    everything: list[str] = []

    async def look() -> None:
        for phone in (rania, karim):
            await phone.say("/meetings")
            await phone.tap("^me:")
            await phone.tap("^ics:")
            await phone.tap("^icsa", on=await phone.say("/meetings"))
        for phone in (rania, karim):
            for seen in phone.messages:
                everything.append(seen.html + seen.file.decode() + str(seen.keyboard))

    for before in (timedelta(days=1), timedelta(minutes=15), DOOR + timedelta(seconds=1)):
        world.clock[0] = start - before
        world.deliver()
        await look()
    hers = _attendee(world, rania)
    room = world.store.run_sync(lambda uow, _: uow.meetings.of_attendee(hers))
    assert room[0].room
    assert not [text for text in everything if room[0].room in text or "meet.example" in text]
    soon = rania.messages[[seen.text.startswith("In 15") for seen in rania.messages].index(True)]
    world.clock[0] = start - DOOR
    world.deliver()
    assert soon.text.startswith("In 10 minutes")
    assert soon.labels[0] == "Open the meeting room"
    detail = await rania.tap("^me:", on=await rania.say("/meetings"))
    assert detail.labels[0] == "Open the meeting room"
    file = (await rania.tap("^ics:", on=detail)).file
    assert room[0].room.encode() not in file


def _attendee(world: World, phone: Phone) -> AttendeeId:
    def find(uow: UnitOfWork, now: datetime) -> AttendeeId:
        event = uow.events.current()
        assert event is not None
        found = uow.attendees.of_account(phone.user.id, event.id)
        assert found is not None
        return found.id

    return world.store.run_sync(find)


@pytest.mark.parametrize("mode", [Mode.IN_PERSON])
async def test_a_table_stands_in_the_calendar(world: World) -> None:
    rania, _ = await booked(world)
    assert entry((await rania.tap("^ics:")).file).text("LOCATION") == "Table 1"


@pytest.mark.parametrize("data", ["ics:{}"])
async def test_somebody_elses_meeting_reads_like_one_that_never_was(
    world: World, data: str
) -> None:
    await booked(world)
    eve = world.phone("Eve", "en")
    card = await eve.onboard("We are looking for a patent lawyer.", speaks=1)
    shown = {
        (await eve.tap_data(data.format(number), card.message_id)).text for number in (1, 987654)
    }
    assert shown == {"This is out of date: what it was about is there no more."}
    assert not any(seen.file for seen in eve.messages)
