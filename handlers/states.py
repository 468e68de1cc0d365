"""The steps a chat can be in, and what a step remembers.

A step says what typed words would answer; taps carry their own meaning and need none. Steps
named like a `matchmaking.people.Question` are that question.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from matchmaking.clusters import ClusterId
from matchmaking.imports import DraftId
from matchmaking.intents import Language
from matchmaking.matching import MatchId
from matchmaking.meetings import MeetingId
from matchmaking.moderation import Reason
from matchmaking.notices import AnnouncementId
from matchmaking.people import AttendeeId, Question
from matchmaking.ports import Conversation
from matchmaking.usecases.editing import Item
from matchmaking.usecases.moderation import Thing

ADD = "add"
"""A sentence is to be added to what was told."""

NAME = "name"
"""The name is to be changed."""

ANNOUNCE = "announce"
"""An organiser writes a text: `asking` is its language, `left` those after it, `texts` those
written."""

LANGUAGES = "announce_languages"
"""An organiser chooses in which languages to write."""

DRAFT = "announcement"
"""An organiser is to say what becomes of the draft `announcement`."""

MEDIA = "announce_media"
"""An organiser is to send the photo or document that goes with the draft `announcement`."""

LINK = "announce_link"
"""An organiser is to type the address of a button under the draft `announcement`."""

HOUR = "announce_hour"
"""An organiser is to type when the draft `announcement` goes out."""

PROPOSE = "propose"
"""Times are chosen to propose to the other side of `match`; `matches` as in `listing`."""

CANCEL = "cancel"
"""Whether the meeting `meeting` is really called off."""

CANCEL_WORDS = "cancel_words"
"""Why the meeting `meeting` is called off, in own words."""

NOTE = "note"
"""A note on the meeting `meeting` is to be written."""

CONTACT = "contact"
"""The number is to be shared for the meeting `meeting`."""

ERASE = "erase"
"""Whether everything is really erased."""

REPORT = "report"
"""What happened is written down, for a report on the other side of `thing` `number`; `why` is the
reason, `words` what was written."""

ASK_BACK = "ask_back"
"""Somebody paused or removed writes to the organisers."""

SENT = "sent_list"
"""A file was sent, the draft `draft`, and an organiser is to say what becomes of it."""

SENT_EVENT = "sent_event"
"""The same of a file that is about the event itself."""

CHECK_IN = "check_in"
"""A helper at the door types whom to look for."""

EDIT = "edit_event"
"""An organiser is to type another value of the event's thing `item`."""

FIND = "introduce_find"
"""Whom to introduce `member` of `cluster` to is to be typed, or tapped."""

LINE = "introduce_line"
"""The personal line of an introduction of `member` of `cluster` to `other` may be typed; `line` is
what was."""

ON_DRAFT = frozenset({DRAFT, MEDIA, LINK, HOUR})
"""The steps that are about a draft, which stays when they are left."""

ANNOUNCING = ON_DRAFT | {LANGUAGES, ANNOUNCE}
"""The steps of an announcement, from the choice of languages to the last confirmation."""

REST = Conversation()
"""Nothing is asked."""

CHECKING = Conversation(step=CHECK_IN)
"""The chat is at the door."""


def asking(question: Question) -> Conversation:
    """The chat is at a question."""
    return Conversation(step=question.value)


def proposing(match: MatchId, matches: Iterable[MatchId]) -> Conversation:
    """Times are chosen for one of the matches shown."""
    return Conversation(step=PROPOSE, data={"match": match, "matches": list(matches)})


def sent(draft: DraftId) -> Conversation:
    """A file is shown, to be acted upon or not."""
    return Conversation(step=SENT, data={"draft": draft})


def sent_event(draft: DraftId) -> Conversation:
    """The same of an event."""
    return Conversation(step=SENT_EVENT, data={"draft": draft})


def editing(item: Item) -> Conversation:
    """Another value is to be typed, or tapped."""
    return Conversation(step=EDIT, data={"item": item.value})


def edited(conversation: Conversation) -> Item | None:
    """What `editing` remembered; None when the chat is elsewhere."""
    item = conversation.data.get("item", "") if conversation.step == EDIT else ""
    return Item(item) if item in set(Item) else None


def deciding(announcement: AnnouncementId, step: str = DRAFT) -> Conversation:
    """A draft is shown, to be sent or not; another `step` asks for something about it."""
    return Conversation(step=step, data={"announcement": announcement})


