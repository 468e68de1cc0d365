"""Arriving: /start, the organiser's one-time link, strangers, and blocking or unblocking."""

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import flow, states
from handlers.filters import Stranger
from handlers.introduce import introduce_organiser
from handlers.screens import home, onboarding, organiser
from handlers.turn import Turn
from matchmaking.people import Question, next_question
from matchmaking.ports import Conversation
from matchmaking.usecases import arrivals
from matchmaking.usecases.arrivals import Arrival

ORGANISER_PAYLOAD = "o_"
"""How the payload of an organiser's one-time link begins; the secret follows."""

router = Router(name="start")


@router.message(CommandStart())
async def start(_: Message, command: CommandObject, turn: Turn) -> None:
    """Begins, or comes back."""
    payload = command.args or ""
    if payload.startswith(ORGANISER_PAYLOAD):
        await _claim(turn, payload.removeprefix(ORGANISER_PAYLOAD))
        return
    await _arrive(turn)


@router.message(Stranger())
async def stranger(_: Message, turn: Turn) -> None:
    """Whatever somebody unknown writes is a beginning."""
    await _arrive(turn)


@router.callback_query(Stranger())
async def stranger_taps(_: CallbackQuery, turn: Turn) -> None:
    """An old button in the hands of somebody who is not known, or not any more."""
    await turn.reply.toast(turn.book.plain("stranger.tap"), alert=True)


async def _arrive(turn: Turn) -> None:
    account = turn.account
    turn.known = await turn.work.do(
        lambda uow, now: arrivals.arrive(uow, now, account=account), then=_first_step
    )
    question = next_question(turn.attendee)
    if turn.organises:
        screen = organiser.home(turn.event, turn.book, ready=turn.ready)
    elif turn.person.consented_at is None:
        screen = onboarding.welcome(turn.event, turn.book)
    elif question is not None:
        screen = flow.screen_of(turn, question)
    else:
        screen = home.home(turn.book)
    await turn.reply.send(screen)


def _first_step(arrival: Arrival) -> Conversation:
    if arrival.person.consented_at is None:
        return states.asking(Question.LANGUAGE)
    question = next_question(arrival.attendee)
    return states.asking(question) if question else states.REST


async def _claim(turn: Turn, secret: str) -> None:
    account = turn.account
    turn.known = await turn.work.do(
        lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=secret),
        then=states.REST,
    )
    screen = organiser.home(turn.event, turn.book, ready=turn.ready, key="organiser.claimed")
    await turn.reply.send(screen)
    await introduce_organiser(turn.reply.bot, account.telegram_id)


@router.my_chat_member(ChatMemberUpdatedFilter(member_status_changed=KICKED))
async def blocked(_: ChatMemberUpdated, turn: Turn) -> None:
    """The bot was blocked."""
    account = turn.account
    await turn.work.do(lambda uow, now: arrivals.left(uow, now, telegram_id=account.telegram_id))


@router.my_chat_member(ChatMemberUpdatedFilter(member_status_changed=MEMBER))
async def unblocked(_: ChatMemberUpdated, turn: Turn) -> None:
    """The bot is welcome again."""
    account = turn.account
    await turn.work.do(lambda uow, now: arrivals.came_back(uow, now, account=account))
