"""Organisers: what is chosen, typed or sent for a draft: conditions, hour, photo, address."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import announce_callbacks as acb
from handlers import callbacks as cb
from handlers import states
from handlers.duties import needs
from handlers.errors import words_for
from handlers.filters import Step
from handlers.screens import announcements as screens
from handlers.screens import drafts, progress, segments
from handlers.screens.screen import above
from handlers.turn import Turn
from i18n.markup import escape
from matchmaking.announcements import CAPTION_LIMIT, Media, MediaKind
from matchmaking.errors import Refusal, Refused
from matchmaking.notices import AnnouncementId
from matchmaking.organisers import Duty
from matchmaking.ports import UseCase
from matchmaking.usecases import announcing, drafting
from matchmaking.usecases.announcing import AnnouncementView

router = Router(name="drafts")


@router.callback_query(acb.Conditions.filter())
@needs(Duty.ANNOUNCE)
async def conditions(_: CallbackQuery, callback_data: acb.Conditions, turn: Turn) -> None:
    """The values of a criterion."""
    actor, number = turn.actor, AnnouncementId(callback_data.announcement)
    criterion = callback_data.of
    offered = await turn.work.look(
        lambda uow, now: drafting.choices(
            uow, now, actor=actor, announcement_id=number, criterion=criterion
        )
    )
    await turn.reply.show(segments.options(offered, turn.book, callback_data.page))


@router.callback_query(acb.Pick.filter())
@needs(Duty.ANNOUNCE)
async def pick(_: CallbackQuery, callback_data: acb.Pick, turn: Turn) -> None:
    """A value more or less; the count in the same message follows."""
    actor, number, tapped = turn.actor, AnnouncementId(callback_data.announcement), callback_data
    offered = await turn.work.do(
        lambda uow, now: drafting.switch(
            uow,
            now,
            actor=actor,
            announcement_id=number,
            criterion=tapped.of,
            value=tapped.value,
            on=tapped.on,
        )
    )
    if tapped.of in segments.LISTED:
        await turn.reply.show(segments.options(offered, turn.book, tapped.page))
    else:
        await turn.reply.show(segments.picker(offered.view, turn.book))


@router.callback_query(acb.Fallback.filter())
@needs(Duty.ANNOUNCE)
async def fall_back(_: CallbackQuery, callback_data: acb.Fallback, turn: Turn, pace: float) -> None:
    """What readers of other languages get."""
    actor, number = turn.actor, AnnouncementId(callback_data.announcement)
    language = callback_data.to.language
    view = await turn.work.do(
        lambda uow, now: drafting.fall_back(
            uow, now, actor=actor, announcement_id=number, language=language
        )
    )
    await turn.reply.show(screens.draft(view, turn.book, per_second=pace))


@router.callback_query(acb.Hour.filter())
@needs(Duty.ANNOUNCE)
async def hour(_: CallbackQuery, callback_data: acb.Hour, turn: Turn, pace: float) -> None:
    """When it goes out, by a button."""
    actor, number = turn.actor, AnnouncementId(callback_data.announcement)
    try:
        moment = cb.from_minute(callback_data.minute) if callback_data.minute else None
    except ValueError:
        raise Refused(Refusal.NOT_YOURS) from None
    view = await turn.work.do(
        lambda uow, now: drafting.set_hour(
            uow, now, actor=actor, announcement_id=number, due_at=moment
        ),
        then=states.deciding(number),
    )
    await turn.reply.show(screens.draft(view, turn.book, per_second=pace))


@router.message(Step(states.HOUR), F.text & ~F.text.startswith("/"))
@needs(Duty.ANNOUNCE)
async def said_hour(message: Message, turn: Turn, pace: float) -> None:
    """When it goes out, as typed."""
    actor, number, said = turn.actor, _number(turn), message.text or ""
    await _taken(
        turn,
        number,
        lambda uow, now: drafting.say_hour(
            uow, now, actor=actor, announcement_id=number, said=said
        ),
        pace,
    )


@router.message(Step(states.LINK), F.text & ~F.text.startswith("/"))
@needs(Duty.ANNOUNCE)
async def said_link(message: Message, turn: Turn, pace: float) -> None:
    """The address of a button."""
    actor, number, said = turn.actor, _number(turn), message.text or ""
    await _taken(
        turn,
        number,
        lambda uow, now: drafting.add_link(
            uow, now, actor=actor, announcement_id=number, said=said
        ),
        pace,
    )


@router.message(Step(states.MEDIA), F.photo | F.document)
@needs(Duty.ANNOUNCE)
async def sent_media(message: Message, turn: Turn, pace: float) -> None:
    """The photo or document; a text that came with it is not kept."""
    actor, number, media = turn.actor, _number(turn), _media_of(message)
    await _taken(
        turn,
        number,
        lambda uow, now: drafting.attach(
            uow, now, actor=actor, announcement_id=number, media=media
        ),
        pace,
    )


def _media_of(message: Message) -> Media:
    if message.photo:
        return Media(kind=MediaKind.PHOTO, file=message.photo[-1].file_id)
    document = message.document
    if document is None:
        raise Refused(Refusal.NOT_YOURS)
    name = (document.file_name or "")[:255]
    return Media(kind=MediaKind.DOCUMENT, file=document.file_id, name=name)


def _number(turn: Turn) -> AnnouncementId:
    number = states.drafted(turn.work.conversation)
    if number is None:
        raise Refused(Refusal.NOT_YOURS)
    return number


async def _taken(
    turn: Turn, number: AnnouncementId, does: UseCase[AnnouncementView], pace: float
) -> None:
    """What was typed or sent goes into the draft, which comes below it; what cannot be taken is
    asked for once more, and why."""
    try:
        view = await turn.work.do(does, then=states.deciding(number))
    except Refused as refused:
        if refused.refusal in (Refusal.NOT_YOURS, Refusal.NOT_ORGANISER):
            raise
        await _once_more(turn, number, refused)
        return
    await turn.reply.send(screens.draft(view, turn.book, per_second=pace))


async def _once_more(turn: Turn, number: AnnouncementId, refused: Refused) -> None:
    actor, book = turn.actor, turn.book
    view = await turn.work.look(
        lambda uow, now: announcing.look_at(uow, now, actor=actor, announcement_id=number)
    )
    if refused.refusal is Refusal.NOTHING_TO_SEND:
        screen = progress.announcement(view, book)
        await turn.work.turn(states.REST)
        await turn.reply.send(above(escape(words_for(refused, book)), screen))
        return
    step = turn.work.conversation.step
    if step == states.MEDIA:
        said, screen = book.text("media.too_long", limit=CAPTION_LIMIT), drafts.media(view, book)
    else:
        said = escape(words_for(refused, book))
        screen = (drafts.hour if step == states.HOUR else drafts.buttons)(view, book)
    await turn.reply.send(above(said, screen))
