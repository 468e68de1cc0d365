"""The programme: a day's sessions, one session with its seats, and the news of them."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from handlers.callbacks_programme import (
    GiveBack,
    MySessions,
    ProgrammeDay,
    ProgrammeFile,
    ShowSession,
    TakeSeat,
)
from handlers.screens.partners import to_partners
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.words import button, clip, label, language_name, printed, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event, Session, Speaker
from matchmaking.intents import Language
from matchmaking.notices import NoticeKind, Scalar
from matchmaking.partners import is_address
from matchmaking.seats import SESSION_SOON
from matchmaking.usecases.programme import DayView, SessionView

TITLE_IN_LIST = 90
"""Most characters of a title in the list."""

ON_BUTTON, ON_BUTTON_WITH_DAY = 28, 22
"""Most characters of a title on a button, after the hour or after the day and the hour."""

ON_STAGE, SPEAKER, ROOM = 12, 80, 200
"""Most people on stage named in a message, and most characters of a name there and of a room."""

LANGUAGE = 40
"""Most characters of a language that is none of ours."""

SHOWN = 24
"""Most sessions in one message."""


def day(view: DayView, book: Phrasebook) -> Screen:
    """A day's sessions by the hour, or one's own."""
    if not view.days:
        return Screen(html=book.text("programme.none"), rows=to_partners(view.event, book))
    shown = view.sessions[:SHOWN]
    return Screen(
        html=paragraphs(_head(view, book), *_by_hour(view, shown, book), _rest(view, book)),
        rows=(
            *column(*(_open(one, view, book) for one in shown)),
            *_other_days(view, book),
            *to_partners(view.event, book),
        ),
    )


def _head(view: DayView, book: Phrasebook) -> Html:
    if view.day is None:
        return Html(f"<b>{book.text('programme.mine')}</b>")
    name = Html(f"<b>{book.text('person.alone', name=book.capital(book.day(view.day)))}</b>")
    title = next((one.titles for one in view.event.plan.days if one.date == view.day), {})
    said = printed(title.get(Language(book.language), ""))
    return lines(name, book.text("programme.theme", title=Words(said)) if said else "")


def _rest(view: DayView, book: Phrasebook) -> Html:
    if not view.sessions:
        return book.text("programme.mine_none")
    more = len(view.sessions) - SHOWN
    return book.count("programme.more", more) if more > 0 else Html("")


def _by_hour(view: DayView, shown: tuple[SessionView, ...], book: Phrasebook) -> list[Html]:
    """A paragraph an hour, a line a session."""

    def hour(one: SessionView) -> Html:
        at = one.session.starts_at
        if view.day is None:
            return Html(book.capital(when(at, view.event, book)))
        return Html(book.time_both(at, view.event.plan.zone))

    return [
        lines(
            book.text("programme.hour", time=book.tg_time(some[0].session.starts_at, head, "")),
            *(_line(one, book) for one in some),
        )
        for head, group in groupby(shown, key=hour)
        for some in [list(group)]
    ]


def _line(one: SessionView, book: Phrasebook) -> Html:
    title = Words(clip(_title(one.session, book), TITLE_IN_LIST))
    status = _status(one)
    if not status:
        return book.text("programme.line", title=title)
    return book.text("programme.line_status", title=title, status=book.plain(status))


def _status(one: SessionView) -> str:
    """The key of what stands behind a title; empty for a session with seats left."""
    if one.sits:
        return "programme.is_yours"
    if one.seat is not None:
        return "programme.is_waited_for"
    if one.over:
        return "programme.is_over"
    return "programme.is_full" if one.free == 0 else ""


def _open(one: SessionView, view: DayView, book: Phrasebook) -> Button:
    at = one.session.starts_at
    with_day = view.day is None
    time = book.weekday_time(at) if with_day else book.time(at)
    most = ON_BUTTON_WITH_DAY if with_day else ON_BUTTON
    title = Words(clip(_title(one.session, book), most))
    text = book.plain("programme.open", time=book.capital(time), title=title)
    return Button(
        label=label(text, book),
        data=ShowSession(edition=view.event.id, session=one.session.code).pack(),
    )


def _other_days(view: DayView, book: Phrasebook) -> tuple[Row, ...]:
    days = flow(
        Button(
            label=label(book.capital(book.day(one)), book),
            data=ProgrammeDay(edition=view.event.id, day=number).pack(),
        )
        for number, one in enumerate(view.days)
        if one != view.day
    )
    mine = view.day is None
    key = "programme.mine_to_calendar" if mine else "programme.to_calendar"
    file = button(key, book, ProgrammeFile(edition=view.event.id, mine=mine).pack())
    own = MySessions(edition=view.event.id).pack()
    return (
        *days,
        *column(
            None if mine else button("programme.to_mine", book, own),
            file if view.sessions else None,
        ),
    )


def session(view: SessionView, book: Phrasebook) -> Screen:
    """One session: what, when, who, and whether there is a seat."""
    return Screen(
        html=paragraphs(
            _what(view, book),
            lines(*_stage(view.session, book)),
            lines(_seats(view, book), *_clashes(view, book), _where(view, book)),
        ),
        rows=_ways(view, book),
    )


def _what(view: SessionView, book: Phrasebook) -> Html:
    one = view.session
    return lines(
        Html(f"<b>{book.text('programme.head', title=Words(_title(one, book)))}</b>"),
        book.text(f"programme.kind_{one.kind}", language=_spoken(one.language, book)),
        _hour(view, book),
    )


def _spoken(code: str, book: Phrasebook) -> str | Words:
    """A language inside a sentence; as the organiser wrote it, where that is no code."""
    name = language_name(code, book)
    return Words(clip(name, LANGUAGE)) if name == code else name


def _hour(view: SessionView, book: Phrasebook) -> Html:
    one = view.session
    at = Html(book.capital(when(one.starts_at, view.event, book)))
    return book.text(
        "programme.when",
        when=book.tg_time(one.starts_at, at, ""),
        duration=book.duration(one.ends_at - one.starts_at),
    )


def _stage(one: Session, book: Phrasebook) -> list[Html]:
    groups = (("programme.speakers", one.speakers), ("programme.moderators", one.moderators))
    return [
        book.count(
            key,
            len(people),
            people=book.list([*(_speaker(one, book) for one in people[:ON_STAGE]), *_dots(people)]),
        )
        for key, people in groups
        if people
    ]


def _dots(people: tuple[Speaker, ...]) -> list[str]:
    return ["…"] if len(people) > ON_STAGE else []


def _speaker(person: Speaker, book: Phrasebook) -> Html:
    name = Words(clip(person.name, SPEAKER))
    if not person.organisation:
        return book.text("programme.speaker_alone", name=name)
    house = Words(clip(person.organisation, SPEAKER))
    return book.text("programme.speaker", name=name, organisation=house)


def _seats(view: SessionView, book: Phrasebook) -> Html:
    if view.over:
        return book.text("programme.over")
    if view.place is not None:
        return book.text("programme.in_line", n=view.place)
    if view.sits:
        return book.text("programme.seated")
    if view.free is None:
        return book.text("programme.open_to_all")
    if view.free:
        return book.count("programme.free", view.free)
    return (
        book.count("programme.waiting", view.waiting)
        if view.waiting
        else book.text("programme.full")
    )


def _clashes(view: SessionView, book: Phrasebook) -> list[Html]:
    """What else the reader has at that time; worth knowing before a seat is taken, and after."""
    meetings = [
        book.text(
            "programme.meeting_then",
            name=book.user(seen.other.person.name),
            time=book.time_both(seen.meeting.starts_at, view.event.plan.zone),
        )
        for seen in view.meetings
        if seen.meeting.starts_at
    ]
    others = [
        book.text("programme.session_then", title=Words(clip(_title(one, book), TITLE_IN_LIST)))
        for one in view.others
    ]
    return [*meetings, *others]


def _where(view: SessionView, book: Phrasebook) -> Html:
    link = view.session.link
    if view.over or not link:
        return Html("")
    if not is_address(link):
        return book.text("programme.room", room=Words(clip(link, ROOM)))
    if view.sits and not view.open_door:
        return book.text("programme.door_later", duration=book.duration(SESSION_SOON))
    return Html("")


def _ways(view: SessionView, book: Phrasebook) -> tuple[Row, ...]:
    code, edition = view.session.code, view.event.id
    if view.over:
        act = None
    elif view.seat is None:
        key = "programme.wait" if view.free == 0 else "programme.take"
        act = button(key, book, TakeSeat(edition=edition, session=code).pack())
    else:
        key = "programme.leave_line" if view.seat.waiting else "programme.give_back"
        act = button(key, book, GiveBack(edition=edition, session=code).pack())
    return (*column(_door(view, book), act), *to_day(view, book))


def _door(view: SessionView, book: Phrasebook) -> Button | None:
    link = view.session.link
    if not (view.sits and view.open_door and is_address(link)):
        return None
    return Button(label=book.plain("programme.enter"), url=link)


def to_day(view: SessionView, book: Phrasebook) -> tuple[Row, ...]:
    """The way back to the session's day."""
    event = view.event
    at = view.session.starts_at.astimezone(event.zone).date()
    days = sorted({one.starts_at.astimezone(event.zone).date() for one in event.plan.sessions})
    data = ProgrammeDay(edition=event.id, day=days.index(at)).pack()
    return column(button("programme.back", book, data, day=book.day(at)))


