"""Hours kept free of meetings, by the organiser or with two taps, and how somebody takes part."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matchmaking.events import Mode, Span
from matchmaking.intents import Language
from matchmaking.organisers import OrganiserRole
from matchmaking.people import Presence
from matchmaking.usecases import arrivals
from tests.handlers.chat import World
from tests.handlers.filled import become
from tests.handlers.pairs import BUYER, MAKER, offered, pair

pytestmark = pytest.mark.anyio

FIRST = datetime(2027, 4, 13, 8, 40, tzinfo=UTC)
IFTAR = {Language.AR: "الإفطار", Language.FR: "Rupture du jeûne", Language.EN: "Iftar"}


def close(world: World, start: datetime, minutes: int) -> None:
    """The organiser's event file closes a span."""
    plan = world.store.run_sync(lambda uow, _: uow.events.current())
    assert plan is not None
    span = Span(
        code="iftar", starts_at=start, ends_at=start + timedelta(minutes=minutes), titles=IFTAR
    )
    changed = replace(plan.plan, spans=(span,))
    world.store.run_sync(lambda uow, now: arrivals.ensure_event(uow, now, plan=changed))


async def test_two_taps_block_a_time_and_two_free_it(world: World) -> None:
    _, karim = await pair(world)
    await karim.tap("^go:profile", on=await karim.say("/start"))
    await karim.tap("^q:windows")
    free = (await karim.tap("^bl")).labels
    blocked = await karim.tap("^bk:")
    assert [blocked.labels[0], *blocked.labels[1:]] == [f"{free[0]} ✓", *free[1:]]
    again = await karim.tap("^bk:")
    assert again.labels == free


async def test_a_blocked_time_is_not_proposed(world: World) -> None:
    rania, karim = await pair(world)
    propose = next(data for _, data in rania.last.buttons if data.startswith("pr:"))
    before = (await rania.tap("^pr:")).text
    await karim.tap_data("bl", (await karim.say("/profile")).message_id)
    minutes = int(FIRST.timestamp()) // 60
    blocks = [d for _, d in karim.last.buttons if d.startswith("bk:")]
    assert blocks[0] == f"bk:{minutes}:40"
    for data in blocks[:2]:
        await karim.tap_data(data, karim.last.message_id)
    after = (await rania.tap_data(propose, rania.last.message_id)).text
    assert "9:40" in before
    assert "9:40" not in after


async def test_an_offer_into_a_time_blocked_since_cannot_be_taken(world: World) -> None:
    _, karim = await offered(world)
    offer = karim.last
    accept = [data for _, data in offer.buttons if data.startswith("ac:")]
    minute = int(accept[0].split(":")[2])
    await karim.tap_data(f"bk:{minute}:40", (await karim.say("/profile")).message_id)
    await karim.tap_data(accept[0], offer.message_id)
    assert karim.toasts[-1].startswith("Pas de rendez-vous à cette heure-là")
    assert [data for _, data in offer.buttons if data.startswith("ac:")] == accept[1:]


async def test_what_is_booked_in_a_blocked_time_stays_and_is_said(world: World) -> None:
    _, karim = await offered(world)
    minute = next(d for _, d in karim.last.buttons if d.startswith("ac:")).split(":")[2]
    await karim.tap("^ac:")
    hours = await karim.tap_data(f"bk:{minute}:40", (await karim.say("/profile")).message_id)
    assert "Vous avez 1 rendez-vous dans un moment bloqué. Il est maintenu" in hours.text


async def test_the_organisers_spans_are_named_and_never_offered(world: World) -> None:
    rania, _ = await pair(world)
    close(world, FIRST, 60)
    assert "9:40" not in (await rania.tap("^pr:")).text
    await rania.say("/profile")
    windows = await rania.tap("^q:windows")
    assert "No meetings during:\n• Iftar, Tuesday 13 April, 9:40 to 10:40" in windows.text


async def test_meetings_in_a_closed_hour_stay_and_the_organiser_is_told_once(world: World) -> None:
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    owner = world.phone("Owner", "en")
    await owner.say("/start")
    become(owner, OrganiserRole.OWNER)
    world.deliver()
    close(world, FIRST, 60)
    close(world, FIRST, 60)
    assert world.deliver() == ["closed"]
    assert owner.last.text.split("\n\n")[0] == "1 meeting stands in an hour that you have closed."
    assert "Rania" in owner.last.text
    assert "House of Karim" in (await rania.say("/meetings")).text


@pytest.mark.parametrize("mode", [Mode.HYBRID])
@pytest.mark.parametrize(
    ("hers", "his", "place", "where"),
    [
        (Presence.ON_SITE, Presence.ON_SITE, "sur place", "table 1"),
        (Presence.EITHER, Presence.ON_SITE, "sur place", "table 1"),
        (Presence.ON_SITE, Presence.ONLINE, "en ligne", "en ligne"),
        (Presence.ONLINE, Presence.EITHER, "en ligne", "en ligne"),
    ],
)
async def test_at_a_hybrid_event_the_place_hangs_on_both(
    world: World, hers: Presence, his: Presence, place: str, where: str
) -> None:
    karim, rania = world.phone("Karim", "fr"), world.phone("Rania", "en")
    for phone, words, how in ((karim, BUYER, his), (rania, MAKER, hers)):
        language = phone.user.language_code or ""
        await phone.onboard(words, language=language, speaks=7)
        assert phone.toasts[-1] in (
            "Please say too whether you take part on site or online.",
            "Dites aussi si vous participez sur place ou en ligne.",
        )
        await phone.tap(f"^hp:{how}:")
        await phone.tap("^done:windows:")
    world.deliver()
    await rania.tap("^pr:")
    await rania.tap("^of:")
    world.deliver()
    assert place in karim.last.text
    assert where in (await karim.tap("^ac:")).text
