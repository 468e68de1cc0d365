"""What may be said of a pair: nobody is promised what the other does not offer."""

from dataclasses import replace
from itertools import count, product

import numpy as np
import pytest

from handlers.screens.words import reason
from i18n.phrasebook import phrasebook
from matchmaking.conditions import no_chance_from
from matchmaking.intents import ConceptId, Intent, Kind, Side
from matchmaking.matches import NewMatch, Reason, ReasonKind
from matchmaking.matching import Rarity, compare, rank, weigh
from matchmaking.nearness import links_of
from matchmaking.people import Attendee
from matchmaking.pool import Pool
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.reader import read
from matchmaking.reasons import ROLES, reasons
from tests.matchmaking.builders import attendee, event, intent

NUMBERS = count(1)
OIL, ARGAN, WATER = (
    ConceptId(one)
    for one in ("agrifood.olive_oil", "agrifood.culinary_argan", "water.desalination")
)
DISTRIBUTOR, INVESTORS = ConceptId("logistics.distributor"), ConceptId("fintech.investors")
DEVICES, FOOD, SOLAR = (
    ConceptId(one) for one in ("health.medical_devices", "agrifood", "energy.solar_pv")
)
SEEKS_SHOPS = (intent(Side.OFFER, OIL), intent(Side.SEEK, DISTRIBUTOR, OIL))
SEEKS_MONEY = (intent(Side.OFFER, OIL), intent(Side.SEEK, INVESTORS, kind=Kind.INVESTMENT))


def someone(*intents: Intent) -> Attendee:
    return attendee(next(NUMBERS), *intents)


def says(text: str) -> Attendee:
    return someone(*read(text).intents)


def about(viewer: Attendee, other: Attendee, rarity: Rarity | None = None) -> list[Reason]:
    """The reasons but for market, language and time."""
    known = rarity or weigh([viewer, other])
    found = reasons(viewer, other, rarity=known, links=links_of(lexicon()))
    beside = (ReasonKind.MARKET, ReasonKind.LANGUAGE, ReasonKind.TIME)
    return [one for one in found if one.kind not in beside]


def told(viewer: Attendee, other: Attendee) -> list[tuple[ReasonKind, ConceptId | None]]:
    return [(one.kind, one.topic) for one in about(viewer, other)]


def test_the_roles_are_those_that_the_lexicon_knows() -> None:
    assert {one.id for one in lexicon().concepts() if one.cross and one.kind} == ROLES


def test_goods_do_not_serve_whoever_seeks_shops_for_them() -> None:
    assert told(someone(*SEEKS_SHOPS), someone(intent(Side.OFFER, OIL))) == [
        (ReasonKind.FIELD, OIL)
    ]


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        ((DISTRIBUTOR, OIL), (ReasonKind.SUPPLIES, OIL)),
        ((DISTRIBUTOR,), (ReasonKind.SUPPLIES, None)),
        ((DISTRIBUTOR, FOOD), (ReasonKind.SUPPLIES, FOOD)),
        ((DISTRIBUTOR, ARGAN), (ReasonKind.FIELD, FOOD)),
        ((DISTRIBUTOR, DEVICES), (ReasonKind.WORDS, None)),
    ],
)
def test_a_shop_serves_in_its_own_field(
    offered: tuple[str, ...], expected: tuple[ReasonKind, ConceptId | None]
) -> None:
    assert told(someone(*SEEKS_SHOPS), someone(intent(Side.OFFER, *offered))) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((FOOD,), [(ReasonKind.SUPPLIES, FOOD)]),
        ((), [(ReasonKind.SUPPLIES, None)]),
        ((SOLAR,), [(ReasonKind.WORDS, None)]),
    ],
)
def test_money_serves_in_the_field_of_whoever_seeks_it(
    fields: tuple[str, ...], expected: list[tuple[ReasonKind, ConceptId | None]]
) -> None:
    fund = someone(intent(Side.OFFER, *fields, kind=Kind.INVESTMENT))
    assert told(someone(*SEEKS_MONEY), fund) == expected


