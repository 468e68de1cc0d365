"""What buttons carry comes back as it went, fits Telegram, and forged data is refused."""

from datetime import UTC, datetime

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from handlers import callbacks as cb
from handlers import callbacks_after as after
from handlers import callbacks_event as ce
from handlers import callbacks_figures as cg
from handlers import callbacks_files as cf
from handlers.tables import As
from matchmaking.contacts import Way
from matchmaking.errors import Refused
from matchmaking.figures import Table
from matchmaking.intents import Kind, Language, Role
from matchmaking.learning import Why
from matchmaking.people import Question
from matchmaking.reading.lexicon import lexicon
from matchmaking.wishes import Reminder
from tests.handlers.forging import every_button

BIG = 2**31 - 1
SLOTS = "1c9c380.1c9c394.1c9c3a8"
EVERY = [
    *(cb.Go(to=to, new=new) for to in cb.To for new in (True, False)),
    *(cb.Ask(question=question) for question in Question),
    *(cb.Speak(language=language) for language in Language),
    cb.Consent(yes=True),
    cb.Consent(yes=False),
    cb.Country(code="FR"),
    cb.Country(code="ES", zone="Atlantic/Canary"),
    cb.Zone(zone="America/Argentina/ComodRivadavia"),
    *(cb.Role(role=role) for role in Role),
    cb.Alone(),
    *(cb.Topic(concept=concept.id) for concept in lexicon().concepts()),
    cb.Right(),
    cb.AddWords(),
    cb.Toggle(of="announce", chosen=BIG),
    cb.Chosen(of="windows", chosen=BIG),
    cb.ShowMatch(match=BIG),
    cb.NotForMe(match=BIG),
    *(cb.PutAside(match=BIG, why=why) for why in Why),
    cb.TakeBack(match=BIG),
    cb.Propose(match=BIG),
    cb.Slots(match=BIG, slots=SLOTS, chosen=7),
    cb.ProposeThese(match=BIG, slots=SLOTS),
    cb.ShowMeeting(meeting=BIG),
    cb.Accept(meeting=BIG, minute=BIG),
    cb.Decline(meeting=BIG),
    cb.Withdraw(meeting=BIG),
    cb.Cancel(meeting=BIG, sure=True),
    *(cb.SkipText(language=language) for language in Language),
    cb.Announcement(announcement=BIG, act=cb.Act.DISCARD),
    *(cf.SentList(draft=BIG, act=act) for act in cf.Act),
    *(ce.SentEvent(draft=BIG, act=act) for act in cf.Act),
    *(ce.TakeForm(form=form) for form in ce.Form),
    ce.NewEdition(draft=BIG),
    *(cf.Take(what=what) for what in cf.What),
    cg.Report(),
    *(cg.TakeTable(table=table, form=form) for table in Table for form in As),
    after.Here(meeting=BIG),
    after.Late(meeting=BIG),
    after.Tell(meeting=BIG, again=True),
    after.Held(meeting=BIG, yes=True),
    after.Rate(meeting=BIG, useful=3),
    *(after.Agree(meeting=BIG, kind=kind, on=True) for kind in Kind),
    after.Done(meeting=BIG),
    after.Note(meeting=BIG),
    after.Exchange(meeting=BIG),
    *(after.Give(meeting=BIG, way=way) for way in Way),
    after.Settings(),
    *(after.Remind(reminder=reminder, on=True) for reminder in Reminder),
    after.QuietFrom(),
    after.QuietUntil(starts=1439),
    after.Hush(starts=1439, ends=0),
    after.Unhush(),
    after.Outcome(meeting=BIG),
    after.Rule(meeting=BIG, held=True),
]


@pytest.mark.parametrize("data", EVERY, ids=lambda data: data.pack())
def test_it_comes_back_as_it_went(data: CallbackData) -> None:
    packed = data.pack()
    assert len(packed.encode()) <= 64
    assert type(data).unpack(packed) == data


def test_no_prefix_serves_two_kinds_of_button() -> None:
    prefixes = [kind.__prefix__ for kind in every_button()]
    assert len(set(prefixes)) == len(prefixes)


def test_every_class_is_tried() -> None:
    classes = {
        value
        for module in (cb, ce, cf, cg, after)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, CallbackData) and value is not CallbackData
    }
    assert {type(data) for data in EVERY} == classes


@pytest.mark.parametrize("forged", ["mc:-1", "mc:99999999999999999999", "mc:x", "mc:", "ac:1"])
def test_numbers_that_were_never_ours_are_not_read(forged: str) -> None:
    kind = cb.Accept if forged.startswith("ac") else cb.ShowMatch
    with pytest.raises((ValueError, TypeError)):
        kind.unpack(forged)


@pytest.mark.parametrize("word", ["zz", "1.x", "fffffffffffffff", "-5fffffffffff"])
def test_slots_that_were_never_ours_are_refused(word: str) -> None:
    with pytest.raises(Refused):
        cb.slots_tapped(word)


@given(st.lists(st.integers(0, BIG // 20), max_size=3))
def test_slots_come_back(minutes: list[int]) -> None:
    slots = tuple(datetime.fromtimestamp(60 * minute, tz=UTC) for minute in minutes)
    assert cb.slots_tapped(cb.pack_slots(slots)) == slots


@given(st.lists(st.booleans(), max_size=30))
def test_choices_come_back(chosen: list[bool]) -> None:
    places = range(len(chosen))
    assert cb.picked(places, cb.bits(chosen)) == tuple(p for p in places if chosen[p])
