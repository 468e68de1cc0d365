"""The messages that come by themselves, for the courier: a delivery in, a screen out.

Language, country and clock are the recipient's, taken from the delivery and never from a
context.
"""

from dataclasses import replace
from datetime import datetime

from handlers import callbacks as cb
from handlers import callbacks_moderation as cm
from handlers import states
from handlers.screens import (
    agenda,
    announcements,
    exchange,
    feedback,
    introductions,
    matches,
    meetings,
    memberships,
    organiser_hours,
    programme,
    reminders,
    rounds,
)
from handlers.screens.screen import Screen, column, lines, paragraphs
from handlers.screens.words import button, reasons, when
from i18n.phrasebook import Phrasebook, Words, phrasebook
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.meetings import MeetingView
from matchmaking.notices import NoticeKind
from matchmaking.people import Person
from matchmaking.usecases.delivery import Delivery

AGENDA_BUTTONS = 8
"""Most meetings of tomorrow that the agenda opens with a tap."""


def reader(person: Person, event: Event) -> Phrasebook:
    """The phrasebook of a person; without a zone of their own they read the event's clock."""
    return phrasebook(person.language.value, person.country, person.zone or event.plan.zone)


def notice_screen(delivery: Delivery) -> Screen:
    """What to send; ValueError for a delivery that lacks what its kind is about. News of another
    edition than the one the recipient is in names it; what organisers wrote stays as it is."""
    book = reader(delivery.recipient, delivery.event)
    screen = _screen(delivery, book)
    if not delivery.elsewhere or delivery.announcement is not None:
        return screen
    name = Words(delivery.event.name(Language(book.language)))
    return replace(screen, html=paragraphs(book.text("editions.of", event=name), screen.html))


def _screen(delivery: Delivery, book: Phrasebook) -> Screen:
    kind = delivery.notice.what.kind
    match kind:
        case NoticeKind.ANNOUNCEMENT:
            if delivery.announcement is None:
                raise ValueError("an announcement notice without its announcement")
            return announcements.copy(delivery.announcement, delivery.event, book)
        case NoticeKind.AGENDA:
            return _agenda(delivery, book)
        case NoticeKind.ROUND:
            return feedback.evening(delivery.agenda, delivery.event, book)
        case NoticeKind.LEFT:
            return _left(delivery, book)
        case NoticeKind.ORGANISERS:
            return _organisers(delivery, book)
        case NoticeKind.RESCUE:
            return _rescue(delivery, book)
        case NoticeKind.STANDS:
            return _stands(delivery, book)
        case NoticeKind.LIST:
            if delivery.ahead is None:
                raise ValueError("a list notice without the list")
            return agenda.agenda(delivery.ahead, book)
        case NoticeKind.CLOSED:
            return organiser_hours.in_closed_hours(delivery.closed, delivery.event, book)
        case NoticeKind.NEWCOMER:
            return Screen(html=book.text("notice.newcomer"), rows=meetings.to_matches(book))
        case NoticeKind.CLUSTER | NoticeKind.CLUSTER_DIGEST:
            if delivery.cluster is None:
                raise ValueError("a notice about a cluster without it")
            return memberships.news(delivery.cluster, delivery.event, book)
        case NoticeKind.INTRODUCTION | NoticeKind.INTRODUCED:
            if delivery.introduction is None:
                return introductions.gone(book)
            return introductions.introduction(delivery.introduction, book)
        case NoticeKind.SESSION_OFF:
            return programme.off(delivery.notice.what.data, delivery.event, book)
    if delivery.session is not None:
        return programme.news(kind, delivery.session, delivery.notice.what.data, book)
    if delivery.meeting is None:
        raise ValueError(f"a notice of kind {kind} without its meeting")
    if kind is NoticeKind.NUDGE:
        about = str(delivery.notice.what.data["about"])
        return rounds.nudge(about, delivery.meeting, delivery.event, book)
    return _of_meeting(delivery, delivery.meeting, book)


_CHANGED = {
    NoticeKind.MOVED: "moved.they",
    NoticeKind.KEPT: "kept.text",
    NoticeKind.PLACE: "place.changed",
}


def _of_meeting(delivery: Delivery, seen: MeetingView, book: Phrasebook) -> Screen:
    kind, event = delivery.notice.what.kind, delivery.event
    match kind:
        case NoticeKind.HOUR_BEFORE | NoticeKind.SOON | NoticeKind.ROOM | NoticeKind.START:
            return reminders.reminder(delivery, seen, book)
        case NoticeKind.LATE | NoticeKind.HERE:
            return reminders.news(delivery, seen, book)
        case NoticeKind.HOUR:
            was = datetime.fromisoformat(str(delivery.notice.what.data["was"]))
            return meetings.hour_kept(seen, was, event, book)
        case NoticeKind.ASK:
            return feedback.first(seen, event, book)
        case NoticeKind.EXCHANGE:
            username = delivery.recipient.username
            return exchange.ask(seen, username, book, key="notice.exchange")
        case NoticeKind.CONTACT:
            if delivery.card is None:
                raise ValueError("a contact notice without its card")
            return exchange.card(delivery.card, seen, book)
        case _:
            return _about(kind, seen, event, book)


