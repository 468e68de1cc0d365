"""The questions: each tap or typed answer, and the way back. The profile changes come here too."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks as cb
from handlers import countries, flow, passed, states
from handlers.callbacks_calendar import TakePart
from handlers.duties import everybody
from handlers.filters import Step
from handlers.screens import (
    availability,
    onboarding,
    organiser,
    profile,
    questions,
    understood,
)
from handlers.screens.screen import Screen, above
from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.events import Mode
from matchmaking.intents import ConceptId, CountryCode
from matchmaking.people import Draft, Question
from matchmaking.ports import Conversation
from matchmaking.usecases import profiles

router = Router(name="onboarding")
typed = F.text & ~F.text.startswith("/")


@router.callback_query(cb.Consent.filter())
@everybody
async def consent(_: CallbackQuery, callback_data: cb.Consent, turn: Turn) -> None:
    """Yes goes on; no erases what is known of an attendee, unless consent was given long ago."""
    if callback_data.yes:
        await flow.answer(turn, Draft(consented=True))
    elif turn.person.consented_at is not None:
        await turn.reply.show(profile.privacy(turn.book))
    elif turn.arrival.organiser:
        # Only taking part is declined: the one-time link that made the organiser is used up.
        await turn.work.turn(states.REST)
        await turn.reply.show(organiser.home(turn.arrival, turn.book, key="organiser.declined"))
    else:
        actor, book = turn.actor, turn.book
        await turn.work.do(lambda uow, now: profiles.erase(uow, now, actor=actor), then=states.REST)
        await turn.reply.show(profile.declined(book))


@router.callback_query(cb.Country.filter())
@everybody
async def country(_: CallbackQuery, callback_data: cb.Country, turn: Turn) -> None:
    """A country from the list."""
    code, zone = callback_data.code, callback_data.zone
    if not countries.is_country(code) or (zone and not countries.is_zone_of(zone, code)):
        raise Refused(Refusal.NOT_YOURS)
    await _live_in(turn, code, zone or None)


@router.message(Step(Question.COUNTRY), typed)
@everybody
async def country_typed(message: Message, turn: Turn) -> None:
    """A country by its name."""
    code = countries.find(message.text or "")
    if code is None:
        screen = flow.screen_of(turn, Question.COUNTRY)
        unknown = turn.book.text("country.unknown")
        await turn.reply.send(Screen(html=unknown, rows=screen.rows))
        return
    await _live_in(turn, code, None)


async def _live_in(turn: Turn, code: str, zone: str | None) -> None:
    moments = questions.moments(turn.arrival)
    clock = zone or countries.only_zone(code, moments)
    if clock is None and turn.ready and countries.zones_of(code, moments):
        # Country and clock change together: nobody is left without a clock to be shown hours by.
        await turn.work.turn(states.asking(Question.COUNTRY))
        await turn.reply.show(onboarding.zone(code, turn.book, moments=moments, ready=True))
        return
    await flow.answer(turn, Draft(country=CountryCode(code), zone=clock))


@router.callback_query(cb.Zone.filter())
@everybody
async def zone(_: CallbackQuery, callback_data: cb.Zone, turn: Turn) -> None:
    """One of the country's clocks; with its country, when both are changed later."""
    code = countries.country_of(callback_data.zone)
    if code is None or (not turn.ready and code != turn.person.country):
        raise Refused(Refusal.NOT_YOURS)
    await flow.answer(turn, Draft(country=CountryCode(code), zone=callback_data.zone))


@router.callback_query(cb.Role.filter())
@everybody
async def role(_: CallbackQuery, callback_data: cb.Role, turn: Turn) -> None:
    """What kind of participant."""
    await flow.answer(turn, Draft(role=callback_data.role))


@router.callback_query(cb.Alone.filter())
@everybody
async def alone(_: CallbackQuery, turn: Turn) -> None:
    """No organisation."""
    await flow.answer(turn, Draft(organisation=""))


@router.message(Step(Question.ORGANISATION), typed)
@everybody
async def organisation(message: Message, turn: Turn) -> None:
    """The organisation's name."""
    await flow.answer(turn, Draft(organisation=message.text))


@router.message(Step(states.NAME), typed)
@everybody
async def name(message: Message, turn: Turn) -> None:
    """The name others see."""
    await flow.answer(turn, Draft(name=message.text))


@router.message(Step(Question.WORDS), typed)
@everybody
async def words(message: Message, turn: Turn) -> None:
    """Own words, told anew."""
    actor, text = turn.actor, message.text or ""
    try:
        await flow.change(turn, lambda uow, now: profiles.tell(uow, now, actor=actor, text=text))
    except Refused as refused:
        await _not_heard(refused, turn)


@router.message(Step(states.ADD, Question.CHIPS), typed)
@everybody
async def more_words(message: Message, turn: Turn) -> None:
    """A sentence more."""
    actor, text = turn.actor, message.text or ""
    try:
        await flow.change(
            turn, lambda uow, now: profiles.add_words(uow, now, actor=actor, text=text)
        )
    except Refused as refused:
        _only_unheard(refused)
        screen = flow.screen_of(turn, Question.CHIPS)
        await turn.work.turn(states.asking(Question.CHIPS))
        await turn.reply.send(above(turn.book.text("add.unheard"), screen))


