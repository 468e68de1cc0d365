"""Matching: who is near whom, who may meet, and the reasons given."""

import pytest

from matchmaking.conditions import Allowed, may_meet
from matchmaking.intents import ConceptId, Kind, Side
from matchmaking.matches import ReasonKind
from matchmaking.matching import rank
from matchmaking.nearness import BROADER, NARROWER, SECTOR, SERVED, SERVES, nearness
from tests.matchmaking.builders import SmallTaxonomy, attendee, intent

LINKS = SmallTaxonomy()
OIL, OILS, ARGAN = (
    ConceptId(c) for c in ("agrifood.olive_oil", "agrifood.oils", "agrifood.argan_oil")
)
DRIP, GROWING, DESALT = (
    ConceptId(c) for c in ("water.drip_irrigation", "agrifood.olive_growing", "water.desalination")
)
STONE, BIOMASS, BOILERS = (
    ConceptId(c) for c in ("agrifood.olive_stone", "energy.biomass", "energy.boilers")
)


def test_nearness_follows_the_links() -> None:
    pairs = [(OIL, OIL), (OILS, OIL), (OIL, OILS), (GROWING, DRIP), (DRIP, GROWING), (OIL, DESALT)]
    assert [nearness(wanted, offered, LINKS) for wanted, offered in pairs] == [
        1.0,
        NARROWER,
        BROADER,
        SERVES,
        SERVED,
        0.0,
    ]


def test_nearness_fades_over_several_links() -> None:
    assert nearness(OIL, ARGAN, LINKS) == pytest.approx(NARROWER * BROADER), "siblings"
    assert nearness(BOILERS, STONE, LINKS) == pytest.approx(NARROWER * SERVES)
    assert nearness(STONE, BOILERS, LINKS) == 0.0, "too far: what is served, and by its kind"


def test_a_whole_sector_is_met_by_each_of_its_topics() -> None:
    assert nearness(ConceptId("water"), DRIP, LINKS) == SECTOR
    assert nearness(ConceptId("energy"), DRIP, LINKS) == 0.0


def test_hard_conditions() -> None:
    me = attendee(1, speaks=("fr", "ar"), windows=(1,), organisation="House")
    assert may_meet(me, attendee(2, speaks=("ar",), windows=(1, 2)))
    assert not may_meet(me, me)
    assert not may_meet(me, attendee(2, speaks=("en",), windows=(1,)))
    assert not may_meet(me, attendee(2, speaks=("fr",), windows=(2,)))
    assert not may_meet(me, attendee(2, speaks=("fr",), windows=(1,), organisation="House"))
    assert not may_meet(me, attendee(2, speaks=("fr",), windows=(1,), organisation=" house "))
    assert may_meet(attendee(1), attendee(2)), "two without an organisation are not of one"


def test_the_viewer_s_and_the_event_s_own_conditions() -> None:
    me, other = attendee(1), attendee(2)
    assert not may_meet(me, other, Allowed(excluded=frozenset({other.id})))
    stranger = attendee(3, speaks=("tr",))
    assert not may_meet(me, stranger)
    assert may_meet(me, stranger, Allowed(interpreter=True))


def test_the_nearer_and_the_mutual_go_first_and_strangers_stay_out() -> None:
    """An offer of another kind on the very topic is listed too, after its like: who seeks a
    thing to buy is often well served by the laboratory that makes it."""
    seeker = attendee(1, intent(Side.SEEK, OIL), intent(Side.OFFER, DRIP))
    exact = attendee(2, intent(Side.OFFER, OIL))
    mutual = attendee(3, intent(Side.OFFER, OIL), intent(Side.SEEK, DRIP))
    sibling = attendee(4, intent(Side.OFFER, ARGAN))
    other_kind = attendee(5, intent(Side.OFFER, OIL, kind=Kind.RESEARCH))
    other_seeker = attendee(6, intent(Side.SEEK, OIL))
    found = rank(seeker, [sibling, exact, mutual, other_kind, other_seeker], taxonomy=LINKS)
    assert [match.other for match in found] == [3, 2, 5, 4]


def test_a_named_market_breaks_the_tie_and_is_said() -> None:
    seeker = attendee(1, intent(Side.SEEK, OIL, markets=("IT",)))
    near = attendee(2, intent(Side.OFFER, OIL), country="IT")
    far = attendee(3, intent(Side.OFFER, OIL), country="LB")
    best = rank(seeker, [far, near], taxonomy=LINKS)
    assert [match.other for match in best] == [2, 3]
    assert [reason.kind for reason in best[0].reasons] == [
        ReasonKind.SUPPLIES,
        ReasonKind.MARKET,
        ReasonKind.LANGUAGE,
        ReasonKind.TIME,
    ]


def test_reasons_name_both_directions_with_their_words() -> None:
    me = attendee(1, intent(Side.SEEK, OIL), intent(Side.OFFER, DRIP))
    them = attendee(2, intent(Side.OFFER, OIL), intent(Side.SEEK, DRIP), windows=(2,))
    (match,) = rank(me, [them], taxonomy=LINKS)
    assert [(r.kind, r.topic, r.words) for r in match.reasons[:2]] == [
        (ReasonKind.SUPPLIES, OIL, OIL),
        (ReasonKind.WANTS, DRIP, DRIP),
    ]
    assert (match.reasons[2].languages, match.reasons[3].windows) == (("en",), (2,))


def test_two_who_want_to_meet_people_of_a_field_are_proposed_to_each_other() -> None:
    me = attendee(1, intent(Side.SEEK, DRIP, kind=Kind.NETWORKING))
    them = attendee(2, intent(Side.SEEK, DESALT, kind=Kind.NETWORKING))
    stranger = attendee(3, intent(Side.SEEK, OIL, kind=Kind.NETWORKING))
    found = rank(me, [them, stranger], taxonomy=LINKS)
    assert [(m.other, m.reasons[0].kind, m.reasons[0].topic) for m in found] == [
        (2, ReasonKind.SHARES, ConceptId("water"))
    ]


def test_between_equals_the_one_shown_less_goes_first() -> None:
    seeker = attendee(1, intent(Side.SEEK, OIL))
    star, other = attendee(2, intent(Side.OFFER, OIL)), attendee(3, intent(Side.OFFER, OIL))
    found = rank(seeker, [star, other], taxonomy=LINKS, shown={star.id: 9})
    assert [match.other for match in found] == [3, 2]
