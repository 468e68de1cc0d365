"""A pool: the same lists as comparing everybody, at the cost of one; and everybody's at once."""

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bench.crowd import Crowd
from matchmaking.conditions import OPEN, Allowed, may_meet
from matchmaking.everybody import top_all
from matchmaking.fairness import cap
from matchmaking.intents import Side
from matchmaking.matches import NewMatch
from matchmaking.matching import rank
from matchmaking.people import Attendee, AttendeeId
from matchmaking.pool import Pool
from matchmaking.reading.lexicon import lexicon
from matchmaking.scoring import LEAST
from tests.matchmaking.builders import SmallTaxonomy, attendee, intent

OIL = "agrifood.olive_oil"
INTERPRETERS = Allowed(interpreter=True)


@cache
def crowd(count: int) -> tuple[Attendee, ...]:
    return tuple(Crowd(seed=5).people(count))


def pool_of(*people: Attendee) -> Pool:
    pool = Pool(lexicon())
    for person in people:
        pool.put(person)
    return pool


def near(found: list[NewMatch]) -> list[tuple[AttendeeId, float]]:
    return [(match.other, round(match.score, 4)) for match in found]


def all_lists(pool: Pool) -> list[list[tuple[AttendeeId, float]]]:
    return [near(pool.top(who, n=10, allowed=INTERPRETERS)) for who in pool.roll.people()]


@pytest.mark.parametrize(
    "allowed", [OPEN, INTERPRETERS, Allowed(excluded=frozenset(map(AttendeeId, range(1, 60))))]
)
def test_a_pool_finds_whom_comparing_everybody_finds(allowed: Allowed) -> None:
    people = crowd(120)
    pool = pool_of(*people)
    shown = {AttendeeId(number): number % 7 for number in range(1, 120)}
    for viewer in people[::6]:
        others = [other for other in people if other.id != viewer.id]
        compared = rank(viewer, others, taxonomy=lexicon(), allowed=allowed, shown=shown)
        found = pool.top(viewer, n=10, allowed=allowed, shown=shown)
        assert near(found) == near(compared)
        assert [match.reasons for match in found] == [match.reasons for match in compared]


def test_a_newcomer_who_leaves_again_leaves_everything_as_it_was() -> None:
    *people, guest = crowd(60)
    pool = pool_of(*people)
    before = all_lists(pool)
    pool.put(guest)
    assert (len(pool), guest.id in pool) == (60, True)
    pool.remove(guest.id)
    pool.remove(guest.id)
    assert all_lists(pool) == before
    pool.pack()
    assert (pool.roll.rows, all_lists(pool)) == (59, before)


def test_whoever_changes_is_found_by_what_they_say_now() -> None:
    first, second, *rest = crowd(60)
    pool = pool_of(first, second, *rest)
    pool.put(replace(first, intents=second.intents))
    pool.put(first)
    fresh = pool_of(second, *rest, first)
    assert sorted(all_lists(pool)) == sorted(all_lists(fresh))


def test_everybody_s_lists_are_those_that_each_would_get() -> None:
    people = crowd(1500)
    pool = pool_of(*people)
    lists = top_all(pool, 10)
    same = wanted = 0
    for viewer in people[::15]:
        expected = dict(near(pool.top(viewer, n=10)))
        found = lists.of(viewer.id)
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
        for other, score in found:
            assert may_meet(viewer, person := people[other - 1]), (viewer, person)
            assert score == pytest.approx(expected.get(other, score), abs=1e-4)
        wanted += len(expected)
        same += len(expected.keys() & dict(found).keys())
    assert same >= 0.99 * wanted > 0


def test_everybody_s_lists_keep_what_the_event_allows() -> None:
    people = crowd(300)
    gone = frozenset(map(AttendeeId, range(1, 100)))
    allowed = Allowed(excluded=gone, interpreter=True)
    pool = pool_of(*people)
    lists = top_all(pool, 10, allowed=allowed)
    assert not gone & {AttendeeId(int(other)) for other in np.unique(lists.partners)}
    apart = {pair for who in people for pair in strangers(who, lists.of(who.id), people)}
    assert apart, "somebody is proposed across languages"


def strangers(
    viewer: Attendee, found: list[tuple[AttendeeId, float]], people: tuple[Attendee, ...]
) -> list[tuple[AttendeeId, AttendeeId]]:
    return [
        (viewer.id, other)
        for other, _ in found
        if not set(viewer.speaks) & set(people[other - 1].speaks)
    ]


def test_two_whom_only_a_word_joins_are_in_nobody_s_list() -> None:
    spoken = replace(intent(Side.SEEK), words="blorvit quennick zamorel")
    offered = replace(intent(Side.OFFER), words="zamorel trundwick haspery")
    pool = Pool(SmallTaxonomy())
    for person in (attendee(1, spoken), attendee(2, offered)):
        pool.put(person)
    assert (pool.scores(attendee(1, spoken)) >= LEAST).tolist() == [False, True]
    assert [top_all(pool, 3).of(AttendeeId(number)) for number in (1, 2)] == [[], []]


def test_an_empty_pool_has_no_lists_and_a_stranger_none_in_it() -> None:
    lists = top_all(Pool(lexicon()), 10)
    assert lists.partners.shape == (0, 10)
    with pytest.raises(LookupError):
        lists.of(AttendeeId(1))


def test_nobody_may_be_shown_much_more_often_than_the_average() -> None:
    assert [cap(240, 240, 5), cap(10, 240, 5), cap(1, 240, 5), cap(0, 0, 5)] == [8, 1, 1, 0]


def test_showings_move_a_star_behind_its_equals() -> None:
    makers = [attendee(n, intent(Side.OFFER, OIL)) for n in (1, 2, 3)]
    seekers = [attendee(n, intent(Side.SEEK, OIL)) for n in range(4, 13)]
    pool = pool_of(*makers, *seekers)
    shown: Counter[AttendeeId] = Counter()
    for seeker in seekers:
        shown[pool.top(seeker, n=1, shown=shown)[0].other] += 1
    assert shown == {maker.id: 3 for maker in makers}


def test_everybody_with_a_possible_partner_has_a_list() -> None:
    people = crowd(300)
    pool = pool_of(*people)
    lists = top_all(pool, 3)
    compared = {who.id: rank(who, people, taxonomy=lexicon(), top=3) for who in people[::10]}
    assert all(compared.values()), "everybody in this crowd has somebody"
    assert {who: len(lists.of(who)) for who in compared} == {
        who: len(found) for who, found in compared.items()
    }
