"""Putting a match aside: what is remembered, what follows, when they come back."""

from datetime import timedelta

import pytest

from matchmaking.errors import Refusal, Refused
from matchmaking.intents import ConceptId, CountryCode
from matchmaking.learning import Decline, Why
from matchmaking.matching import MatchId
from matchmaking.people import PersonId
from matchmaking.usecases import profiles, proposals, refusals
from tests.usecases.conftest import OFFERS_OIL, SEEKS_OIL, Stage

SEEKS_BOTH = "We are looking for olive oil and for solar panels."
OFFERS_SUN = "We produce and export solar panels."


def looks(stage: Stage, person: PersonId) -> list[PersonId]:
    views = stage.do(lambda uow, now: proposals.matches(uow, now, actor=person))
    return [view.other.person.id for view in views]


def put_aside(stage: Stage, person: PersonId, other: PersonId, why: Why) -> MatchId:
    match = stage.match(person, other)
    done = stage.do(
        lambda uow, now: refusals.put_aside(uow, now, actor=person, match_id=match, why=why)
    )
    assert (done.view.match.id, done.view.aside) == (match, True)
    assert [view.other.person.id for view in done.left] == looks(stage, person)
    return match


def remembered(stage: Stage, match: MatchId) -> Decline | None:
    found = stage.do(lambda uow, now: uow.matches.get(match))
    assert found is not None
    return found.declined


def test_what_was_turned_down_is_remembered_with_its_topics_and_countries(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    match = put_aside(stage, seeker, maker, Why.MARKET)
    assert remembered(stage, match) == Decline(
        other=stage.as_attendee(maker).id,
        why=Why.MARKET,
        at=stage.now,
        concepts=(ConceptId("agrifood.olive_oil"),),
        countries=(CountryCode("TN"),),
    )
    assert looks(stage, maker) == [seeker], "the other side knows nothing of it"


def test_a_country_that_the_viewer_named_stays_their_market(stage: Stage) -> None:
    seeker = stage.attendee(1, "We are looking for olive oil from Tunisia.")
    match = put_aside(stage, seeker, stage.attendee(2, OFFERS_OIL), Why.MARKET)
    declined = remembered(stage, match)
    assert declined is not None
    assert declined.countries == ()


def test_not_my_field_puts_the_field_behind(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_BOTH)
    oil, more, sun = (stage.attendee(n + 2, w) for n, w in enumerate(
        (OFFERS_OIL, OFFERS_OIL, OFFERS_SUN)))  # fmt: skip
    first = looks(stage, seeker)
    assert sorted(first) == [oil, more, sun]
    put_aside(stage, seeker, oil, Why.FIELD)
    assert looks(stage, seeker) == [sun, more]
    stage.advance(days=2)
    assert looks(stage, seeker) == [sun, oil, more], "back in their turn, the field still behind"


def test_later_brings_them_back_after_half_a_day_behind_others(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    one, two = (stage.attendee(n, OFFERS_OIL) for n in (2, 3))
    assert looks(stage, seeker) == [one, two]
    put_aside(stage, seeker, one, Why.LATER)
    stage.advance(hours=11, minutes=59)
    assert looks(stage, seeker) == [two]
    stage.advance(minutes=1)
    assert looks(stage, seeker) == [two, one]
    stage.advance(days=30)
    assert looks(stage, seeker) == [one, two]


@pytest.mark.parametrize("why", list(Why))
def test_nobody_is_hidden_for_ever(stage: Stage, why: Why) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    put_aside(stage, seeker, maker, why)
    assert looks(stage, seeker) == []
    stage.advance(days=2)
    assert looks(stage, seeker) == [maker]


def test_it_can_be_taken_back_one_or_all(stage: Stage) -> None:
    seeker = stage.attendee(1, SEEKS_OIL)
    one, two = (stage.attendee(n, OFFERS_OIL) for n in (2, 3))
    match = put_aside(stage, seeker, one, Why.FIELD)
    put_aside(stage, seeker, two, Why.LATER)
    assert stage.do(lambda uow, now: refusals.any_aside(uow, now, actor=seeker))
    done = stage.do(lambda uow, now: refusals.take_back(uow, now, actor=seeker, match_id=match))
    assert (done.view.aside, looks(stage, seeker)) == (False, [one])
    put_aside(stage, seeker, one, Why.MARKET)
    everybody = stage.do(lambda uow, now: refusals.take_all_back(uow, now, actor=seeker))
    assert [view.other.person.id for view in everybody] == looks(stage, seeker) == [one, two]
    assert not stage.do(lambda uow, now: refusals.any_aside(uow, now, actor=seeker))


def test_only_ones_own_match_and_none_under_way(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    match = stage.match(seeker, maker)
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: refusals.consider(uow, now, actor=maker, match_id=match))
    assert refused.value.refusal is Refusal.NOT_YOURS
    with pytest.raises(Refused) as refused:
        stage.do(lambda uow, now: refusals.take_back(uow, now, actor=maker, match_id=match))
    assert refused.value.refusal is Refusal.NOT_YOURS
    stage.offer(seeker, maker)
    with pytest.raises(Refused) as refused:
        put_aside(stage, seeker, maker, Why.FIELD)
    assert refused.value.refusal is Refusal.ALREADY_BETWEEN
    assert remembered(stage, match) is None


def test_new_words_do_not_bring_back_who_was_put_aside(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    put_aside(stage, seeker, maker, Why.LATER)
    stage.do(lambda uow, now: profiles.tell(uow, now, actor=seeker, text=SEEKS_BOTH))
    stage.do(lambda uow, now: profiles.confirm(uow, now, actor=seeker))
    assert looks(stage, seeker) == []
    stage.advance(seconds=timedelta(hours=12).total_seconds())
    assert looks(stage, seeker) == [maker]


def test_who_erases_themselves_takes_their_refusals_with_them(stage: Stage) -> None:
    seeker, maker = stage.attendee(1, SEEKS_OIL), stage.attendee(2, OFFERS_OIL)
    match = put_aside(stage, seeker, maker, Why.FIELD)
    stage.do(lambda uow, now: profiles.erase(uow, now, actor=seeker))
    assert stage.do(lambda uow, now: uow.matches.get(match)) is None