def test_the_fund_reads_the_field_of_whoever_seeks_money() -> None:
    fund = someone(intent(Side.OFFER, FOOD, kind=Kind.INVESTMENT))
    assert told(fund, someone(*SEEKS_MONEY)) == [(ReasonKind.WANTS, OIL)]


def test_a_sister_of_what_is_sought_is_a_common_field() -> None:
    seeker, maker = someone(intent(Side.SEEK, OIL)), someone(intent(Side.OFFER, ARGAN))
    assert told(seeker, maker) == [(ReasonKind.FIELD, FOOD)]


def test_a_topic_that_everybody_names_is_said_and_a_distant_rare_one_is_not() -> None:
    seeker, maker = someone(intent(Side.SEEK, OIL)), someone(intent(Side.OFFER, OIL))
    crowd = weigh([seeker, maker, *(someone(intent(Side.OFFER, OIL)) for _ in range(200))])
    assert [one.kind for one in about(seeker, maker, crowd)] == [ReasonKind.SUPPLIES]


def test_a_product_is_named_before_what_it_is_like() -> None:
    organic = ConceptId("agrifood.organic_food")
    seeker = someone(intent(Side.SEEK, organic, OIL))
    assert told(seeker, someone(intent(Side.OFFER, organic, OIL))) == [(ReasonKind.SUPPLIES, OIL)]
    dates = ConceptId("agrifood.dates")
    assert told(seeker, someone(intent(Side.OFFER, organic, dates))) == [(ReasonKind.FIELD, FOOD)]


def test_a_whole_field_that_is_sought_is_served_by_each_of_its_topics() -> None:
    seeker = someone(intent(Side.SEEK, "water"))
    assert told(seeker, someone(intent(Side.OFFER, WATER))) == [(ReasonKind.SUPPLIES, WATER)]


@pytest.mark.parametrize(("need", "offer"), list(product(Kind, Kind)))
def test_every_pair_of_kinds_has_words_for_its_reasons(need: Kind, offer: Kind) -> None:
    side = Side.SEEK if offer is Kind.NETWORKING else Side.OFFER
    seeker = someone(intent(Side.SEEK, OIL, kind=need))
    maker = someone(intent(side, OIL, kind=offer))
    book = phrasebook("en")
    for viewer, other in ((seeker, maker), (maker, seeker)):
        said = [bool(reason(one, event(), book)) for one in about(viewer, other)]
        assert said == [True]


def test_a_word_or_two_in_common_bring_nobody_together() -> None:
    seeker = says("We are looking for a reliable bookkeeper for our local project.")
    other = says("We offer a local errand runner for every project.")
    saffron = says("We are looking for zurna reeds.")
    feathers = says("We offer zurna reeds.")
    people = [seeker, other, saffron, feathers]
    pool = Pool(lexicon())
    for person in people:
        pool.put(person)

    def ids(found: list[NewMatch]) -> list[int]:
        return [match.other for match in found]

    for viewer, expected in ((seeker, []), (saffron, [feathers.id]), (feathers, [saffron.id])):
        assert ids(rank(viewer, people, taxonomy=lexicon())) == expected
        assert ids(pool.top(viewer, n=9)) == expected
    assert compare(seeker, other, weigh(people), lexicon()) is None
    assert [one.kind for one in about(saffron, feathers)] == [ReasonKind.SUPPLIES]


def test_whoever_stands_out_among_many_is_no_chance() -> None:
    crowd = np.zeros(40, np.float32)
    crowd[7] = 0.2
    for people, expected in ((40, [7]), (10, [])):
        scores = crowd[:people]
        assert np.flatnonzero(scores >= no_chance_from(scores, people)).tolist() == expected
    assert no_chance_from(crowd[7:8], 40) == no_chance_from(crowd, 40)
    assert no_chance_from(crowd[:0], 0) == float("inf")


def test_the_other_s_words_are_quoted_where_no_topic_joins_the_two() -> None:
    seeker, maker = someone(intent(Side.SEEK, OIL)), someone(intent(Side.OFFER, SOLAR))
    made = replace(maker, intents=(replace(maker.intents[0], words="We make panels"),))
    assert about(seeker, made) == [Reason(kind=ReasonKind.WORDS, words="We make panels")]