def news(
    kind: NoticeKind, view: SessionView, data: Mapping[str, Scalar], book: Phrasebook
) -> Screen:
    """What has become of a session in which the reader sits or waits, with the session as it is."""
    title = Words(_title(view.session, book))
    if kind is NoticeKind.SESSION_SOON:
        said = book.text("programme.soon", title=title, duration=book.duration(SESSION_SOON))
        return Screen(html=paragraphs(said, _where(view, book)), rows=_ways(view, book))
    if kind is NoticeKind.SEAT:
        said = book.text("programme.seat_free", title=title)
        return Screen(html=paragraphs(said, _hour(view, book)), rows=_ways(view, book))
    was = datetime.fromisoformat(str(data["was"]))
    moved = was != view.session.starts_at
    said = book.text(
        "programme.moved" if moved else "programme.changed",
        title=title,
        **({"was": when(was, view.event, book)} if moved else {}),
    )
    body = lines(_hour(view, book), _where(view, book))
    return Screen(html=paragraphs(said, body), rows=_ways(view, book))


def off(data: Mapping[str, Scalar], event: Event, book: Phrasebook) -> Screen:
    """A session that does not take place."""
    at = datetime.fromisoformat(str(data["start"]))
    return Screen(
        html=book.text(
            "programme.off", title=Words(str(data["title"])), when=when(at, event, book)
        ),
        rows=column(
            button("programme.to_all", book, ProgrammeDay(edition=event.id, day=0, new=True).pack())
        ),
    )


def _title(one: Session, book: Phrasebook) -> str:
    return printed(one.titles[Language(book.language)])
