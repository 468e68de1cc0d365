"""People, an event and what is between them, plain and difficult, for the screens of tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from matchmaking.events import Day, Event, EventPlan, Mode, Session, SessionKind, Speaker, Window
from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.matching import Reason, ReasonKind
from matchmaking.meetings import Meeting, MeetingId, MeetingView, State
from matchmaking.notices import (
    NewNotice,
    Notice,
    NoticeId,
    NoticeKind,
    NoticeState,
)
from matchmaking.people import Attendee, AttendeeId, EventId, Person, PersonId, WindowId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases.delivery import Delivery

NOW = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
START = datetime(2027, 4, 13, 14, 40, tzinfo=UTC)
SLOTS = (START, START + timedelta(minutes=40), START + timedelta(hours=24))
NAMES = {
    Language.EN: "Mediterranean Techdays",
    Language.FR: "Techdays Méditerranée",
    Language.AR: "أيام المتوسّط للتقنية",
}
TITLES = {
    Language.EN: "Matchmaking, day one",
    Language.FR: "Rencontres d'affaires, premier jour",
    Language.AR: "لقاءات الأعمال، اليوم الأول",
}
HARD = "🌍 <b>Ünal & Söhne</b> \u202eGmbH\u202c " + "W" * 90
"""An organisation's name as somebody may write it."""


def current_event(uow: UnitOfWork) -> Event:
    """The edition that was added last."""
    found = uow.events.current()
    assert found is not None
    return found


def event(mode: Mode = Mode.VIRTUAL) -> Event:
    windows = tuple(
        Window(
            id=WindowId(number),
            code=f"w{number}",
            starts_at=START.replace(hour=hour) + timedelta(days=days),
            ends_at=START.replace(hour=hour) + timedelta(days=days, hours=2),
            titles=TITLES,
        )
        for number, (days, hour) in enumerate([(0, 8), (0, 14), (1, 8), (1, 14)], start=1)
    )
    plan = EventPlan(
        code="techdays",
        short_name="Techdays",
        names=NAMES,
        zone="Africa/Tunis",
        mode=mode,
        slot_minutes=20,
        rest_minutes=0,
        tables=40,
        offer_hours=24,
        link_template="https://meet.example.org/{room}" if mode is Mode.VIRTUAL else "",
        days=(
            Day(date=date(2027, 4, 13), audience=(), titles=TITLES),
            Day(date=date(2027, 4, 14), audience=(), titles=TITLES),
        ),
        windows=windows,
        sessions=(),
    )
    return Event(id=EventId(1), plan=plan)


def event_with_sessions() -> Event:
    """With people on stage, one of whom has a difficult name."""
    on = event()
    speaker = Speaker(name=f"Dr {HARD}", organisation=HARD, country=CountryCode("TN"))
    sessions = tuple(
        Session(
            code=f"s{number}",
            kind=SessionKind.PANEL,
            starts_at=START + timedelta(hours=number),
            ends_at=START + timedelta(hours=number + 1),
            titles=dict.fromkeys(Language, title),
            language="fr",
            seats=40,
            link="",
            speakers=(speaker, replace(speaker, name=f"Dr Aya {number}")),
        )
        for number, title in enumerate((HARD, "الماء والطاقة", "Water & <energy>"), start=1)
    )
    return replace(on, plan=replace(on.plan, sessions=sessions))


def intent(side: Side, *concepts: str, kind: Kind = Kind.TRADE, words: str = "") -> Intent:
    return Intent(
        kind=kind,
        side=side,
        concepts=tuple(ConceptId(one) for one in concepts),
        markets=(CountryCode("FR"), CountryCode("LB")) if side is Side.SEEK else (),
        words=words or "cherchons des distributeurs",
    )


INTENTS = (
    intent(Side.OFFER, "agrifood.olive_oil", "agrifood.organic_food"),
    intent(Side.SEEK, "logistics.distributor"),
    intent(Side.SEEK, kind=Kind.INVESTMENT, words="un fonds <patient> & proche"),
    intent(Side.OFFER, "agrifood.olive_oil", kind=Kind.INVESTMENT),
    intent(Side.SEEK, "agrifood.olive_oil", kind=Kind.RESEARCH),
    intent(Side.OFFER, "agrifood.olive_oil", kind=Kind.RESEARCH),
    intent(Side.SEEK, "agrifood.olive_oil", kind=Kind.NETWORKING),
)


def attendee(
    number: int,
    language: Language,
    *,
    name: str = "Rania Haddad",
    organisation: str | None = "Coop des Oliviers",
    country: str = "LB",
    zone: str = "Asia/Beirut",
    intents: tuple[Intent, ...] = INTENTS,
) -> Attendee:
    person = Person(
        id=PersonId(number),
        telegram_id=1000 + number,
        name=name,
        language=language,
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
        speaks=(language.value, "fr") if language is not Language.FR else ("fr", "ar"),
        words="We make organic olive oil and seek distributors in France.",
        intents=intents,
        dropped=(ConceptId("agrifood.organic_food"),),
        confirmed_at=NOW,
        windows=frozenset({WindowId(1), WindowId(2)}),
        ready_at=NOW,
    )


