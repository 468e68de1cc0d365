"""The lines of the report: what is counted, in which order.

Owns the choice alone, for the screen, the table and the terminal; a terminal's command that needs
no screen should not wait until Telegram's types are there.
"""

from i18n.phrasebook import Phrasebook
from matchmaking.figures import Figures
from matchmaking.meetings import State

AHEAD = (State.ACCEPTED, State.STARTED)


def figure_lines(it: Figures) -> list[tuple[str, int]]:
    """What is counted, and how many."""
    ahead = sum(it.states.get(state, 0) for state in AHEAD)
    return [
        ("figures.registered", it.registered),
        ("figures.opened", it.opened),
        ("figures.people", it.people),
        ("figures.ready", it.ready),
        ("figures.meeting", it.meeting),
        ("figures.offers", it.offers),
        *((f"figures.{one}", it.states.get(one, 0)) for one in _OFFERS),
        ("figures.ahead", ahead),
        *((f"figures.{one}", it.states.get(one, 0)) for one in _MEETINGS),
    ]


def day_lines(it: Figures, book: Phrasebook) -> list[tuple[str, int]]:
    """Who was expected and who was there, day by day: in words, and how many."""
    return [
        (book.plain(f"figures.{key}", day=book.day(one.day)), n)
        for one in it.days
        for key, n in (("expected", one.expected), ("here", one.here))
    ]


_OFFERS = (State.OFFERED, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
_MEETINGS = (State.HELD, State.NO_SHOW, State.UNCONFIRMED, State.CANCELLED)
