"""Arriving: /start, the organiser's one-time link, strangers, and blocking or unblocking."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import countries, passed, states
from handlers.callbacks_checkin import OwnLink
from handlers.conversations import checkin
from handlers.conversations.clusters import open_manager_link, open_member_link
from handlers.duties import everybody
from handlers.errors import words_for
from handlers.filters import Stranger
from handlers.introduce import introduce_organiser
from handlers.links import ORGANISER
from handlers.places import place
from handlers.screens import memberships, organiser
from handlers.screens.clusters import named
from handlers.screens.home import door
from handlers.screens.screen import Screen, above, lines
from handlers.turn import Turn
from i18n.markup import Html, Words, escape
from matchmaking.clusters import MANAGER_LINK, MEMBER_LINK, Standing
from matchmaking.editions import EDITION
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Event
from matchmaking.intents import CountryCode
from matchmaking.organisers import Duty
from matchmaking.people import Question, next_question
from matchmaking.ports import Conversation
from matchmaking.registrations import BADGE_PREFIX, LINK_PREFIX
from matchmaking.usecases import arrivals, clusters, registering
from matchmaking.usecases.arrivals import Arrival

_LINKS = {Refusal.LINK_UNKNOWN, Refusal.LINK_TAKEN, Refusal.OTHER_LINK, Refusal.OTHER_BADGE}
"""Why a personal link or a badge is not opened."""

AtDoor = Callable[[Turn, str], Awaitable[bool]]
"""What a helper sees of somebody's link or badge; False for their own."""

Opens = Callable[..., Arrival]
"""`registering.open_link` or its like."""

router = Router(name="start")


@router.message(CommandStart())
@everybody
async def start(_: Message, command: CommandObject, turn: Turn) -> None:
    """Begins, or comes back."""
    payload = command.args or ""
    if payload.startswith(LINK_PREFIX):
        await _come(turn, payload.removeprefix(LINK_PREFIX), checkin.link, registering.open_link)
        return
    if payload.startswith(BADGE_PREFIX):
        await _come(turn, payload.removeprefix(BADGE_PREFIX), checkin.badge, registering.open_badge)
        return
    if payload.startswith(MEMBER_LINK):
        await _open_member_link(turn, payload.removeprefix(MEMBER_LINK))
        return
    if payload.startswith(MANAGER_LINK):
        await _claimed(turn, open_manager_link(turn, payload.removeprefix(MANAGER_LINK)))
        return
    if payload.startswith(EDITION):
        await _enter(turn, payload.removeprefix(EDITION))
        return
    if not payload.startswith(ORGANISER):
        await _arrive(turn)
        return
    await _claimed(turn, _claim(turn, payload.removeprefix(ORGANISER)))


async def _claimed(turn: Turn, claim: Awaitable[None]) -> None:
    """By a one-time link; where that was used, somebody comes as anybody does."""
    try:
        await claim
    except Refused as refused:
        if refused.refusal is not Refusal.LINK_USED:
            raise
        await _arrive(turn, told=words_for(refused, turn.book))


async def _open_member_link(turn: Turn, secret: str) -> None:
    """By a cluster's link: do they belong to it? Whoever is new then goes on as anybody does."""
    ready, step = turn.ready, turn.work.conversation.step
    try:
        came_in = await open_member_link(turn, secret)
    except Refused as refused:
        if refused.refusal not in _LINKS:
            raise
        await _arrive(turn, told=words_for(refused, turn.book))
        return
    if came_in and not ready and not turn.arrival.organiser:
        await turn.work.turn(_first_step(turn.arrival))
        await turn.reply.send(await _begin(turn, step))


@router.message(Stranger())
@everybody
async def stranger(_: Message, turn: Turn) -> None:
    """Whatever somebody unknown writes is a beginning."""
    await _arrive(turn)


@router.callback_query(Stranger())
@everybody
async def stranger_taps(_: CallbackQuery, turn: Turn) -> None:
    """An old button in the hands of somebody who is not known, or not any more."""
    await turn.reply.toast(turn.book.plain("stranger.tap"), alert=True)


async def _arrive(turn: Turn, *, told: str = "") -> None:
    """To where somebody begins or left off, with a sentence told above it; or that they need a
    link of their own, where only those registered take part."""
    account, step = turn.account, turn.work.conversation.step
    try:
        turn.known = await turn.work.do(
            lambda uow, now: registering.enter(uow, now, account=account), then=_first_step
        )
    except Refused as refused:
        if refused.refusal is not Refusal.NO_WALK_INS:
            raise
        await _at_the_door(turn, refused, told)
        return
    screen = await passed.following(turn) or await _begin(turn, step)
    await turn.reply.send(above(escape(told), screen) if told else screen)


async def _at_the_door(turn: Turn, refused: Refused, told: str = "") -> None:
    said = told or words_for(refused, turn.book)
    await turn.reply.send(door(said, str(refused.data.get("contact", "")), turn.book))


