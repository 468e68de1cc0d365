"""Bringing somebody to a question of the onboarding."""

from matchmaking.people import Question
from tests.handlers.chat import Phone

WORDS = {
    "en": "We make organic olive oil and are looking for distributors in France.",
    "fr": "Nous produisons de l'huile d'olive et cherchons des distributeurs en Allemagne.",
    "ar": "ننتج زيت زيتون عضوياً ونبحث عن موزّعين في فرنسا.",
}


async def at(question: Question, phone: Phone) -> Phone:
    """Brings somebody to a question of the onboarding."""
    steps = {
        Question.LANGUAGE: "/start",
        Question.CONSENT: "^la:en",
        Question.COUNTRY: "^ok:1",
        Question.ROLE: "^co:TN",
        Question.ORGANISATION: "^ro:sme",
        Question.WORDS: "^or",
        Question.CHIPS: WORDS["en"],
        Question.SPEAKS: "^right",
        Question.WINDOWS: "^done:speaks",
    }
    for name, act in steps.items():
        await (phone.tap(act) if act.startswith("^") else phone.say(act))
        if name is question:
            break
    return phone
