"""What kind of participant the writer is.

Owns which words of a text speak of its writer: clauses before any cue, those behind "we are", and
the words of the cue itself ("our lab can"), never what is sought or whom it serves. Who names no
role but founded something is a start-up, and who says "I invest" is an investor.
"""

from collections.abc import Sequence

from matchmaking.intents import Kind, Role, Side
from matchmaking.reading.clauses import Clause
from matchmaking.reading.cues import cue_book, spellings
from matchmaking.reading.normalise import Token
from matchmaking.reading.roles import role_book


def role_of(found: Sequence[Clause], tokens: Sequence[Token], *, arabizi: bool) -> Role | None:
    """The role that the writer gives themselves; `arabizi` where Latin letters may spell Arabic."""
    book = role_book()
    own = [(clause, stop) for clause in found if (stop := _own_words(clause)) is not None]
    for clause, stop in own:
        role = book.find(tokens, clause.start, stop, clause.stop, arabizi=arabizi)
        if role:
            return role
    if any(book.founds(tokens, clause.start, stop) for clause, stop in own):
        return Role.STARTUP
    return Role.INVESTOR if any(_invests(clause, tokens) for clause in found) else None


def _own_words(clause: Clause) -> int | None:
    """Where the words of a clause that speak of the writer stop; None where none do."""
    if clause.negated or clause.asked:
        return None
    if clause.cue is not None:
        return None if clause.behind and clause.side is Side.SEEK else clause.cue
    return None if clause.side and not clause.identity else clause.stop


def _invests(clause: Clause, tokens: Sequence[Token]) -> bool:
    """Whether one person says that they invest; "we invest" may speak of any firm."""
    if clause.cue is None or clause.negated:
        return False
    if (clause.kind, clause.side) != (Kind.INVESTMENT, Side.OFFER):
        return False
    words = tokens[clause.start : clause.cue]
    return any(cue_book().has("singular", form) for word in words for form in spellings(word))