async def _enter(turn: Turn, code: str) -> None:
    """By the public link of an edition."""
    account, step, before = turn.account, turn.work.conversation.step, turn.known
    try:
        turn.known = await turn.work.do(
            lambda uow, now: registering.enter(uow, now, account=account, code=code),
            then=_first_step,
        )
    except Refused as refused:
        if refused.refusal is Refusal.NO_WALK_INS:
            await _at_the_door(turn, refused)
            return
        if refused.refusal not in (Refusal.LINK_UNKNOWN, Refusal.EDITION_OVER):
            raise
        await _arrive(turn, told=words_for(refused, turn.book))
        return
    stays = before is not None and before.event.id == turn.event.id
    moved = before is not None and not stays
    screen = await passed.arriving(turn) or await _begin(turn, step if stays else "")
    told = passed.switched(turn.event, turn.book) if moved else ""
    await turn.reply.send(above(told, screen) if told else screen)


@router.callback_query(OwnLink.filter())
@everybody
async def own_link(_: CallbackQuery, callback_data: OwnLink, turn: Turn) -> None:
    """The personal link that a helper has opened is their own."""
    await _open(turn, callback_data.secret, registering.open_link)


async def _come(turn: Turn, code: str, at_door: AtDoor, use_case: Opens) -> None:
    """By a personal link or the code on a badge. In the hands of somebody who checks people in it
    is somebody else's, unless it is their own."""
    if turn.known is not None and Duty.CHECK_IN in turn.known.duties:
        try:
            if await at_door(turn, code):
                return
        except Refused as refused:
            if refused.refusal not in _LINKS:
                raise
            await _arrive(turn, told=words_for(refused, turn.book))
            return
    await _open(turn, code, use_case)


async def _open(turn: Turn, code: str, use_case: Opens) -> None:
    """What was registered is there already."""
    account, step = turn.account, turn.work.conversation.step
    known = turn.known is not None and turn.known.attendee.ready_at is not None
    try:
        turn.known = await turn.work.do(
            lambda uow, now: use_case(uow, now, account=account, secret=code, zone_of=_zone_of),
            then=_first_step,
        )
    except Refused as refused:
        if refused.refusal not in _LINKS:
            raise
        await _arrive(turn, told=words_for(refused, turn.book))
        return
    screen = await passed.arriving(turn) or await _begin(turn, step)
    if not known:
        name = Words(turn.person.name)
        said = turn.book.text("start.registered", name=name)
        screen = above(lines(said, *await _listed(turn)), screen)
    await turn.reply.send(screen)


async def _listed(turn: Turn) -> list[Html]:
    """Of which clusters the list makes somebody a member, said at once."""
    actor = turn.actor
    found = await turn.work.look(lambda uow, now: clusters.mine(uow, now, actor=actor))
    return [
        memberships.listed(named(one.cluster, turn.book), turn.book)
        for one in found
        if one.standing is Standing.MEMBER
    ]


def _zone_of(country: CountryCode, event: Event) -> str | None:
    return countries.only_zone(
        country, countries.around([window.starts_at for window in event.plan.windows])
    )


async def _begin(turn: Turn, step: str) -> Screen:
    """Where somebody begins who was at `step` before."""
    if turn.arrival.organiser and step in states.ANNOUNCING:
        key = "organiser.unsent" if step in states.ON_DRAFT else "organiser.unwritten"
        return organiser.home(turn.arrival, turn.book, key=key)
    code = turn.account.language_code
    return await place(turn.work, turn.arrival, turn.book, language_code=code)


def _first_step(arrival: Arrival) -> Conversation:
    question = next_question(arrival.attendee)
    begun = question is not Question.CONSENT and not arrival.attendee.blank
    if question is None or (arrival.organiser and not begun):
        return states.REST
    if arrival.person.consented_at is None:
        return states.asking(Question.LANGUAGE)
    return states.asking(question)


async def _claim(turn: Turn, secret: str) -> None:
    account = turn.account
    turn.known = await turn.work.do(
        lambda uow, now: arrivals.claim_invitation(uow, now, account=account, secret=secret),
        then=states.REST,
    )
    own = f"team.claimed.{turn.arrival.role}"
    key = own if turn.book.has(own) else "organiser.claimed"
    screen = organiser.home(turn.arrival, turn.book, key=key)
    await turn.reply.send(screen)
    if turn.arrival.duties:
        await introduce_organiser(turn.reply.bot, account.telegram_id, turn.arrival.duties)


@router.my_chat_member(ChatMemberUpdatedFilter(member_status_changed=KICKED))
@everybody
async def blocked(_: ChatMemberUpdated, turn: Turn) -> None:
    """The bot was blocked."""
    account = turn.account
    await turn.work.do(lambda uow, now: arrivals.left(uow, now, telegram_id=account.telegram_id))


@router.my_chat_member(ChatMemberUpdatedFilter(member_status_changed=MEMBER))
@everybody
async def unblocked(_: ChatMemberUpdated, turn: Turn) -> None:
    """The bot is welcome again."""
    account = turn.account
    await turn.work.do(lambda uow, now: arrivals.came_back(uow, now, account=account))
