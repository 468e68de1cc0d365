"""Clusters: the organisers name who looks after them, and members come and go."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_clusters as cc
from handlers import states
from handlers.duties import everybody, needs
from handlers.links import deep_link
from handlers.screens import clusters as screens
from handlers.screens import memberships
from handlers.screens.home import door
from handlers.screens.screen import Screen
from handlers.turn import Turn
from matchmaking.clusters import MANAGER_LINK, ClusterId, Membership
from matchmaking.errors import Refusal, Refused
from matchmaking.organisers import Duty
from matchmaking.people import PersonId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import cluster_links, cluster_views, clusters
from matchmaking.usecases.arrivals import INVITATION_LIFE

router = Router(name="clusters")


@router.message(Command("clusters"))
@needs(Duty.INTRODUCE)
async def overview(_: Message, turn: Turn) -> None:
    """All clusters of the event."""
    await turn.reply.send(await _overview(turn))


@router.callback_query(cc.Clusters.filter())
@needs(Duty.INTRODUCE)
async def to_overview(_: CallbackQuery, turn: Turn) -> None:
    """The same, by a button."""
    await turn.reply.show(await _overview(turn))


async def _overview(turn: Turn) -> Screen:
    actor = turn.actor
    await turn.rest()
    view = await turn.work.look(lambda uow, now: clusters.overview(uow, now, actor=actor))
    return screens.overview(view, turn.book)


@router.callback_query(cc.OneCluster.filter())
@needs(Duty.INTRODUCE)
async def one(_: CallbackQuery, callback_data: cc.OneCluster, turn: Turn) -> None:
    """One of them, with who looks after it."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    view = await turn.work.look(
        lambda uow, now: clusters.look(uow, now, actor=actor, cluster_id=number)
    )
    await turn.reply.show(screens.one_cluster(view, turn.book))


@router.callback_query(cc.InviteManager.filter())
@needs(Duty.INTRODUCE)
async def invite(_: CallbackQuery, callback_data: cc.InviteManager, turn: Turn) -> None:
    """A one-time link, in a message that can be passed on."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    made = await turn.work.do(
        lambda uow, now: clusters.invite_manager(
            uow, now, actor=actor, cluster_id=number, expires_at=now + INVITATION_LIFE
        )
    )
    address = await deep_link(turn.reply.bot, f"{MANAGER_LINK}{made.secret}")
    await turn.reply.send(screens.manager_link(made, address, turn.event, turn.book))


@router.callback_query(cc.DropManager.filter())
@needs(Duty.INTRODUCE)
async def drop(_: CallbackQuery, callback_data: cc.DropManager, turn: Turn) -> None:
    """Somebody looks after it no more, once that is confirmed."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    person = PersonId(callback_data.person)
    if not callback_data.sure:
        view = await turn.work.look(
            lambda uow, now: clusters.look(uow, now, actor=actor, cluster_id=number)
        )
        who = next((one for one in view.managers if one.id == person), None)
        if who is None:
            raise Refused(Refusal.NOT_YOURS)
        await turn.reply.show(screens.drop(view, who, turn.book))
        return
    left = await turn.work.do(
        lambda uow, now: clusters.drop_manager(
            uow, now, actor=actor, cluster_id=number, person_id=person
        )
    )
    told = turn.book.text("clusters.dropped")
    await turn.reply.show(screens.one_cluster(left, turn.book, told=told))


# Members


@router.callback_query(cc.MyClusters.filter())
@everybody
async def mine(_: CallbackQuery, turn: Turn) -> None:
    """Of which clusters the reader is a member."""
    await turn.reply.show(await my_clusters(turn))


async def my_clusters(turn: Turn) -> Screen:
    """The same, for a command."""
    actor = turn.actor
    found = await turn.work.look(lambda uow, now: clusters.mine(uow, now, actor=actor))
    return memberships.mine(found, turn.book)


@router.callback_query(cc.JoinCluster.filter())
@everybody
async def join(_: CallbackQuery, callback_data: cc.JoinCluster, turn: Turn) -> None:
    """They belong to it."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    await _stand(
        turn,
        "memberships.joined",
        lambda uow, now: clusters.join(uow, now, actor=actor, cluster_id=number),
    )


@router.callback_query(cc.LeaveCluster.filter())
@everybody
async def leave(_: CallbackQuery, callback_data: cc.LeaveCluster, turn: Turn) -> None:
    """They do not."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    await _stand(
        turn,
        "memberships.gone",
        lambda uow, now: clusters.leave(uow, now, actor=actor, cluster_id=number),
    )


async def _stand(
    turn: Turn, key: str, act: Callable[[UnitOfWork, datetime], tuple[Membership, ...]]
) -> None:
    found = await turn.work.do(act)
    await turn.reply.show(memberships.mine(found, turn.book), toast=turn.book.plain(key))


# Links


async def open_manager_link(turn: Turn, secret: str) -> None:
    """Whoever holds the one-time link looks after a cluster; raises `Refused` (LINK_USED)."""
    account = turn.account
    turn.known, cluster = await turn.work.do(
        lambda uow, now: cluster_links.open_manager_link(uow, now, account=account, secret=secret),
        then=states.REST,
    )
    actor = turn.actor
    view = await turn.work.look(
        lambda uow, now: cluster_views.home(uow, now, actor=actor, cluster_id=cluster.id)
    )
    told = turn.book.text("clusters.welcome")
    await turn.reply.send(screens.home(view, turn.book, told=told))


async def open_member_link(turn: Turn, secret: str) -> bool:
    """Whoever opens a cluster's link is asked whether they belong to it; False where they may not
    come in, and have been told so. Raises `Refused` (LINK_UNKNOWN)."""
    account = turn.account
    try:
        turn.known, cluster, standing = await turn.work.do(
            lambda uow, now: cluster_links.open_member_link(
                uow, now, account=account, secret=secret
            )
        )
    except Refused as refused:
        if refused.refusal is not Refusal.NO_WALK_INS:
            raise
        said = turn.book.plain("refused.no_walk_ins")
        await turn.reply.send(door(said, str(refused.data.get("contact", "")), turn.book))
        return False
    await turn.reply.send(memberships.invited(cluster, standing, turn.book))
    return True
