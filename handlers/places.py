"""Where a chat stands, as a screen: what it awaits, or the home it rests at.

Owns the way from a conversation's step back to the screen that asked for it, for a text that
answers nothing, for another language and for an answer lost in a crash.
"""

from handlers import states
from handlers.screens import (
    announcements,
    checkin,
    drafts,
    editing,
    exchange,
    feedback,
    home,
    imports,
    introductions,
    matches,
    meetings,
    moderation,
    onboarding,
    organiser,
    profile,
    rounds,
)
from handlers.screens import event as event_screens
from handlers.screens.questions import question_screen
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.announcements import AnnouncementState
from matchmaking.errors import Refused
from matchmaking.imports import DraftId, ImportState
from matchmaking.matching import MatchId
from matchmaking.meetings import BOOKED, MeetingId
from matchmaking.notices import AnnouncementId
from matchmaking.people import Question, next_question
from matchmaking.ports import Conversation, Work
from matchmaking.usecases import (
    announcing,
    appointments,
    checking_in,
    introducing,
    proposals,
    registering,
    searching,
    setting_up,
)
from matchmaking.usecases import exchange as exchanging
from matchmaking.usecases import feedback as telling
from matchmaking.usecases.arrivals import Arrival

_PLAIN = {
    states.NAME: onboarding.name,
    states.ADD: onboarding.add,
    states.ERASE: profile.erase,
    states.LANGUAGES: organiser.languages,
    states.REPORT: moderation.write,
    states.ASK_BACK: moderation.ask,
}
"""Steps whose screens show everybody the same."""

_ON_DRAFT = {
    states.DRAFT: announcements.draft,
    states.MEDIA: drafts.media,
    states.LINK: drafts.buttons,
    states.HOUR: drafts.hour,
}
"""The same of steps about a draft."""


async def place(
    work: Work, arrival: Arrival, book: Phrasebook, *, language_code: str | None = None
) -> Screen:
    """The screen that the chat is at; `language_code` is Telegram's, to guess a country from."""
    asked = await awaited(work, arrival, book, language_code=language_code)
    return asked or resting(arrival, book, language_code=language_code)


async def awaited(
    work: Work, arrival: Arrival, book: Phrasebook, *, language_code: str | None = None
) -> Screen | None:
    """What the chat was asked and has not answered; None when it rests, or when what it was
    asked about is there no more."""
    conversation = work.conversation
    step, written = conversation.step, states.written(conversation)
    if written is not None:
        return organiser.ask(written[0], book)
    if step in _PLAIN:
        return _PLAIN[step](book)
    if step == Question.LANGUAGE and arrival.person.consented_at is None:
        return onboarding.welcome(arrival.event, book)
    if step in set(Question):
        return question_screen(Question(step), arrival, book, language_code=language_code)
    try:
        return await _looked_up(conversation, work, arrival, book)
    except Refused:
        return None


async def _looked_up(
    conversation: Conversation, work: Work, arrival: Arrival, book: Phrasebook
) -> Screen | None:
    actor, data = arrival.person.id, conversation.data
    match conversation.step:
        case states.PROPOSE:
            match_id = MatchId(data["match"])
            offer = await work.look(
                lambda uow, now: proposals.prepare_offer(uow, now, actor=actor, match_id=match_id)
            )
            return matches.slots(offer.view, offer.slots, book)
        case states.CANCEL:
            meeting = MeetingId(data["meeting"])
            seen = await work.look(
                lambda uow, now: appointments.view(uow, now, actor=actor, meeting_id=meeting)
            )
            stands = seen.meeting.state in BOOKED
            return meetings.cancel(seen, arrival.event, book) if stands else None
        case states.CANCEL_WORDS:
            meeting = MeetingId(data["meeting"])
            seen = await work.look(
                lambda uow, now: appointments.view(uow, now, actor=actor, meeting_id=meeting)
            )
            stands = seen.meeting.state in BOOKED
            return rounds.own_words(seen, book) if stands else None
        case states.NOTE:
            number = states.about(conversation)
            view = await work.look(
                lambda uow, now: telling.look(uow, now, actor=actor, meeting_id=number)
            )
            return feedback.note(view, book)
        case states.CONTACT:
            number = states.about(conversation)
            asked = await work.look(
                lambda uow, now: exchanging.look(uow, now, actor=actor, meeting_id=number)
            )
            return exchange.share(asked.seen, book)
        case states.DRAFT | states.MEDIA | states.LINK | states.HOUR:
            draft_id = AnnouncementId(data["announcement"])
            draft = await work.look(
                lambda uow, now: announcing.look_at(uow, now, actor=actor, announcement_id=draft_id)
            )
            is_draft = draft.announcement.state is AnnouncementState.DRAFT
            return _ON_DRAFT[conversation.step](draft, book) if is_draft else None
        case states.SENT:
            sent_id = DraftId(data["draft"])
            sent = await work.look(
                lambda uow, now: registering.look_at_list(uow, now, actor=actor, draft_id=sent_id)
            )
            return imports.sent_list(sent, book) if sent.state is ImportState.OPEN else None
        case states.SENT_EVENT:
            event_id = DraftId(data["draft"])
            drafted = await work.look(
                lambda uow, now: setting_up.look_at_event(uow, now, actor=actor, draft_id=event_id)
            )
            waits = drafted.state is ImportState.OPEN
            return event_screens.sent_event(drafted, book) if waits else None
        case states.CHECK_IN:
            door = await work.look(lambda uow, now: checking_in.door(uow, now, actor=actor))
            return checkin.search(door, book)
        case states.EDIT:
            item = states.edited(conversation)
            on = await work.look(lambda uow, now: setting_up.seen(uow, now, actor=actor))
            return editing.ask(item, on, book) if item else None
        case states.FIND | states.LINE:
            return await _introducing(conversation, work, arrival, book)
        case _:
            return None


async def _introducing(
    conversation: Conversation, work: Work, arrival: Arrival, book: Phrasebook
) -> Screen | None:
    """Whom to introduce, or the two with the line."""
    actor, about = arrival.person.id, states.introduced(conversation)
    if about is None:
        return None
    number, member, other, line = about
    if other is None:
        found = await work.look(
            lambda uow, now: searching.suggest(
                uow, now, actor=actor, cluster_id=number, member=member
            )
        )
        return introductions.find(found, book)
    pair = await work.look(
        lambda uow, now: introducing.pair(
            uow, now, actor=actor, cluster_id=number, one=member, other=other
        )
    )
    return introductions.preview(pair, book, line=line)


def resting(arrival: Arrival, book: Phrasebook, *, language_code: str | None = None) -> Screen:
    """The open question of somebody in the middle of the first ones, else their home."""
    question = next_question(arrival.attendee)
    ready = arrival.attendee.ready_at is not None
    begun = question is not Question.CONSENT and not arrival.attendee.blank
    if arrival.organiser and (ready or not begun):
        return organiser.home(arrival, book)
    if question is not None and not ready:
        return question_screen(question, arrival, book, language_code=language_code)
    return home.home(book, arrival.attendee)
