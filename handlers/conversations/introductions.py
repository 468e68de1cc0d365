"""The two who are introduced: each says yes, or "not now"."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks_clusters as cc
from handlers.duties import everybody
from handlers.screens import introductions as screens
from handlers.turn import Turn
from matchmaking.introductions import IntroductionId, Seen
from matchmaking.usecases import introductions

router = Router(name="introductions")


@router.callback_query(cc.ShowIntroduction.filter())
@everybody
async def show(_: CallbackQuery, callback_data: cc.ShowIntroduction, turn: Turn) -> None:
    """As it stands."""
    actor, number = turn.actor, IntroductionId(callback_data.introduction)
    view = await turn.work.look(
        lambda uow, now: introductions.view(uow, now, actor=actor, introduction_id=number)
    )
    await turn.reply.show(screens.introduction(view, turn.book))


@router.callback_query(cc.AnswerIntroduction.filter())
@everybody
async def answer(_: CallbackQuery, callback_data: cc.AnswerIntroduction, turn: Turn) -> None:
    """Yes or "not now"; after the second yes there are times to choose from."""
    actor, yes = turn.actor, callback_data.yes
    number = IntroductionId(callback_data.introduction)
    view = await turn.work.do(
        lambda uow, now: introductions.answer(
            uow, now, actor=actor, introduction_id=number, yes=yes
        )
    )
    toast = turn.book.plain("introduced.toast_both") if view.seen is Seen.AGREED else ""
    await turn.reply.show(screens.introduction(view, turn.book), toast=toast)
