"""The best partners of everybody in a pool at once.

Owns the way there: a sparse matrix product over blocks of viewers finds, for each, the candidates
whose wants and offers meet the most in both directions; those few are then scored exactly. The
faintest wants find no candidates, so a list may differ from `Pool.top`'s in partners of nearly the
same score. Knows nothing of reasons: `Pool.match` gives them for the few lists that somebody looks
at.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types

from matchmaking.conditions import OPEN, Allowed, say_the_same
from matchmaking.pairs import Flags, Rows, Scores, Space, conditions, exact, space_of
from matchmaking.people import AttendeeId
from matchmaking.pool import Pool
from matchmaking.scoring import LEAST

BLOCK = 100
"""Viewers whose candidates are sought together: bounds the memory of a product."""

CANDIDATES = 64
"""Scored exactly for each viewer, or six times the length of a list if that is more."""

WIDE = 4
"""How many times as many are asked whether they may meet the viewer at all."""

SAMPLE = 8
"""Of so many found one is looked at to guess from where on they are worth asking."""


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Everybody's list. Row i of `partners` and `scores`, shape (people, n), is that of `ids[i]`:
    best first, and 0 where a list ends."""

    ids: NDArray[np.int64]
    partners: NDArray[np.int64]
    scores: Scores

    def of(self, attendee: AttendeeId) -> list[tuple[AttendeeId, float]]:
        """The list of one attendee. Raises LookupError for somebody who was not in the pool."""
        places = np.flatnonzero(self.ids == attendee)
        if not len(places):
            raise LookupError(attendee)
        pairs = zip(self.partners[places[0]], self.scores[places[0]], strict=True)
        return [(AttendeeId(int(other)), float(score)) for other, score in pairs if other]


def top_all(pool: Pool, n: int, *, allowed: Allowed = OPEN, threads: int = 2) -> Lists:
    """The `n` best for everybody, as if each had asked the pool. `allowed` holds for all.

    Memory: some hundred bytes for each entry of a profile, and `threads` blocks of products.
    """
    pool.pack()
    people = len(pool)
    ids = pool.roll.ids.copy()
    partners = np.zeros((people, n), np.int64)
    scores = np.zeros((people, n), np.float32)
    if people:
        space = space_of(pool)
        find = partial(_block, pool, space, n, allowed)
        with ThreadPoolExecutor(threads) as workers:
            for start, (rows, values) in zip(
                range(0, people, BLOCK),
                workers.map(find, range(0, people, BLOCK)),
                strict=True,
            ):
                stop = start + len(rows)
                partners[start:stop] = np.where(values > 0, ids[rows], 0)
                scores[start:stop] = values
    return Lists(ids=ids, partners=partners, scores=scores)


def _block(pool: Pool, space: Space, n: int, allowed: Allowed, start: int) -> tuple[Rows, Scores]:
    """The lists of the viewers in rows `start` and following: rows and scores, shape (block, n)."""
    stop = min(start + BLOCK, len(pool))
    most = max(CANDIDATES, 6 * n)
    found = space.asked[start:stop] @ space.answered
    viewers, others, left = _candidates(pool, allowed, found, start, most)
    scores, told = exact(space, start, stop, viewers, others)
    scores *= left
    order = np.lexsort((pool.roll.ids[others], -scores, viewers))
    order = order[scores[order] >= LEAST]
    viewers, others, scores, told = viewers[order], others[order], scores[order], told[order]
    joined = told | _said_alike(pool, viewers, others, told)
    viewers, others, scores = viewers[joined] - start, others[joined], scores[joined]
    rows = np.zeros((stop - start, n), np.int64)
    values = np.zeros((stop - start, n), np.float32)
    place = np.arange(len(viewers)) - np.searchsorted(viewers, viewers)
    listed = place < n
    rows[viewers[listed], place[listed]] = others[listed]
    values[viewers[listed], place[listed]] = scores[listed]
    short = np.flatnonzero(values[:, n - 1] == 0) if pool.roll.exact else range(stop - start)
    _fill(pool, allowed, start, short, rows, values)
    return rows, values


def _candidates(
    pool: Pool, allowed: Allowed, found: csr_array, start: int, most: int
) -> tuple[Rows, Rows, Scores]:
    """The most promising of each row of a product who may meet the viewer: pairs of viewer and
    other rows, with what the conditions leave of their score."""
    kept = [
        begin + _high(found.data[begin:end], WIDE * most) for begin, end in pairwise(found.indptr)
    ]
    at = np.concatenate(kept)
    viewers = np.repeat(np.arange(start, start + len(kept)), [len(some) for some in kept])
    others = found.indices[at].astype(np.int64)
    left = conditions(pool, allowed, viewers, others)
    promise = found.data[at] * left
    bounds = np.cumsum([0, *(len(some) for some in kept)])
    best = np.concatenate(
        [begin + _highest(promise[begin:end], most) for begin, end in pairwise(bounds)]
    )
    best = best[promise[best] > 0]
    return viewers[best], others[best], left[best]


def _high(values: Scores, about: int) -> Rows:
    """Where about so many of the highest values stand, by a look at a sample of them."""
    if len(values) <= about * 2:
        return np.arange(len(values))
    sample = values[::SAMPLE]
    rank = about // SAMPLE
    found = np.flatnonzero(values >= np.partition(sample, -rank)[-rank])
    return found[_highest(values[found], 2 * about)]


def _highest(values: Scores, most: int) -> Rows:
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(values, -most)[-most:]


def _said_alike(pool: Pool, viewers: Rows, others: Rows, told: Flags) -> Flags:
    """Of pairs that only words join: whether they say the same. None of the others."""
    alike = np.zeros(len(told), np.bool_)
    for at in np.flatnonzero(~told):
        viewer, other = pool.roll.attendee(viewers[at]), pool.roll.attendee(others[at])
        alike[at] = say_the_same(viewer, other)
    return alike


def _fill(
    pool: Pool, allowed: Allowed, start: int, short: Iterable[int], rows: Rows, values: Scores
) -> None:
    """Asks the pool itself for whoever's list is short: they have partners by sector only, or
    most of their candidates are ruled out."""
    for at in short:
        viewer = pool.roll.attendee(start + int(at))
        scores = pool.scores(viewer, allowed=allowed)
        best = pool.best_rows(scores, rows.shape[1], viewer, allowed)
        rows[at, : len(best)] = best
        values[at, : len(best)] = scores[best]
