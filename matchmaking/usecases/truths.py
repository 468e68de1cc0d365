"""In which states of its meeting a notice is true, and which of them change a message in place."""

from matchmaking.contacts import POSSIBLE
from matchmaking.faces import How
from matchmaking.meetings import BOOKED, State
from matchmaking.notices import NoticeKind

HOLDS = {
    NoticeKind.OFFER: frozenset({State.OFFERED}),
    NoticeKind.BOOKED: BOOKED,
    NoticeKind.COUNTERED: frozenset({State.OFFERED}),
    NoticeKind.MOVE_ASKED: frozenset({State.ACCEPTED}),
    NoticeKind.MOVED: BOOKED,
    NoticeKind.KEPT: BOOKED,
    NoticeKind.PLACE: BOOKED,
    NoticeKind.NUDGE: BOOKED | {State.OFFERED},
    NoticeKind.HOUR_BEFORE: BOOKED,
    NoticeKind.SOON: BOOKED,
    NoticeKind.START: BOOKED,
    NoticeKind.ROOM: BOOKED,
    NoticeKind.HOUR: BOOKED,
    NoticeKind.LATE: BOOKED,
    NoticeKind.HERE: BOOKED,
    NoticeKind.ASK: BOOKED,
    NoticeKind.EXCHANGE: POSSIBLE,
    NoticeKind.CONTACT: frozenset(State),
    NoticeKind.DECLINED: frozenset({State.DECLINED}),
    NoticeKind.WITHDRAWN: frozenset({State.WITHDRAWN}),
    NoticeKind.EXPIRED: frozenset({State.EXPIRED}),
    NoticeKind.CANCELLED: frozenset({State.CANCELLED}),
}
"""The states of its meeting in which a notice is still true."""

IN_PLACE = frozenset(
    {
        NoticeKind.BOOKED,
        NoticeKind.COUNTERED,
        NoticeKind.MOVE_ASKED,
        NoticeKind.MOVED,
        NoticeKind.KEPT,
        NoticeKind.PLACE,
    }
)
"""News that edit the message in which their reader sees the meeting, if one is known."""

ONLY_EDITS = frozenset({NoticeKind.LIST, NoticeKind.STANDS})
"""What changes a message and never comes in one of its own."""

WHOLE = IN_PLACE | {NoticeKind.OFFER}
"""News that show the meeting whole: their message is where it is seen."""

FACES = dict.fromkeys(WHOLE, How.WHOLE) | dict.fromkeys(
    (
        NoticeKind.HOUR_BEFORE,
        NoticeKind.SOON,
        NoticeKind.ROOM,
        NoticeKind.START,
        NoticeKind.LATE,
        NoticeKind.HERE,
        NoticeKind.HOUR,
    ),
    How.REMINDER,
)
"""In which way the messages show a meeting that these notices become."""
