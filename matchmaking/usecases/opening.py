"""A meeting or a card is opened in a message: what there is to see, and that it is seen there.

Owns what a meeting that is over shows: how it ended or, while that is open, the question.
"""

from dataclasses import dataclass
from datetime import datetime

from matchmaking.aftermath import over
from matchmaking.faces import How
from matchmaking.meetings import BOOKED, MeetingId, MeetingView, State
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import appointments, feedback
from matchmaking.usecases.feedback import FeedbackView
from matchmaking.usecases.proposals import MatchView


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A meeting as its viewer sees it; `said` when the question of how it was is open."""

    seen: MeetingView
    said: FeedbackView | None = None
    from_list: bool = False
    """Whether the message showed all the viewer's meetings before."""


def meeting(uow: UnitOfWork, now: datetime, *, actor: PersonId, meeting_id: MeetingId) -> Opened:
    """The meeting as it stands; raises `Refused` (NOT_YOURS)."""
    seen = appointments.view(uow, now, actor=actor, meeting_id=meeting_id)
    event = uow.events.get(seen.meeting.event_id)
    asks = seen.meeting.state in BOOKED | {State.UNCONFIRMED}
    if not asks or event is None or not over(seen.meeting, now=now, length=event.slot_length):
        return Opened(seen=seen)
    return Opened(seen=seen, said=feedback.look(uow, now, actor=actor, meeting_id=meeting_id))


def meeting_in(
    uow: UnitOfWork,
    now: datetime,
    *,
    actor: PersonId,
    meeting_id: MeetingId,
    message: int | None,
) -> Opened:
    """The same, in this message from now on, which follows the meeting; raises as `meeting`."""
    opened = meeting(uow, now, actor=actor, meeting_id=meeting_id)
    viewer = opened.seen.viewer.id
    if message is None:
        return opened
    from_list = uow.agendas.message(actor) == message
    if from_list:
        uow.agendas.leave(actor)
    if opened.said is None:
        uow.faces.put(meeting_id, viewer, message)
    else:
        uow.faces.leave(viewer, message)
    return Opened(seen=opened.seen, said=opened.said, from_list=from_list)


def is_known(uow: UnitOfWork, view: MatchView, message: int | None) -> bool:
    """Whether it is known already that this message shows that card, or that it shows nothing
    that could change."""
    if message is None:
        return True
    face = uow.faces.of(view.viewer.id, message)
    if face is None or view.meeting is None:
        return face is None and view.meeting is None
    return face.meeting == view.meeting.id and face.how is How.CARD


def card_in(uow: UnitOfWork, now: datetime, *, view: MatchView, message: int) -> None:
    """The card stands in this message from now on."""
    if view.meeting is None:
        uow.faces.leave(view.viewer.id, message)
    else:
        uow.faces.put(view.meeting.id, view.viewer.id, message, how=How.CARD)
