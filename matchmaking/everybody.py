"""The best partners of everybody in a pool at once.

Owns the way there: sparse matrix products over blocks of viewers find, for each, the candidates
whose topics and words meet the most in both directions; those few are then scored exactly. What a
common sector or kind adds counts in that second step only, so a list may differ from `Pool.top`'s
in partners of nearly the same score. Knows nothing of reasons: `Pool.match` gives them for the few
lists that somebody looks at.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # no types

from matchmaking.conditions import OPEN, Allowed
from matchmaking.features import Key, token_of
from matchmaking.people import AttendeeId
from matchmaking.pool import Pool
from matchmaking.scoring import (
    INTERPRETED,
    LEAST,
    MARKET_BONUS,
    all_directed,
    all_joined,
    answers_to,
)

BLOCK = 400
"""Viewers whose candidates are sought together: bounds the memory of a product."""

CANDIDATES = 64
"""Scored exactly for each viewer, or six times the length of a list if that is more."""

FAINT = 0.2
"""Entries below this find no candidates; they count in the exact score all the same."""

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


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


@dataclass(frozen=True, kw_only=True)
class _Space:
    """Everybody's vectors as sparse matrices with a row for each person."""

    wants: csr_array
    offers: csr_array
    asked: csr_array
    """The part of wants and offers that candidates are found by: topics and words."""
    answered: csr_array
    """The same of the other side, turned for the product."""
    markets: csr_array
    reach: csr_array


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
        space = _space(pool)
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


def _space(pool: Pool) -> _Space:
    keys = list(dict.fromkeys((*pool.index.offers, *pool.index.needs)))
    people = len(pool)
    offers = pool.index.offers.matrix(keys, people)
    wants = (_fits(pool, keys).T @ pool.index.needs.matrix(keys, people)).tocsr()
    telling = np.flatnonzero([not token_of(key)[1].startswith(("in ", "any ")) for key in keys])
    some_wants, some_offers = (_strong(matrix[telling]) for matrix in (wants, offers))
    countries = list(dict.fromkeys((*pool.index.reach, *pool.index.markets)))
    space = _Space(
        wants=wants.T.tocsr(),
        offers=offers.T.tocsr(),
        asked=hstack([some_wants.T, some_offers.T]).tocsr(),
        answered=vstack([some_offers, some_wants]).tocsr(),
        markets=pool.index.markets.matrix(countries, people).T.tocsr(),
        reach=pool.index.reach.matrix(countries, people).T.tocsr(),
    )
    for matrix in (space.wants, space.offers, space.markets, space.reach):
        matrix.sort_indices()
    return space


def _strong(matrix: csr_array) -> csr_array:
    """The entries by which candidates are found: those far from a topic find too many."""
    entries = matrix.tocoo()
    keep = entries.data >= FAINT
    return csr_array(
        (entries.data[keep], (entries.row[keep], entries.col[keep])), shape=matrix.shape
    )


def _fits(pool: Pool, keys: list[Key]) -> csr_array:
    """How far each entry of offers (column) answers each of needs (row), by kind and rarity."""
    place = {key: at for at, key in enumerate(keys)}
    rows, columns, values = [], [], []
    for key, at in place.items():
        token, fits = answers_to(key)
        rarity = pool.rarity.of(token)
        for other, fit in fits:
            if other in place:
                rows.append(at)
                columns.append(place[other])
                values.append(rarity * fit)
    return csr_array((np.array(values, np.float32), (rows, columns)), shape=(len(keys), len(keys)))


def _block(pool: Pool, space: _Space, n: int, allowed: Allowed, start: int) -> tuple[Rows, Scores]:
    """The lists of the viewers in rows `start` and following: rows and scores, shape (block, n)."""
    stop = min(start + BLOCK, len(pool))
    viewers, others = _candidates(
        space.asked[start:stop] @ space.answered, start, max(CANDIDATES, 6 * n)
    )
    scores = _exact(pool, space, allowed, viewers, others)
    rows = np.zeros((stop - start, n), np.int64)
    values = np.zeros((stop - start, n), np.float32)
    order = np.lexsort((pool.roll.ids[others], -scores, viewers))
    order = order[scores[order] >= LEAST]
    viewers, others, scores = viewers[order] - start, others[order], scores[order]
    firsts = np.searchsorted(viewers, np.arange(stop - start))
    place = np.arange(len(viewers)) - firsts[viewers]
    listed = place < n
    rows[viewers[listed], place[listed]] = others[listed]
    values[viewers[listed], place[listed]] = scores[listed]
    short = np.flatnonzero(values[:, n - 1] == 0) if pool.roll.exact else range(stop - start)
    _fill(pool, allowed, start, short, rows, values)
    return rows, values


def _candidates(found: csr_array, start: int, most: int) -> tuple[Rows, Rows]:
    """The most promising columns of each row of a product: pairs of viewer and other rows."""
    others: list[NDArray[np.int32]] = []
    for at in range(found.shape[0]):
        begin, end = found.indptr[at], found.indptr[at + 1]
        columns = found.indices[begin:end]
        if end - begin > most:
            columns = columns[np.argpartition(found.data[begin:end], -most)[-most:]]
        others.append(columns)
    lengths = [len(columns) for columns in others]
    viewers = np.repeat(np.arange(start, start + len(lengths)), lengths)
    return viewers, np.concatenate(others).astype(np.int64)


def _exact(pool: Pool, space: _Space, allowed: Allowed, viewers: Rows, others: Rows) -> Scores:
    """The score of each pair, shape (pairs,); 0 for those who may not meet."""
    gain = _products(space.wants, viewers, space.offers, others)
    give = _products(space.wants, others, space.offers, viewers)
    gain[_products(space.markets, viewers, space.reach, others) > 0] *= 1 + MARKET_BONUS
    give[_products(space.markets, others, space.reach, viewers) > 0] *= 1 + MARKET_BONUS
    scores = all_joined(all_directed(gain), all_directed(give))
    may, share = pool.roll.may_meet(viewers, others)
    if allowed.excluded:
        may &= ~np.isin(pool.roll.ids[others], list(allowed.excluded))
    scores[~share] *= INTERPRETED if allowed.interpreter else 0.0
    scores[~may] = 0.0
    return scores


def _products(one: csr_array, rows: Rows, other: csr_array, columns: Rows) -> Scores:
    """The product of each row of one matrix with the row of the other beside it."""
    found: Scores = np.asarray(one[rows].multiply(other[columns]).sum(axis=1), np.float32)
    return found.ravel()


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
