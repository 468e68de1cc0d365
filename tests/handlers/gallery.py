"""Every screen of the conversation, with plain and with difficult values, for one reader."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.screens import (
    agenda,
    availability,
    home,
    matches,
    meetings,
    notices,
    onboarding,
    organiser,
    profile,
    understood,
)
from handlers.screens.questions import question_screen
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook, phrasebook
from matchmaking.announcements import Announcement, AnnouncementState
from matchmaking.events import Event, Mode
from matchmaking.intents import CountryCode, Language
from matchmaking.matching import Match, MatchId, NewMatch
from matchmaking.meetings import MeetingView, State
from matchmaking.notices import (
    AnnouncementId,
    NoticeKind,
)
from matchmaking.organisers import DUTIES, OrganiserRole
from matchmaking.people import Attendee, Person, PersonId, Question
from matchmaking.usecases.agendas import Agenda
from matchmaking.usecases.arrivals import Arrival
from matchmaking.usecases.proposals import MatchView
from tests.handlers import gallery_programme
from tests.handlers.gallery_after import after
from tests.handlers.gallery_announcements import announced
from tests.handlers.gallery_calendar import calendar_screens
from tests.handlers.gallery_checkin import door_screens
from tests.handlers.gallery_clusters import cluster_screens
from tests.handlers.gallery_editions import edition_screens
from tests.handlers.gallery_files import file_screens
from tests.handlers.gallery_people import people
from tests.handlers.gallery_rounds import talks
from tests.handlers.people import (
    HARD,
    NOW,
    REASONS,
    SLOTS,
    START,
    STATE_OF,
    attendee,
    delivery,
    event,
    later,
    meeting,
    others,
    seen,
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A screen, by name, and the phrasebook of its reader."""

    name: str
    screen: Screen
    book: Phrasebook


def gallery(language: Language, country: str, zone: str) -> Iterator[Shown]:
    """Every screen as a reader of that language, country and zone sees it."""
    book = phrasebook(language.value, country, zone)
    me = attendee(1, language, name="Me", country=country, zone=zone)
    screens = [
        *_onboarding(me, event(), book),
        *_matches(me, event(), book),
        *_meetings(me, event(), book),
        *_meetings(me, event(Mode.IN_PERSON), book),
        *talks(me, event(), book),
        *talks(me, event(Mode.IN_PERSON), book),
        *_rest(me, event(), book),
        *file_screens(event(), book),
        *door_screens(event(), book),
        *calendar_screens(me, book),
        *gallery_programme.screens(me, event(), book),
        *_notices(me, event()),
        *after(me, event(), book),
        *after(me, event(Mode.IN_PERSON), book),
        *_notices(me, event(Mode.IN_PERSON)),
        *people(me, event(), book),
        *cluster_screens(me, event(), book),
        *edition_screens(me, event(), book),
    ]
    for name, screen in screens:
        yield Shown(name=name, screen=screen, book=book)


Named = tuple[str, Screen]


