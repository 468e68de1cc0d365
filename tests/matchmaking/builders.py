"""People and events in a few words, for tests of the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from matchmaking.events import Day, Event, EventPlan, Mode, Window
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Sector, Side
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId, WindowId

TITLES = {Language.AR: "لقاء", Language.FR: "Rencontre", Language.EN: "Meeting"}
MORNING = datetime(2027, 4, 13, 8, 0, tzinfo=UTC)
NOW = datetime(2027, 4, 10, 8, 0, tzinfo=UTC)


def window(number: int, start: datetime, minutes: int) -> Window:
    return Window(
        id=WindowId(number),
        code=f"w{number}",
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        titles=TITLES,
    )


def event(
    *windows: Window, slot: int = 20, rest: int = 0, mode: Mode = Mode.VIRTUAL, tables: int = 2
) -> Event:
    return Event(
        id=EventId(1),
        plan=EventPlan(
            code="e",
            short_name="E",
            names=TITLES,
            zone="Africa/Tunis",
            mode=mode,
            slot_minutes=slot,
            rest_minutes=rest,
            tables=tables,
            offer_hours=24,
            link_template="https://meet.example.org/{room}",
            days=(Day(date=date(2027, 4, 13), audience=(), titles=TITLES),),
            windows=windows
            or (window(1, MORNING, 60), window(2, MORNING + timedelta(hours=6), 60)),
            sessions=(),
        ),
    )


def intent(
    side: Side, *concepts: str, kind: Kind = Kind.TRADE, markets: Iterable[str] = ()
) -> Intent:
    return Intent(
        kind=kind,
        side=side,
        concepts=tuple(ConceptId(c) for c in concepts),
        markets=tuple(CountryCode(m) for m in markets),
        words=" ".join(concepts),
    )


def attendee(
    number: int,
    *intents: Intent,
    speaks: tuple[str, ...] = ("en",),
    windows: Iterable[int] = (1, 2),
    organisation: str = "",
    country: str = "TN",
    zone: str = "Africa/Tunis",
) -> Attendee:
    person = Person(
        id=PersonId(number),
        telegram_id=1000 + number,
        name=f"Person {number}",
        language=Language.EN,
        country=CountryCode(country),
        zone=zone,
        consented_at=NOW,
    )
    return Attendee(
        id=AttendeeId(number),
        event_id=EventId(1),
        person=person,
        organisation=organisation,
        role=Role.SME,
        speaks=speaks,
        words="words",
        intents=intents,
        confirmed_at=NOW,
        windows=frozenset(WindowId(w) for w in windows),
        ready_at=NOW,
    )


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A concept of the small taxonomy."""

    id: ConceptId
    broader: tuple[ConceptId, ...] = ()
    serves: tuple[ConceptId, ...] = ()


def topic(id_: str, *, broader: str = "", serves: str = "") -> Topic:
    return Topic(
        id=ConceptId(id_),
        broader=(ConceptId(broader),) if broader else (),
        serves=(ConceptId(serves),) if serves else (),
    )


class SmallTaxonomy:
    """Olives and water, enough to see every kind of link, and a chain of three."""

    TOPICS = (
        topic("agrifood.oils"),
        topic("agrifood.olive_oil", broader="agrifood.oils"),
        topic("agrifood.argan_oil", broader="agrifood.oils"),
        topic("agrifood.olive_growing"),
        topic("water.drip_irrigation", serves="agrifood.olive_growing"),
        topic("water.desalination"),
        topic("agrifood.olive_stone", broader="energy.biomass"),
        topic("energy.biomass", serves="energy.boilers"),
        topic("energy.boilers"),
    )

    def concepts(self) -> tuple[Topic, ...]:
        return self.TOPICS

    def sectors_of(self, concept: ConceptId) -> tuple[Sector, ...]:
        return (Sector(concept.split(".")[0]),)
