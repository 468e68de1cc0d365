"""Organisers: the one-time link, and an announcement from first word to last copy."""

from datetime import datetime
from typing import Any

import pytest
from aiogram.methods import SetMyCommands

from handlers.screens import progress as screens
from i18n.phrasebook import phrasebook
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import announcing, arrivals
from tests.handlers.chat import Phone, World

pytestmark = pytest.mark.anyio

MAKER = "We make olive oil and are looking for distributors."
NOTHING_TO_DO = (
    "I can do nothing with that here. "
    "You organise \u2068Mediterranean Techdays\u2069: what shall we do?"
)
PHOTO = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}
ONLY = (
    "Only organisers can do that. You lose nothing: "
    "your matches are in /matches, your meetings in /meetings."
)


def secret(world: World) -> str:
    def invite(uow: UnitOfWork, now: datetime) -> str:
        event = uow.events.current()
        assert event is not None
        return arrivals.invite(uow, now, event_id=event.id)

    return world.store.run_sync(invite)


async def organiser(world: World) -> Phone:
    phone = world.phone("Omar", "en")
    await phone.say(f"/start o_{secret(world)}")
    return phone


async def test_the_link_makes_an_organiser_once(world: World) -> None:
    used = secret(world)
    omar, eve = world.phone("Omar", "en"), world.phone("Eve", "en")
    home = await omar.say(f"/start o_{used}")
    assert (home.labels[0], home.labels[-1]) == ("Write an announcement", "Take part myself")
    assert "announce" in {
        c.command for call in world.session.of(SetMyCommands) for c in call.commands
    }
    assert (await eve.say(f"/start o_{used}")).text.startswith("This link has been used")
    assert (await omar.say("/start")).labels[0] == "Write an announcement"


async def test_an_organiser_can_take_part(world: World) -> None:
    omar = await organiser(world)
    assert (await omar.tap("^go:on")).labels[0] == "I agree"


async def test_an_attendee_is_told_that_it_is_not_theirs(world: World) -> None:
    rania = world.phone("Rania", "en")
    await rania.onboard(MAKER)
    assert (await rania.say("/announce")).text == ONLY
    await rania.tap_data("go:announce:0", rania.last.message_id)
    await rania.tap_data("done:announce:7", rania.last.message_id)
    assert rania.toasts[-2:] == [ONLY, ONLY]


async def test_an_announcement_reaches_everybody_in_their_language(world: World) -> None:
    readers = {}
    for name, language in (("Ali", "ar"), ("Fanny", "fr"), ("Eve", "en")):
        readers[language] = world.phone(name, language)
        await readers[language].onboard(MAKER, language=language)
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap("^done:announce:7")
    await omar.say("القاعة ب مفتوحة الآن.")
    await omar.tap("^sk:")
    preview = await omar.say("Hall B is open <now> & free.")
    assert [m.text.split("\n\n")[1] for m in omar.messages[-3:-1]] == [
        "القاعة ب مفتوحة الآن.",
        "Hall B is open <now> & free.",
    ]
    assert preview.labels[0] == "Send to 3 people"
    assert preview.labels[-3:] == ["Send it to myself first", "Write it again", "Discard it"]
    assert "French: 1 person" in preview.text
    progress = await omar.tap("^an:\\d+:send")
    assert progress.text.startswith("Sending: 0 of 3.\n")
    assert world.deliver() == ["announcement"] * 3
    assert readers["ar"].last.text.endswith("القاعة ب مفتوحة الآن.")
    assert readers["fr"].last.text.endswith("Hall B is open <now> & free.")
    (view,) = world.store.run_sync(announcing.in_progress)
    assert view.announcement.progress_message == progress.message_id
    done = screens.progress(view, phrasebook("en"))
    assert done.html == "Sent. 3 people have received it."


async def test_sending_twice_sends_once(world: World) -> None:
    await world.phone("Eve", "en").onboard(MAKER)
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    await omar.say("Hall B is open.")
    send = next(data for _, data in omar.last.buttons if data.endswith(":send"))
    await omar.tap_data(send, omar.last.message_id)
    await omar.tap_data(send, omar.last.message_id)
    assert omar.toasts == ["There is nothing to send here any more."]
    assert world.deliver() == ["announcement"]