def _onboarding(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    yield "welcome", onboarding.welcome(on, book)
    one_day = replace(on, plan=replace(on.plan, days=on.plan.days[:1]))
    yield "welcome.one_day", onboarding.welcome(one_day, book)
    newcomer = replace(me, ready_at=None)
    for ready, who in ((True, me), (False, newcomer)):
        arrival = Arrival(person=who.person, attendee=who, event=on)
        for question in Question:
            name = f"question.{question}.{'again' if ready else 'first'}"
            if question is not Question.ZONE:
                yield name, question_screen(question, arrival, book, language_code="fr-TN")
            else:
                american = replace(who.person, country=CountryCode("US"))
                yield name, question_screen(question, replace(arrival, person=american), book)
    yield "chips.nothing", understood.chips(replace(newcomer, intents=()), book)
    yield "windows.none", availability.windows(on, book, 0)
    yield "speaks.all", availability.speaks(book, 0xFFFF)
    yield "add", onboarding.add(book)
    yield "name", onboarding.name(book)


def _matches(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    yield "match.none", matches.nobody(me, book)
    yield "match.none.aside", matches.nobody(me, book, aside=True)
    ids = [MatchId(1), MatchId(2), MatchId(3)]
    for place, other in enumerate(others(Language(book.language))):
        for reason in [REASONS[place::3], *([(one,) for one in REASONS] if place == 0 else [])]:
            new = NewMatch(
                event_id=on.id, viewer=me.id, other=other.id, score=0.5, reasons=tuple(reason)
            )
            view = MatchView(
                match=Match(id=ids[place], what=new),
                viewer=me,
                other=other,
                event=on,
                meeting=None,
                position=place + 1,
                total=3,
            )
            yield "match", matches.card(view, book, ids=ids)
        aside = replace(view, aside=True)
        yield "match.aside", matches.card(aside, book, ids=ids)
        yield "match.after", matches.card(view, book, ids=ids, undo=aside)
        yield "match.why_not", matches.why_not(view, book)
        yield "match.none.after", matches.nobody(me, book, undo=aside)
        for state in (State.OFFERED, State.ACCEPTED):
            for mine in (True, False):
                under_way = replace(view, meeting=meeting(state, mine=mine, other=other.id))
                yield f"match.{state}.{mine}", matches.card(under_way, book, ids=ids)
        yield "propose", matches.slots(view, SLOTS, book)
        yield "propose.one", matches.slots(view, SLOTS, book, chosen=1)
        yield "propose.none", matches.slots(view, SLOTS, book, chosen=0)


def _meetings(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    table = 7 if on.plan.mode is Mode.IN_PERSON else None
    every: list[MeetingView] = []
    for other in others(Language(book.language)):
        for state in State:
            for mine in (True, False):
                view = seen(me, other, state, mine=mine)
                view = replace(
                    view,
                    meeting=replace(view.meeting, table=table),
                    room="" if table else view.room,
                )
                every.append(view)
                yield f"meeting.{state}.{mine}", meetings.meeting(view, on, book)
                if state in (State.DECLINED, State.WITHDRAWN, State.CANCELLED):
                    yield f"ended.{state}", meetings.ended(view, book, by_me=True)
        offer = seen(me, other, State.OFFERED, mine=False)
        yield "offer.gone", meetings.offer(offer, on, book, notice="offer.gone")
        yield "offer.all_gone", meetings.offer(replace(offer, open_slots=()), on, book)
        booked = seen(me, other, State.ACCEPTED, mine=False)
        booked = replace(booked, meeting=replace(booked.meeting, table=table))
        yield "booked", meetings.booked(booked, on, book)
        yield "cancel", meetings.cancel(booked, on, book)
    for times in (1, 12):
        ahead = Agenda(
            viewer=me,
            event=on,
            booked=tuple(v for v in every if v.meeting.state is State.ACCEPTED) * times,
            received=tuple(v for v in every if v.open_slots and v.meeting.invitee == 1) * times,
            sent=tuple(v for v in every if v.open_slots and v.meeting.proposer == 1) * times,
        )
        yield f"agenda.{times}", agenda.agenda(ahead, book)
    yield "agenda.none", agenda.agenda(replace(ahead, booked=(), received=(), sent=()), book)


def _rest(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    yield "profile", profile.profile(me, on, book)
    alone = replace(me, organisation="", windows=frozenset(), paused_at=NOW)
    yield "profile.alone", profile.profile(alone, on, book)
    bare = replace(me, organisation=None, role=None, windows=None, intents=())
    yield "profile.bare", profile.profile(bare, on, book)
    yield "profile.hard", profile.profile(replace(me, organisation=HARD), on, book)
    for name in ("paused", "resumed", "privacy", "erase", "erased", "declined"):
        yield name, getattr(profile, name)(book)
    paused, newcomer = replace(me, paused_at=NOW), replace(me, ready_at=None)
    for key in ("home.text", "language.changed", "unknown.file", "left_as_was", "left_kept",
                "left_nothing"):  # fmt: skip
        yield f"home.{key}", home.home(book, me, key=key)
    yield "home.paused", home.home(book, paused)
    yield "match.none.paused", matches.nobody(paused, book)
    yield "match.gone", matches.gone(book)
    yield "not_understood", home.not_understood(book)
    for on_off in (True, False):
        yield "help", home.help_(book, ready=on_off)
    for role in OrganiserRole:
        yield f"help.{role}", home.help_(book, ready=True, duties=DUTIES[role])
    yield "stopped", home.stopped(book)
    for who in (me, paused, newcomer, replace(me, ready_at=None, person=_unasked(me))):
        for key in ("home", "claimed", "declined", "unknown", "left", "unwritten", "unsent"):
            owner = Arrival(person=who.person, attendee=who, event=on, role=OrganiserRole.OWNER)
            yield f"organiser.{key}", organiser.home(owner, book, key=f"organiser.{key}")
    for role in OrganiserRole:
        mine = Arrival(person=me.person, attendee=me, event=on, role=role)
        yield f"organiser.home.{role}", organiser.home(mine, book)
    for chosen in range(8):
        yield "announce.languages", organiser.languages(book, chosen)
    for language in Language:
        yield "announce.ask", organiser.ask(language, book)
        yield "announce.too_long", organiser.too_long("x" * 3502, 2, language, book)
    yield "announce.nothing", organiser.nothing_written(book)
    yield from announced(on, book)


def _unasked(me: Attendee) -> Person:
    return replace(me.person, consented_at=None)


def _notices(me: Attendee, on: Event) -> Iterator[Named]:
    table = 7 if on.plan.mode is Mode.IN_PERSON else None
    for other in others(me.person.language):
        for kind, state in STATE_OF.items():
            for mine in (True, False):
                view = seen(me, other, state, mine=mine)
                view = replace(
                    view,
                    meeting=replace(view.meeting, table=table),
                    room="" if table else view.room,
                )
                yield f"notice.{kind}", notices.notice_screen(delivery(kind, me, on, about=view))
    booked = [seen(me, other, State.ACCEPTED, mine=True) for other in others(me.person.language)]
    for count in (1, 2, 3, 30):
        spread = tuple(later(one, place) for place, one in enumerate((booked * 10)[:count]))
        day = replace(delivery(NoticeKind.AGENDA, me, on), agenda=spread)
        yield f"notice.agenda.{count}", notices.notice_screen(day)
    yield "notice.newcomer", notices.notice_screen(delivery(NoticeKind.NEWCOMER, me, on))
    for start in (None, START.isoformat()):
        left = delivery(NoticeKind.LEFT, me, on)
        what = replace(left.notice.what, data={"start": start})
        gone = replace(left, notice=replace(left.notice, what=what))
        yield "notice.left", notices.notice_screen(gone)
    told = Announcement(
        id=AnnouncementId(1),
        event_id=on.id,
        author=PersonId(9),
        state=AnnouncementState.SENDING,
        texts={me.person.language: "1 < 2 & 3"},
        created_at=NOW,
    )
    announced = replace(delivery(NoticeKind.ANNOUNCEMENT, me, on), announcement=told)
    yield "notice.announcement", notices.notice_screen(announced)
