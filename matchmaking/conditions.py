"""Who may be proposed to whom at all: the hard conditions, exact.

Owns them for one pair. Needs no look at anybody's calendar: windows only, not slots.
"""

from dataclasses import dataclass

from matchmaking.people import Attendee, AttendeeId


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What this viewer and this event allow."""

    excluded: frozenset[AttendeeId] = frozenset()
    """Whom the viewer must not be shown: blocked, met already, turned down."""
    interpreter: bool = False
    """Whether two who share no language may meet. They come later and are marked."""


OPEN = Allowed()
"""Nobody excluded, no interpreters."""


def house(attendee: Attendee) -> str | None:
    """The organisation as it is compared: case and blanks do not matter. None for none."""
    return " ".join((attendee.organisation or "").casefold().split()) or None


def may_meet(viewer: Attendee, other: Attendee, allowed: Allowed = OPEN) -> bool:
    """Whether two may be proposed to each other: a shared language, a common window, and not the
    same person or organisation."""
    mine, theirs = house(viewer), house(other)
    return (
        viewer.id != other.id
        and other.id not in allowed.excluded
        and (mine is None or mine != theirs)
        and (allowed.interpreter or bool(shared_languages(viewer, other)))
        and bool((viewer.windows or frozenset()) & (other.windows or frozenset()))
    )


def shared_languages(viewer: Attendee, other: Attendee) -> tuple[str, ...]:
    """What both speak, in the viewer's order."""
    return tuple(code for code in viewer.speaks if code in other.speaks)
