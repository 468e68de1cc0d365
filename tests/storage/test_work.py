"""An update's work: all or nothing, once, with its conversation; and the journal of updates."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.people import Account
from matchmaking.ports import AlreadyDone, Conversation, UnitOfWork, UseCase
from storage.journal import KeptUpdate
from storage.store import Store
from storage.tables import KEPT_UPDATE
from storage.work import StoredWork
from tests.matchmaking.builders import NOW
from tests.storage.conftest import House

pytestmark = pytest.mark.anyio

CHAT = 5_000_000_001
ASKED = Conversation(step="words", data={"heard": "زيت", "n": 1})


def update(number: int, *, done: bool = False, chat: int = CHAT) -> KeptUpdate:
    return KeptUpdate(
        update_id=number, telegram_id=chat, body=f'{{"update_id":{number}}}', done=done
    )


async def take_up(store: Store, number: int | None = 1) -> StoredWork:
    return await store.take_up(update_id=number, telegram_id=CHAT)


def adding(number: int) -> UseCase[str]:
    """A use case that leaves a trace."""

    def use_case(uow: UnitOfWork, now: object) -> str:
        account = Account(telegram_id=number, name=f"Person {number}")
        return uow.people.add(account, Language.EN).name

    return use_case


def refusing(uow: UnitOfWork, now: object) -> None:
    uow.people.add(Account(telegram_id=77, name="Nobody"), Language.EN)
    raise Refused(Refusal.EMPTY)


async def knows(store: Store, number: int) -> bool:
    return await store.look(lambda uow, now: uow.people.by_telegram(number)) is not None


async def test_do_commits_the_change_the_conversation_and_the_mark(store: Store) -> None:
    await store.journal.keep([update(1)])
    work = await take_up(store)
    assert work.conversation == Conversation()
    assert await work.do(adding(1), then=ASKED) == "Person 1"
    assert work.conversation == ASKED
    assert (await take_up(store, 2)).conversation == ASKED
    assert await store.journal.unfinished() == [update(1, done=True)]
    assert await knows(store, 1)


async def test_the_conversation_may_follow_from_the_result(store: Store) -> None:
    work = await take_up(store, None)
    await work.do(adding(1), then=lambda name: Conversation(step=name))
    assert work.conversation == Conversation(step="Person 1")
    await work.do(adding(2), then=lambda name: None)
    assert work.conversation == Conversation(step="Person 1")
    await work.do(adding(3))
    assert (await take_up(store, None)).conversation == Conversation(step="Person 1")


async def test_a_turn_saves_the_conversation_and_the_mark(store: Store) -> None:
    await store.journal.keep([update(1)])
    work = await take_up(store)
    await work.turn(ASKED)
    assert work.conversation == ASKED
    assert await store.journal.unfinished() == [update(1, done=True)]
    await work.turn(Conversation())
    assert (await take_up(store)).conversation == Conversation()


async def test_a_second_delivery_runs_nothing(store: Store) -> None:
    await store.journal.keep([update(1)])
    await (await take_up(store)).do(adding(1))
    again = await take_up(store)
    with pytest.raises(AlreadyDone):
        await again.do(adding(2), then=ASKED)
    with pytest.raises(AlreadyDone):
        await again.turn(ASKED)
    assert again.conversation == Conversation()
    assert not await knows(store, 2)
    await store.journal.answered([1])
    with pytest.raises(AlreadyDone):
        await (await take_up(store)).do(adding(2))


async def test_the_same_work_may_do_more_than_one_thing(store: Store) -> None:
    await store.journal.keep([update(1)])
    work = await take_up(store)
    await work.do(adding(1))
    await work.do(adding(2))
    await work.turn(ASKED)
    await work.close()
    assert await knows(store, 2)


async def test_an_update_that_was_never_kept_is_dealt_with_too(store: Store) -> None:
    work = await take_up(store, 42)
    await work.do(adding(1))
    await (await take_up(store, None)).do(adding(2))
    assert await knows(store, 2)
    assert await store.journal.unfinished() == []


async def test_a_refusal_rolls_everything_back_and_leaves_the_mark_open(store: Store) -> None:
    await store.journal.keep([update(1)])
    work = await take_up(store)
    with pytest.raises(Refused):
        await work.do(refusing, then=ASKED)
    assert not await knows(store, 77)
    assert work.conversation == Conversation()
    assert await store.journal.unfinished() == [update(1)]
    await work.close()
    assert await store.journal.unfinished() == [update(1, done=True)]
    await work.close()


async def test_a_failure_of_the_conversation_rolls_the_use_case_back(store: Store) -> None:
    work = await take_up(store, None)
    with pytest.raises(ZeroDivisionError):
        await work.do(adding(1), then=lambda name: Conversation(data={"n": 1 // 0}))
    with pytest.raises(Exception, match="not JSON serializable"):
        await work.do(adding(1), then=Conversation(data={"n": object()}))
    assert not await knows(store, 1)


async def test_closing_marks_an_update_that_changed_nothing(store: Store) -> None:
    await store.journal.keep([update(1)])
    work = await take_up(store)
    assert await work.look(lambda uow, now: now) == NOW
    await work.close()
    with pytest.raises(AlreadyDone):
        await (await take_up(store)).do(adding(1))
    await (await take_up(store, None)).close()
    await (await take_up(store, 42)).close()


async def test_the_clock_is_read_anew(house: House) -> None:
    work = await take_up(house.store, None)
    before = work.now
    house.clock[0] += timedelta(seconds=1)
    assert (before, work.now) == (NOW, NOW + timedelta(seconds=1))
    assert await work.do(lambda uow, now: now) == NOW + timedelta(seconds=1)
    assert await house.store.run(lambda uow, now: now) == NOW + timedelta(seconds=1)


async def test_an_update_is_kept_once(store: Store) -> None:
    one, two, three = (update(n) for n in (1, 2, 3))
    assert await store.journal.keep([one, two, one]) == [one, two]
    assert await store.journal.keep([two, three]) == [three]
    assert await store.journal.keep([three]) == []
    assert await store.journal.keep([]) == []
    assert await store.journal.unfinished() == [one, two, three]


async def test_what_is_answered_is_finished(store: Store) -> None:
    await store.journal.keep([update(n) for n in (5, 3, 4)])
    await (await take_up(store, 4)).do(adding(1))
    await store.journal.answered([5])
    await store.journal.answered([])
    assert await store.journal.unfinished() == [update(3), update(4, done=True)]


async def test_the_last_update_is_known_until_the_end(house: House) -> None:
    journal = house.store.journal
    assert await journal.last_update_id() is None
    assert await journal.forget(NOW) == 0
    await journal.keep([update(7), update(9), update(8)])
    await journal.answered([7, 8, 9])
    assert await journal.last_update_id() == 9
    assert await journal.forget(NOW) == 0
    assert await journal.forget(NOW + timedelta(seconds=1)) == 2
    assert await journal.last_update_id() == 9
    assert await journal.keep([update(9)]) == []


async def test_what_is_not_answered_is_not_forgotten(house: House) -> None:
    journal = house.store.journal
    await journal.keep([update(n) for n in (1, 2, 3)])
    await journal.answered([2])
    assert await journal.forget(NOW + timedelta(days=99)) == 1
    assert await journal.unfinished() == [update(1), update(3)]


@pytest.fixture
def reopened(url: str, house: House) -> Iterator[Store]:
    """Another store on the same database, as after a restart."""
    store = Store.open(url, clock=lambda: house.now)
    yield store
    store.close_sync()


async def test_a_restart_keeps_everything(house: House, url: str) -> None:
    await house.store.journal.keep([update(1), update(2)])
    await (await take_up(house.store, 1)).do(adding(1), then=ASKED)
    meeting = house.meeting(house.attendee(1), house.attendee(2))
    await house.store.close()
    again = Store.open(url, clock=lambda: NOW)
    again.migrate()
    work = await take_up(again, 2)
    assert work.conversation == ASKED
    assert await again.journal.unfinished() == [update(1, done=True), update(2)]
    assert await work.look(lambda uow, now: uow.meetings.get(meeting.id)) == meeting
    assert await work.look(lambda uow, now: uow.events.current()) == house.event
    assert again.schema_problem() is None
    await again.close()


async def test_a_second_delivery_on_another_machine_runs_nothing(
    house: House, reopened: Store
) -> None:
    await house.store.journal.keep([update(1)])
    here, there = await take_up(house.store), await take_up(reopened)
    await here.do(adding(1))
    with pytest.raises(AlreadyDone):
        await there.do(adding(2))


async def test_an_update_with_a_telephone_number_is_kept_without_it_once_answered(
    store: Store,
) -> None:
    body = '{"message":{"contact":{"phone_number":"+21620000001"}}}'
    for number, said in ((1, body), (2, '{"message":{"text":"my \\\\"phone_number\\\\" is"}}')):
        await store.journal.keep([KeptUpdate(update_id=number, telegram_id=5, body=said)])
    assert next(each.body for each in await store.journal.unfinished()) == body
    await store.journal.answered([1, 2])
    bodies = await store.transact(
        lambda connection, _unit, _now: [
            row.body
            for row in connection.execute(select(KEPT_UPDATE).order_by(KEPT_UPDATE.c.update_id))
        ]
    )
    assert [bool(each) for each in bodies] == [False, True]
