"""What is awaited is asked again: in another language, and after words that answer nothing."""

import pytest

from matchmaking.people import Question
from tests.handlers.chat import World
from tests.handlers.questions import at

pytestmark = pytest.mark.anyio

FRENCH = {
    Question.CONSENT: "Ce que vous écrivez ici",
    Question.COUNTRY: "Dans quel pays",
    Question.ROLE: "Qu’est-ce qui vous décrit",
    Question.ORGANISATION: "Comment s’appelle",
    Question.WORDS: "En une ou deux phrases",
    Question.CHIPS: "Voici ce que j’ai compris.",
    Question.SPEAKS: "Dans quelles langues",
    Question.WINDOWS: "• Mardi 13 avril",
}


@pytest.mark.parametrize("question", FRENCH)
async def test_another_language_asks_the_open_question_in_it(
    world: World, question: Question
) -> None:
    phone = await at(question, world.phone("Rania", "en"))
    labels = len(phone.last.labels)
    await phone.say("/language")
    asked = await phone.tap("^la:fr")
    assert asked.text.startswith(FRENCH[question])
    assert len(asked.labels) == labels


@pytest.mark.parametrize(
    ("question", "said", "how"),
    [
        (
            Question.LANGUAGE,
            "English please",
            "Tap one of the languages below, and we go on in it.",
        ),
        (
            Question.CONSENT,
            "yes",
            "Before I keep anything, I need your tap: “I agree” or “No, thank you”.",
        ),
        (
            Question.ROLE,
            "I am a baker",
            "Here I need one of these descriptions: tap the nearest.",
        ),
        (
            Question.SPEAKS,
            "English, French",
            "Tap each language you can meet people in, then “Continue”.",
        ),
        (
            Question.WINDOWS,
            "mornings",
            "Tap a time to leave it out or put it back, then “Continue”.",
        ),
    ],
)
async def test_words_where_a_tap_is_awaited_get_a_sentence_that_fits(
    world: World, question: Question, said: str, how: str
) -> None:
    phone = await at(question, world.phone("Rania", "en"))
    asked = phone.last
    answer = await phone.say(said)
    assert (answer.text, answer.labels) == (f"{how}\n\n{asked.text}", asked.labels)


async def test_words_where_a_city_is_awaited(world: World) -> None:
    phone = await at(Question.COUNTRY, world.phone("Rania", "en"))
    asked = await phone.say("United States")
    answer = await phone.say("Boston")
    assert answer.text.startswith("I show you hours by your own clock: tap the city")
    assert answer.labels == asked.labels