def drafted(conversation: Conversation) -> AnnouncementId | None:
    """The draft that the chat is about; None when it is about something else."""
    if conversation.step not in ON_DRAFT:
        return None
    return AnnouncementId(conversation.data["announcement"])


def finding(cluster: ClusterId, member: AttendeeId) -> Conversation:
    """Somebody is looked for, to be introduced to a member."""
    return Conversation(step=FIND, data={"cluster": cluster, "member": member})


def introducing(
    cluster: ClusterId, member: AttendeeId, other: AttendeeId, line: str = ""
) -> Conversation:
    """Two are to be introduced, with a line."""
    data = {"cluster": cluster, "member": member, "other": other, "line": line}
    return Conversation(step=LINE, data=data)


def introduced(
    conversation: Conversation,
) -> tuple[ClusterId, AttendeeId, AttendeeId | None, str] | None:
    """What `finding` or `introducing` remembered; None when the chat is elsewhere."""
    data = conversation.data
    if conversation.step not in (FIND, LINE) or "member" not in data:
        return None
    other = AttendeeId(int(data["other"])) if "other" in data else None
    line = str(data.get("line", ""))
    return ClusterId(int(data["cluster"])), AttendeeId(int(data["member"])), other, line


def cancelling(meeting: MeetingId) -> Conversation:
    """A meeting is to be called off, once that is confirmed."""
    return Conversation(step=CANCEL, data={"meeting": meeting})


def explaining(meeting: MeetingId) -> Conversation:
    """A meeting is called off with the words that come next."""
    return Conversation(step=CANCEL_WORDS, data={"meeting": meeting})


def cancelled(conversation: Conversation) -> MeetingId:
    """The meeting that `explaining` or `cancelling` remembered."""
    return MeetingId(int(conversation.data["meeting"]))


def noting(meeting: MeetingId) -> Conversation:
    """A note on a meeting is to be written."""
    return Conversation(step=NOTE, data={"meeting": meeting})


def sharing(meeting: MeetingId) -> Conversation:
    """The number is to be shared for a meeting."""
    return Conversation(step=CONTACT, data={"meeting": meeting})


def about(conversation: Conversation) -> MeetingId:
    """The meeting that the chat's step is about."""
    return MeetingId(int(conversation.data["meeting"]))


def reporting(thing: Thing, number: int, why: Reason, words: str = "") -> Conversation:
    """Somebody is to be reported, once that is confirmed."""
    data = {"thing": thing.value, "number": number, "why": why.value, "words": words}
    return Conversation(step=REPORT, data=data)


def report(conversation: Conversation) -> tuple[Thing, int, Reason, str] | None:
    """What `reporting` remembered; None when the chat is elsewhere."""
    data = conversation.data
    if conversation.step != REPORT or "number" not in data:
        return None
    return Thing(data["thing"]), int(data["number"]), Reason(data["why"]), str(data["words"])


def asking_back() -> Conversation:
    """Words for the organisers are awaited."""
    return Conversation(step=ASK_BACK)


def listing(matches: Iterable[MatchId], at: int = 0) -> Conversation:
    """Nothing is asked; the matches shown are remembered in their order, and the place of the one
    shown first."""
    return Conversation(data={"matches": list(matches)} | ({"at": at} if at else {}))


def listed(conversation: Conversation) -> list[MatchId]:
    """The matches shown last, in their order; none when something else came between."""
    known = conversation.data.get("matches", ())
    return [MatchId(one) for one in known if isinstance(one, int)]


def shown_first(conversation: Conversation) -> int:
    """The place among those of the one that was shown first."""
    return int(conversation.data.get("at", 0))


def at_matches(conversation: Conversation) -> bool:
    """Whether matches were what the chat showed last, be they none."""
    return "matches" in conversation.data


def writing(
    asked: Language, left: Iterable[Language], texts: Mapping[Language, str]
) -> Conversation:
    """An organiser is to write the text in `asked`."""
    data: dict[str, Any] = {
        "asking": asked.value,
        "left": [language.value for language in left],
        "texts": {language.value: text for language, text in texts.items()},
    }
    return Conversation(step=ANNOUNCE, data=data)


def written(
    conversation: Conversation,
) -> tuple[Language, list[Language], dict[Language, str]] | None:
    """What `writing` remembered; None when the chat is elsewhere."""
    if conversation.step != ANNOUNCE:
        return None
    data = conversation.data
    texts = {Language(code): str(text) for code, text in data["texts"].items()}
    return Language(data["asking"]), [Language(code) for code in data["left"]], texts
