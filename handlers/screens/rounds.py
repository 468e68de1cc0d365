"""Offers answered with other times, meetings asked to move, and the ways out of both."""

from datetime import datetime

from handlers import callbacks as cb
from handlers import callbacks_rounds as rounds
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.words import (
    NAME_ON_BUTTON,
    button,
    card_head,
    choices,
    clip,
    label,
    place,
    slot_lines,
    their_hours,
    when,
    who,
)
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.meetings import CANCELLING, DECLINING, Cause, MeetingId, MeetingView
from matchmaking.people import Person
from matchmaking.slots import CHOICES
from matchmaking.usecases.proposals import MatchView
from matchmaking.usecases.rounds import Times


def answers(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The answers to an offer: each time, any of them, other times, and the two ways to say no."""
    meeting = seen.meeting.id
    return (
        *accepting(seen, "offer.accept", book),
        *column(other_times(meeting, book, moving=False)),
        *flow(
            [
                button("offer.not_now", book, rounds.NotNow(meeting=meeting).pack()),
                button("offer.never", book, rounds.Never(meeting=meeting, sure=False).pack()),
            ]
        ),
    )


def accepting(seen: MeetingView, key: str, book: Phrasebook) -> tuple[Row, ...]:
    """A button for each time that is still open, and one for any of several."""
    meeting = seen.meeting.id
    each = (
        Button(
            label=label(book.plain(key, when=book.weekday_time(slot)), book),
            data=cb.Accept(meeting=meeting, minute=cb.to_minute(slot)).pack(),
        )
        for slot in seen.open_slots
    )
    several = len(seen.open_slots) > 1
    any_ = button("offer.any", book, rounds.AcceptAny(meeting=meeting).pack()) if several else None
    return column(*each, any_)


def other_times(meeting: MeetingId, book: Phrasebook, *, moving: bool) -> Button:
    """The way to other times."""
    data = rounds.OtherTimes(meeting=meeting, moving=moving).pack()
    return button("offer.other_times", book, data)


def times(page: Times, book: Phrasebook) -> Screen:
    """Times to propose instead; those chosen are ticked and may stand on another page."""
    seen, event = page.seen, page.event
    name = book.user(seen.other.person.name)
    if page.moving:
        ask = book.text("other.ask_move", name=name, when=when(_start(seen), event, book))
    else:
        ask = book.text("other.ask", name=name)
    send = rounds.ProposeTimes(
        meeting=seen.meeting.id, moving=page.moving, slots=cb.pack_slots(page.chosen)
    )
    ready = Button(label=book.plain_count("propose.send", len(page.chosen)), data=send.pack())
    back = cb.ShowMeeting(meeting=seen.meeting.id).pack()
    return Screen(
        html=paragraphs(
            ask,
            lines(
                slot_lines(page.slots, event, book),
                their_hours(page.slots, event, seen.other, book),
            ),
        ),
        rows=(
            *column(ready if page.chosen else None),
            *(row for slot in page.slots for row in choices([_choice(page, slot, book)], book)),
            *_pages(page, book),
            *column(button("button.back", book, back)),
        ),
    )


def _choice(page: Times, slot: datetime, book: Phrasebook) -> tuple[str, bool, str]:
    on = slot in page.chosen
    # A fourth takes the place of the third: nobody wants to count first.
    kept = [one for one in page.chosen if one != slot]
    chosen = kept if on else [*kept[: CHOICES - 1], slot]
    return book.capital(book.weekday_time(slot)), on, _page(page, page.slots[0], chosen)


def _page(page: Times, start: datetime, chosen: tuple[datetime, ...] | list[datetime]) -> str:
    return rounds.OtherTimes(
        meeting=page.seen.meeting.id,
        moving=page.moving,
        minute=cb.to_minute(start),
        slots=cb.pack_slots(sorted(chosen)),
    ).pack()


def _pages(page: Times, book: Phrasebook) -> tuple[Row, ...]:
    ways = (("other.earlier", page.earlier), ("other.later", page.later))
    buttons = [button(key, book, _page(page, start, page.chosen)) for key, start in ways if start]
    return (tuple(buttons),) if buttons else ()


def move_asked(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """The other side asks to move; the old time stands until this reader agrees."""
    name, old = book.user(seen.other.person.name), when(_start(seen), event, book)
    if seen.open_slots:
        head = book.text("move.asked", name=name, when=old)
        body: tuple[str, ...] = (
            _slots(seen, seen.open_slots, event, book),
            lines(book.text("offer.question"), _until(seen, event, book)),
        )
    else:
        head, body = book.text("move.all_gone", name=name, when=old), ()
    return Screen(
        html=paragraphs(head, *body),
        rows=(
            *accepting(seen, "move.accept", book),
            *column(_keep(seen, book)),
            *column(other_times(seen.meeting.id, book, moving=True)),
            *_cancel(seen, book),
        ),
    )


def move_wished(seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """This reader has asked to move, and there is no answer yet."""
    name, old = book.user(seen.other.person.name), when(_start(seen), event, book)
    back = button("move.take_back", book, rounds.Keep(meeting=seen.meeting.id).pack())
    return Screen(
        html=paragraphs(
            book.text("move.wished", name=name, when=old),
            lines(book.text("move.times"), _slots(seen, seen.meeting.slots, event, book)),
        ),
        rows=(*column(back), *_cancel(seen, book)),
    )


def _slots(seen: MeetingView, slots: tuple[datetime, ...], event: Event, book: Phrasebook) -> Html:
    theirs = their_hours(slots, event, seen.other, book)
    return lines(slot_lines(slots, event, book), theirs)


def _until(seen: MeetingView, event: Event, book: Phrasebook) -> Html:
    return book.text("move.until", when=when(seen.meeting.expires_at, event, book))


def _keep(seen: MeetingView, book: Phrasebook) -> Button:
    text = book.plain("move.keep", when=book.weekday_time(_start(seen)))
    return Button(label=label(text, book), data=rounds.Keep(meeting=seen.meeting.id).pack())


def _cancel(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    data = cb.Cancel(meeting=seen.meeting.id, sure=False).pack()
    return column(button("booked.cancel", book, data))


def not_now(seen: MeetingView, book: Phrasebook) -> Screen:
    """Why an offer does not suit; with no reason, it is turned down just the same."""
    meeting = seen.meeting.id
    causes = (
        button(f"cause.{cause}", book, rounds.DeclineFor(meeting=meeting, cause=cause).pack())
        for cause in DECLINING
    )
    return Screen(
        html=book.text("not_now.ask", name=book.user(seen.other.person.name)),
        rows=column(
            *causes,
            button("cause.none", book, cb.Decline(meeting=meeting).pack()),
            button("button.back", book, cb.ShowMeeting(meeting=meeting).pack()),
        ),
    )


def never(seen: MeetingView, book: Phrasebook) -> Screen:
    """Really keep the other side away?"""
    meeting = seen.meeting.id
    yes, no = rounds.Never(meeting=meeting, sure=True), cb.ShowMeeting(meeting=meeting)
    return _never(seen.other.person, book, yes.pack(), no.pack())


def never_match(view: MatchView, book: Phrasebook) -> Screen:
    """The same of somebody who was proposed."""
    match = view.match.id
    yes, no = rounds.NeverMatch(match=match, sure=True), cb.ShowMatch(match=match)
    return _never(view.other.person, book, yes.pack(), no.pack())


def _never(other: Person, book: Phrasebook, yes: str, no: str) -> Screen:
    return Screen(
        html=book.text("never.ask", name=book.user(other.name)),
        rows=column(button("button.back", book, no), button("never.yes", book, yes)),
    )


def kept_away(other: Person, book: Phrasebook) -> Screen:
    """It is done."""
    return Screen(
        html=book.text("never.done", name=book.user(other.name)),
        rows=column(
            button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack()),
            button("away.see", book, cb.Go(to=cb.To.AWAY).pack()),
        ),
    )


AWAY_SHOWN = 20
"""Most people listed; the others follow as these are let back."""


def away(people: tuple[Person, ...], book: Phrasebook) -> Screen:
    """Whom somebody keeps away, each with the way back."""
    back = button("button.back", book, cb.Go(to=cb.To.PRIVACY).pack())
    if not people:
        return Screen(html=book.text("away.nobody"), rows=column(back))
    each = (_let_back(person, book) for person in people[:AWAY_SHOWN])
    return Screen(html=book.text("away.text"), rows=column(*each, back))


def _let_back(person: Person, book: Phrasebook) -> Button:
    name = Words(clip(person.name, NAME_ON_BUTTON))
    return button("away.let_back", book, rounds.LetBack(person=person.id).pack(), name=name)


def cancelling(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    """The causes for calling a meeting off, and none."""
    meeting = seen.meeting.id
    causes = (
        button(f"cause.{cause}", book, rounds.CancelFor(meeting=meeting, cause=cause).pack())
        for cause in CANCELLING
    )
    words = button("cancel.words", book, rounds.InOwnWords(meeting=meeting).pack())
    return flow([*causes, words], most=2)


def own_words(seen: MeetingView, book: Phrasebook) -> Screen:
    """Why, in one's own words."""
    back = cb.Cancel(meeting=seen.meeting.id, sure=False).pack()
    return Screen(
        html=book.text("cancel.words_ask", name=book.user(seen.other.person.name)),
        rows=column(button("button.back", book, back)),
    )


def because(seen: MeetingView, book: Phrasebook) -> Html:
    """Why the other side called a meeting off, if they did and said so."""
    it = seen.meeting
    if it.ended_by in (None, seen.viewer.id) or it.cause not in (*CANCELLING, Cause.OWN_WORDS):
        return Html("")
    if it.cause is Cause.OWN_WORDS:
        return book.text("offer.words", words=book.quote(it.words))
    return book.text(f"because.{it.cause}")


def rescue(view: MatchView, start: datetime, why: Html, book: Phrasebook) -> Screen:
    """Somebody is free at the hour of a meeting that was called off; `why` the two should meet."""
    match = view.match.id
    text = book.plain("rescue.offer", when=book.weekday_time(start))
    offer = cb.ProposeThese(match=match, slots=cb.pack_slots([start])).pack()
    return Screen(
        html=paragraphs(
            book.text("rescue.text", when=when(start, view.event, book)),
            lines(card_head(view.other, book), why),
        ),
        rows=column(
            Button(label=label(text, book), data=offer),
            button("aside.ask", book, cb.NotForMe(match=match).pack()),
            button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack()),
        ),
    )


def nudge(about: str, seen: MeetingView, event: Event, book: Phrasebook) -> Screen:
    """A line that rings, for news that were put into an older message."""
    at = when(seen.meeting.starts_at or seen.meeting.slots[0], event, book)
    key = "match.answer" if about == "countered" else "match.meeting"
    return Screen(
        html=book.text(
            f"nudge.{about}",
            name=who(seen.other, book),
            when=at,
            place=place(seen.meeting, event, book),
        ),
        rows=column(button(key, book, cb.ShowMeeting(meeting=seen.meeting.id).pack())),
    )


def _start(seen: MeetingView) -> datetime:
    return seen.meeting.starts_at or seen.meeting.slots[0]
