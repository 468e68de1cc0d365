"""After the questions: changing what was told, pausing, languages, and what is not understood."""

import pytest

from tests.handlers.chat import Phone, World

pytestmark = pytest.mark.anyio

MAKER = "We make olive oil and are looking for distributors."


async def ready(world: World) -> Phone:
    phone = world.phone("Rania", "en")
    await phone.onboard(MAKER, speaks=7)
    return phone


async def test_each_part_can_be_changed(world: World) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^q:role")
    assert "Role: Start-up" in (await rania.tap("^ro:startup")).text
    await rania.tap("^q:country")
    assert "Country: Lebanon (Beirut)" in (await rania.tap("^co:LB")).text
    await rania.tap("^q:organisation")
    assert "Organisation: on my own" in (await rania.tap("^or")).text
    await rania.tap("^q:organisation")
    assert "Organisation: \u2068Coop\u2069" in (await rania.say("Coop")).text
    await rania.tap("^go:name")
    assert "Name: \u2068Rania H.\u2069" in (await rania.say("Rania H.")).text
    await rania.tap("^q:speaks")
    assert (
        "Languages: English" in (await rania.tap_data("done:speaks:4", rania.last.message_id)).text
    )
    await rania.tap("^q:windows")
    assert (
        "Free: Tuesday morning"
        in (await rania.tap_data("done:windows:1", rania.last.message_id)).text
    )
    assert "Saved." in rania.toasts


async def test_back_leads_to_the_profile(world: World) -> None:
    rania = await ready(world)
    shown = (await rania.say("/profile")).text
    for question in ("role", "country", "organisation", "words", "speaks", "windows"):
        await rania.tap(f"^q:{question}")
        assert (await rania.tap("^go:profile")).text == shown


async def test_other_words_are_asked_about_before_they_count(world: World) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^q:words")
    chips = await rania.say("We are looking for an investor for a solar plant.")
    assert chips.labels[0] == "That is right"
    await rania.tap("^right")
    assert "Saved." in rania.toasts


async def test_cancelling_after_new_words_says_that_they_are_kept(world: World) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^q:words")
    await rania.say("We are looking for an investor for a solar plant.")
    assert (await rania.say("/cancel")).text.startswith(
        "All right, we stop here. What you wrote last is kept,"
    )


async def test_a_country_changes_only_with_its_clock(world: World) -> None:
    rania = await ready(world)
    before = (await rania.say("/profile")).text
    await rania.tap("^q:country")
    zones = await rania.say("United States")
    assert zones.labels[:2] == ["New York", "Chicago"]
    assert (await rania.say("/cancel")).text == "All right, I left everything as it was. What next?"
    assert (await rania.say("/profile")).text == before
    changed = await rania.tap("^zo:America/Chicago", on=zones)
    assert "Country: United States (Chicago)" in changed.text


async def test_another_language_in_the_middle_of_a_change(world: World) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^go:name")
    await rania.say("/language")
    await rania.tap("^la:en")
    assert rania.last.text == "Under which name shall I introduce you? Write it."
    assert "Name: \u2068Rania H.\u2069" in (await rania.say("Rania H.")).text


async def test_a_break_and_its_end(world: World) -> None:
    rania = await ready(world)
    assert (await rania.say("/pause")).text.startswith("You are taking a break")
    assert (await rania.tap("^go:resume")).text.startswith("Good to have you back")
    await rania.say("/pause")
    assert (await rania.say("/pause")).text.startswith("Good to have you back")


async def test_another_language(world: World) -> None:
    rania = await ready(world)
    await rania.say("/language")
    assert (await rania.tap("^la:ar")).text == "نتحدّث العربية من الآن."
    assert (await rania.say("/help")).text.startswith("أخبروني")


async def test_what_is_not_understood_gets_a_way_on(world: World) -> None:
    rania = await ready(world)
    answer = await rania.say("good morning")
    assert answer.labels == ["Say what I seek", "See my meetings", "See whom to meet"]
    assert (await rania.say("/nonsense")).text.startswith("Tell me what you seek and offer")
    sticker = {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
               "is_animated": False, "is_video": False}  # fmt: skip
    assert (await rania.send(sticker=sticker)).text.startswith("I can only read written words")


@pytest.mark.parametrize("command", ["/meetings", "/matches", "/profile", "/cancel"])
async def test_a_command_leaves_the_question_that_was_open(world: World, command: str) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^go:name")
    await rania.say(command)
    assert (await rania.say("Not my name")).text.startswith("I did not catch that.")


@pytest.mark.parametrize("command", ["/meetings", "/matches", "/profile", "/pause"])
async def test_too_early_a_command_leads_back_to_the_question(world: World, command: str) -> None:
    phone = world.phone("Rania", "en")
    await phone.say("/start")
    await phone.tap("^la:en")
    answer = await phone.say(command)
    assert answer.text.startswith("A few questions are still open")
    assert answer.labels[0] == "I agree"


async def test_too_long_a_text_is_refused_with_its_limit(world: World) -> None:
    rania = await ready(world)
    await rania.say("/profile")
    await rania.tap("^q:words")
    answer = await rania.say("olive oil " * 200)
    assert answer.text.startswith("That is too long for me: at most 1,500 characters.")


async def test_blocking_leaves_matching_and_coming_back_returns(world: World) -> None:
    rania = await ready(world)
    for blocked in (True, False):
        await rania.block(blocked=blocked)
        person = world.store.run_sync(lambda uow, now: uow.people.by_telegram(rania.user.id))
        assert person is not None
        assert (person.blocked_at is not None) is blocked


async def test_groups_are_left_alone(world: World) -> None:
    rania = await ready(world)
    before = len(world.session.calls)
    message = rania.message(text="/start")
    await world.feed(message={**message, "chat": {"id": -5, "type": "group", "title": "g"}})
    assert len(world.session.calls) == before


async def test_cancelling_says_what_is_true(world: World) -> None:
    rania = await ready(world)
    saved = "There was nothing to leave, and what you have changed is saved. What next?"
    kept = "All right, we stop here. What you wrote last is kept,"
    await rania.say("/profile")
    await rania.tap("^q:country")
    await rania.say("Lebanon")
    assert (await rania.say("/cancel")).text == saved
    await rania.say("/profile")
    await rania.tap("^q:words")
    await rania.say("We are looking for an investor for a solar plant.")
    chips = rania.last
    for way in ("^add", "^q:words"):
        await rania.tap(way, on=chips)
        assert (await rania.say("/cancel")).text.startswith(kept)
        await rania.say("/start")
        chips = rania.last
