"""An announcement has a way on and back from every screen, and says what becomes of it."""

import pytest

from tests.handlers.chat import World
from tests.handlers.pairs import MAKER
from tests.handlers.test_organiser import NOTHING_TO_DO, organiser

pytestmark = pytest.mark.anyio


async def test_every_screen_of_an_announcement_leads_on_or_back(world: World) -> None:
    await world.phone("Eve", "en").onboard(MAKER)
    omar = await organiser(world)
    seen = [await omar.say("/announce"), await omar.tap("^done:announce:7")]
    asked = await omar.say("مرحباً")
    old = seen[-1]
    passed = await omar.tap("^sk:ar", on=old)
    assert omar.toasts == ["That text is not asked for any more. Here is where we are."]
    assert (passed.text, passed.labels) == (asked.text, asked.labels)
    await omar.tap("^sk:fr", on=asked)
    preview = await omar.say("Hall B is open.")
    progress = await omar.tap(":send$", on=preview)
    assert progress.labels == [
        "Pause", "Call off the rest", "Write another", "All announcements", "What I can do"
    ]  # fmt: skip
    world.deliver()
    home = await omar.tap("^go:home", on=progress)
    assert (home.labels[0], home.labels[-1]) == ("Write an announcement", "Take part myself")


async def test_words_before_the_languages_are_chosen(world: World) -> None:
    omar = await organiser(world)
    asked = await omar.say("/announce")
    answer = await omar.say("Hall B is open.")
    assert answer.text.startswith("First tap the languages you will write in, then “Continue”")
    assert answer.labels == asked.labels


async def test_words_before_it_is_sent(world: World) -> None:
    await world.phone("Eve", "en").onboard(MAKER)
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    preview = await omar.say("Hall B is open.")
    answer = await omar.say("yes")
    assert answer.text.startswith("The announcement is not sent yet.")
    assert answer.labels == preview.labels
    assert (await omar.say("/cancel")).text.startswith(
        "All right, we stop here. The announcement is not sent: its buttons above still work."
    )
    await omar.tap(":send$", on=preview)
    assert world.deliver() == ["announcement"]


@pytest.mark.parametrize("takes_part", [False, True])
@pytest.mark.parametrize("command", ["/cancel", "/start"])
async def test_leaving_an_announcement_says_that_it_is_not_kept(
    world: World, command: str, takes_part: bool
) -> None:
    omar = await organiser(world)
    if takes_part:
        await omar.tap("^go:on")
        for data in ("^ok:1", "^co:TN:", "^ro:sme", "^or"):
            await omar.tap(data)
        await omar.say(MAKER)
        for data in ("^right", "^done:speaks", "^done:windows"):
            await omar.tap(data)
    await omar.say("/announce")
    await omar.tap("^done:announce:7")
    left = await omar.say(command)
    assert left.text.startswith(
        "All right, we stop here. The announcement you had begun is not kept."
    )
    assert left.labels[0] == "Write an announcement"
    answer = await omar.say("Hall B is open.")
    assert answer.text.startswith("I did not catch that." if takes_part else NOTHING_TO_DO)


async def test_help_in_an_announcement_keeps_it(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/announce")
    asked = await omar.tap("^done:announce:7")
    helped = await omar.say("/help")
    assert helped.text.endswith(asked.text)
    assert helped.labels == asked.labels
    assert (await omar.say("مرحباً")).text.startswith("Write the text in French")


async def test_an_organiser_who_started_again_is_not_asked_for_consent(world: World) -> None:
    omar = await organiser(world)
    await omar.say("/start")
    assert (await omar.say("good morning")).text == NOTHING_TO_DO


async def test_an_organiser_in_the_middle_of_the_questions_finds_back(world: World) -> None:
    omar = await organiser(world)
    await omar.tap("^go:on")
    await omar.tap("^ok:1")
    for act in ("/cancel", "cancel"):
        if act == "cancel":
            await omar.say("/announce")
        home = await (omar.say(act) if act[0] == "/" else omar.tap("^go:home"))
        assert (home.labels[0], home.labels[-1]) == ("Write an announcement", "Go on")
    assert (await omar.tap("^go:on")).text.startswith("Which country")
