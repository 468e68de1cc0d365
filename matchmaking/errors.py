"""What can go wrong by the rules: a code and data, never a sentence.

`handlers.errors` gives each code its words in the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Refusal(StrEnum):
    """Why the rules refuse what somebody asked for."""

    NOT_YOURS = "not_yours"
    """The thing does not exist or is not the actor's: the two are never told apart."""
    SLOT_TAKEN = "slot_taken"
    """The slot was booked by somebody in the meantime."""
    SLOT_PASSED = "slot_passed"
    """The slot's hour has come or gone."""
    SLOT_CLOSED = "slot_closed"
    """No meetings at that hour: the organiser or one of the two keeps it free."""
    NOTHING_AHEAD = "nothing_ahead"
    """The person has no meeting ahead."""
    NO_COMMON_SLOT = "no_common_slot"
    """The two people have no free slot in common."""
    NO_TABLE = "no_table"
    """Every table is taken at that hour."""
    TOO_MANY_OFFERS = "too_many_offers"
    """The person's cap of unanswered outgoing offers is reached."""
    ALREADY_BETWEEN = "already_between"
    """An offer or meeting between the two is already under way."""
    NOT_AVAILABLE = "not_available"
    """The other person has paused, left, or blocked the bot."""
    NOT_YOUR_TURN = "not_your_turn"
    """The other side is asked, not the one who answers."""
    ILLEGAL_MOVE = "illegal_move"
    """The meeting's lifecycle has no such step from where it is."""
    LINK_USED = "link_used"
    """The one-time link was used, has expired, or never existed."""
    SESSION_OVER = "session_over"
    """The session has ended: nobody takes a seat in it any more."""
    NOT_ORGANISER = "not_organiser"
    """The action is an organiser's."""
    PAUSED = "paused"
    """Organisers have paused the person's part in matching."""
    REMOVED = "removed"
    """Organisers have removed the person from the event."""
    ON_TEAM = "on_team"
    """The person helps to run the event: they must be taken off the team before."""
    DECIDED = "decided"
    """Another organiser has decided about it in the meantime."""
    LAST_OWNER = "last_owner"
    """The event would be left without an owner."""
    NOT_READY = "not_ready"
    """The profile is not complete yet."""
    EMPTY = "empty"
    """Nothing was written where words are needed."""
    TOO_LONG = "too_long"
    """More was written than is kept; `data["limit"]` is the limit in characters."""
    SETTLED = "settled"
    """Whether the meeting took place is settled, and another word changes it no more."""
    NOTHING_TO_SEND = "nothing_to_send"
    """The announcement is not a draft any more, or has no text or no recipient."""
    DRAFT_GONE = "draft_gone"
    """A file that was sent waits for a yes no more."""
    CODE_TAKEN = "code_taken"
    """Another event has that code."""
    NO_WALK_INS = "no_walk_ins"
    """Only those whom the organiser has registered may take part; `data["contact"]` says whom to
    ask, if the organiser does."""
    LINK_UNKNOWN = "link_unknown"
    """A personal link that never was, or is none any more."""
    LINK_TAKEN = "link_taken"
    """A personal link that somebody else has opened; `data["contact"]` as above."""
    OTHER_LINK = "other_link"
    """A personal link in the hands of somebody who has come by their own."""
    OTHER_BADGE = "other_badge"
    """Somebody else's badge in the hands of an attendee."""
    NO_SESSIONS = "no_sessions"
    """There is no session to put into a calendar."""
    CHECK_IN_CLOSED = "check_in_closed"
    """No day of the event is near: nobody is checked in now."""
    EDITION_OVER = "edition_over"
    """The public link of an edition that is over, in the hands of somebody who was not there."""
    HOUR_PASSED = "hour_passed"
    """The hour an announcement was to go out has come or gone."""
    HOUR_UNKNOWN = "hour_unknown"
    """What was typed names no hour."""
    NO_LINK = "no_link"
    """What was typed holds no address that can be opened."""
    TOO_MANY_BUTTONS = "too_many_buttons"
    """An announcement takes no more buttons; `data["limit"]` is how many."""
    NOT_POSSIBLE = "not_possible"
    """The two cannot be introduced; why is told to nobody."""
    TOO_MANY_INTRODUCTIONS = "too_many_introductions"
    """As many introductions of one person's wait as may; `data["cap"]` is how many."""
    NOBODY_TO_RETRY = "nobody_to_retry"
    """Nobody whom the announcement did not reach could be reached now."""


class Refused(Exception):
    """The rules refuse; nothing has changed."""

    def __init__(self, refusal: Refusal, **data: object) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.data = data


@dataclass(frozen=True, kw_only=True)
class FileFault:
    """One thing wrong in an event file: where (`("windows", 2, "starts")`, counted from 0), and
    what, as a code with data."""

    place: tuple[int | str, ...]
    code: str
    data: Mapping[str, str | int] = field(default_factory=dict)


class BadEventFile(Exception):
    """An event file cannot be used; `problems` name each place and what is wrong there, and so do
    `faults`, for those who have words of their own."""

    def __init__(self, problems: list[str], faults: Sequence[FileFault] = ()) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems
        self.faults = tuple(faults)
