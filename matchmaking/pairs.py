"""Everybody's vectors side by side, and the exact scores of many pairs at once.

Owns the sparse matrices made of a pool for one run over everybody, and how the score of
`matchmaking.scoring` is worked out with them: the viewers of a block are spread out densely, and
what is looked up in them is the entries of the few they are compared with. Knows nothing of how
those few were found.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack  # type: ignore[import-untyped]  # no types

from matchmaking.conditions import Allowed, tells
from matchmaking.features import Key, token_of
from matchmaking.intents import CountryCode
from matchmaking.pool import Pool
from matchmaking.postings import Postings
from matchmaking.scoring import (
    INTERPRETED,
    MARKET_BONUS,
    all_directed,
    all_joined,
    answers_to,
)

FAINT = 0.05
"""Wants below this find nobody; they count in the exact score all the same."""

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Space:
    """Everybody's vectors, a row for each person and a column for each entry."""

    needs: csr_array
    offers: csr_array
    fits: csr_array
    """How far each entry of offers (column) answers each of needs (row), by kind and rarity."""
    asked: csr_array
    """What people are found by: wants and offers side by side."""
    answered: csr_array
    """The same of the other side, turned for the product."""
    telling: Scores
    """1 for an entry that is a reason to meet, 0 for a mere word; shape (entries,)."""
    markets: NDArray[np.uint64]
    """As bits, shape (people, countries / 64)."""
    reach: NDArray[np.uint64]


def space_of(pool: Pool) -> Space:
    """The vectors of a packed pool."""
    keys = list(dict.fromkeys((*pool.index.offers, *pool.index.needs)))
    people = len(pool)
    turned = pool.index.offers.matrix(keys, people)
    offers = turned.T.tocsr()
    needs = pool.index.needs.matrix(keys, people).T.tocsr()
    fits = _fits(pool, keys)
    wants = _strong(needs @ fits)
    countries = list(dict.fromkeys((*pool.index.reach, *pool.index.markets)))
    return Space(
        needs=needs,
        offers=offers,
        fits=fits,
        asked=hstack([wants, offers]).tocsr(),
        answered=vstack([turned, wants.T]).tocsr(),
        telling=np.array([tells(token_of(key)[1]) for key in keys], np.float32),
        markets=_bits(pool.index.markets, countries, people),
        reach=_bits(pool.index.reach, countries, people),
    )


def _strong(matrix: csr_array) -> csr_array:
    matrix.data[matrix.data < FAINT] = 0
    matrix.eliminate_zeros()
    return matrix


def _fits(pool: Pool, keys: list[Key]) -> csr_array:
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


def _bits(
    lists: Postings[CountryCode], countries: list[CountryCode], people: int
) -> NDArray[np.uint64]:
    flags = np.zeros((people, -(-max(1, len(countries)) // 64) * 64), np.bool_)
    for at, country in enumerate(countries):
        flags[lists.of(country)[0], at] = True
    return np.packbits(flags, axis=1).view(np.uint64)


def conditions(pool: Pool, allowed: Allowed, viewers: Rows, others: Rows) -> Scores:
    """What is left of the score of each pair by the conditions that arrays can tell: 1, less
    with an interpreter, or 0; shape (pairs,)."""
    may, share = pool.roll.may_meet(viewers, others)
    if allowed.excluded:
        may &= ~np.isin(pool.roll.ids[others], list(allowed.excluded))
    left = may.astype(np.float32)
    left[~share] *= INTERPRETED if allowed.interpreter else 0.0
    return left


def exact(space: Space, start: int, stop: int, viewers: Rows, others: Rows) -> tuple[Scores, Flags]:
    """The score of each pair, and whether more than words join the two; shape (pairs,) each. The
    viewers' rows are from `start` to before `stop`."""
    wants = (space.needs[start:stop] @ space.fits).toarray()
    gain, told = _products(space, wants, viewers - start, space.offers[others])
    gives = (space.offers[start:stop] @ space.fits.T).toarray()
    give, also = _products(space, gives, viewers - start, space.needs[others])
    gain[(space.markets[viewers] & space.reach[others]).any(axis=1)] *= 1 + MARKET_BONUS
    give[(space.markets[others] & space.reach[viewers]).any(axis=1)] *= 1 + MARKET_BONUS
    return all_joined(all_directed(gain), all_directed(give)), told | also


def _products(
    space: Space, dense: Scores, viewers: Rows, entries: csr_array
) -> tuple[Scores, Flags]:
    """The product of each row of entries with its viewer's dense vector."""
    at = np.repeat(viewers * dense.shape[1], np.diff(entries.indptr))
    at += entries.indices
    entries.data *= dense.ravel()[at]
    total: Scores = entries @ np.ones(dense.shape[1], np.float32)
    return total, (entries @ space.telling) > 0
