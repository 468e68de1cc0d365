"""What people say of themselves: onboarding, own words, corrections, pausing, leaving."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import ConceptId, CountryCode, Kind, Language, Role, Side
from matchmaking.people import (
    NAME_LIMIT,
    ORGANISATION_LIMIT,
    WORDS_LIMIT,
    Account,
    Attendee,
    Draft,
    PersonId,
    Question,
    next_question,
    question_before,
)
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals, profiles, proposals
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage


def answer(stage: Stage, person: PersonId, draft: Draft) -> Attendee:
    return stage.do(lambda uow, now: profiles.answer(uow, now, actor=person, draft=draft))


def tell(stage: Stage, person: PersonId, text: str) -> Attendee:
    return stage.do(lambda uow, now: profiles.tell(uow, now, actor=person, text=text))


def test_the_questions_come_in_their_order_and_the_last_answer_makes_ready(stage: Stage) -> None:
    person = stage.newcomer(1, "fr")
    windows = frozenset(window.id for window in stage.event().plan.windows)
    asked: list[Question | None] = []
    for draft in (
        Draft(consented=True),
        Draft(country=CountryCode("US")),
        Draft(zone="America/New_York"),
        Draft(role=Role.SME),
        Draft(organisation=""),
    ):
        asked.append(next_question(stage.as_attendee(person)))
        answer(stage, person, draft)
    asked.append(next_question(tell(stage, person, OFFERS_OIL)))
    confirmed = stage.do(lambda uow, now: profiles.confirm(uow, now, actor=person))
    asked.append(next_question(confirmed))
    assert confirmed.ready_at is None
    asked.append(next_question(answer(stage, person, Draft(speaks=("fr",)))))
    ready = answer(stage, person, Draft(windows=windows))
    assert asked == [
        Question.CONSENT,
        Question.COUNTRY,
        Question.ZONE,
        Question.ROLE,
        Question.ORGANISATION,
        Question.CHIPS,
        Question.SPEAKS,
        Question.WINDOWS,
    ]
    assert (next_question(ready), ready.ready_at) == (None, stage.now)


def test_back_leads_through_the_questions_and_past_the_zone() -> None:
    way = [Question.WINDOWS]
    while before := question_before(way[-1]):
        way.append(before)
    assert way == [q for q in reversed(Question) if q is not Question.ZONE]
    assert question_before(Question.ZONE) is Question.COUNTRY


def test_moving_to_another_country_asks_for_the_clock_again(stage: Stage) -> None:
    person = stage.attendee(1)
    moved = answer(stage, person, Draft(country=CountryCode("LB")))
    assert (moved.person.country, moved.person.zone) == ("LB", None)
    stayed = answer(stage, person, Draft(country=CountryCode("LB"), zone="Asia/Beirut"))
    assert stayed.person.zone == "Asia/Beirut"


def test_own_words_are_read_and_kept_as_written(stage: Stage) -> None:
    person = stage.newcomer(1)
    answer(stage, person, Draft(consented=True))
    told = tell(stage, person, f"  {SEEKS_OIL} ")
    assert told.words == SEEKS_OIL
    assert [(i.kind, i.side) for i in told.intents] == [(Kind.TRADE, Side.SEEK)]
    assert stage.as_attendee(person).intents == told.intents


@pytest.mark.parametrize(
    ("text", "refusal", "data"),
    [
        ("   ", Refusal.EMPTY, {}),
        ("Good morning", Refusal.EMPTY, {"heard": True}),
        ("x" * (WORDS_LIMIT + 1), Refusal.TOO_LONG, {"limit": WORDS_LIMIT}),
    ],
)
def test_words_without_an_intent_change_nothing(
    stage: Stage, text: str, refusal: Refusal, data: dict[str, object]
) -> None:
    person = stage.attendee(1)
    before = stage.as_attendee(person)
    with pytest.raises(Refused) as refused:
        tell(stage, person, text)
    assert (refused.value.refusal, refused.value.data) == (refusal, data)
    assert stage.as_attendee(person) == before


def test_a_topic_taken_off_stays_off_until_it_is_put_back(stage: Stage) -> None:
    person = stage.attendee(1, SEEKS_OIL)
    oil = stage.as_attendee(person).intents[0].concepts[0]

    def toggle() -> Attendee:
        return stage.do(lambda uow, now: profiles.toggle_topic(uow, now, actor=person, concept=oil))

    off = toggle()
    assert off.dropped == (oil,)
    assert all(oil not in intent.concepts for intent in off.intents)
    assert toggle().intents[0].concepts[0] == oil
    with pytest.raises(Refused) as refused:
        stage.do(
            lambda uow, now: profiles.toggle_topic(
                uow, now, actor=person, concept=type(oil)("water.desalination")
            )
        )
    assert refused.value.refusal is Refusal.NOT_YOURS


def test_a_topic_taken_off_counts_again_when_it_is_named_anew(stage: Stage) -> None:
    person = stage.attendee(1, SEEKS_OIL)
    oil = stage.as_attendee(person).intents[0].concepts[0]

    def drop() -> Attendee:
        return stage.do(lambda uow, now: profiles.toggle_topic(uow, now, actor=person, concept=oil))

    def add(text: str) -> Attendee:
        return stage.do(lambda uow, now: profiles.add_words(uow, now, actor=person, text=text))

    drop()
    told = tell(stage, person, OFFERS_OIL)
    assert (told.dropped, [oil in intent.concepts for intent in told.intents]) == ((), [True])
    drop()
    other = add("We are looking for desalination plants.")
    assert (other.dropped, [i for i in other.intents if oil in i.concepts]) == ((oil,), [])
    again = add("We buy olive oil.")
    assert (again.dropped, oil in again.intents[-1].concepts) == ((), True)


@pytest.mark.parametrize(
    "act",
    [
        lambda uow, now, who: profiles.tell(uow, now, actor=who, text=SEEKS_OIL),
        lambda uow, now, who: profiles.add_words(uow, now, actor=who, text=SEEKS_OIL),
        lambda uow, now, who: profiles.confirm(uow, now, actor=who),
        lambda uow, now, who: profiles.pause(uow, now, actor=who),
        lambda uow, now, who: profiles.resume(uow, now, actor=who),
        lambda uow, now, who: profiles.toggle_topic(
            uow, now, actor=who, concept=ConceptId("agrifood.olive_oil")
        ),
        *(
            lambda uow, now, who, draft=draft: profiles.answer(uow, now, actor=who, draft=draft)
            for draft in (
                Draft(name="Leïla"),
                Draft(country=CountryCode("TN")),
                Draft(zone="Africa/Tunis"),
                Draft(role=Role.SME),
                Draft(organisation="House"),
                Draft(organisation=""),
                Draft(speaks=("fr",)),
                Draft(windows=frozenset()),
                Draft(language=Language.FR, consented=False, role=Role.SME),
            )
        ),
    ],
)
def test_nothing_but_the_language_is_taken_before_the_consent(
    stage: Stage, act: Callable[[UnitOfWork, datetime, PersonId], Attendee]
) -> None:
    person = stage.newcomer(1)
    before = stage.as_attendee(person)
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: act(uow, now, person))
    assert refused.value.refusal is Refusal.NOT_READY
    assert stage.as_attendee(person) == before
    french = answer(stage, person, Draft(language=Language.FR))
    assert french.person.language is Language.FR


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Leïla \x00\u202e  Haddad\n", "Leïla Haddad"),
        ("رانيا\u200f حدّاد", "رانيا حدّاد"),
        ("\u200b\u200d\u2066\ufe0f\u3164", arrivals.NAMELESS),
        ("\x00", arrivals.NAMELESS),
        ("", arrivals.NAMELESS),
        ("x" * (NAME_LIMIT + 1), "x" * NAME_LIMIT),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(stage: Stage, given: str, kept: str) -> None:
    account = Account(telegram_id=1, name=given, language_code="en")
    arrived = stage.do(lambda uow, now: arrivals.arrive(uow, now, account=account))
    assert arrived.person.name == kept


@pytest.mark.parametrize(
    ("draft", "refusal", "data"),
    [
        (Draft(name="\u200b\u202e\x00"), Refusal.EMPTY, {}),
        (Draft(name="x" * (NAME_LIMIT + 1)), Refusal.TOO_LONG, {"limit": NAME_LIMIT}),
        (Draft(organisation="\u2800 \u200b"), Refusal.EMPTY, {}),
        (
            Draft(organisation="x" * (ORGANISATION_LIMIT + 1)),
            Refusal.TOO_LONG,
            {"limit": ORGANISATION_LIMIT},
        ),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused_and_changes_nothing(
    stage: Stage, draft: Draft, refusal: Refusal, data: dict[str, object]
) -> None:
    person = stage.attendee(1)
    before = stage.as_attendee(person)
    with pytest.raises(Refused) as refused:
        answer(stage, person, draft)
    assert (refused.value.refusal, refused.value.data) == (refusal, data)
    assert stage.as_attendee(person) == before


def test_names_and_words_are_kept_without_controls(stage: Stage) -> None:
    person = stage.attendee(1)
    named = answer(
        stage, person, Draft(name="Le\x00ïla\u202e", organisation=" House\n of\x00 Oil ")
    )
    assert (named.person.name, named.organisation) == ("Leïla", "House of Oil")
    assert tell(stage, person, f"\x00{SEEKS_OIL}\n").words == SEEKS_OIL


def test_a_person_who_moves_keeps_what_was_consented_and_a_new_account_is_new(
    stage: Stage,
) -> None:
    account = Account(telegram_id=1, name="  Leïla   Haddad ", language_code="fr-CA")
    first = stage.do(lambda uow, now: arrivals.arrive(uow, now, account=account))
    assert (first.is_new, first.person.name, first.person.language) == (
        True,
        "Leïla Haddad",
        Language.FR,
    )
    again = stage.do(
        lambda uow, now: arrivals.arrive(uow, now, account=replace(account, username="leila"))
    )
    assert (again.is_new, again.person.id, again.person.username) == (
        False,
        first.person.id,
        "leila",
    )


def test_blocking_leaves_matching_and_coming_back_returns(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    account = Account(telegram_id=5002, name="Person 2")

    def proposed() -> list[PersonId]:
        views = stage.do(lambda uow, now: proposals.matches(uow, now, actor=seeker))
        return [view.other.person.id for view in views]

    assert proposed() == [maker]
    stage.do(lambda uow, now: arrivals.left(uow, now, telegram_id=5002))
    assert proposed() == []
    stage.do(lambda uow, now: arrivals.came_back(uow, now, account=account))
    assert proposed() == [maker]


def test_a_profile_that_is_not_complete_sees_no_matches(stage: Stage) -> None:
    person = stage.newcomer(1)
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: proposals.matches(uow, now, actor=person))
    assert refused.value.refusal is Refusal.NOT_READY
