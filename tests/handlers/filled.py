"""A world in which something of every kind is there, so that an id of any kind can be forged.

Whoever adds a table of things that have ids adds one of them here; `test_forged` says so.
"""

from datetime import datetime, timedelta

from matchmaking.clusters import Source, Standing
from matchmaking.imports import DraftId
from matchmaking.intents import Language
from matchmaking.introductions import NewIntroduction
from matchmaking.organisers import OrganiserRole
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.sheets.sent import understand
from matchmaking.usecases import announcing, arrivals, checking_in, registering
from tests.handlers.chat import Phone, World
from tests.handlers.pairs import offered
from tests.handlers.people import current_event

LIST = b"Name;Country\nNadia;LB\nKarim;TN\n"


def become(phone: Phone, role: OrganiserRole | None) -> None:
    """Gives somebody known a role, or takes it."""
    store = phone.world.store
    known = store.run_sync(lambda uow, now: arrivals.know(uow, now, telegram_id=phone.user.id))
    assert known is not None
    who, event = known.person.id, known.event.id
    if role is None:
        store.run_sync(lambda uow, now: uow.organisers.remove(who, event))
        return
    store.run_sync(lambda uow, now: uow.organisers.add(who, event, now, role=role))


async def filled(world: World) -> tuple[Phone, Phone]:
    """Rania and Karim have an offer and a meeting, an organiser an announcement, somebody has
    gone; returns Eve, who has nothing to do with any of them, and the organiser."""
    leaver = world.phone("Gone", "en")
    await leaver.onboard("We make olive oil and are looking for distributors.")
    _, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    nadia = world.phone("Nadia", "en")
    await nadia.onboard("We make olive oil and are looking for distributors in France.", speaks=7)
    await nadia.tap("^pr:")
    await nadia.tap("^of:")
    await leaver.say("/privacy")
    await leaver.tap("^go:erase:")
    await leaver.tap("^go:erase_yes:")
    owner = world.phone("Owner", "en")
    await owner.say("/start")
    become(owner, OrganiserRole.OWNER)
    _organise(world, owner)
    await _moderate(world, owner)
    eve = world.phone("Eve", "en")
    await eve.onboard("We are looking for a patent lawyer.", speaks=1)
    return eve, owner


async def _moderate(world: World, owner: Phone) -> None:
    """Somebody was reported and is paused, and asks to come back."""
    spam = world.phone("Spammer", "en")
    await spam.onboard("We are distributors in France and we are looking for olive oil.", speaks=7)
    reader = world.phone("Reader", "en")
    card = await reader.onboard("We make olive oil and seek distributors in France.", speaks=7)
    match = next(packed for _, packed in card.buttons if packed.startswith("mp:"))[3:]
    for packed in (f"rp:m:{match}", f"rw:m:{match}:spam", f"rs:m:{match}:spam"):
        await reader.tap_data(packed, card.message_id)
    await owner.say("/reports")
    await owner.tap("^rc:")
    await owner.tap("^rd:.*:pause")
    world.deliver()


def _organise(world: World, owner: Phone) -> None:
    known = world.store.run_sync(
        lambda uow, now: arrivals.know(uow, now, telegram_id=owner.user.id)
    )
    assert known is not None
    who, texts = known.person.id, {Language.EN: "Hello"}
    read = understand(LIST, "", lambda _done, _of: None)

    def send(uow: UnitOfWork, now: datetime) -> DraftId:
        return registering.draft_list(uow, now, actor=who, content=read).draft

    kept, _ = (world.store.run_sync(send) for _ in range(2))
    world.store.run_sync(
        lambda uow, now: registering.apply_list(uow, now, actor=who, draft_id=kept)
    )
    guest = world.store.run_sync(lambda uow, now: uow.checkins.guests(known.event.id)[0])
    world.store.run_sync(lambda uow, now: checking_in.check_in(uow, now, actor=who, key=guest.key))
    for _ in range(2):
        world.store.run_sync(lambda uow, now: announcing.draft(uow, now, actor=who, texts=texts))
    world.store.run_sync(lambda uow, now: _introduce(uow, now, who))


def _introduce(uow: UnitOfWork, now: datetime, manager: PersonId) -> None:
    """A cluster with a member, whom its manager introduces to somebody."""
    event = current_event(uow)
    cluster = uow.clusters.add(event.id, "~arc", {Language.EN: "Blue Arc"})
    one, other, *_ = uow.attendees.reachable(event.id)
    uow.clusters.put_member(cluster.id, one.id, Standing.MEMBER, Source.LINK, now)
    uow.clusters.manage(cluster.id, manager, now)
    uow.introductions.add(
        NewIntroduction(
            event_id=event.id,
            cluster=cluster.id,
            manager=manager,
            one=one.id,
            other=other.id,
            line="You two!",
            at=now,
            expires_at=now + timedelta(days=2),
        )
    )