def _about(kind: NoticeKind, seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    match kind:
        case NoticeKind.OFFER:
            return meetings.offer(seen, event, book)
        case NoticeKind.COUNTERED | NoticeKind.MOVE_ASKED:
            return meetings.meeting(seen, event, book)
        case NoticeKind.MOVED | NoticeKind.KEPT | NoticeKind.PLACE:
            return meetings.booked(seen, event, book, key=_CHANGED[kind])
        case NoticeKind.BOOKED:
            invited = seen.meeting.invitee == seen.viewer.id
            key = "booked.you" if invited else "booked.they"
            return meetings.booked(seen, event, book, key=key)
        case NoticeKind.CANCELLED:
            at = when(_at(seen), event, book)
            by_clocks = seen.meeting.ended_by is None
            key = "notice.clocks" if by_clocks else "notice.cancelled"
            return _ended(key, seen, book, when=at)
        case NoticeKind.EXPIRED:
            sent = seen.meeting.proposer == seen.viewer.id
            key = "notice.crowded_out" if seen.meeting.crowded_out else "notice.expired"
            key += "_sent" if sent else "_received"
            return _ended(key, seen, book)
        case _:
            return _ended(f"notice.{kind}", seen, book)


def _ended(key: str, seen: MeetingView, book: Phrasebook, **values: object) -> Screen:
    text = book.text(key, name=book.user(seen.other.person.name), **values)
    rows = (*meetings.off_the_calendar(seen, book), *meetings.to_matches(book))
    text = lines(text, rounds.because(seen, book))
    return Screen(html=text, rows=(*rows, *meetings.to_meetings(book)))


def _rescue(delivery: Delivery, book: Phrasebook) -> Screen:
    if delivery.match is None:
        raise ValueError("a rescue without its match")
    view, start = delivery.match, datetime.fromisoformat(str(delivery.notice.what.data["start"]))
    why = reasons(view.match.what.reasons, delivery.event, book)
    return rounds.rescue(view, start, why, book)


def _stands(delivery: Delivery, book: Phrasebook) -> Screen:
    """What an earlier message of a meeting shows from now on."""
    if delivery.meeting is None:
        return _left(delivery, book)
    if delivery.match is None:
        return meetings.meeting(delivery.meeting, delivery.event, book)
    ids = states.listed(delivery.chat) if delivery.chat else []
    return matches.card(matches.placed(delivery.match, ids), book, ids=ids)


def _agenda(delivery: Delivery, book: Phrasebook) -> Screen:
    first = _at(delivery.agenda[0])
    head = book.count("notice.agenda", len(delivery.agenda), day=book.day(first))
    shown = delivery.agenda[: agenda.MEETINGS_SHOWN]
    said = lines(*(agenda.line(seen, delivery.event, book) for seen in shown))
    opened = (
        agenda.opening(seen, cb.ShowMeeting(meeting=seen.meeting.id).pack(), book)
        for seen in delivery.agenda[:AGENDA_BUTTONS]
    )
    rows = (*column(*opened), *meetings.to_meetings(book))
    return Screen(html=paragraphs(head, said), rows=rows)


def _left(delivery: Delivery, book: Phrasebook) -> Screen:
    start = delivery.notice.what.data.get("start")
    if start:
        at = when(datetime.fromisoformat(str(start)), delivery.event, book)
        text = book.text("notice.left_meeting", when=at)
    else:
        text = book.text("notice.left_offer")
    return Screen(html=text, rows=meetings.to_matches(book))


def _organisers(delivery: Delivery, book: Phrasebook) -> Screen:
    data = delivery.notice.what.data
    values: dict[str, object] = {"event": Words(delivery.event.name(Language(book.language)))}
    if "role" in data:
        values["role"] = book.plain(f"team.role.{data['role']}")
    what = data["what"]
    match what:
        case "reported":
            on = button("organiser.reports", book, cm.Cases(to=cm.CasesTo.QUEUE, new=True).pack())
        case "paused" | "removed":
            on = button("ask_back.button", book, cm.AskBack().pack())
        case _:
            on = button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack())
    return Screen(html=book.text(f"organisers.{what}", **values), rows=column(on))


def _at(seen: MeetingView) -> datetime:
    return seen.meeting.starts_at or seen.meeting.slots[0]
