"""The screens of partners and clusters, for one reader."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.screens import editing, onboarding, partners, programme
from handlers.screens import event as event_screens
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.partners import Partner
from matchmaking.people import Attendee
from matchmaking.usecases.editing import Item
from matchmaking.usecases.programme import DayView
from tests.handlers.people import HARD

Named = tuple[str, Screen]

PARTNERS = (
    Partner(
        code="blue-arc",
        names={
            Language.EN: "Blue Arc Cluster Network",
            Language.FR: "Réseau de clusters Arc Bleu",
            Language.AR: "شبكة تجمّعات القوس الأزرق",
        },
        link="https://blue-arc.example.org",
    ),
    Partner(code="llevant", names={Language.EN: "Short Sea Cluster Llevant"}),
    Partner(code="hard", names={Language.FR: HARD}, link="https://example.org/a?b=1&c=2"),
    Partner(code="again", names={Language.FR: HARD}, link="https://example.org/2"),
)


def with_partners(on: Event, found: tuple[Partner, ...] = PARTNERS) -> Event:
    """The same event, held by these."""
    return replace(on, plan=replace(on.plan, partners=found))


def cluster_screens(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    yield from _partners(me, on, book)


def _partners(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    many = tuple(replace(PARTNERS[0], code=f"p{n}") for n in range(60))
    for name, found in (("few", PARTNERS), ("one", PARTNERS[:1]), ("many", many), ("none", ())):
        held = with_partners(on, found)
        yield f"partners.{name}", partners.partners(held, book)
        yield f"partners.welcome.{name}", onboarding.welcome(held, book)
        yield f"partners.event.{name}", event_screens.event(held, book)
        yield f"partners.editing.{name}", editing.ask(Item.PARTNERS, held, book)
    no_day = DayView(event=with_partners(on), viewer=me, days=(), day=None, sessions=())
    yield "partners.programme", programme.day(no_day, book)
    yield "partners.refused", editing.refused("editing.no_partner", Item.PARTNERS, held, book)
