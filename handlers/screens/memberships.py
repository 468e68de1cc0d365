"""Of which clusters the reader is a member, what they are asked and told about it."""

from handlers import callbacks as cb
from handlers import callbacks_clusters as cc
from handlers.screens import clusters
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.clusters import Cluster, Membership, Standing
from matchmaking.events import Event
from matchmaking.intents import Language
from matchmaking.usecases.deliveries import ClusterNews

NAME_ON_BUTTON = 18
"""Most characters of a cluster's name on a button with a verb."""

SHOWN = 20
"""Most clusters listed."""


def mine(found: tuple[Membership, ...], book: Phrasebook) -> Screen:
    """All of them, each with the way in or out."""
    shown = found[:SHOWN]
    told = [
        book.text(f"memberships.{one.standing}", name=clusters.named(one.cluster, book))
        for one in shown
    ]
    belongs = any(one.standing is Standing.MEMBER for one in shown)
    return Screen(
        html=paragraphs(
            book.text("memberships.title"),
            lines(*told) or book.text("memberships.none"),
            book.text("memberships.seen") if belongs else "",
        ),
        rows=column(
            *(_switch(one, place, book) for place, one in enumerate(shown, start=1)),
            button("button.back", book, cb.Go(to=cb.To.PRIVACY).pack()),
        ),
    )


def _switch(one: Membership, place: int, book: Phrasebook) -> Button:
    number = one.cluster.id
    member = one.standing is Standing.MEMBER
    data = cc.LeaveCluster(cluster=number) if member else cc.JoinCluster(cluster=number)
    key = "memberships.leave" if member else "memberships.join"
    name = clusters.named(one.cluster, book, NAME_ON_BUTTON)
    return button(key, book, data.pack(), n=place, name=name)


def invited(cluster: Cluster, standing: Standing, book: Phrasebook) -> Screen:
    """A cluster's link was opened: does the reader belong to it?"""
    name = clusters.named(cluster, book)
    if standing is Standing.MEMBER:
        out = button("memberships.out", book, cc.LeaveCluster(cluster=cluster.id).pack())
        return Screen(html=book.text("memberships.already", name=name), rows=column(out))
    return Screen(
        html=paragraphs(
            book.text("memberships.ask", name=name), book.text("memberships.seen_then")
        ),
        rows=column(
            button("memberships.yes", book, cc.JoinCluster(cluster=cluster.id).pack()),
            button("memberships.no", book, cc.LeaveCluster(cluster=cluster.id).pack()),
        ),
    )


def news(told: ClusterNews, event: Event, book: Phrasebook) -> Screen:
    """What the reader is to a cluster now, or its evening's message."""
    number, name = told.cluster.id, clusters.named(told.cluster, book)
    event_name = Words(event.name(Language(book.language)))
    if told.home is not None:
        return clusters.digest(told.home, book)
    match told.about:
        case "member":
            return Screen(
                html=paragraphs(
                    book.text("memberships.listed", name=name), book.text("memberships.seen_now")
                ),
                rows=column(
                    button("memberships.out", book, cc.LeaveCluster(cluster=number).pack()),
                    button("clusters.mine", book, cc.MyClusters().pack()),
                ),
            )
        case "manager":
            text = book.text("memberships.manager", name=name, event=event_name)
            on = button("clusters.open", book, cc.ClusterHome(cluster=number, new=True).pack())
            return Screen(html=text, rows=column(on))
        case _:
            return Screen(html=book.text("memberships.dropped", name=name, event=event_name))


def listed(cluster: Words, book: Phrasebook) -> Html:
    """A line for whoever comes by their own link, where the list names a cluster."""
    return book.text("memberships.start", name=cluster)
