"""Which of the cue words in a sentence really say what its writer seeks or offers.

Owns four rules. *Of oneself or of others*: "a mill that presses olives" speaks of the writer,
"looking for a mill that presses olives" of somebody else, so a cue in the third person counts
unless a cue already governs its part of the sentence. *A wish for a deed*: "we want" seeks, "we
want to sell" offers; a deed close behind a wish replaces it. *Behind*: "agents wanted" and "for
sale" stand behind what they speak of. *Unlisted verbs*: "nous
confectionnons" offers, though no list holds it. Knows nothing of clauses or concepts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaking.intents import Kind, Side
from matchmaking.reading.amounts import names_sum
from matchmaking.reading.cues import CueBook, Mark, spellings
from matchmaking.reading.events import DEEDS, MEANING, Event, Weak, made
from matchmaking.reading.normalise import Token

_NEAR = 2
"""Words that may stand between a wish and its deed."""
_OWN_WORDS = 4
"""Words like "we are" before a cue that belong to it, at most."""
_TROUBLE_REACH = 12
"""Words behind "we have" among which a complaint makes it a need."""
# In this order a cue with several meanings is taken, where the sentence allows the first.
_OPENING = ("invest", "raise", "networking", "seek", "offer")
_THIRD = ("seek_third", "offer_third")
_NOUNS = ("seek_noun", "offer_noun", "own_thing")
_BEHIND = ("seek_after", "offer_after")
_ASKED = frozenset({"who", "project", "scholar"})
_REACH = {"invest": 99, "act_invest": 99, "networking": 4, "raise": 6}
_BUYING = frozenset({"buy", "import", "purchase", "procure"})
_SPEAKERS = frozenset({"we", "i", "who", "they", "are", "be", "you"})


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """Where a sentence stands among the words of its text, and what it inherits."""

    tokens: Sequence[Token]
    start: int
    stop: int
    book: CueBook
    carried: Side | None
    sore: frozenset[int] = frozenset()
    """Where a phrase of complaint starts."""

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return self.stop > self.start and self.tokens[self.stop - 1].asks

    def pitches(self, mark: Mark) -> bool:
        """Whether a wish is put to others as a question: "Need a custom mould?"."""
        first = self.tokens[mark.start].plain
        return self.asks and mark.start == self.start and self.book.has("pitch", first)

    def free(self, at: int) -> bool:
        """Whether a word starts a part of the sentence that the cue before does not govern."""
        token = self.tokens[at]
        if at == self.start or token.gap:
            return True
        before = self.tokens[at - 1].plain
        if self.book.has("relative", before):
            return False
        if self.book.has("and", before):
            return True
        joined = token.arabic and token.plain[0] == "و" and len(token.plain) >= 3
        return joined or (self.book.has("joint", before) and self._free_before(at - 1))

    def _free_before(self, at: int) -> bool:
        """The same for a cue whose own "we are" starts at `at` or a little before."""
        for _ in range(_OWN_WORDS):
            if at == self.start or self.tokens[at].gap:
                return True
            before = self.tokens[at - 1].plain
            if self.book.has("relative", before):
                return False
            if self.book.has("and", before):
                return True
            if not self.book.has("joint", before):
                return False
            at -= 1
        return False

    def follows_relative(self, at: int) -> bool:
        """Whether the word before says that what comes tells of others."""
        return at > self.start and self.book.has("relative", self.tokens[at - 1].plain)

    def bridged(self, start: int, stop: int) -> bool:
        """Whether only "to", "also" and the like stand between a wish and its deed."""
        return all(self.book.has("between", self.tokens[i].plain) for i in range(start, stop))

    def troubled(self, at: int, reach: int = _TROUBLE_REACH) -> bool:
        """Whether `reach` words from there up to a full stop complain of something."""
        places = range(at, min(self.stop, at + reach))
        return any(
            i in self.sore or any(self.book.has("trouble", s) for s in spellings(self.tokens[i]))
            for i in places
        )

    def laments(self, at: int) -> bool:
        """Whether the words before a wish say that nobody has it: "no garage wants our …"."""
        return any(
            self.book.has("no_one", s) for t in self.tokens[self.start : at] for s in spellings(t)
        )

    def broken(self, start: int, stop: int) -> bool:
        """Whether a pause stands between two places."""
        return any(self.tokens[i].gap for i in range(start, stop + 1) if i < self.stop)


def governing(sentence: Sentence, marks: Sequence[Mark]) -> list[Event]:
    """The events of one sentence, in order, from all cues found in it."""
    events: list[Event] = []
    for mark in marks:
        deed = _as_deed(sentence, mark, events)
        if deed is not None:
            events[-1] = deed
            continue
        event = (
            _opening(sentence, mark, events)
            or _third(sentence, mark, events)
            or _noun(sentence, mark, events)
            or _behind(sentence, mark, events)
            or _lone_deed(sentence, mark, events)
            or _own_verb(sentence, mark)
        )
        if event is not None:
            events.append(event)
    if not events and (asked := _asked(sentence, marks)):
        return [asked]
    return [_funded(sentence, event) for event in _settled(events)]


def _asked(sentence: Sentence, marks: Sequence[Mark]) -> Event | None:
    """Who asks for a person ("who buys looms?") seeks one, unless it is about the event."""
    if not sentence.asks or any("programme" in mark.names for mark in marks):
        return None
    for mark in marks:
        if mark.names & _ASKED and sentence.free(mark.start):
            return replace(made("seek", mark), start=mark.start)
    return None


def _settled(events: Sequence[Event]) -> Sequence[Event]:
    """Without what only names the writer: "a large producer seeks a university"."""
    if len(events) > 1 and events[0].weak is Weak.NOUN and events[1].side is Side.SEEK:
        return events[1:]
    return events


def _funded(sentence: Sentence, event: Event) -> Event:
    """A wish or gift of a sum of money is about investment."""
    asks = event.side is Side.SEEK or event.weak is Weak.VERB
    if event.kind or event.behind or not asks:
        return event
    if names_sum(sentence.book, sentence.tokens, event.stop, sentence.stop):
        return replace(event, kind=Kind.INVESTMENT)
    return event


def _as_deed(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    """The wish before this cue, turned into the deed that the cue names."""
    if not events or events[-1].behind or events[-1].side is not Side.SEEK:
        return None
    wish = events[-1]
    for name in DEEDS:
        if name not in mark.names:
            continue
        reach = _REACH.get(name, _NEAR)
        if reach > _NEAR and wish.kind is None and sentence.follows_relative(mark.start):
            # "A bank that finances": others bring the money.
            return replace(wish, kind=MEANING[name][1])
        if mark.start - wish.stop > reach or sentence.broken(wish.stop, mark.start):
            continue
        bridged = sentence.bridged(wish.stop, mark.start)
        if not bridged and (reach == _NEAR or sentence.free(mark.start)):
            continue
        # A far deed ("start-ups to invest in") leaves the words between to the clause.
        stop = mark.stop if bridged else wish.stop
        return replace(made(name, mark), start=wish.start, stop=stop)
    return None


def _opening(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    for name in _OPENING:
        if name in mark.names:
            has = "have" in mark.names
            if name == "offer" and has and sentence.troubled(mark.stop):
                name = "seek"
            elif name == "seek" and sentence.pitches(mark):
                name = "offer"
            side = MEANING[name][0]
            of_others = sentence.follows_relative(mark.start)
            token = sentence.tokens[mark.start]
            if events and of_others and not token.gap:
                return None
            # Arabic verbs carry their "we": "someone to help us export" is still the wish.
            if events and side is not events[-1].side and token.arabic:
                return made(name, mark) if sentence.free(mark.start) else None
            if name == "networking" and events and events[-1].side is Side.OFFER:
                return made(name, mark) if sentence.free(mark.start) else None
            if events and events[-1].kind is Kind.INVESTMENT and side is not events[-1].side:
                return made(name, mark) if sentence.free(mark.start) else None
            weak = Weak.HAVE if has and name == "offer" else None
            return replace(made(name, mark), weak=weak)
    return None


def _third(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    if mark.start > sentence.start and sentence.book.has(
        "determiner", sentence.tokens[mark.start - 1].plain
    ):
        return None
    for name in _THIRD:
        if name not in mark.names:
            continue
        if name == "seek_third" and not events and sentence.laments(mark.start):
            return None
        # "A firm specialised in pumps seeks agents": only "that seeks" would tell of others.
        onward = (
            name == "seek_third"
            and bool(events)
            and events[-1].side is Side.OFFER
            and not sentence.follows_relative(mark.start)
        )
        if not events or onward or sentence.free(mark.start):
            told = name == "offer_third" and (
                "self" in mark.names or sentence.follows_relative(mark.start)
            )
            return replace(made(name, mark), weak=Weak.SELF if told else None)
    return None


def _noun(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    if events:
        return None
    for name in _NOUNS:
        if name not in mark.names:
            continue
        event = made(name, mark, behind=True)
        if name == "offer_noun" and sentence.asks:
            return replace(event, side=Side.SEEK)
        if name == "offer_noun" and sentence.carried is Side.SEEK:
            return None
        weak = {"offer_noun": Weak.NOUN, "own_thing": Weak.SELF}.get(name)
        return replace(event, weak=weak)
    return None


def _behind(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    for name in _BEHIND:
        if name not in mark.names:
            continue
        before = sentence.tokens[mark.start - 1].plain if mark.start > sentence.start else ""
        if before in _SPEAKERS or (name == "offer_after" and events):
            return None
        if events and not events[-1].behind:
            return None
        return made(name, mark, behind=mark.start > sentence.start)
    return None


def _lone_deed(sentence: Sentence, mark: Mark, events: Sequence[Event]) -> Event | None:
    """A deed that no wish introduces: "Sell olive oil in Germany", "… and buy …"."""
    for name in DEEDS:
        if name not in mark.names:
            continue
        if not events:
            early = mark.start - sentence.start <= _NEAR
            return made(name, mark) if early or sentence.free(mark.start) else None
        buys = name == "act_seek" and sentence.tokens[mark.start].plain in _BUYING
        if sentence.free(mark.start) and (events[-1].deed or name == "act_meet" or buys):
            return made(name, mark)
    return None


def _own_verb(sentence: Sentence, mark: Mark) -> Event | None:
    """Any verb of the writer's own that is no wish: "nous confectionnons", "we deploy"."""
    if "own_verb" not in mark.names or sentence.asks or not sentence.free(mark.start):
        return None
    return replace(made("own_verb", mark), weak=Weak.VERB)
