"""Reporting somebody, asking to come back, and the organisers' queue."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks_moderation as cm
from handlers import states
from handlers.duties import everybody, needs
from handlers.filters import Step
from handlers.screens import moderation as screens
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.moderation import REPORT_LIMIT, ReportId, StandingId
from matchmaking.organisers import Duty
from matchmaking.people import Attendee
from matchmaking.usecases import moderation
from matchmaking.usecases.moderation import Queue, Thing

router = Router(name="moderation")


@router.callback_query(cm.AskReport.filter())
@everybody
async def why(_: CallbackQuery, callback_data: cm.AskReport, turn: Turn) -> None:
    """Why?"""
    thing, number = callback_data.thing, callback_data.number
    other = await _other(turn, thing, number)
    await turn.reply.show(screens.why(other, thing, number, turn.book))


async def _other(turn: Turn, thing: Thing, number: int) -> Attendee:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: moderation.consider(uow, now, actor=actor, thing=thing, number=number)
    )


@router.callback_query(cm.ReportWhy.filter())
@everybody
async def ask_words(_: CallbackQuery, callback_data: cm.ReportWhy, turn: Turn) -> None:
    """Words, if anything is to be said."""
    thing, number, reason = callback_data.thing, callback_data.number, callback_data.why
    other = await _other(turn, thing, number)
    await turn.work.turn(states.reporting(thing, number, reason))
    await turn.reply.show(screens.confirm(other, thing, number, reason, turn.book))


@router.message(Step(states.REPORT), F.text & ~F.text.startswith("/"))
@everybody
async def words(message: Message, turn: Turn) -> None:
    """The words, shown once more before anything is sent."""
    said = (message.text or "").strip()
    about = states.report(turn.work.conversation)
    if about is None:
        raise Refused(Refusal.NOT_YOURS)
    thing, number, reason, before = about
    other = await _other(turn, thing, number)
    if len(said) > REPORT_LIMIT:
        screen = screens.confirm(other, thing, number, reason, turn.book, words=before)
        await turn.reply.send(screens.too_long(REPORT_LIMIT, screen, turn.book))
        return
    await turn.work.turn(states.reporting(thing, number, reason, said))
    await turn.reply.send(screens.confirm(other, thing, number, reason, turn.book, words=said))


@router.callback_query(cm.SendReport.filter())
@everybody
async def send(_: CallbackQuery, callback_data: cm.SendReport, turn: Turn) -> None:
    """To the organisers."""
    actor, thing, number = turn.actor, callback_data.thing, callback_data.number
    reason = callback_data.why
    about = states.report(turn.work.conversation)
    said = about[3] if about is not None and about[:3] == (thing, number, reason) else ""
    other = await turn.work.do(
        turn.instead(
            lambda uow, now: moderation.report(
                uow, now, actor=actor, thing=thing, number=number, why=reason, words=said
            )
        ),
        then=states.REST,
    )
    await turn.reply.show(screens.reported(other, turn.book))


@router.callback_query(cm.AskBack.filter())
@everybody
async def ask_back(_: CallbackQuery, turn: Turn) -> None:
    """What shall the organisers be asked?"""
    if turn.arrival.standing is None:
        raise Refused(Refusal.NOT_YOURS)
    await turn.work.turn(states.asking_back())
    await turn.reply.send(screens.ask(turn.book))


@router.message(Step(states.ASK_BACK), F.text & ~F.text.startswith("/"))
@everybody
async def asked(message: Message, turn: Turn) -> None:
    """To the organisers."""
    actor, said = turn.actor, message.text or ""
    await turn.work.do(
        lambda uow, now: moderation.ask_back(uow, now, actor=actor, words=said), then=states.REST
    )
    await turn.reply.send(screens.asked(turn.book))


@router.message(Command("moderation", "reports"))
@needs(Duty.MODERATE)
async def reports(_: Message, turn: Turn) -> None:
    """What waits for a decision."""
    await turn.reply.send(screens.queue(await _queue(turn), turn.book))


async def _queue(turn: Turn) -> Queue:
    actor = turn.actor
    return await turn.work.look(lambda uow, now: moderation.queue(uow, now, actor=actor))


@router.callback_query(cm.Cases.filter())
@needs(Duty.MODERATE)
async def cases(_: CallbackQuery, callback_data: cm.Cases, turn: Turn) -> None:
    """The same by a button, or those who are paused or removed."""
    view = await _queue(turn)
    show = screens.held if callback_data.to is cm.CasesTo.HELD else screens.queue
    await (turn.reply.send if callback_data.new else turn.reply.show)(show(view, turn.book))


@router.callback_query(cm.Case.filter())
@needs(Duty.MODERATE)
async def case(_: CallbackQuery, callback_data: cm.Case, turn: Turn) -> None:
    """One report."""
    actor, number = turn.actor, ReportId(callback_data.report)
    one = await turn.work.look(
        lambda uow, now: moderation.look_at(uow, now, actor=actor, report_id=number)
    )
    await turn.reply.show(screens.case(one, turn.event, turn.book))


@router.callback_query(cm.Decide.filter())
@needs(Duty.MODERATE)
async def decide(_: CallbackQuery, callback_data: cm.Decide, turn: Turn) -> None:
    """Pause, remove (asked once more) or dismiss."""
    actor, number, act = turn.actor, ReportId(callback_data.report), callback_data.act
    if act is cm.CaseAct.REMOVE:
        one = await turn.work.look(
            lambda uow, now: moderation.look_at(uow, now, actor=actor, report_id=number)
        )
        await turn.reply.show(screens.remove(one, turn.book))
        return
    doing = {
        cm.CaseAct.PAUSE: moderation.pause,
        cm.CaseAct.REMOVE_YES: moderation.remove,
        cm.CaseAct.DISMISS: moderation.dismiss,
    }[act]
    try:
        view = await turn.work.do(
            lambda uow, now: doing(uow, now, actor=actor, report_id=number), wide=True
        )
    except Refused as refused:
        if refused.refusal is not Refusal.DECIDED:
            raise
        view = await _queue(turn)
        said = turn.book.plain("refused.decided")
        await turn.reply.show(screens.queue(view, turn.book), toast=said, alert=True)
        return
    told = turn.book.text(f"reports.done.{act}")
    await turn.reply.show(screens.queue(view, turn.book, told=told))


@router.callback_query(cm.Lift.filter())
@needs(Duty.MODERATE)
async def lift(_: CallbackQuery, callback_data: cm.Lift, turn: Turn) -> None:
    """Back in."""
    actor, number = turn.actor, StandingId(callback_data.held)
    view = await turn.work.do(
        lambda uow, now: moderation.lift(uow, now, actor=actor, standing_id=number), wide=True
    )
    told = turn.book.text("reports.done.lift")
    await turn.reply.show(screens.held(view, turn.book, told=told))
