"""Introductions: for whoever makes them, and for the two who are asked."""

from handlers import callbacks as cb
from handlers import callbacks_clusters as cc
from handlers.screens import clusters, meetings
from handlers.screens.moderation import report_row
from handlers.screens.paging import turns
from handlers.screens.screen import Button, Row, Screen, above, column, lines, paragraphs
from handlers.screens.words import (
    button,
    card_head,
    clip,
    label,
    reasons,
    slot_choice,
    when,
    whence,
    who,
)
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.introductions import LINE_LIMIT, Introduction, Seen, State
from matchmaking.meetings import MeetingView
from matchmaking.meetings import State as Stands
from matchmaking.people import Attendee
from matchmaking.usecases.introduced import Introduced
from matchmaking.usecases.introducing import Pair
from matchmaking.usecases.introductions import IntroductionView
from matchmaking.usecases.moderation import Thing
from matchmaking.usecases.searching import Found

NAME = 60
"""Most characters of a name in a list."""

NAME_ON_BUTTON = 30
"""Most characters of a name on a button."""


ANSWERS = {
    Seen.ASKED: (("introduced.yes", True), ("introduced.no", False)),
    Seen.YES: (("introduced.changed_no", False),),
    Seen.NO: (("introduced.changed_yes", True),),
}
"""The answers that one of the two may give now: the words, and whether it is a yes."""

# For whoever introduces


def find(view: Found, book: Phrasebook, *, told: str = "") -> Screen:
    """Whom to introduce a member to: those who suit, or those found by what was typed."""
    number, one = view.cluster.id, view.member.attendee
    name = book.user(clip(view.member.name, NAME))
    people = [lines(who(each, book), whence(each, book)) for each in view.people]
    if view.typed:
        typed = Words(clip(view.typed, NAME))
        head = book.text("introduce.found" if people else "introduce.not_found", typed=typed)
    else:
        head = book.text("introduce.suggested") if people else Html("")
    return Screen(
        html=paragraphs(
            told,
            book.text("introduce.whom", name=name),
            head,
            *people,
            book.count("introduce.more", view.more) if view.more else "",
            book.text("introduce.type"),
        ),
        rows=column(
            *(_to(number, one, each, place, book) for place, each in enumerate(view.people, 1)),
            button("introduce.leave", book, cc.ClusterMember(cluster=number, attendee=one).pack()),
        ),
    )


def _to(number: int, one: int, other: Attendee, place: int, book: Phrasebook) -> Button:
    name = Words(clip(other.person.name, NAME_ON_BUTTON))
    text = book.plain("clusters.open_member", n=place, name=name)
    data = cc.IntroduceTo(cluster=number, one=one, other=other.id).pack()
    return Button(label=label(text, book), data=data)


def preview(about: Pair, book: Phrasebook, *, line: str = "", told: str = "") -> Screen:
    """The two, the line, and the question."""
    number = about.cluster.id
    send = cc.SendIntroduction(cluster=number, one=about.one.id, other=about.other.id).pack()
    again = cc.Introduce(cluster=number, attendee=about.one.id).pack()
    return Screen(
        html=paragraphs(
            told,
            book.text("introduce.two"),
            card_head(about.one, book),
            card_head(about.other, book),
            book.text("introduce.line", words=book.quote(line)) if line else "",
            book.text("introduce.change_line" if line else "introduce.write", limit=LINE_LIMIT),
        ),
        rows=column(
            button("introduce.send" if line else "introduce.send_bare", book, send),
            button("introduce.other", book, again),
            button("introduce.stop", book, cc.ClusterHome(cluster=number).pack()),
        ),
    )


def too_long(screen: Screen, book: Phrasebook) -> Screen:
    """The line is too long to be kept."""
    return above(book.text("refused.too_long", limit=LINE_LIMIT), screen)


def sent(about: Pair, book: Phrasebook) -> Screen:
    """Both are asked."""
    number = about.cluster.id
    one, other = (book.user(clip(side.person.name, NAME)) for side in (about.one, about.other))
    return Screen(
        html=book.text("introduce.sent", one=one, other=other),
        rows=column(
            button("clusters.introductions", book, cc.Introductions(cluster=number, page=0).pack()),
            button("clusters.members", book, cc.ClusterMembers(cluster=number, page=0).pack()),
        ),
    )


def not_possible(number: int, book: Phrasebook) -> Screen:
    """The two cannot be introduced; the reader is not told why."""
    members = cc.ClusterMembers(cluster=number, page=0).pack()
    return Screen(
        html=book.text("refused.not_possible"),
        rows=(*column(button("clusters.members", book, members)), *clusters.back(number, book)),
    )


