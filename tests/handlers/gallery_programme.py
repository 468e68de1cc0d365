"""Every screen of the programme, for one reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import programme
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.events import Event, Session, SessionKind, Speaker
from matchmaking.intents import CountryCode, Language
from matchmaking.meetings import State
from matchmaking.notices import NoticeKind
from matchmaking.people import Attendee
from matchmaking.seats import Seat
from matchmaking.usecases.programme import DayView, SessionView, days_of
from tests.handlers.people import HARD, NOW, START, others, seen

Named = tuple[str, Screen]


def sessions() -> tuple[Session, ...]:
    """A panel on line, a round table in a room, and one with a difficult title."""
    panel = Session(
        code="p1",
        kind=SessionKind.PANEL,
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        titles={
            Language.AR: "جيران في الأعمال: ما الذي تفتحه التجمّعات",
            Language.FR: "Des voisins en affaires : ce que les clusters peuvent ouvrir",
            Language.EN: "Neighbours who do business: what clusters can open",
        },
        language="en",
        seats=40,
        link="https://meet.example.org/panel-1",
        speakers=(
            Speaker(name="Faïza Meddeb", organisation="Filière Textile", country=CountryCode("TN")),
            Speaker(name="أنس الحوراني", organisation="", country=CountryCode("JO")),
        ),
        moderators=(Speaker(name="Rosa", organisation="Tarraco", country=CountryCode("ES")),),
    )
    hard = replace(panel, code="rt1", kind=SessionKind.ROUND_TABLE, link="Salle B",
                   titles=dict.fromkeys(Language, HARD), speakers=(), moderators=())  # fmt: skip
    late = replace(
        panel,
        code="n1",
        kind=SessionKind.NETWORKING,
        starts_at=START + timedelta(hours=2),
        ends_at=START + timedelta(hours=4),
        seats=0,
    )
    return panel, hard, late


def screens(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    on = replace(on, plan=replace(on.plan, sessions=sessions()))
    one, hard, late = (
        SessionView(event=on, session=session, viewer=me, seat=None, free=3, waiting=0, place=None)
        for session in on.plan.sessions
    )
    seat = Seat(event_id=on.id, session="p1", attendee=me.id, since=NOW, waiting=False)
    sits = replace(one, seat=seat)
    waits = replace(one, seat=replace(seat, waiting=True), free=0, waiting=4, place=2)
    other = others(Language(book.language))[0]
    met = replace(
        one,
        meetings=(seen(me, other, State.ACCEPTED, mine=True),),
        others=(hard.session,),
    )
    full, over = replace(one, free=0, waiting=11), replace(one, over=True)
    for name, view in (
        ("free", one),
        ("hard", hard),
        ("for_all", replace(late, free=None)),
        ("seated", sits),
        ("door", replace(sits, open_door=True)),
        ("waits", waits),
        ("full", full),
        ("full_first", replace(full, waiting=0)),
        ("clashes", met),
        ("over", over),
    ):
        yield f"programme.session.{name}", programme.session(view, book)
    days = days_of(on)
    in_list = tuple(
        replace(view, session=replace(view.session, titles=dict.fromkeys(Language, title)))
        for view, title in (
            (sits, "Every drop twice: desalination and reuse"),
            (waits, "من المختبر إلى ترخيص موقّع"),
            (full, "Des voisins en affaires"),
            (over, "2 x 2"),
        )
    )
    listed = DayView(event=on, viewer=me, days=days, day=days[0], sessions=(*in_list, hard, late))
    yield "programme.day", programme.day(listed, book)
    yield "programme.mine", programme.day(replace(listed, day=None), book)
    yield "programme.mine_none", programme.day(replace(listed, day=None, sessions=()), book)
    yield "programme.none", programme.day(replace(listed, days=(), day=None, sessions=()), book)
    was = {"was": (START - timedelta(hours=1)).isoformat()}
    for kind in (NoticeKind.SEAT, NoticeKind.SESSION_SOON, NoticeKind.SESSION_CHANGED):
        yield f"programme.{kind}", programme.news(kind, replace(sits, open_door=True), was, book)
    same = {"was": START.isoformat()}
    yield "programme.changed", programme.news(NoticeKind.SESSION_CHANGED, sits, same, book)
    gone = {"start": START.isoformat(), "title": HARD}
    yield "programme.off", programme.off(gone, on, book)
