"""What refusals put behind, how far, and for how long."""

from datetime import timedelta

import pytest

from matchmaking.intents import ConceptId, CountryCode, Side
from matchmaking.learning import (
    FIELD,
    HALF_LIFE,
    LATER,
    LATER_HALF_LIFE,
    LEAST_LEFT,
    MARKET,
    UNCHANGED,
    Adjustments,
    Decline,
    Why,
    learn,
)
from matchmaking.matching import rank
from matchmaking.people import AttendeeId
from tests.matchmaking.builders import NOW, SmallTaxonomy, attendee, intent

OIL, WATER = ConceptId("agrifood.olive_oil"), ConceptId("water.drip_irrigation")
TN, IT = CountryCode("TN"), CountryCode("IT")
KARIM = AttendeeId(2)


def refusal(why: Why, **more: object) -> Decline:
    values = {"concepts": (OIL,), "countries": (TN,)} | more
    return Decline(other=KARIM, why=why, at=NOW, **values)  # type: ignore[arg-type] # as given


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (Why.FIELD, Adjustments(concepts={OIL: FIELD})),
        (Why.MARKET, Adjustments(markets={TN: MARKET})),
        (Why.LATER, Adjustments(people={KARIM: LATER})),
    ],
)
def test_a_fresh_refusal_counts_in_full_for_what_it_names(why: Why, expected: Adjustments) -> None:
    assert learn([refusal(why)], now=NOW) == expected


def test_a_refusal_that_names_no_topic_or_country_is_of_the_person() -> None:
    assert learn([refusal(Why.FIELD, concepts=())], now=NOW).people == {KARIM: FIELD}
    assert learn([refusal(Why.MARKET, countries=())], now=NOW).people == {KARIM: MARKET}


def test_it_fades_by_half_and_is_forgotten() -> None:
    half = learn([refusal(Why.FIELD)], now=NOW + HALF_LIFE)
    assert half.concepts == {OIL: 1 - (1 - FIELD) / 2}
    assert learn([refusal(Why.FIELD)], now=NOW + 6 * HALF_LIFE) == UNCHANGED


def test_many_refusals_leave_something() -> None:
    assert learn([refusal(Why.FIELD)] * 9, now=NOW).concepts == {OIL: LEAST_LEFT}


def test_a_match_is_aside_until_the_refusal_counts_half() -> None:
    a_moment = timedelta(seconds=1)
    for why, half_life in ((Why.LATER, LATER_HALF_LIFE), (Why.FIELD, HALF_LIFE)):
        assert refusal(why).aside(NOW + half_life - a_moment)
        assert not refusal(why).aside(NOW + half_life)


def test_whoever_is_of_the_topic_or_country_comes_after_others() -> None:
    me = attendee(1, intent(Side.SEEK, OIL), intent(Side.OFFER, WATER))
    maker = attendee(2, intent(Side.OFFER, OIL), country="IT")
    grower = attendee(3, intent(Side.SEEK, WATER), country="TN")

    def found(adjust: Adjustments) -> list[int]:
        return [m.other for m in rank(me, [maker, grower], taxonomy=SmallTaxonomy(), adjust=adjust)]

    oil = Adjustments(concepts={OIL: 0.1})
    water = Adjustments(concepts={WATER: 0.1})
    assert (found(oil), found(water)) == ([3, 2], [2, 3])
    assert found(Adjustments(markets={IT: 0.1})) == [3, 2]
    assert found(Adjustments(people={AttendeeId(3): 0.1})) == [2, 3]