async def test_a_draft_is_thrown_away_or_written_again(world: World) -> None:
    await world.phone("Eve", "en").onboard(MAKER)
    omar = await organiser(world)
    for act in ("again", "discard"):
        await omar.say("/announce")
        await omar.tap_data("done:announce:4", omar.last.message_id)
        await omar.say("Hall B is open.")
        last = await omar.tap(f"^an:\\d+:{act}")
    assert last.text == "The announcement is discarded. Nobody has received it."
    assert last.labels == ["Write another", "All announcements", "What I can do"]
    home = await omar.tap("^go:home")
    assert (home.labels[0], home.labels[-1]) == ("Write an announcement", "Take part myself")
    assert (await omar.tap("^go:announce", on=last)).text.startswith("In which languages")
    assert world.deliver() == []


async def test_at_least_one_text_is_needed(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:0", omar.last.message_id)
    assert omar.toasts == ["Choose at least one language."]
    await omar.tap_data("done:announce:1", omar.last.message_id)
    answer = await omar.tap("^sk:")
    assert answer.text.startswith("There is no text yet.")


async def test_a_text_must_fit_one_message(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    for text, over in (("x" * 3502, "2"), ("🌍" * 2500, "1,500")):
        answer = await omar.say(text)
        assert answer.text == (
            f"That is {over} characters too long: at most 3,500 fit, and most emoji count as two. "
            "Shorten it and send it again.\n\nWrite the text in English, as they shall read it."
        )
        assert answer.labels == ["Leave this language out", "Cancel"]


async def test_what_is_read_is_counted_and_not_how_it_is_sent(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    await omar.say("&" * 3400)
    assert omar.messages[-2].text.endswith("\n\n" + "&" * 3400)


async def test_cancel_leaves_the_announcement(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    await omar.say("/cancel")
    assert (await omar.say("Hall B is open.")).text == NOTHING_TO_DO


async def test_declining_to_take_part_leaves_an_organiser_one(world: World) -> None:
    omar = await organiser(world)
    await omar.tap("^go:on")
    home = await omar.tap("^ok:0")
    assert home.text == (
        "All right, you do not take part yourself. "
        "You still organise \u2068Mediterranean Techdays\u2069."
    )
    assert (home.labels[0], home.labels[-1]) == ("Write an announcement", "Take part myself")
    assert (await omar.say("/announce")).text.startswith("In which languages will you write?")


async def test_a_file_does_not_lose_the_announcement(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:6", omar.last.message_id)
    asked = await omar.say("La salle B est ouverte.")
    answer = await omar.send(photo=[PHOTO])
    assert answer.text == (
        "An announcement can only be written words, so I have not kept that. "
        f"What you wrote before is kept.\n\n{asked.text}"
    )
    assert answer.labels == asked.labels
    await omar.say("Hall B is open.")
    assert [m.text.split("\n\n")[1] for m in omar.messages[-3:-1]] == [
        "La salle B est ouverte.",
        "Hall B is open.",
    ]


@pytest.mark.parametrize("content", [{"text": "good morning"}, {"photo": [PHOTO]}])
async def test_an_organiser_at_rest_is_not_asked_for_consent(
    world: World, content: dict[str, Any]
) -> None:
    omar = await organiser(world)
    answer = await omar.send(**content)
    assert answer.text == NOTHING_TO_DO
    assert (answer.labels[0], answer.labels[-1]) == ("Write an announcement", "Take part myself")


async def test_a_used_link_says_what_to_do_next(world: World) -> None:
    used = secret(world)
    await world.phone("Omar", "en").say(f"/start o_{used}")
    told = (
        "This link has been used or has run out. Ask whoever sent it to you for a new one. "
        "Until then, you can take part here."
    )
    eve = world.phone("Eve", "en")
    welcome = await eve.say(f"/start o_{used}")
    assert welcome.text.startswith(f"{told}\n\nWelcome to")
    assert (await eve.tap("^la:en")).labels[0] == "I agree"
    rania = world.phone("Rania", "en")
    await rania.onboard(MAKER)
    home = await rania.say("/start o_never-was")
    assert home.text == f"{told}\n\nWelcome back. What would you like to do?"
    assert home.labels[0] == "See whom to meet"
