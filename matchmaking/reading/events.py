"""What a cue that governs a clause says: side, kind, and how surely.

Owns the meaning of each list of the cue file. Which cues of a sentence govern, `govern` says.
"""

from dataclasses import dataclass
from enum import StrEnum

from matchmaking.intents import Kind, Side
from matchmaking.reading.cues import Mark


class Weak(StrEnum):
    """Why an offer may be none: what else in the text decides."""

    HAVE = "have"
    """ "We have a small hotel" may only tell who needs something."""
    VERB = "verb"
    """A verb that no list holds."""
    NOUN = "noun"
    """ "Olive oil producer": what somebody is who may seek something else."""
    SELF = "self"
    """ "A start-up that turns …" may only tell who the writer is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """A cue that governs: words `start` up to but without `stop`.

    `kind` is set when the cue alone decides it, `leaning` when it decides where nothing else
    does. A `behind` event belongs to the clause it stands in; any other opens one.
    """

    start: int
    stop: int
    side: Side
    kind: Kind | None = None
    leaning: Kind | None = None
    behind: bool = False
    deed: bool = False
    weak: Weak | None = None


MEANING: dict[str, tuple[Side, Kind | None, Kind | None]] = {
    "invest": (Side.OFFER, Kind.INVESTMENT, None),
    "act_invest": (Side.OFFER, Kind.INVESTMENT, None),
    "raise": (Side.SEEK, Kind.INVESTMENT, None),
    "networking": (Side.SEEK, Kind.NETWORKING, None),
    "act_offer": (Side.OFFER, None, None),
    "act_seek": (Side.SEEK, None, None),
    "act_meet": (Side.SEEK, None, Kind.NETWORKING),
    "seek": (Side.SEEK, None, None),
    "offer": (Side.OFFER, None, None),
    "seek_third": (Side.SEEK, None, None),
    "offer_third": (Side.OFFER, None, None),
    "seek_noun": (Side.SEEK, Kind.TRADE, None),
    "offer_noun": (Side.OFFER, Kind.TRADE, None),
    "own_thing": (Side.OFFER, None, None),
    "seek_after": (Side.SEEK, None, None),
    "offer_after": (Side.OFFER, None, None),
    "own_verb": (Side.OFFER, None, None),
}
# In this order a cue with several meanings is taken, where the sentence allows the first.
DEEDS = ("invest", "act_invest", "raise", "networking", "act_offer", "act_seek", "act_meet")


def made(name: str, mark: Mark, *, behind: bool = False) -> Event:
    """The event of a cue in the meaning of the list `name`."""
    side, kind, leaning = MEANING[name]
    return Event(
        start=mark.start, stop=mark.stop, side=side, kind=kind, leaning=leaning, behind=behind,
        deed=name in DEEDS,
    )  # fmt: skip
