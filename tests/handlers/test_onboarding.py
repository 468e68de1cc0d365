"""From /start to the first match, in three languages, and every way back."""

from dataclasses import replace

import pytest
from aiogram.methods import EditMessageText, SendMessage

from handlers.screens import availability
from i18n.bidi import starts_safely
from matchmaking.intents import Language
from matchmaking.people import Question
from tests.handlers.chat import World
from tests.handlers.people import attendee, event
from tests.handlers.questions import WORDS, at

pytestmark = pytest.mark.anyio

PARTNER = "We are distributors in France and we are looking for olive oil."


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
async def test_two_typed_messages_and_eight_taps_at_most(world: World, language: str) -> None:
    partner = world.phone("Karim", "fr")
    await partner.onboard(PARTNER, language="fr", country="FR", speaks=7)
    phone = world.phone("Rania", f"{language}-TN")
    card = await phone.onboard(WORDS[language], language=language)
    assert "Karim" in card.text
    assert phone.typed <= 2
    assert phone.taps <= 8
    assert (phone.typed, phone.taps) == (2, 7)
    for message in phone.messages:
        for line in message.text.split("\n"):
            assert starts_safely(line, language), line


async def test_on_ones_own_it_takes_one_tap_more_and_one_message_less(world: World) -> None:
    phone = world.phone("Rania", "fr")
    await phone.say("/start")
    for data in ("^la:fr", "^ok:1", "^co:ES:Atlantic", "^ro:startup", "^or"):
        await phone.tap(data)
    await phone.say(WORDS["fr"])
    for data in ("^right", "^done:speaks", "^done:windows"):
        await phone.tap(data)
    assert (phone.typed, phone.taps) == (1, 8)


async def test_one_edit_a_tap_and_one_message_a_typed_answer(world: World) -> None:
    phone = world.phone("Rania", "en")
    await phone.onboard(WORDS["en"])
    assert len(world.session.of(SendMessage)) == 1 + phone.typed
    assert len(world.session.of(EditMessageText)) == phone.taps


async def test_a_stranger_may_begin_with_any_words(world: World) -> None:
    phone = world.phone("Rania", "fr")
    welcome = await phone.say("bonjour")
    assert welcome.labels == ["Français", "العربية", "English"]


async def test_words_without_an_intent_get_an_example_and_another_chance(world: World) -> None:
    phone = await at(Question.WORDS, world.phone("Rania", "en"))
    answer = await phone.say("hello there")
    assert answer.text.startswith("Thank you. I could not tell")
    chips = await phone.say(WORDS["en"])
    assert chips.labels[0] == "That is right"


async def test_a_sentence_that_adds_nothing_leaves_what_was_understood(world: World) -> None:
    phone = await at(Question.CHIPS, world.phone("Rania", "en"))
    chips = phone.last
    nothing = "I could not tell from that what you seek or offer, so I have added nothing."
    answer = await phone.say("hello")
    assert (answer.text, answer.labels) == (f"{nothing}\n\n{chips.text}", chips.labels)


async def test_nothing_left_is_said_to_an_old_that_is_right(world: World) -> None:
    phone = await at(Question.CHIPS, world.phone("Rania", "en"))
    while found := [data for label, data in phone.last.buttons if label.endswith(" ✓")]:
        await phone.tap_data(found[0], phone.last.message_id)
    answer = await phone.tap_data("right", phone.last.message_id)
    nothing = "Nothing is left of what I understood. Tap a topic to put it back, or write it again."
    assert (answer.text, phone.toasts) == (nothing, [])


@pytest.mark.parametrize("choose", [True, False])
async def test_another_language_keeps_the_open_question(world: World, choose: bool) -> None:
    phone = await at(Question.COUNTRY, world.phone("Rania", "en"))
    asked = await phone.say("/language")
    assert asked.text == "Which language shall we speak?"
    if choose:
        again = await phone.tap("^la:fr")
        assert again.text.startswith("Dans quel pays")
    role = await phone.say("Tunisia")
    assert role.labels == (await phone.say("/start")).labels
    assert any(data == "ro:sme" for _, data in role.buttons)


@pytest.mark.parametrize(
    ("zone", "kept"),
    [
        ("Africa/Tunis", 0b1111),
        ("America/New_York", 0b1010),
        ("Asia/Tokyo", 0b0101),
        ("Asia/Karachi", 0b1111),  # until 21:40
        ("Asia/Dhaka", 0b0101),  # until 22:40
        ("America/Sao_Paulo", 0b1010),  # from 5:40
        ("Atlantic/Azores", 0b1111),  # from 8:40
    ],
)
def test_nights_are_left_out_until_they_are_tapped(zone: str, kept: int) -> None:
    # By the event's clock, windows are at 9:40 and 15:40 on two days.
    told = attendee(1, Language.EN, zone=zone)
    asked = replace(told, windows=None)
    assert availability.window_bits(asked, event()) == kept
    assert availability.window_bits(told, event()) == 0b0011


