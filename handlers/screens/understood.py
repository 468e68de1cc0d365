"""What was understood of somebody's words: a few lines, and a chip for every topic."""

from collections.abc import Sequence

from handlers import callbacks as cb
from handlers.screens.screen import Button, Screen, column, flow, lines, paragraphs
from handlers.screens.words import QUOTED, button, clip, label, topic, topic_inside
from i18n.phrasebook import Html, Phrasebook
from matchmaking.intents import ConceptId, Intent, Side
from matchmaking.people import Attendee, Question
from matchmaking.usecases.profiles import understood as read_again

TOPICS_SHOWN = 8
"""Most topics in one line of the summary; the chips show them all."""

CHIPS_SHOWN = 24
"""Most chips: beyond that a keyboard is no help."""


def chips(attendee: Attendee, book: Phrasebook) -> Screen:
    """What I understood, to be corrected by tapping."""
    right = button("chips.right", book, cb.Right().pack()) if attendee.intents else None
    again = button("chips.again", book, cb.Ask(question=Question.WORDS).pack())
    more = button("chips.add", book, cb.AddWords().pack())
    if attendee.intents:
        text = paragraphs(
            book.text("understood.head"),
            summary(attendee.intents, book),
            book.text("understood.question"),
        )
    else:
        text = book.text("understood.nothing")
    return Screen(html=text, rows=(*column(right), *flow(_chips(attendee, book)), (again, more)))


def _chips(attendee: Attendee, book: Phrasebook) -> list[Button]:
    everything = _topics(read_again(attendee.words, ()))
    mentioned = dict.fromkeys([*everything, *_topics(attendee.intents)])
    return [
        Button(
            label=label(
                book.plain(
                    "choice.off" if concept in attendee.dropped else "choice.on",
                    label=clip(topic(concept, book), 32),
                ),
                book,
            ),
            data=cb.Topic(concept=concept).pack(),
        )
        for concept in list(mentioned)[:CHIPS_SHOWN]
    ]


def summary(intents: Sequence[Intent], book: Phrasebook) -> Html:
    """A line for each kind of thing sought or offered; what is sought first."""
    groups: dict[str, list[Intent]] = {}
    for intent in sorted(intents, key=lambda one: one.side is Side.OFFER):
        groups.setdefault(f"understood.{intent.kind}.{intent.side}", []).append(intent)
    offered = frozenset(_topics([one for one in intents if one.side is Side.OFFER]))
    return lines(
        *(book.text(key, topics=_said(some, book, offered)) for key, some in groups.items())
    )


def _said(intents: Sequence[Intent], book: Phrasebook, offered: frozenset[ConceptId]) -> Html:
    found = _topics(intents)
    if intents[0].side is Side.SEEK:
        # "Distributors for our oil": the oil counts in what is sought, but is not sought itself.
        found = [concept for concept in found if concept not in offered] or found
    topics = [topic_inside(concept, book) for concept in found][:TOPICS_SHOWN]
    own = [book.quote(clip(i.words, QUOTED)) for i in intents if not i.concepts and i.words]
    said = book.list([*topics, *own[:2]]) if topics or own else Html("")
    markets = list(dict.fromkeys(code for intent in intents for code in intent.markets))
    if not markets:
        return said
    places = book.list(book.in_country(code) for code in markets[:TOPICS_SHOWN])
    return book.text("understood.places", topics=said, places=places) if said else places


def _topics(intents: Sequence[Intent]) -> list[ConceptId]:
    return list(dict.fromkeys(concept for intent in intents for concept in intent.concepts))
