"""Looking after a cluster: its members, its link, the evening's message, and introductions."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_clusters as cc
from handlers import states
from handlers.conversations.clusters import my_clusters
from handlers.duties import everybody
from handlers.filters import Step
from handlers.links import deep_link
from handlers.screens import clusters as screens
from handlers.screens import introductions
from handlers.screens.screen import Screen
from handlers.turn import Turn
from matchmaking.clusters import MEMBER_LINK, ClusterId
from matchmaking.errors import Refusal, Refused
from matchmaking.introductions import LINE_LIMIT
from matchmaking.people import AttendeeId
from matchmaking.usecases import cluster_views, introduced, introducing, searching
from matchmaking.usecases.introducing import Pair

router = Router(name="cluster")


@router.message(Command("cluster"))
@everybody
async def cluster(_: Message, turn: Turn) -> None:
    """The cluster that one looks after; for everybody else, those they are members of."""
    actor = turn.actor
    found = await turn.work.look(lambda uow, now: cluster_views.managed(uow, now, actor=actor))
    await turn.rest()
    await turn.reply.send(await _home(turn, found[0].id) if found else await my_clusters(turn))


@router.callback_query(cc.ClusterHome.filter())
@everybody
async def to_home(_: CallbackQuery, callback_data: cc.ClusterHome, turn: Turn) -> None:
    """The same, by a button."""
    screen = await _home(turn, ClusterId(callback_data.cluster))
    await turn.rest()
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


async def _home(turn: Turn, number: ClusterId) -> Screen:
    actor = turn.actor
    view = await turn.work.look(
        lambda uow, now: cluster_views.home(uow, now, actor=actor, cluster_id=number)
    )
    return screens.home(view, turn.book)


@router.callback_query(cc.ClusterMembers.filter())
@everybody
async def members(_: CallbackQuery, callback_data: cc.ClusterMembers, turn: Turn) -> None:
    """A page of members."""
    actor, number, page = turn.actor, ClusterId(callback_data.cluster), callback_data.page
    view = await turn.work.look(
        lambda uow, now: cluster_views.members(uow, now, actor=actor, cluster_id=number, page=page)
    )
    await turn.rest()
    await turn.reply.show(screens.members(view, turn.book))


@router.callback_query(cc.ClusterMember.filter())
@everybody
async def member(_: CallbackQuery, callback_data: cc.ClusterMember, turn: Turn) -> None:
    """One of them."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    who = AttendeeId(callback_data.attendee)
    view, line = await turn.work.look(
        lambda uow, now: cluster_views.member(
            uow, now, actor=actor, cluster_id=number, attendee_id=who
        )
    )
    await turn.rest()
    await turn.reply.show(screens.member(view, line, turn.book))


@router.callback_query(cc.ClusterLink.filter())
@everybody
async def link(_: CallbackQuery, callback_data: cc.ClusterLink, turn: Turn) -> None:
    """The link that invites members, or its end."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    change = cluster_views.make_link if callback_data.on else cluster_views.revoke_link
    view = await turn.work.do(lambda uow, now: change(uow, now, actor=actor, cluster_id=number))
    if view.cluster.secret is None:
        told = turn.book.text("clusters.revoked")
        await turn.reply.show(screens.home(view, turn.book, told=told))
        return
    address = await deep_link(turn.reply.bot, f"{MEMBER_LINK}{view.cluster.secret}")
    await turn.reply.show(screens.link(view, address, turn.book))


@router.callback_query(cc.ClusterDigest.filter())
@everybody
async def digest(_: CallbackQuery, callback_data: cc.ClusterDigest, turn: Turn) -> None:
    """The evening's message, on or off."""
    actor, number, on = turn.actor, ClusterId(callback_data.cluster), callback_data.on
    view = await turn.work.do(
        lambda uow, now: cluster_views.turn_digest(uow, now, actor=actor, cluster_id=number, on=on)
    )
    key = "clusters.digest_is_on" if on else "clusters.digest_is_off"
    await turn.reply.show(screens.home(view, turn.book), toast=turn.book.plain(key))


# Introductions


