"""An answer that was lost in a crash comes again: of reminders, words after a meeting, contacts and
settings, the screen that the tapped message was to be."""

from datetime import timedelta

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers import callbacks_after as after
from handlers.resume import resume
from matchmaking.contacts import Way
from matchmaking.intents import Kind
from matchmaking.meetings import MeetingId
from matchmaking.usecases import arrivals, asking
from matchmaking.wishes import Reminder
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import offered

pytestmark = pytest.mark.anyio

LOST = "(lost)"

AT_THE_DOOR = (after.Late(meeting=1), after.Here(meeting=1))
AFTERWARDS = (
    after.Tell(meeting=1),
    after.Held(meeting=1, yes=True),
    after.Rate(meeting=1, useful=3),
    after.Agree(meeting=1, kind=Kind.TRADE, on=True),
    after.Done(meeting=1),
    after.Exchange(meeting=1),
    after.Give(meeting=1, way=Way.NO),
)
ANY_TIME = (
    after.Settings(),
    after.Remind(reminder=Reminder.HOUR, on=False),
    after.Hush(starts=22 * 60, ends=7 * 60),
    after.Unhush(),
)


async def again(world: World, phone: Phone, deed: CallbackData) -> None:
    """Taps, and has the answer made once more as after a crash: it is the same."""
    seen = phone.last
    packed = deed.pack()
    await phone.tap_data(packed, seen.message_id)
    shown = (seen.text, seen.buttons)
    assert shown[0] != LOST
    seen.html, seen.keyboard = LOST, None
    tap = CallbackQuery.model_validate(phone.query(packed, seen.message_id))
    work = await world.store.take_up(update_id=None, telegram_id=phone.user.id)
    try:
        arrival = await work.look(
            lambda uow, now: arrivals.know(uow, now, telegram_id=phone.user.id)
        )
        assert arrival is not None
        await resume(world.bot, work, arrival, tap=tap)
    finally:
        await work.close()
    assert (seen.text, seen.buttons) == shown, packed


async def agreed(world: World) -> Phone:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    return rania


async def test_what_is_said_at_the_door(world: World) -> None:
    rania = await agreed(world)
    meeting = world.store.run_sync(lambda uow, now: uow.meetings.get(MeetingId(1)))
    assert meeting is not None
    assert meeting.starts_at is not None
    world.clock[0] = meeting.starts_at - timedelta(minutes=15)
    world.deliver()
    for deed in AT_THE_DOOR:
        await again(world, rania, deed)


async def test_what_is_said_afterwards(world: World) -> None:
    rania = await agreed(world)
    meeting = world.store.run_sync(lambda uow, now: uow.meetings.get(MeetingId(1)))
    assert meeting is not None
    assert meeting.starts_at is not None
    world.clock[0] = meeting.starts_at + timedelta(minutes=20)
    world.store.run_sync(asking.ask)
    world.deliver()
    for deed in AFTERWARDS:
        await again(world, rania, deed)


async def test_what_is_set(world: World) -> None:
    rania = await agreed(world)
    for deed in ANY_TIME:
        await again(world, rania, deed)
