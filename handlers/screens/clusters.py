"""A cluster as whoever looks after it sees it: counts, members by name, its link."""

from handlers import callbacks as cb
from handlers import callbacks_clusters as cc
from handlers.screens.paging import turns
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, clip, label, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.clusters import Cluster, MemberLine
from matchmaking.events import Event
from matchmaking.intents import Kind, Language
from matchmaking.people import Person
from matchmaking.usecases.cluster_views import PAGE, Figures, Home, Members
from matchmaking.usecases.clusters import ManagerLink, OneCluster, Overview

NAME = 60
"""Most characters of a name in a list."""

NAME_ON_BUTTON = 30
"""Most characters of a name on a button."""

SHOWN = 60
"""Most clusters listed for organisers."""


def named(cluster: Cluster, book: Phrasebook, most: int = NAME) -> Words:
    """A cluster's name for this reader."""
    return Words(clip(cluster.name(Language(book.language)), most))


def home(view: Home, book: Phrasebook, *, told: str = "") -> Screen:
    """All that can be done for a cluster; `told` is what was done just now."""
    number = view.cluster.id
    switch = "clusters.digest_off" if view.digest else "clusters.digest_on"
    digest = cc.ClusterDigest(cluster=number, on=not view.digest).pack()
    others = (
        _listed(one, at, cc.ClusterHome(cluster=one.id).pack(), book)
        for at, one in enumerate(view.others, start=2)
    )
    return Screen(
        html=paragraphs(
            told,
            book.text("clusters.title", name=named(view.cluster, book)),
            figures(view.figures, book),
            book.text("clusters.private"),
        ),
        rows=column(
            button("clusters.members", book, cc.ClusterMembers(cluster=number, page=0).pack()),
            button("clusters.introductions", book, cc.Introductions(cluster=number, page=0).pack()),
            button("clusters.link", book, cc.ClusterLink(cluster=number, on=True).pack()),
            button(switch, book, digest) if view.managing else None,
            *others,
            None if view.managing else button("clusters.all", book, cc.Clusters().pack()),
            button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
        ),
    )


def figures(known: Figures, book: Phrasebook) -> Html:
    """A cluster in counts, a line each; nothing that is one person's own word."""
    tally = known.tally
    people = lines(
        book.count("clusters.here", known.members),
        book.count("clusters.ready", known.ready) if known.members else "",
        book.count("clusters.meeting", known.meeting) if known.members else "",
        book.count("clusters.listed", known.listed) if known.listed else "",
    )
    meetings = lines(
        book.count("clusters.agreed", tally.agreed) if tally.agreed else "",
        book.count("clusters.held", tally.held) if tally.held else "",
        *_follow_ups(known, book),
    )
    introduced = [
        book.count(f"clusters.{what}", n)
        for what, n in (
            ("waiting", known.waiting), ("both", known.agreed), ("closed", known.closed),
        )
        if n
    ]  # fmt: skip
    return paragraphs(people, meetings, lines(*introduced))


def _follow_ups(known: Figures, book: Phrasebook) -> list[Html]:
    if not known.tally.held:
        return []
    if not known.tellable:
        return [book.text("clusters.too_few")]
    counts = known.tally.follow_ups
    return [
        book.count(f"clusters.follow.{kind}", counts[kind]) for kind in Kind if counts.get(kind)
    ]


def digest(view: Home, book: Phrasebook) -> Screen:
    """The evening's message."""
    number = view.cluster.id
    off = cc.ClusterDigest(cluster=number, on=False).pack()
    return Screen(
        html=paragraphs(
            book.text("clusters.digest", name=named(view.cluster, book)),
            figures(view.figures, book),
        ),
        rows=column(
            button("clusters.open", book, cc.ClusterHome(cluster=number, new=True).pack()),
            button("clusters.digest_off", book, off) if view.digest else None,
        ),
    )


def members(view: Members, book: Phrasebook) -> Screen:
    """A page of members, by name, with counts."""
    number, first = view.cluster.id, view.page * PAGE + 1
    told = [_member(one, book) for one in view.lines]
    return Screen(
        html=paragraphs(
            book.text("clusters.members_of", name=named(view.cluster, book)),
            *(told or [book.text("clusters.nobody")]),
            pages(view.page, view.pages, book),
        ),
        rows=(
            *column(
                *(
                    Button(
                        label=label(
                            book.plain(
                                "clusters.open_member",
                                n=first + place,
                                name=Words(clip(one.name, NAME_ON_BUTTON)),
                            ),
                            book,
                        ),
                        data=cc.ClusterMember(cluster=number, attendee=one.attendee).pack(),
                    )
                    for place, one in enumerate(view.lines)
                )
            ),
            *turns(
                view.page,
                view.pages,
                lambda to: cc.ClusterMembers(cluster=number, page=to).pack(),
                book,
            ),
            *back(number, book),
        ),
    )


def pages(page: int, of: int, book: Phrasebook) -> Html:
    """Which page it is; nothing for the only one."""
    return book.text("clusters.page", n=page + 1, of=of) if of > 1 else Html("")


