"""Organisers: what is done with an announcement, from the draft to those it did not reach."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers import states
from handlers.duties import needs
from handlers.screens import announcements as screens
from handlers.screens import drafts, missed, organiser, progress, segments
from handlers.screens.screen import Attachment, Screen
from handlers.turn import Turn
from i18n.phrasebook import Phrasebook, phrasebook
from matchmaking.announcements import AnnouncementState
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.notices import AnnouncementId
from matchmaking.organisers import Duty
from matchmaking.ports import Conversation, UnitOfWork
from matchmaking.usecases import announcing, drafting, steering
from matchmaking.usecases.announcing import AnnouncementView
from matchmaking.usecases.steering import Missed

router = Router(name="announcements")

Shown = Callable[[AnnouncementView, Phrasebook], Screen]
Does = Callable[..., AnnouncementView]


@router.message(Command("announcements"))
@needs(Duty.ANNOUNCE)
async def every(_: Message, turn: Turn) -> None:
    """All announcements."""
    await turn.reply.send(await _listing(turn))


@router.callback_query(cb.Go.filter(F.to == cb.To.ANNOUNCEMENTS))
@needs(Duty.ANNOUNCE)
async def to_every(_: CallbackQuery, callback_data: cb.Go, turn: Turn) -> None:
    """The same, by a button."""
    await (turn.reply.send if callback_data.new else turn.reply.show)(await _listing(turn))


@router.callback_query(acb.Announcements.filter())
@needs(Duty.ANNOUNCE)
async def page(_: CallbackQuery, callback_data: acb.Announcements, turn: Turn) -> None:
    """Another page of them."""
    await turn.reply.show(await _listing(turn, callback_data.page))


async def _listing(turn: Turn, page: int = 0) -> Screen:
    actor = turn.actor
    views = await turn.work.look(lambda uow, now: steering.every(uow, now, actor=actor))
    return missed.listing(views, turn.book, page)


@router.callback_query(cb.Announcement.filter())
@needs(Duty.ANNOUNCE)
async def act(_: CallbackQuery, callback_data: cb.Announcement, turn: Turn, pace: float) -> None:
    """What a button does; an old one shows how the announcement stands by now."""
    number = AnnouncementId(callback_data.announcement)
    try:
        await ACTS[callback_data.act](turn, number, pace)
    except Refused as refused:
        await _settled(turn, number, refused, pace)


async def _settled(turn: Turn, number: AnnouncementId, refused: Refused, pace: float) -> None:
    """It stands where nothing can be done as asked: the message shows how it stands."""
    if refused.refusal is not Refusal.NOTHING_TO_SEND:
        raise refused
    view = await _seen(turn, number)
    nobody = view.announcement.state is AnnouncementState.DRAFT
    said = turn.book.plain("announce.nobody" if nobody else "refused.nothing_to_send")
    screen = progress.announcement(view, turn.book, per_second=pace)
    await turn.reply.show(screen, toast=said, alert=True)


async def _seen(turn: Turn, number: AnnouncementId) -> AnnouncementView:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: announcing.look_at(uow, now, actor=actor, announcement_id=number)
    )


# Buttons that change something and show what it has come to


async def _show(turn: Turn, number: AnnouncementId, pace: float) -> None:
    """How it stands; a draft is what the chat is about, and one that is owed is watched here."""
    actor, message = turn.actor, turn.reply.message_id
    view = await turn.work.do(
        lambda uow, now: steering.watch(
            uow, now, actor=actor, announcement_id=number, message=message
        ),
        then=_about,
    )
    await turn.reply.show(progress.announcement(view, turn.book, per_second=pace))


def _about(view: AnnouncementView) -> Conversation:
    """A draft is what the chat is about; anything else asks nothing."""
    draft = view.announcement.state is AnnouncementState.DRAFT
    return states.deciding(view.announcement.id) if draft else states.REST


async def _confirm(turn: Turn, number: AnnouncementId, pace: float) -> None:
    actor, message = turn.actor, turn.reply.message_id
    view = await turn.work.do(
        lambda uow, now: announcing.confirm(
            uow, now, actor=actor, announcement_id=number, progress_message=message
        ),
        then=states.REST,
        wide=True,
    )
    await turn.reply.show(progress.announcement(view, turn.book, per_second=pace))


async def _steer(does: Does, turn: Turn, number: AnnouncementId, pace: float) -> None:
    """One use case, whose result the message shows from now on."""
    actor, message = turn.actor, turn.reply.message_id

    def run(uow: UnitOfWork, now: datetime) -> AnnouncementView:
        does(uow, now, actor=actor, announcement_id=number)
        return steering.watch(uow, now, actor=actor, announcement_id=number, message=message)

    view = await turn.work.do(run, then=_about, wide=True)
    await turn.reply.show(progress.announcement(view, turn.book, per_second=pace))


async def _draft(does: Does, shown: Shown, turn: Turn, number: AnnouncementId, _: float) -> None:
    """A change of the draft, and the same question again."""
    actor = turn.actor
    view = await turn.work.do(
        lambda uow, now: does(uow, now, actor=actor, announcement_id=number), then=_about
    )
    await turn.reply.show(shown(view, turn.book))


async def _ask(step: str, shown: Shown, turn: Turn, number: AnnouncementId, _: float) -> None:
    """Something about the draft is asked for, which may be typed."""
    view = await _seen(turn, number)
    if view.announcement.state is not AnnouncementState.DRAFT:
        raise Refused(Refusal.NOTHING_TO_SEND, state=view.announcement.state)
    await turn.work.turn(states.deciding(number, step))
    await turn.reply.show(shown(view, turn.book))


async def _again(turn: Turn, number: AnnouncementId, _: float) -> None:
    """Thrown away, to be written anew."""
    actor = turn.actor
    await turn.work.do(
        lambda uow, now: announcing.discard(uow, now, actor=actor, announcement_id=number),
        then=Conversation(step=states.LANGUAGES),
    )
    await turn.reply.show(organiser.languages(turn.book))


async def _copy(turn: Turn, number: AnnouncementId, pace: float) -> None:
    """A new draft like this one, in a message of its own."""
    actor = turn.actor
    view = await turn.work.do(
        lambda uow, now: steering.copy(uow, now, actor=actor, announcement_id=number),
        then=_about,
    )
    await turn.reply.send(progress.announcement(view, turn.book, per_second=pace))


async def _test(turn: Turn, number: AnnouncementId, pace: float) -> None:
    """As its readers get it, in each language; then the draft once more, below."""
    view = await _seen(turn, number)
    await turn.reply.toast(turn.book.plain("announce.tested"))
    try:
        for language in Language:
            if view.announcement.texts.get(language):
                book = phrasebook(language.value)
                await turn.reply.send(screens.copy(view.announcement, view.event, book))
    except TelegramBadRequest:
        await turn.reply.send(Screen(html=turn.book.text("announce.not_taken")))
    await turn.reply.send(progress.announcement(view, turn.book, per_second=pace))


async def _ask_cancel(turn: Turn, number: AnnouncementId, _: float) -> None:
    view = await _seen(turn, number)
    if view.announcement.state not in announcing.UNDER_WAY:
        raise Refused(Refusal.NOTHING_TO_SEND, state=view.announcement.state)
    await turn.reply.show(progress.ask_cancel(view, turn.book))


# Whom it did not reach


async def _found(turn: Turn, number: AnnouncementId) -> Missed:
    actor = turn.actor
    return await turn.work.look(
        lambda uow, now: steering.missed(uow, now, actor=actor, announcement_id=number)
    )


async def _missed(turn: Turn, number: AnnouncementId, _: float) -> None:
    await turn.reply.show(missed.missed(await _found(turn, number), turn.book))


async def _file(turn: Turn, number: AnnouncementId, _: float) -> None:
    found = await _found(turn, number)
    content = missed.missed_file(found, turn.book)
    name, caption = f"announcement-{number}-not-reached.csv", turn.book.text("missed.caption")
    file = Attachment(name=name, data=content, caption=caption, mime="text/csv")
    await turn.reply.document(file)


Acts = Mapping[cb.Act, Callable[[Turn, AnnouncementId, float], Awaitable[None]]]

ACTS: Acts = {
    cb.Act.SHOW: _show,
    cb.Act.SEND: _confirm,
    cb.Act.AGAIN: _again,
    cb.Act.DISCARD: partial(_draft, announcing.discard, progress.announcement),
    cb.Act.TEST: _test,
    cb.Act.WHOM: partial(_ask, states.DRAFT, segments.picker),
    cb.Act.ALL: partial(_draft, drafting.to_everybody, segments.picker),
    cb.Act.FALLBACK: partial(_ask, states.DRAFT, drafts.fallback),
    cb.Act.HOUR: partial(_ask, states.HOUR, drafts.hour),
    cb.Act.MEDIA: partial(_ask, states.MEDIA, drafts.media),
    cb.Act.NO_MEDIA: partial(_draft, partial(drafting.attach, media=None), screens.draft),
    cb.Act.BUTTONS: partial(_ask, states.LINK, drafts.buttons),
    cb.Act.AGENDA: partial(_draft, partial(drafting.show_agenda, on=True), screens.draft),
    cb.Act.NO_AGENDA: partial(_draft, partial(drafting.show_agenda, on=False), screens.draft),
    cb.Act.NO_BUTTONS: partial(_draft, drafting.no_buttons, screens.draft),
    cb.Act.PAUSE: partial(_steer, steering.pause),
    cb.Act.RESUME: partial(_steer, steering.resume),
    cb.Act.NOW: partial(_steer, steering.send_now),
    cb.Act.BACK: partial(_steer, steering.take_back),
    cb.Act.STOP: _ask_cancel,
    cb.Act.CANCEL: partial(_steer, steering.cancel),
    cb.Act.MISSED: _missed,
    cb.Act.FILE: _file,
    cb.Act.RETRY: partial(_steer, steering.retry),
    cb.Act.COPY: _copy,
}
"""What the buttons of an announcement do."""
