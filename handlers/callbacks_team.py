"""What the buttons about those who help carry: the team, its links, and the trail."""

from enum import StrEnum

from handlers.packing import Id, OfEdition
from matchmaking.organisers import OrganiserRole


class TeamTo(StrEnum):
    """Places of the team that need no id."""

    LIST = "list"
    INVITE = "invite"
    AUDIT = "audit"
    DOERS = "doers"
    STAGE = "stage"


class TeamGo(OfEdition, prefix="tg"):
    """To a place of the team; `new` in a message of its own."""

    to: TeamTo
    new: bool = False


class Invite(OfEdition, prefix="ti"):
    """Make a one-time link for a role."""

    role: OrganiserRole


class InviteSpeaker(OfEdition, prefix="tv"):
    """Make a one-time link for somebody on stage, by their place among the names."""

    place: Id


class Member(OfEdition, prefix="tm"):
    """One who helps."""

    person: Id


class MemberRole(OfEdition, prefix="tr"):
    """Give one who helps another role."""

    person: Id
    role: OrganiserRole


class RemoveMember(OfEdition, prefix="tx"):
    """Somebody is to help no more; asked once more before."""

    person: Id
    sure: bool


class Trail(OfEdition, prefix="au"):
    """A page of what organisers did: of one of them (0: of all), before an entry (0: the
    latest)."""

    doer: Id
    before: Id