async def test_a_topic_comes_off_and_on_again(world: World) -> None:
    phone = await at(Question.WORDS, world.phone("Rania", "en"))
    chips = await phone.say(WORDS["en"])
    assert "Olive oil ✓" in chips.labels
    await phone.tap("^tp:agrifood.olive_oil")
    assert "Olive oil ✗" in phone.last.labels
    await phone.tap("^tp:agrifood.olive_oil")
    assert "Olive oil ✓" in phone.last.labels


async def test_something_can_be_added_or_all_written_again(world: World) -> None:
    phone = await at(Question.WORDS, world.phone("Rania", "en"))
    await phone.say("We make olive oil.")
    await phone.tap("^add")
    chips = await phone.say("We also seek an investor for a solar plant.")
    assert "Olive oil ✓" in chips.labels
    await phone.tap("^q:words")
    again = await phone.say("We are looking for olive oil.")
    assert again.labels[0] == "That is right"


async def test_a_country_can_be_typed_and_a_zone_is_asked_where_clocks_differ(
    world: World,
) -> None:
    phone = await at(Question.COUNTRY, world.phone("Rania", "en"))
    answer = await phone.say("Atlantis")
    assert answer.text.startswith("I know no country by that name.")
    zones = await phone.say("United States")
    assert zones.labels[:2] == ["New York", "Chicago"]
    role = await phone.tap("^zo:America/Chicago")
    assert role.text == "What describes you best?"


async def test_a_choice_of_nothing_is_refused_kindly(world: World) -> None:
    phone = await at(Question.SPEAKS, world.phone("Rania", "en"))
    await phone.tap("^sw:speaks:0$")
    await phone.tap("^done:speaks:0$")
    assert phone.toasts == ["Choose at least one language."]


@pytest.mark.parametrize("question", list(Question)[1:])
async def test_back_leads_to_the_question_before_and_forth_again(
    world: World, question: Question
) -> None:
    if question in (Question.ZONE, Question.CHIPS):
        return  # a zone is asked in its own test; from the chips one writes again
    phone = await at(question, world.phone("Rania", "en"))
    here = phone.last.text
    await phone.tap("^q:")
    assert phone.last.text != here


@pytest.mark.parametrize("question", [q for q in Question if q is not Question.ZONE])
async def test_cancel_and_help_and_start_lose_nothing(world: World, question: Question) -> None:
    phone = await at(question, world.phone("Rania", "en"))
    here = phone.last.text
    stopped = await phone.say("/cancel")
    assert stopped.labels == ["Go on"]
    helped = await phone.say("/help")
    assert helped.text.startswith("Tell me what you seek and offer")
    again = await phone.say("/start")
    on = again.text if question is not Question.LANGUAGE else here
    assert on == here or question is Question.CONSENT


@pytest.mark.parametrize("question", [q for q in Question if q is not Question.ZONE])
async def test_what_is_no_answer_gets_the_question_again(world: World, question: Question) -> None:
    phone = await at(question, world.phone("Rania", "en"))
    here = phone.last.text
    photo = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}
    answer = await phone.send(photo=[photo])
    assert answer.text == f"I can only read written words, so I have not kept that.\n\n{here}"


async def test_no_consent_keeps_nothing(world: World) -> None:
    phone = await at(Question.CONSENT, world.phone("Rania", "en"))
    answer = await phone.tap("^ok:0")
    assert answer.text.startswith("Understood. I have kept nothing about you.")
    known = world.store.run_sync(lambda uow, now: uow.people.by_telegram(phone.user.id))
    assert known is None


async def test_old_buttons_of_somebody_forgotten_are_answered(world: World) -> None:
    phone = await at(Question.CONSENT, world.phone("Rania", "fr"))
    await phone.tap("^ok:0")
    await phone.tap_data("ro:sme", phone.last.message_id)
    assert phone.toasts == [
        "Je ne vous connais pas encore, ou plus. Écrivez /start pour commencer."
    ]


async def test_nothing_is_taken_before_consent(world: World) -> None:
    phone = await at(Question.LANGUAGE, world.phone("Rania", "en"))
    answer = await phone.tap_data("ro:sme", phone.last.message_id)
    assert answer.labels[0] == "I agree"