def others(language: Language) -> list[Attendee]:
    return [
        attendee(2, language, name="كريم الطرابلسي", organisation="مخبر الشبكات", country="TN",
                 zone="Africa/Tunis"),
        attendee(3, language, name="Karim", organisation="", country="PT", zone="Europe/Lisbon"),
        attendee(4, language, name="<i>Bo</i> \u2066x & 123 " + "N" * 60, organisation=HARD,
                 intents=()),
    ]  # fmt: skip


_TOPICAL = tuple(
    Reason(kind=kind, intent=intent_kind, topic=topic, words="de l'huile <bio> & فاخر " * 9)
    for kind in (ReasonKind.SUPPLIES, ReasonKind.WANTS)
    for intent_kind in (Kind.TRADE, Kind.INVESTMENT, Kind.RESEARCH)
    for topic in (ConceptId("agrifood.olive_oil"), None)
)
REASONS = (
    *_TOPICAL,
    Reason(kind=ReasonKind.SHARES, intent=Kind.NETWORKING, topic=ConceptId("agrifood.olive_oil")),
    Reason(kind=ReasonKind.FIELD, topic=ConceptId("agrifood.olive_oil")),
    Reason(kind=ReasonKind.WORDS, words="de l'huile <bio> & فاخر " * 9),
    Reason(kind=ReasonKind.MARKET, countries=(CountryCode("LB"),)),
    Reason(kind=ReasonKind.LANGUAGE, languages=("fr",)),
    Reason(kind=ReasonKind.LANGUAGE, languages=("fr", "ar", "en")),
    Reason(kind=ReasonKind.TIME, windows=(WindowId(1), WindowId(2), WindowId(3))),
)


def meeting(state: State, *, mine: bool, other: int, table: int | None = None) -> Meeting:
    agreed = state not in (State.OFFERED, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
    me, they = AttendeeId(1), AttendeeId(other)
    return Meeting(
        id=MeetingId(70 + other),
        event_id=EventId(1),
        proposer=me if mine else they,
        invitee=they if mine else me,
        state=state,
        slots=SLOTS,
        offered_at=NOW,
        expires_at=NOW + timedelta(hours=24),
        starts_at=START if agreed else None,
        table=table,
        room="k7Qz",
    )


def seen(viewer: Attendee, other: Attendee, state: State, *, mine: bool) -> MeetingView:
    it = meeting(state, mine=mine, other=other.id)
    slots = SLOTS if state is State.OFFERED else ()
    room = "https://meet.example.org/k7Qz" if state is State.STARTED else ""
    return MeetingView(meeting=it, viewer=viewer, other=other, open_slots=slots, room=room)


def later(view: MeetingView, place: int) -> MeetingView:
    """The same meeting some slots later."""
    start = (view.meeting.starts_at or START) + timedelta(minutes=20 * place)
    return replace(view, meeting=replace(view.meeting, starts_at=start))


def delivery(
    kind: NoticeKind, me: Attendee, on: Event, *, about: MeetingView | None = None
) -> Delivery:
    new = NewNotice(recipient=me.person.id, kind=kind, key=f"{kind}:1", due_at=NOW)
    notice = Notice(id=NoticeId(1), what=new, state=NoticeState.PENDING, attempts=0)
    return Delivery(notice=notice, recipient=me.person, event=on, meeting=about)


STATE_OF = {
    NoticeKind.OFFER: State.OFFERED,
    NoticeKind.BOOKED: State.ACCEPTED,
    NoticeKind.COUNTERED: State.OFFERED,
    NoticeKind.MOVED: State.ACCEPTED,
    NoticeKind.KEPT: State.ACCEPTED,
    NoticeKind.PLACE: State.ACCEPTED,
    NoticeKind.STANDS: State.CANCELLED,
    NoticeKind.DECLINED: State.DECLINED,
    NoticeKind.WITHDRAWN: State.WITHDRAWN,
    NoticeKind.EXPIRED: State.EXPIRED,
    NoticeKind.CANCELLED: State.CANCELLED,
    NoticeKind.HOUR_BEFORE: State.ACCEPTED,
    NoticeKind.SOON: State.ACCEPTED,
    NoticeKind.START: State.STARTED,
    NoticeKind.ROOM: State.STARTED,
    NoticeKind.LATE: State.STARTED,
    NoticeKind.HERE: State.ACCEPTED,
    NoticeKind.ASK: State.STARTED,
    NoticeKind.EXCHANGE: State.HELD,
}
