"""What a sentence without any cue lets on: that something is amiss, or that somebody serves.

Owns that guess, and which clauses speak of projects, studies and money. Who writes "half of our
hives are dead every spring" needs something; who writes "your cargo cleared in a day" has
something to offer. Knows nothing of concepts.
"""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum

from matchmaking.reading.cues import Mark, spellings
from matchmaking.reading.govern import Sentence

_TOPICS = frozenset({"project", "study", "scholar", "funds"})
_SHORTEST = 4
"""Words of the shortest complaint."""
_OPENING = 3
"""Words at the head of a sentence among which a trade names what is on offer."""


class Tone(StrEnum):
    """What a sentence without a cue is about."""

    NEED = "need"
    """Something of the writer's is amiss."""
    REMARK = "remark"
    """Something is amiss, perhaps of others whom the writer serves."""
    SERVICE = "service"


def tone_of(sentence: Sentence, marks: Sequence[Mark]) -> Tone | None:
    """The tone of a sentence that no cue governs; None for what tells nothing."""
    names = {name for mark in marks for name in mark.names}
    if "greeting" in names:
        return None
    yours = _speaks(sentence, "yours")
    long = sentence.stop - sentence.start >= _SHORTEST
    if long and not yours and "programme" not in names and _troubled(sentence):
        ours = _speaks(sentence, "ours")
        return Tone.NEED if ours else None if sentence.asks else Tone.REMARK
    if sentence.asks:
        return None
    trade = any(
        "service" in mark.names and mark.start - sentence.start < _OPENING for mark in marks
    )
    return Tone.SERVICE if yours or trade or "advert" in names else None


def _troubled(sentence: Sentence) -> bool:
    return sentence.troubled(sentence.start, sentence.stop - sentence.start)


def _speaks(sentence: Sentence, name: str) -> bool:
    words = sentence.tokens[sentence.start : sentence.stop]
    return any(sentence.book.has(name, form) for word in words for form in spellings(word))


def spoken_of(marks: Sequence[Mark], start: int, stop: int) -> frozenset[str]:
    """Which of projects, studies, scholars and money the words `start` to `stop` name."""
    first, last = bisect_left(marks, start, key=_start), bisect_left(marks, stop, key=_start)
    return frozenset(name for mark in marks[first:last] for name in mark.names & _TOPICS)


def _start(mark: Mark) -> int:
    return mark.start