@router.callback_query(cc.Introductions.filter())
@everybody
async def made(_: CallbackQuery, callback_data: cc.Introductions, turn: Turn) -> None:
    """Those that were made, as far as it may be told."""
    actor, number, page = turn.actor, ClusterId(callback_data.cluster), callback_data.page
    view = await turn.work.look(
        lambda uow, now: introduced.introduced(uow, now, actor=actor, cluster_id=number, page=page)
    )
    await turn.rest()
    await turn.reply.show(introductions.made(view, turn.book))


@router.callback_query(cc.Introduce.filter())
@everybody
async def whom(_: CallbackQuery, callback_data: cc.Introduce, turn: Turn) -> None:
    """Whom to introduce a member to."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    who = AttendeeId(callback_data.attendee)
    found = await turn.work.look(
        lambda uow, now: searching.suggest(uow, now, actor=actor, cluster_id=number, member=who)
    )
    await turn.work.turn(states.finding(number, who))
    await turn.reply.show(introductions.find(found, turn.book))


@router.message(Step(states.FIND), F.text & ~F.text.startswith("/"))
@everybody
async def typed(message: Message, turn: Turn) -> None:
    """Somebody's name, or their organisation's."""
    about = states.introduced(turn.work.conversation)
    if about is None:
        raise Refused(Refusal.NOT_YOURS)
    actor, (number, who, *_), text = turn.actor, about, message.text or ""
    found = await turn.work.look(
        lambda uow, now: searching.search(
            uow, now, actor=actor, cluster_id=number, member=who, text=text
        )
    )
    await turn.reply.send(introductions.find(found, turn.book))


@router.callback_query(cc.IntroduceTo.filter())
@everybody
async def to(_: CallbackQuery, callback_data: cc.IntroduceTo, turn: Turn) -> None:
    """These two; a line may be written."""
    number = ClusterId(callback_data.cluster)
    sides = AttendeeId(callback_data.one), AttendeeId(callback_data.other)
    try:
        about = await _pair(turn, number, *sides)
    except Refused as refused:
        if refused.refusal is not Refusal.NOT_POSSIBLE:
            raise
        await turn.reply.show(introductions.not_possible(number, turn.book))
        return
    await turn.work.turn(states.introducing(number, *sides))
    await turn.reply.show(introductions.preview(about, turn.book))


async def _pair(turn: Turn, number: ClusterId, one: AttendeeId, other: AttendeeId) -> Pair:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: introducing.pair(
            uow, now, actor=actor, cluster_id=number, one=one, other=other
        )
    )


@router.message(Step(states.LINE), F.text & ~F.text.startswith("/"))
@everybody
async def line(message: Message, turn: Turn) -> None:
    """The line, shown once more before anything is sent."""
    about, said = states.introduced(turn.work.conversation), (message.text or "").strip()
    if about is None or about[2] is None:
        raise Refused(Refusal.NOT_YOURS)
    number, one, other, before = about[0], about[1], about[2], about[3]
    pair = await _pair(turn, number, one, other)
    if len(said) > LINE_LIMIT:
        screen = introductions.preview(pair, turn.book, line=before)
        await turn.reply.send(introductions.too_long(screen, turn.book))
        return
    await turn.work.turn(states.introducing(number, one, other, said))
    await turn.reply.send(introductions.preview(pair, turn.book, line=said))


@router.callback_query(cc.SendIntroduction.filter())
@everybody
async def send(_: CallbackQuery, callback_data: cc.SendIntroduction, turn: Turn) -> None:
    """Both are asked."""
    actor, number = turn.actor, ClusterId(callback_data.cluster)
    one, other = AttendeeId(callback_data.one), AttendeeId(callback_data.other)
    about = states.introduced(turn.work.conversation)
    said = about[3] if about is not None and about[:3] == (number, one, other) else ""
    try:
        pair = await _pair(turn, number, one, other)
        await turn.work.do(
            lambda uow, now: introducing.introduce(
                uow, now, actor=actor, cluster_id=number, one=one, other=other, line=said
            ),
            then=states.REST,
        )
    except Refused as refused:
        if refused.refusal is not Refusal.NOT_POSSIBLE:
            raise
        await turn.reply.show(introductions.not_possible(number, turn.book))
        return
    await turn.reply.show(introductions.sent(pair, turn.book))
