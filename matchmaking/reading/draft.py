"""An intent in the making, and how clauses are added to it.

Owns that value. Which clause states what, `decide` says.
"""

from dataclasses import dataclass

from matchmaking.intents import CountryCode, Kind, Role, Side
from matchmaking.reading.lexicon import Concept
from matchmaking.reading.parts import Part


@dataclass(kw_only=True, slots=True)
class Draft:
    """An intent in the making: parts `first` to `last` of the text."""

    kind: Kind
    side: Side
    first: int
    last: int
    concepts: list[Concept]
    markets: list[CountryCode]

    def extend(self, part: Part, at: int) -> None:
        """Go on with part number `at`."""
        self.last = at
        self.concepts += [c for c in part.concepts if c not in self.concepts]
        self.markets += [m for m in part.markets if m not in self.markets]


def joined(found: list[Draft], part: Part, at: int, kind: Kind, side: Side) -> Draft:
    """The last intent made longer where this clause only goes on with it, else a new one."""
    for draft in found[-2:]:
        if (draft.kind, draft.side) == (kind, side) and draft.last >= at - 1:
            draft.extend(part, at)
            return draft
    draft = Draft(kind=kind, side=side, first=at, last=at,
                  concepts=list(part.concepts), markets=list(part.markets))  # fmt: skip
    found.append(draft)
    return draft


def placed(kind: Kind, side: Side, role: Role | None) -> tuple[Kind, Side]:
    """Kind and side as they go together: meeting is sought, and who brings money offers it."""
    if kind is Kind.NETWORKING:
        return kind, Side.SEEK
    if kind is Kind.INVESTMENT and role in (Role.INVESTOR, Role.STARTUP):
        return kind, Side.OFFER if role is Role.INVESTOR else Side.SEEK
    return kind, side