def back(number: int, book: Phrasebook) -> tuple[Row, ...]:
    """To the cluster."""
    return column(button("clusters.back", book, cc.ClusterHome(cluster=number).pack()))


def _member(one: MemberLine, book: Phrasebook) -> Html:
    name = book.user(clip(one.name, NAME))
    organisation = Words(clip(one.organisation, NAME))
    who = (
        book.text("person.of", name=name, organisation=organisation)
        if one.organisation
        else book.text("person.alone", name=name)
    )
    return lines(who, _stands(one, book))


def _stands(one: MemberLine, book: Phrasebook) -> Html:
    if not one.ready:
        return book.text("clusters.unready")
    if not one.agreed:
        return book.text("clusters.no_meeting")
    said = book.count("clusters.member_agreed", one.agreed)
    return Html(said)


def member(view: Home, one: MemberLine, book: Phrasebook) -> Screen:
    """One of them, and the way to introduce them."""
    number = view.cluster.id
    introduce = cc.Introduce(cluster=number, attendee=one.attendee).pack()
    return Screen(
        html=_member(one, book),
        rows=column(
            button("clusters.introduce", book, introduce) if one.ready else None,
            button("clusters.members", book, cc.ClusterMembers(cluster=number, page=0).pack()),
        ),
    )


def link(view: Home, address: str, book: Phrasebook) -> Screen:
    """The link that invites members, and the way to take it back."""
    number = view.cluster.id
    return Screen(
        html=paragraphs(
            book.text("clusters.link_text", name=named(view.cluster, book)),
            book.text("team.address", address=Html(f"<code>{address}</code>")),
            book.text("clusters.link_asks"),
        ),
        rows=(
            *column(
                button("clusters.revoke", book, cc.ClusterLink(cluster=number, on=False).pack())
            ),
            *back(number, book),
        ),
    )


# For organisers


def overview(view: Overview, book: Phrasebook) -> Screen:
    """All clusters."""
    told = [
        lines(
            book.text("clusters.row", name=named(one.cluster, book)),
            book.text(
                "clusters.row_counts",
                members=book.count("clusters.row_members", one.members),
                managers=book.count("clusters.row_managers", one.managers),
            ),
        )
        for one in view.rows[:SHOWN]
    ]
    return Screen(
        html=paragraphs(book.text("clusters.overview"), *(told or [book.text("clusters.none")])),
        rows=column(
            *(
                _listed(one.cluster, at, cc.OneCluster(cluster=one.cluster.id).pack(), book)
                for at, one in enumerate(view.rows[:SHOWN], start=1)
            ),
            button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
        ),
    )


def _listed(one: Cluster, place: int, data: str, book: Phrasebook) -> Button:
    name = named(one, book, NAME_ON_BUTTON)
    return Button(
        label=label(book.plain("clusters.open_member", n=place, name=name), book), data=data
    )


def one_cluster(view: OneCluster, book: Phrasebook, *, told: str = "") -> Screen:
    """One of them, with who looks after it."""
    number = view.cluster.id
    names = book.list(book.user(clip(one.name, NAME)) for one in view.managers)
    return Screen(
        html=paragraphs(
            told,
            lines(
                book.text("clusters.row", name=named(view.cluster, book)),
                book.count("clusters.here", view.members),
            ),
            book.text("clusters.managers", names=names)
            if view.managers
            else book.text("clusters.unmanaged"),
        ),
        rows=column(
            button("clusters.invite_manager", book, cc.InviteManager(cluster=number).pack()),
            *(_drop(number, one, place, book) for place, one in enumerate(view.managers, start=1)),
            button("clusters.look_inside", book, cc.ClusterHome(cluster=number).pack()),
            button("clusters.all", book, cc.Clusters().pack()),
        ),
    )


def _drop(number: int, one: Person, place: int, book: Phrasebook) -> Button:
    data = cc.DropManager(cluster=number, person=one.id, sure=False).pack()
    name = Words(clip(one.name, 18))
    return button("clusters.drop", book, data, n=place, name=name)


def drop(view: OneCluster, one: Person, book: Phrasebook) -> Screen:
    """Really?"""
    number = view.cluster.id
    yes = cc.DropManager(cluster=number, person=one.id, sure=True).pack()
    return Screen(
        html=book.text(
            "clusters.drop_ask",
            name=book.user(clip(one.name, NAME)),
            cluster=named(view.cluster, book),
        ),
        rows=column(
            button("team.keep", book, cc.OneCluster(cluster=number).pack()),
            button("clusters.drop_yes", book, yes),
        ),
    )


def manager_link(made: ManagerLink, address: str, event: Event, book: Phrasebook) -> Screen:
    """The one-time link to pass on."""
    return Screen(
        html=paragraphs(
            book.text("clusters.manager_link", name=named(made.cluster, book)),
            book.text("team.address", address=Html(f"<code>{address}</code>")),
            book.text("team.link_once", when=when(made.expires_at, event, book)),
        ),
        rows=column(button("clusters.all", book, cc.Clusters().pack())),
    )
