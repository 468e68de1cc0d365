"""The screens of partners and clusters, for one reader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.screens import (
    clusters,
    editing,
    introductions,
    memberships,
    onboarding,
    partners,
    programme,
    settings,
)
from handlers.screens import event as event_screens
from handlers.screens.notices import notice_screen
from handlers.screens.screen import Screen, above
from i18n.phrasebook import Phrasebook
from matchmaking.clusters import (
    Cluster,
    ClusterId,
    MemberLine,
    Membership,
    Source,
    Standing,
    Tally,
)
from matchmaking.events import Event
from matchmaking.intents import Kind, Language
from matchmaking.introductions import Introduction, IntroductionId, NewIntroduction, Seen
from matchmaking.introductions import State as Stands
from matchmaking.matching import MatchId
from matchmaking.meetings import State
from matchmaking.notices import NoticeKind
from matchmaking.partners import Partner
from matchmaking.people import Attendee, AttendeeId, EventId, PersonId
from matchmaking.usecases.cluster_views import Figures, Home, Members
from matchmaking.usecases.clusters import ManagerLink, OneCluster, Overview, Row
from matchmaking.usecases.deliveries import ClusterNews
from matchmaking.usecases.editing import Item
from matchmaking.usecases.introduced import Introduced
from matchmaking.usecases.introducing import Pair
from matchmaking.usecases.introductions import IntroductionView
from matchmaking.usecases.programme import DayView
from matchmaking.usecases.reminding import Settings
from matchmaking.usecases.searching import Found
from matchmaking.wishes import Wishes
from tests.handlers.people import HARD, NOW, REASONS, delivery, others, seen

Named = tuple[str, Screen]

PARTNERS = (
    Partner(
        code="blue-arc",
        names={
            Language.EN: "Blue Arc Cluster Network",
            Language.FR: "Réseau de clusters Arc Bleu",
            Language.AR: "شبكة تجمّعات القوس الأزرق",
        },
        link="https://blue-arc.example.org",
    ),
    Partner(code="llevant", names={Language.EN: "Short Sea Cluster Llevant"}),
    Partner(code="hard", names={Language.FR: HARD}, link="https://example.org/a?b=1&c=2"),
    Partner(code="again", names={Language.FR: HARD}, link="https://example.org/2"),
)


def with_partners(on: Event, found: tuple[Partner, ...] = PARTNERS) -> Event:
    """The same event, held by these."""
    return replace(on, plan=replace(on.plan, partners=found))


def cluster_screens(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    """All of them."""
    yield from _partners(me, on, book)
    yield from _managing(me, on, book)
    yield from _organising(me, on, book)
    yield from _memberships(me, on, book)
    yield from _introducing(me, on, book)
    yield from _introduced(me, on, book)


ARC = Cluster(id=ClusterId(3), event_id=EventId(1), key="arc", names=PARTNERS[0].names, secret="s")
ODD = Cluster(id=ClusterId(4), event_id=EventId(1), key="~x", names={Language.FR: HARD})


def _figures(n: int) -> Figures:
    follow_ups = dict.fromkeys(Kind, n)
    tally = Tally(agreed=n, held=n, holders=n, follow_ups=follow_ups)
    return Figures(
        listed=n, members=n, ready=n, meeting=n, tally=tally, waiting=n, agreed=n, closed=n
    )


def _home(on: Event, n: int, *, managing: bool = True, cluster: Cluster = ARC) -> Home:
    return Home(
        event=on,
        cluster=cluster,
        figures=_figures(n),
        managing=managing,
        digest=n != 2,
        others=(ODD,) if n == 3 else (),
    )


def _managing(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    for n in (0, 1, 2, 3, 11, 100):
        view = _home(on, n, managing=n != 11)
        told = book.text("clusters.welcome") if n == 1 else book.text("clusters.revoked")
        yield f"clusters.home.{n}", clusters.home(view, book, told=told if n < 3 else "")
        yield f"clusters.digest.{n}", clusters.digest(view, book)
    yield "clusters.home.hard", clusters.home(_home(on, 3, cluster=ODD), book)
    yield "clusters.link", clusters.link(view, "https://t.me/multaqa_bot?start=c_x", book)
    lines = tuple(
        MemberLine(
            attendee=who.id,
            name=who.person.name,
            organisation=who.organisation or "",
            ready=n != 1,
            agreed=n,
            held=0,
        )
        for n, who in enumerate([me, *others(me.person.language)])
    )
    for n, one in enumerate(lines):
        yield f"clusters.member.{n}", clusters.member(view, one, book)
    for page, shown in ((0, lines), (1, lines[:1]), (2, ())):
        some = Members(event=on, cluster=ODD, lines=shown, page=page, pages=3)
        yield f"clusters.members.{page}", clusters.members(some, book)
    alone = Members(event=on, cluster=ARC, lines=(), page=0, pages=1)
    yield "clusters.members.none", clusters.members(alone, book)


def _organising(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    managers = (me.person, *(who.person for who in others(me.person.language)))
    rows = tuple(
        Row(cluster=one, members=n, managers=n) for n, one in enumerate((ARC, ODD, ARC, ODD))
    )
    yield "clusters.overview", clusters.overview(Overview(event=on, rows=rows), book)
    yield "clusters.overview.none", clusters.overview(Overview(event=on, rows=()), book)
    view = OneCluster(event=on, cluster=ODD, members=12, managers=managers)
    told = book.text("clusters.dropped")
    yield "clusters.one", clusters.one_cluster(view, book, told=told)
    yield "clusters.one.none", clusters.one_cluster(replace(view, managers=()), book)
    yield "clusters.drop", clusters.drop(view, managers[-1], book)
    made = ManagerLink(event=on, cluster=ARC, secret="x", expires_at=NOW)
    address = "https://t.me/multaqa_bot?start=k_x"
    yield "clusters.manager_link", clusters.manager_link(made, address, on, book)


def _memberships(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    found = tuple(
        Membership(cluster=one, attendee=me.id, standing=standing, source=Source.LIST, since=NOW)
        for one in (ARC, ODD)
        for standing in Standing
    )
    yield "memberships.mine", memberships.mine(found, book)
    yield "memberships.none", memberships.mine((), book)
    for standing in Standing:
        yield f"memberships.invited.{standing}", memberships.invited(ODD, standing, book)
    start = memberships.listed(clusters.named(ARC, book), book)
    yield "memberships.start", above(start, onboarding.welcome(on, book))
    for about in ("member", "manager", "dropped"):
        told = delivery(NoticeKind.CLUSTER, me, on)
        news = ClusterNews(about=about, cluster=ARC)
        yield f"memberships.news.{about}", notice_screen(replace(told, cluster=news))
    told = delivery(NoticeKind.CLUSTER_DIGEST, me, on)
    news = ClusterNews(about="digest", cluster=ARC, home=_home(on, 5))
    yield "memberships.news.digest", notice_screen(replace(told, cluster=news))
    known = Settings(attendee=me, event=on, wishes=Wishes(), digest=True)
    yield "memberships.settings", settings.settings(known, book)


LINE = f"{HARD} & <i>both</i> make oil; أنتما في المجال نفسه " + "W" * 200


def _introducing(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    cast = others(me.person.language)
    line = MemberLine(attendee=me.id, name="Me", organisation="House", ready=True, agreed=1, held=0)
    found = Found(event=on, cluster=ARC, member=line, people=tuple(cast), more=0)
    yield "introduce.find", introductions.find(found, book)
    typed = replace(found, typed=HARD, more=12)
    yield "introduce.found", introductions.find(typed, book)
    yield "introduce.not_found", introductions.find(replace(typed, people=(), more=0), book)
    nobody = replace(found, people=())
    yield "introduce.nobody", introductions.find(nobody, book)
    for n, other in enumerate(cast):
        pair = Pair(event=on, cluster=ARC, one=me, other=other)
        yield f"introduce.preview.{n}", introductions.preview(pair, book)
        yield f"introduce.line.{n}", introductions.preview(pair, book, line=LINE[:300])
        yield f"introduce.sent.{n}", introductions.sent(pair, book)
    yield "introduce.too_long", introductions.too_long(introductions.preview(pair, book), book)
    yield "introduce.not_possible", introductions.not_possible(3, book)
    lines = tuple(
        (replace(_made(), state=state), (me.person.name, who.person.name))
        for state, who in zip(Stands, cast, strict=True)
    )
    view = Introduced(event=on, cluster=ARC, lines=lines, page=1, pages=3, now=NOW)
    yield "introduce.made", introductions.made(view, book)
    yield "introduce.none", introductions.made(replace(view, lines=(), page=0, pages=1), book)


def _made(line: str = "") -> Introduction:
    what = NewIntroduction(
        event_id=EventId(1),
        cluster=ARC.id,
        manager=PersonId(9),
        one=AttendeeId(1),
        other=AttendeeId(2),
        line=line,
        at=NOW,
        expires_at=NOW + timedelta(days=2),
    )
    return Introduction(id=IntroductionId(5), what=what)


def _introduced(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    cast = others(me.person.language)
    for n, (other, line) in enumerate(zip(cast, ("", LINE[:300], "You two!"), strict=True)):
        view = IntroductionView(
            introduction=_made(line),
            event=on,
            cluster=ODD if n == 1 else ARC,
            manager=cast[n - 1].person,
            viewer=me,
            other=other,
            seen=Seen.ASKED,
            reasons=(*REASONS[:1], *REASONS[-3:]),
            match=MatchId(7),
            meeting=None,
        )
        for how in Seen:
            shown = replace(view, seen=how)
            yield f"introduced.{how}.{n}", introductions.introduction(shown, book)
        for state in (State.OFFERED, State.ACCEPTED):
            for mine in (True, False):
                meeting = seen(me, other, state, mine=mine)
                shown = replace(view, seen=Seen.AGREED, meeting=meeting)
                name = f"introduced.{state}.{mine}.{n}"
                yield name, introductions.introduction(shown, book)
    for kind, told in ((NoticeKind.INTRODUCTION, view), (NoticeKind.INTRODUCED, None)):
        notice = replace(delivery(kind, me, on), introduction=told)
        yield f"introduced.notice.{kind}", notice_screen(notice)


def _partners(me: Attendee, on: Event, book: Phrasebook) -> Iterator[Named]:
    many = tuple(replace(PARTNERS[0], code=f"p{n}") for n in range(60))
    for name, found in (("few", PARTNERS), ("one", PARTNERS[:1]), ("many", many), ("none", ())):
        held = with_partners(on, found)
        yield f"partners.{name}", partners.partners(held, book)
        yield f"partners.welcome.{name}", onboarding.welcome(held, book)
        yield f"partners.event.{name}", event_screens.event(held, book)
        yield f"partners.editing.{name}", editing.ask(Item.PARTNERS, held, book)
    no_day = DayView(event=with_partners(on), viewer=me, days=(), day=None, sessions=())
    yield "partners.programme", programme.day(no_day, book)
    yield "partners.refused", editing.refused("editing.no_partner", Item.PARTNERS, held, book)