def _only_unheard(refused: Refused) -> None:
    """Raises every refusal but that of words in which nothing is sought or offered."""
    if refused.refusal is not Refusal.EMPTY or not refused.data.get("heard"):
        raise refused


async def _not_heard(refused: Refused, turn: Turn) -> None:
    """A kind answer and an example to words in which nothing is sought or offered."""
    _only_unheard(refused)
    rows = flow.screen_of(turn, Question.WORDS).rows
    await turn.reply.send(Screen(html=turn.book.text("words.unheard"), rows=rows))


@router.callback_query(cb.Topic.filter())
@everybody
async def topic(_: CallbackQuery, callback_data: cb.Topic, turn: Turn) -> None:
    """A topic off, or on again."""
    actor, concept = turn.actor, ConceptId(callback_data.concept)
    attendee = await turn.work.do(
        lambda uow, now: profiles.toggle_topic(uow, now, actor=actor, concept=concept)
    )
    await turn.reply.show(understood.chips(attendee, turn.book))


@router.callback_query(cb.Right.filter())
@everybody
async def right(_: CallbackQuery, turn: Turn) -> None:
    """Understood rightly."""
    actor = turn.actor
    try:
        await flow.change(
            turn, lambda uow, now: profiles.confirm(uow, now, actor=actor), to_matches=True
        )
    except Refused as refused:
        _only_unheard(refused)
        await turn.reply.show(understood.chips(turn.attendee, turn.book))


@router.callback_query(cb.AddWords.filter())
@everybody
async def add(_: CallbackQuery, turn: Turn) -> None:
    """Something is to be added."""
    await turn.work.turn(Conversation(step=states.ADD))
    await turn.reply.show(onboarding.add(turn.book))


@router.callback_query(cb.Toggle.filter(F.of == availability.SPEAKS))
@everybody
async def toggle_language(_: CallbackQuery, callback_data: cb.Toggle, turn: Turn) -> None:
    """A language more or less."""
    screen = availability.speaks(turn.book, callback_data.chosen, ready=turn.ready)
    await turn.reply.show(screen)


@router.callback_query(cb.Chosen.filter(F.of == availability.SPEAKS))
@everybody
async def languages(_: CallbackQuery, callback_data: cb.Chosen, turn: Turn) -> None:
    """These languages; the chat's own first."""
    chosen = cb.picked(availability.SPOKEN, callback_data.chosen)
    if not chosen:
        await turn.reply.toast(turn.book.plain("speaks.none"), alert=True)
        return
    own = turn.person.language.value
    speaks = tuple(sorted(chosen, key=lambda code: code != own))
    await flow.answer(turn, Draft(speaks=speaks))


@router.callback_query(cb.Toggle.filter(F.of == availability.WINDOWS))
@everybody
async def toggle_window(_: CallbackQuery, callback_data: cb.Toggle, turn: Turn) -> None:
    """A window more or less."""
    chosen = callback_data.chosen
    await turn.reply.show(windows_screen(turn, chosen))


@router.callback_query(cb.Chosen.filter(F.of == availability.WINDOWS))
@everybody
async def windows(_: CallbackQuery, callback_data: cb.Chosen, turn: Turn) -> None:
    """Free in these windows."""
    chosen = availability.chosen_windows(turn.event, callback_data.chosen)
    if not chosen:
        await turn.reply.toast(turn.book.plain("windows.none"), alert=True)
        return
    if turn.event.plan.mode is Mode.HYBRID and turn.attendee.presence is None:
        await turn.reply.toast(turn.book.plain("presence.none"), alert=True)
        return
    await flow.answer(turn, Draft(windows=chosen))


def windows_screen(turn: Turn, chosen: int) -> Screen:
    """When somebody is free, and how they take part."""
    presence, ready = turn.attendee.presence, turn.ready
    return availability.windows(turn.event, turn.book, chosen, ready=ready, presence=presence)


@router.callback_query(TakePart.filter())
@everybody
async def take_part(_: CallbackQuery, callback_data: TakePart, turn: Turn) -> None:
    """On site, on line, or either; the windows chosen meanwhile stay chosen."""
    actor, of, draft = turn.actor, turn.event.id, Draft(presence=callback_data.how)
    attendee = await turn.work.do(
        lambda uow, now: profiles.answer(uow, now, actor=actor, draft=draft, of=of)
    )
    turn.changed(attendee)
    await turn.reply.show(windows_screen(turn, callback_data.chosen))


@router.callback_query(cb.Ask.filter())
@everybody
async def ask(_: CallbackQuery, callback_data: cb.Ask, turn: Turn) -> None:
    """Back to a question, or a part of the profile to change."""
    await flow.ask(turn, callback_data.question)


@router.callback_query(cb.Go.filter(F.to == cb.To.GO_ON))
@everybody
async def go_on(_: CallbackQuery, turn: Turn) -> None:
    """On with what is open; somebody who was at another edition may carry along what they are."""
    screen = await passed.carrying(turn) if turn.attendee.blank else None
    if screen is None:
        await flow.go_on(turn)
        return
    await turn.reply.show(screen)
