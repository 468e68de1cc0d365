"""Everybody who may be proposed at an event, ready to be searched.

Owns the index of profiles: putting one in, taking it out and finding the best for somebody cost
what that one profile costs, never a look at all pairs. The score is `matchmaking.scoring`'s, over
arrays. Hard conditions are exact. Knows nothing of storage; whoever holds a pool keeps it up to
date. Everybody in a pool is of one event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchmaking.conditions import OPEN, Allowed, by_chance, may_meet, no_chance_from
from matchmaking.features import Key, Profile, mentions_of, profile_of
from matchmaking.intents import CountryCode
from matchmaking.learning import UNCHANGED, Adjustments
from matchmaking.matches import NewMatch
from matchmaking.nearness import Taxonomy, links_of
from matchmaking.people import Attendee, AttendeeId
from matchmaking.postings import Postings
from matchmaking.reasons import reasons
from matchmaking.roll import Roll
from matchmaking.scoring import (
    INTERPRETED,
    LEAST,
    MARKET_BONUS,
    Query,
    Rarity,
    all_directed,
    all_joined,
    query,
    seen_less,
)

Scores = NDArray[np.float32]

_SPARE = 1000
"""Rows that may stay empty before the index is packed anew, beside a quarter of all."""

_ANY = 1e-9
"""Above nothing."""


@dataclass(kw_only=True)
class Index:
    """The lists by which rows are found. `reach` and `markets` are of countries."""

    needs: Postings[Key] = field(default_factory=Postings)
    offers: Postings[Key] = field(default_factory=Postings)
    reach: Postings[CountryCode] = field(default_factory=Postings)
    markets: Postings[CountryCode] = field(default_factory=Postings)
    mentions: Postings[str] = field(default_factory=Postings)


class Pool:
    """Profiles to be searched. `top` leaves out whom `put` would replace: the viewer."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.rarity = Rarity()
        self.roll = Roll()
        self.index = Index()

    def __len__(self) -> int:
        return len(self.roll)

    def __contains__(self, attendee: AttendeeId) -> bool:
        return attendee in self.roll

    def get(self, attendee: AttendeeId) -> Attendee | None:
        """Somebody in the pool."""
        return self.roll.get(attendee)

    def put(self, attendee: Attendee) -> None:
        """Takes somebody in, or what has changed about them."""
        self.remove(attendee.id)
        profile = profile_of(attendee, self.taxonomy)
        row = self.roll.add(attendee)
        self.index.needs.add(row, profile.needs)
        self.index.offers.add(row, profile.offers)
        self.index.reach.add(row, dict.fromkeys(profile.reach, 1.0))
        self.index.markets.add(row, dict.fromkeys(profile.markets, 1.0))
        self.index.mentions.add(row, dict.fromkeys(_topics(profile), 1.0))
        self.rarity.add(profile.mentions)

    def remove(self, attendee: AttendeeId) -> None:
        """Lets somebody go; whoever is not there is gone already."""
        gone = self.roll.drop(attendee)
        if gone is None:
            return
        self.rarity.drop(mentions_of(gone.intents))
        if self.roll.empty > _SPARE + self.roll.rows // 4:
            self.pack()

    def pack(self) -> None:
        """Closes the gaps that those who left have made: then everybody's row is below len()."""
        if not self.roll.empty:
            return
        renumbered = self.roll.pack()
        for lists in (self.index.needs, self.index.offers):
            lists.keep(renumbered)
        for countries in (self.index.reach, self.index.markets):
            countries.keep(renumbered)
        self.index.mentions.keep(renumbered)

    def top(
        self,
        viewer: Attendee,
        *,
        n: int,
        allowed: Allowed = OPEN,
        shown: Mapping[AttendeeId, int] | None = None,
        adjust: Adjustments = UNCHANGED,
        least: float = LEAST,
    ) -> list[NewMatch]:
        """The best partners for `viewer`, who need not be in the pool, best first; none below
        `least`.

        `shown` says how often each attendee has been proposed so far: between near-equal partners
        the one who was shown less goes first.
        """
        scores = self.scores(viewer, allowed=allowed, adjust=adjust)
        order = np.where(scores >= least, scores, np.float32(0))
        for attendee, times in (shown or {}).items():
            row = self.roll.row(attendee)
            if row is not None:
                order[row] = seen_less(order[row], times)
        # Whoever was shown often comes later, and is worth proposing all the same.
        others = len(self) - (viewer.id in self)
        bar = no_chance_from(scores[scores >= LEAST], others)
        clear = np.flatnonzero(scores >= bar).tolist()
        rows = self.best_rows(order, n, viewer, allowed, least=_ANY, clear=clear)
        return [self.match(viewer, row, float(scores[row])) for row in rows]

    def match(self, viewer: Attendee, row: int, score: float) -> NewMatch:
        """A found row as a match, with its reasons."""
        other = self.roll.attendee(row)
        return NewMatch(
            event_id=viewer.event_id,
            viewer=viewer.id,
            other=other.id,
            score=round(score, 6),
            reasons=reasons(viewer, other, rarity=self.rarity, links=links_of(self.taxonomy)),
        )

    def best_rows(
        self,
        order: Scores,
        n: int,
        viewer: Attendee,
        allowed: Allowed,
        *,
        least: float = LEAST,
        clear: Iterable[int] = (),
    ) -> list[int]:
        """At most `n` rows whom the viewer may meet, the highest first, equals by their id; none
        below `least`. Those in `clear` are no chance, whatever joins them to the viewer."""
        wanted, known = n, frozenset(clear)
        while True:
            rows = self._highest(order, wanted, least)
            fit = [r for r in rows if self._worth(viewer, r, allowed, clear=r in known)]
            if len(fit) >= n or len(rows) < wanted:
                return fit[:n]
            wanted *= 4

    def _worth(self, viewer: Attendee, row: int, allowed: Allowed, *, clear: bool) -> bool:
        other = self.roll.attendee(row)
        return may_meet(viewer, other, allowed) and (
            clear or not by_chance(viewer, other, self.taxonomy)
        )

    def _highest(self, order: Scores, n: int, least: float) -> list[int]:
        rows = np.flatnonzero(order >= least)
        if n < len(rows):
            values = order[rows]
            rows = rows[values >= np.partition(values, len(rows) - n)[len(rows) - n]]
        rows = rows[np.lexsort((self.roll.ids[rows], -order[rows]))]
        return [int(row) for row in rows]

    def scores(
        self, viewer: Attendee, *, allowed: Allowed = OPEN, adjust: Adjustments = UNCHANGED
    ) -> Scores:
        """The score of everybody for the viewer, by row, shape (rows,); 0 for whoever is ruled
        out by the conditions that arrays can tell (`best_rows` asks the rest)."""
        profile = profile_of(viewer, self.taxonomy)
        asked = query(profile, self.rarity)
        gain, give = self._gain(profile, asked), self._give(profile, asked)
        found = np.zeros(self.roll.rows, np.float32)
        met = np.flatnonzero(gain + give)
        found[met] = all_joined(all_directed(gain[met]), all_directed(give[met]))
        shared = self.roll.sharing_language(viewer)
        if allowed.interpreter:
            found[~shared] *= INTERPRETED
        else:
            found[~shared] = 0.0
        found[~self.roll.open_to(viewer)] = 0.0
        gone = (self.roll.row(attendee) for attendee in allowed.excluded)
        found[[row for row in gone if row is not None]] = 0.0
        self._adjust(found, adjust)
        return found

    def _gain(self, viewer: Profile, asked: Query) -> Scores:
        """How much of the viewer's needs each row's offers meet."""
        product = self.index.offers.product(asked.wants, self.roll.rows)
        self._favour(product, viewer.markets, self.index.reach)
        return product

    def _give(self, viewer: Profile, asked: Query) -> Scores:
        """How much of each row's needs the viewer's offers meet."""
        product = self.index.needs.product(asked.gives, self.roll.rows)
        self._favour(product, viewer.reach, self.index.markets)
        return product

    def _favour(
        self, product: Scores, countries: frozenset[CountryCode], lists: Postings[CountryCode]
    ) -> None:
        if not countries:
            return
        bonus = np.ones(len(product), np.float32)
        for country in countries:
            bonus[lists.of(country)[0]] = 1 + MARKET_BONUS
        product *= bonus

    def _adjust(self, found: Scores, adjust: Adjustments) -> None:
        """Puts back whatever the viewer turned down; the strongest penalty of a row counts."""
        if adjust == UNCHANGED:
            return
        factor = np.ones(len(found), np.float32)
        for concept, share in adjust.concepts.items():
            rows, _ = self.index.mentions.of(concept)
            factor[rows] = np.minimum(factor[rows], np.float32(share))
        for country, share in adjust.markets.items():
            rows, _ = self.index.reach.of(country)
            factor[rows] = np.minimum(factor[rows], np.float32(share))
        for attendee, share in adjust.people.items():
            row = self.roll.row(attendee)
            if row is not None:
                factor[row] = min(float(factor[row]), share)
        found *= factor


def _topics(profile: Profile) -> frozenset[str]:
    """The concepts that somebody mentions themselves."""
    return frozenset(token for token in profile.mentions if " " not in token)
