"""Whoever may not is refused, whatever they send: asked of every handler there is."""

from pathlib import Path

import pytest
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.methods import AnswerCallbackQuery

from handlers.duties import declared
from matchmaking.organisers import DUTIES, Duty, OrganiserRole
from matchmaking.ports import Conversation
from tests.handlers.chat import Phone, World
from tests.handlers.filled import become
from tests.handlers.forging import Update, content, every_handler, of_duty, update_for
from tests.handlers.pairs import MAKER

pytestmark = pytest.mark.anyio

ONLY = (
    "Only organisers can do that. "
    "You lose nothing: your matches are in /matches, your meetings in /meetings."
)
NOT_KNOWN = "I do not know you yet, or not any more. Write /start to begin."


def test_every_handler_says_whom_it_is_for() -> None:
    """Write `@everybody` or `@needs(Duty.…)` below the router's line (`handlers.duties`)."""
    silent = [name for name, handler in every_handler() if declared(handler.callback) is None]
    assert silent == []


def test_every_duty_is_somebodys() -> None:
    assert set().union(*DUTIES.values()) == set(Duty)


async def send(phone: Phone, update: Update) -> str:
    """Sends it; returns what was answered, as its reader sees it."""
    if update.step:
        step = Conversation(step=update.step)
        phone.world.store.run_sync(lambda uow, now: uow.conversations.save(phone.user.id, step))
    if not update.tap:
        return (await phone.send(**dict(update.message))).text
    told, known = len(phone.toasts), [seen.text for seen in phone.messages]
    await phone.tap_data(update.tap, phone.last.message_id if known else 1)
    assert [seen.text for seen in phone.messages] == known
    (toast,) = phone.toasts[told:]
    return toast


async def test_whoever_may_not_is_refused(world: World, tmp_path: Path) -> None:
    """Attendees, helpers, speakers and removed organisers, at every handler of a duty: the same
    words, and nothing changes."""
    eve, removed = world.phone("Eve"), world.phone("Omar")
    await eve.onboard(MAKER)
    await removed.say("/start")
    become(removed, OrganiserRole.OWNER)
    become(removed, None)
    others = {role: world.phone(role.value) for role in OrganiserRole}
    for role, phone in others.items():
        await phone.say("/start")
        become(phone, role)
    for name, duty, handler in of_duty():
        may_not = [phone for role, phone in others.items() if duty not in DUTIES[role]]
        for phone in (eve, removed, *may_not):
            before = _but_steps(tmp_path)
            told = await send(phone, update_for(handler))
            assert told == ONLY, f"{name}: {phone.user.first_name}"
            assert _but_steps(tmp_path) == before, f"{name}: {phone.user.first_name}"


@pytest.mark.parametrize(
    ("duty", "handler"), [pytest.param(duty, one, id=name) for name, duty, one in of_duty()]
)
async def test_strangers_learn_nothing_and_whoever_may_is_heard(
    world: World, tmp_path: Path, duty: Duty, handler: HandlerObject
) -> None:
    update = update_for(handler)
    await _stranger(world, tmp_path, update)
    await _whoever_may(world, update, duty)


async def _stranger(world: World, tmp_path: Path, update: Update) -> None:
    """Is answered as any stranger is who says or taps something."""
    stranger, other = world.phone("S", "en"), world.phone("S", "en")
    if update.tap:
        before = content(tmp_path / "multaqa.db")
        for phone, data in ((stranger, update.tap), (other, "go:home:0")):
            await world.feed(callback_query=phone.query(data, 1))
        told = [answer.text for answer in world.session.of(AnswerCallbackQuery)[-2:]]
        assert told == [NOT_KNOWN, NOT_KNOWN]
        assert not stranger.messages
        assert content(tmp_path / "multaqa.db") == before
        return
    assert await send(stranger, update) == (await other.say("Hello")).text


async def _whoever_may(world: World, update: Update, duty: Duty) -> None:
    """Is not refused: the update does reach the handler."""
    owner = world.phone("Owner")
    await owner.say("/start")
    become(owner, next(role for role, duties in DUTIES.items() if duty in duties))
    if update.step:
        step = Conversation(step=update.step)
        world.store.run_sync(lambda uow, now: uow.conversations.save(owner.user.id, step))
    if update.tap:
        await owner.tap_data(update.tap, owner.last.message_id)
    else:
        await owner.send(**dict(update.message))
    assert ONLY not in [*owner.toasts, owner.last.text]


def _but_steps(folder: Path) -> object:
    found = content(folder / "multaqa.db")
    found.pop("conversation")
    return found
