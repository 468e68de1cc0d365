"""Organisers: who helps, one-time links, roles, and what was done."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_team as ct
from handlers.duties import needs
from handlers.introduce import introduce_organiser
from handlers.links import ORGANISER, deep_link
from handlers.screens import organiser as home_screens
from handlers.screens import team as screens
from handlers.screens.screen import Screen
from handlers.turn import Turn
from matchmaking.audit import AuditId
from matchmaking.organisers import Duty, OrganiserRole, duties_of
from matchmaking.people import PersonId
from matchmaking.usecases import team
from matchmaking.usecases.arrivals import know

router = Router(name="team")


@router.message(Command("team"))
@needs(Duty.TEAM)
async def show(_: Message, turn: Turn) -> None:
    """Everybody who helps."""
    await turn.reply.send(await _team(turn))


@router.callback_query(ct.TeamGo.filter(F.to == ct.TeamTo.LIST))
@needs(Duty.TEAM)
async def to_list(_: CallbackQuery, callback_data: ct.TeamGo, turn: Turn) -> None:
    """The same, by a button."""
    screen = await _team(turn)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


async def _team(turn: Turn) -> Screen:
    actor, of = turn.actor, turn.event.id
    view = await turn.work.look(lambda uow, now: team.team(uow, now, actor=actor, of=of))
    return screens.team(view, turn.book)


@router.callback_query(ct.TeamGo.filter(F.to == ct.TeamTo.INVITE))
@needs(Duty.TEAM)
async def to_invite(_: CallbackQuery, turn: Turn) -> None:
    """To which role?"""
    actor, of = turn.actor, turn.event.id
    view = await turn.work.look(lambda uow, now: team.team(uow, now, actor=actor, of=of))
    await turn.reply.show(screens.invite(view, turn.book))


@router.callback_query(ct.Invite.filter())
@needs(Duty.TEAM)
async def invite(_: CallbackQuery, callback_data: ct.Invite, turn: Turn) -> None:
    """A link, in a message that can be passed on; a speaker's is for one of those on stage."""
    if callback_data.role is OrganiserRole.SPEAKER:
        await turn.reply.show(screens.invite_speaker(turn.event, turn.book))
        return
    await _link(turn, callback_data.role, None)


@router.callback_query(ct.InviteSpeaker.filter())
@needs(Duty.TEAM)
async def invite_speaker(_: CallbackQuery, callback_data: ct.InviteSpeaker, turn: Turn) -> None:
    """A link for one of those on stage."""
    await _link(turn, OrganiserRole.SPEAKER, callback_data.place)


async def _link(turn: Turn, role: OrganiserRole, speaker: int | None) -> None:
    actor, of = turn.actor, turn.event.id
    made = await turn.work.do(
        lambda uow, now: team.invite(uow, now, actor=actor, role=role, speaker=speaker, of=of)
    )
    address = await deep_link(turn.reply.bot, f"{ORGANISER}{made.secret}")
    await turn.reply.send(screens.link(made, address, turn.book))


@router.callback_query(ct.Member.filter())
@needs(Duty.TEAM)
async def member(_: CallbackQuery, callback_data: ct.Member, turn: Turn) -> None:
    """One who helps."""
    actor, of, person = turn.actor, turn.event.id, PersonId(callback_data.person)
    view, one = await turn.work.look(
        lambda uow, now: team.member(uow, now, actor=actor, person_id=person, of=of)
    )
    await turn.reply.show(screens.member(view, one, turn.book))


@router.callback_query(ct.MemberRole.filter())
@needs(Duty.TEAM)
async def change_role(_: CallbackQuery, callback_data: ct.MemberRole, turn: Turn) -> None:
    """Another role."""
    actor, of = turn.actor, turn.event.id
    person, role = PersonId(callback_data.person), callback_data.role
    view, one = await turn.work.do(
        lambda uow, now: team.change_role(uow, now, actor=actor, person_id=person, role=role, of=of)
    )
    await turn.reply.show(
        screens.member(view, one, turn.book), toast=turn.book.plain("team.changed")
    )
    await introduce_organiser(turn.reply.bot, one.person.telegram_id, duties_of(one.role))


@router.callback_query(ct.RemoveMember.filter())
@needs(Duty.TEAM)
async def remove(_: CallbackQuery, callback_data: ct.RemoveMember, turn: Turn) -> None:
    """No longer one of those who help, once that is confirmed."""
    actor, of, person = turn.actor, turn.event.id, PersonId(callback_data.person)
    if not callback_data.sure:
        view, one = await turn.work.look(
            lambda uow, now: team.member(uow, now, actor=actor, person_id=person, of=of)
        )
        await turn.reply.show(screens.remove(view, one, turn.book))
        return
    __, gone = await turn.work.look(
        lambda uow, now: team.member(uow, now, actor=actor, person_id=person, of=of)
    )
    left = await turn.work.do(
        lambda uow, now: team.remove(uow, now, actor=actor, person_id=person, of=of)
    )
    await introduce_organiser(turn.reply.bot, gone.person.telegram_id, frozenset())
    if left is not None:
        await turn.reply.show(screens.team(left, turn.book, told=turn.book.text("team.removed")))
        return
    account = turn.account
    turn.known = await turn.work.look(
        lambda uow, now: know(uow, now, telegram_id=account.telegram_id)
    )
    await turn.reply.show(home_screens.left(turn.arrival, turn.book))


@router.message(Command("audit"))
@needs(Duty.AUDIT)
async def audit(_: Message, turn: Turn) -> None:
    """What was done, the latest first."""
    actor, of = turn.actor, turn.event.id
    view = await turn.work.look(lambda uow, now: team.trail(uow, now, actor=actor, of=of))
    await turn.reply.send(screens.trail(view, turn.book))


@router.callback_query(ct.Trail.filter())
@needs(Duty.AUDIT)
async def page(_: CallbackQuery, callback_data: ct.Trail, turn: Turn) -> None:
    """Another page, or one organiser's."""
    actor, of = turn.actor, turn.event.id
    by = PersonId(callback_data.doer) if callback_data.doer else None
    before = AuditId(callback_data.before) if callback_data.before else None
    view = await turn.work.look(
        lambda uow, now: team.trail(uow, now, actor=actor, by=by, before=before, of=of)
    )
    await turn.reply.show(screens.trail(view, turn.book))


@router.callback_query(ct.TeamGo.filter(F.to == ct.TeamTo.DOERS))
@needs(Duty.AUDIT)
async def doers(_: CallbackQuery, turn: Turn) -> None:
    """Whose deeds?"""
    actor, of = turn.actor, turn.event.id
    view = await turn.work.look(lambda uow, now: team.trail(uow, now, actor=actor, of=of))
    await turn.reply.show(screens.doers(view, turn.book))


@router.message(Command("stage"))
@needs(Duty.STAGE)
async def stage(_: Message, turn: Turn) -> None:
    """A speaker's sessions."""
    await turn.reply.send(await _stage(turn))


@router.callback_query(ct.TeamGo.filter(F.to == ct.TeamTo.STAGE))
@needs(Duty.STAGE)
async def to_stage(_: CallbackQuery, callback_data: ct.TeamGo, turn: Turn) -> None:
    """The same, by a button."""
    screen = await _stage(turn)
    await (turn.reply.send if callback_data.new else turn.reply.show)(screen)


async def _stage(turn: Turn) -> Screen:
    actor, of = turn.actor, turn.event.id
    event, name, sessions = await turn.work.look(
        lambda uow, now: team.on_stage(uow, now, actor=actor, of=of)
    )
    return screens.on_stage(event, name, sessions, turn.book)