def made(view: Introduced, book: Phrasebook) -> Screen:
    """A page of a cluster's introductions, as far as it may be told."""
    number = view.cluster.id
    told = [_made(one, *names, view, book) for one, names in view.lines]
    return Screen(
        html=paragraphs(
            book.text("introduce.made", name=clusters.named(view.cluster, book)),
            *(told or [book.text("introduce.none")]),
            clusters.pages(view.page, view.pages, book),
        ),
        rows=(
            *turns(
                view.page,
                view.pages,
                lambda to: cc.Introductions(cluster=number, page=to).pack(),
                book,
            ),
            *column(
                button("introduce.new", book, cc.ClusterMembers(cluster=number, page=0).pack())
            ),
            *clusters.back(number, book),
        ),
    )


def _made(one: Introduction, first: str, other: str, view: Introduced, book: Phrasebook) -> Html:
    names = [book.user(clip(name, NAME)) for name in (first, other)]
    state = one.stands(view.now)
    values = {"when": when(one.what.expires_at, view.event, book)} if state is State.OPEN else {}
    return lines(
        book.text("introduce.pair", one=names[0], other=names[1]),
        book.text(f"introduce.is_{state}", **values),
    )


# For the two


def introduction(view: IntroductionView, book: Phrasebook) -> Screen:
    """An introduction as one of the two sees it now."""
    if view.seen is Seen.OVER:
        return gone(book)
    if view.seen is Seen.AGREED:
        return _agreed(view, book)
    number = view.introduction.id
    buttons = (
        button(key, book, cc.AnswerIntroduction(introduction=number, yes=yes).pack())
        for key, yes in ANSWERS[view.seen]
    )
    return Screen(
        html=paragraphs(_from(view, book), _card(view, book), _question(view, book)),
        rows=(*column(*buttons), *report_row(Thing.INTRODUCTION, number, book)),
    )


def _from(view: IntroductionView, book: Phrasebook) -> Html:
    """Who introduces, and their line."""
    name = book.user(clip(view.manager.name, NAME))
    line = view.introduction.what.line
    return lines(
        book.text("introduced.from", name=name, cluster=clusters.named(view.cluster, book)),
        book.text("introduced.line", words=book.quote(line)) if line else "",
    )


def _card(view: IntroductionView, book: Phrasebook) -> Html:
    return lines(card_head(view.other, book), reasons(view.reasons, view.event, book))


def _question(view: IntroductionView, book: Phrasebook) -> Html:
    name = book.user(clip(view.other.person.name, NAME))
    if view.seen is Seen.ASKED:
        until = when(view.introduction.what.expires_at, view.event, book)
        return lines(
            book.text("introduced.how"),
            book.text("introduced.question", name=name, when=until),
        )
    return book.text(
        "introduced.waiting" if view.seen is Seen.YES else "introduced.noted", name=name
    )


def _agreed(view: IntroductionView, book: Phrasebook) -> Screen:
    """Both want to meet: an offer to answer, one to wait for, a meeting; or times to propose."""
    name = book.user(clip(view.other.person.name, NAME))
    seen = view.meeting
    if seen is None:
        return Screen(
            html=paragraphs(
                book.text("introduced.both", name=name), book.text("introduced.no_time")
            ),
            rows=_to_card(view, book),
        )
    if seen.meeting.state is not Stands.OFFERED:
        at = seen.meeting.starts_at or seen.meeting.slots[0]
        text = book.text("introduced.booked", name=name, when=when(at, view.event, book))
        return Screen(html=text, rows=_to_meeting(seen, book))
    if seen.meeting.invitee == view.viewer.id:
        return meetings.offer(seen, view.event, book)
    times = slot_choice(seen.meeting.slots, view.event, book)
    return Screen(
        html=paragraphs(
            book.text("introduced.both", name=name), book.text("introduced.offered", times=times)
        ),
        rows=_to_meeting(seen, book),
    )


def _to_meeting(seen: MeetingView, book: Phrasebook) -> tuple[Row, ...]:
    data = cb.ShowMeeting(meeting=seen.meeting.id).pack()
    return column(button("introduced.see", book, data))


def _to_card(view: IntroductionView, book: Phrasebook) -> tuple[Row, ...]:
    match = view.match
    return column(
        button("introduced.propose", book, cb.Propose(match=match).pack()) if match else None,
        button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack()),
    )


def gone(book: Phrasebook) -> Screen:
    """It is over, whatever the reason."""
    return Screen(
        html=book.text("introduced.over"),
        rows=column(button("home.matches", book, cb.Go(to=cb.To.MATCHES, new=True).pack())),
    )
