"""How often one attendee may be shown, so that a few stars do not fill every list.

Owns that bound. Knows nothing of how a score comes about.
"""

from collections.abc import Mapping
from math import ceil

from matchmaking.people import AttendeeId
from matchmaking.scoring import LEAST

SLACK = 1.5
"""How much more often than the average anybody may be shown."""

FAINT = LEAST / 1000
"""The least score for whoever has nobody else: there is a reason to meet, if a weak one."""


def cap(viewers: int, people: int, n: int) -> int:
    """How often one attendee may be shown in `viewers` lists of `n` among `people`."""
    return max(1, ceil(SLACK * n * viewers / people)) if people else 0


def most_shown(shown: Mapping[AttendeeId, int], *, people: int, n: int) -> int:
    """How often one attendee may be shown where everybody has a list of `n`. Lists change, and
    once more was shown than one list each the bound rises with it: it starves nobody."""
    return max(cap(people, people, n), cap(sum(shown.values()), people, 1))
