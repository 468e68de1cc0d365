"""Who may be proposed to whom at all: the hard conditions, exact.

Owns them for one pair, and what is mere chance: two whom nothing joins but a word or two of
their sentences have no reason to meet, unless one stands out among all whom the other is compared
with. Needs no look at anybody's calendar: windows only, not slots.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from matchmaking.features import Profile, kind_token, profile_of
from matchmaking.intents import Intent, Kind, Side
from matchmaking.nearness import Taxonomy
from matchmaking.people import Attendee, AttendeeId
from matchmaking.scoring import answers_to
from matchmaking.wordkeys import word_keys

SAME_WORDS = 0.75
"""Share of the words of the shorter of two clauses that both have, from which on they say the
same."""

_TELLING_KINDS = {kind_token(kind) for kind in Kind if kind is not Kind.TRADE}


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What this viewer and this event allow."""

    excluded: frozenset[AttendeeId] = frozenset()
    """Whom the viewer must not be shown: blocked, met already, turned down."""
    interpreter: bool = False
    """Whether two who share no language may meet. They come later and are marked."""


OPEN = Allowed()
"""Nobody excluded, no interpreters."""


def house(attendee: Attendee) -> str | None:
    """The organisation as it is compared: case and blanks do not matter. None for none."""
    return " ".join((attendee.organisation or "").casefold().split()) or None


def may_meet(viewer: Attendee, other: Attendee, allowed: Allowed = OPEN) -> bool:
    """Whether two may be proposed to each other: a shared language, a common window, and not the
    same person or organisation."""
    mine, theirs = house(viewer), house(other)
    return (
        viewer.id != other.id
        and other.id not in allowed.excluded
        and (mine is None or mine != theirs)
        and (allowed.interpreter or bool(shared_languages(viewer, other)))
        and bool((viewer.windows or frozenset()) & (other.windows or frozenset()))
    )


def shared_languages(viewer: Attendee, other: Attendee) -> tuple[str, ...]:
    """What both speak, in the viewer's order."""
    return tuple(code for code in viewer.speaks if code in other.speaks)


PLAIN = 0.25
"""What one topic weighs on both sides, multiplied, from which on it is no chance: higher than of
topics hinted at by sentences with next to no content. From 0.18 to 0.3 no pair of `tests/eval` is
lost or won by it."""

FAINT = 0.02
"""What topics weigh on both sides, multiplied and added up, below which they may have been hinted
at by chance."""

CLEAR = 0.03
"""How clearly the two hint at anything at all, multiplied, below which it may be chance."""

STANDS_OUT = 4.0
"""Standard deviations above the mean of one viewer's scores from which on a score is no chance:
that many need some twenty people, so that among a few nobody stands out."""


def no_chance_from(scores: NDArray[np.float32], people: int) -> float:
    """The score from which on somebody stands out for a viewer, given the viewer's scores with
    all others, who are so many; whoever is missing in `scores` counts as 0."""
    if people < 1:
        return float("inf")
    mean = float(scores.sum(dtype=np.float64)) / people
    spread = float(np.square(scores, dtype=np.float64).sum()) / people - mean * mean
    return mean + STANDS_OUT * sqrt(max(0.0, spread))


def by_chance(viewer: Attendee, other: Attendee, taxonomy: Taxonomy) -> bool:
    """Whether nothing joins two people but a few words: no topic, field or kind of intent, and
    no need that says the same as an offer."""
    if _named(viewer, other) or _named(other, viewer):
        return False  # told without the profiles, which cost far more
    mine, theirs = profile_of(viewer, taxonomy), profile_of(other, taxonomy)
    if _answered(mine, theirs) or _answered(theirs, mine):
        return False
    return not say_the_same(viewer, other)


def _named(needy: Attendee, giver: Attendee) -> bool:
    """Whether a topic that one names in a need is named in an offer of the other."""
    sought = {topic for i in needy.intents if i.side is Side.SEEK for topic in i.concepts}
    return any(
        not sought.isdisjoint(intent.concepts)
        for intent in giver.intents
        if intent.side is Side.OFFER or intent.kind is Kind.NETWORKING
    )


def tells(token: str) -> bool:
    """Whether a token in common is a reason to meet, and no mere word of a sentence."""
    # Words have a blank in them; so has the bare sector or kind, by which two may meet.
    return " " not in token or token.startswith("in ") or token in _TELLING_KINDS


def say_the_same(one: Attendee, other: Attendee) -> bool:
    """Whether a need of either says the same as an offer of the other."""
    return _same(one, other) or _same(other, one)


def _answered(needy: Profile, giver: Profile) -> bool:
    hinted = 0.0
    for need, wanted in needy.needs.items():
        token, answers = answers_to(need)
        if tells(token):
            met = max(giver.offers.get(answer, 0.0) for answer, _ in answers)
            # A topic, unlike a field or a kind, may have been hinted at only.
            if met and " " in token:
                return True
            if wanted * met >= PLAIN:
                return True
            hinted += wanted * met
    clear = needy.clear[Side.SEEK] * giver.clear[Side.OFFER]
    return hinted >= FAINT and clear >= CLEAR


def _same(needy: Attendee, giver: Attendee) -> bool:
    return any(
        same_words(need, offer)
        for need in needy.intents
        for offer in giver.intents
        if need.side is Side.SEEK and offer.side is Side.OFFER
    )


def same_words(one: Intent, other: Intent) -> bool:
    """Whether two clauses say the same, word for word or nearly so."""
    mine, theirs = word_keys(one.words), word_keys(other.words)
    # A word has a key of its language, and may have one of its sound.
    words = min(sum(not key.startswith("x ") for key in keys) for keys in (mine, theirs))
    shared = set(mine).intersection(theirs)
    by_sound = sum(key.startswith("x ") for key in shared)
    return bool(shared) and max(by_sound, len(shared) - by_sound) >= SAME_WORDS * words
