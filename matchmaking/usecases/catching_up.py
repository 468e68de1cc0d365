"""A message that shows a meeting otherwise than it stands, when its edit falls due."""

from datetime import datetime

from matchmaking.errors import Refused
from matchmaking.events import Event
from matchmaking.faces import Face, How
from matchmaking.notices import Notice
from matchmaking.people import AttendeeId, Person
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import proposals
from matchmaking.usecases.actors import seen_by
from matchmaking.usecases.deliveries import Delivery, Stale
from matchmaking.usecases.proposals import MatchView


def stands(
    uow: UnitOfWork, now: datetime, notice: Notice, recipient: Person, event: Event
) -> Delivery | Stale:
    """A message that shows a meeting otherwise than it stands; not one that shows something else
    by now, or was edited since."""
    what, message = notice.what, int(str(notice.what.data["message"]))
    attendee = uow.attendees.of_person(recipient.id, event.id)
    if attendee is None:
        return Stale(reason="person_gone")
    face = uow.faces.of(attendee.id, message)
    if message == uow.agendas.message(recipient.id):
        return Stale(reason="shows_all")
    if what.meeting is None:
        if face is not None:
            return Stale(reason="shown_since")
        return Delivery(notice=notice, recipient=recipient, event=event, edit=message)
    meeting = uow.meetings.get(what.meeting)
    if face is None or not face.behind or meeting is None or face.meeting != meeting.id:
        return Stale(reason="shown_since")
    if uow.attendees.get(meeting.other(attendee.id)) is None:
        return Stale(reason="person_gone")
    return Delivery(
        notice=notice,
        recipient=recipient,
        event=event,
        meeting=seen_by(uow, now, meeting, attendee),
        match=_card(uow, now, recipient, meeting.other(attendee.id), face),
        chat=uow.conversations.get(recipient.telegram_id),
        edit=message,
    )


def _card(
    uow: UnitOfWork, now: datetime, recipient: Person, other: AttendeeId, face: Face
) -> MatchView | None:
    """The card of the other side, for a message that is one."""
    if face.how is not How.CARD:
        return None
    try:
        return proposals.card_of(uow, now, actor=recipient.id, other=other)
    except Refused:
        return None
