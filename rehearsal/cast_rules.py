"""What a player of the cast does about one message: plain, synchronous, no network.

The format is described in ``rehearsal.cast`` and read by ``rehearsal.cast_file``. This module must
know nothing of any product, of HTTP, or of time: ``Player.decide`` is given a message and dice.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Pick = Literal["first", "random"]


@dataclass(frozen=True, kw_only=True)
class Button:
    """An inline button as the human door shows it; ``data`` is empty for link and copy buttons."""

    label: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A bot's message as a player sees it."""

    message_id: int
    text: str
    buttons: tuple[Button, ...]

    @property
    def face(self) -> tuple[int, str, tuple[Button, ...]]:
        """What must change before a player looks at the same message again."""
        return self.message_id, self.text, self.buttons


@dataclass(frozen=True, kw_only=True)
class Tap:
    """Press this button."""

    message_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Say:
    """Write this."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of a part: with ``tap``, the pattern of the button to press, or with sayings."""

    when_button: re.Pattern[str] | None
    when_text: re.Pattern[str] | None
    either: bool
    tap: re.Pattern[str] | None
    say: tuple[str, ...]
    chance: float
    at_most: int | None
    pick: Pick

    def matches(self, shown: Shown) -> bool:
        """Say whether the message is one this rule speaks about."""
        found = []
        if self.when_button is not None:
            found.append(any(self.when_button.search(b.data) for b in shown.buttons if b.data))
        if self.when_text is not None:
            found.append(self.when_text.search(shown.text) is not None)
        met = any(found) if self.either else all(found)
        return met and (self.tap is None or bool(self._pressable(shown)))

    def act(self, shown: Shown, uses: int, chance: random.Random) -> Tap | Say:
        """Name the act; ``uses`` counts the earlier ones, for sayings are said in turn."""
        if self.tap is None:
            return Say(text=self.say[uses % len(self.say)])
        buttons = self._pressable(shown)
        button = chance.choice(buttons) if self.pick == "random" else buttons[0]
        return Tap(message_id=shown.message_id, label=button.label)

    def _pressable(self, shown: Shown) -> list[Button]:
        return [b for b in shown.buttons if b.data and self.tap and self.tap.search(b.data)]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One player as the file describes it. Times in real seconds."""

    name: str
    language_code: str
    username: str | None
    opening: str
    start_after_s: float
    think_s: tuple[float, float]
    at_most: int
    rules: tuple[Rule, ...]


@dataclass(kw_only=True)
class Player:
    """A part being played: what was seen, how often each rule was used, and this player's dice.

    Hesitation has dice of its own: how often a player hesitates depends on the network, and must
    not change what it decides.
    """

    part: Part
    dice: random.Random
    pace: random.Random = field(default_factory=random.Random)
    seen: set[tuple[int, str, tuple[Button, ...]]] = field(default_factory=set)
    uses: dict[int, int] = field(default_factory=dict)
    acts: int = 0

    def decide(self, shown: Shown) -> Tap | Say | None:
        """Decide what to do about a message, once for each face that it shows; None: nothing."""
        if shown.face in self.seen:
            return None
        self.seen.add(shown.face)
        if self.acts >= self.part.at_most:
            return None
        for number, rule in enumerate(self.part.rules):
            used = self.uses.get(number, 0)
            if rule.at_most is not None and used >= rule.at_most:
                continue
            # The dice are thrown only for a rule that matches, so that messages which concern
            # nobody do not change what a seed means.
            if rule.matches(shown) and (rule.chance >= 1 or self.dice.random() < rule.chance):
                self.uses[number] = used + 1
                self.acts += 1
                return rule.act(shown, used, self.dice)
        return None

    def think_s(self) -> float:
        """Draw how long this player hesitates, in seconds."""
        return self.pace.uniform(*self.part.think_s)


def read_shown(message: Mapping[str, Any]) -> Shown | None:
    """Read a message of the human door; None when it is not the bot's."""
    if message.get("from") != "bot":
        return None
    rows: Sequence[Sequence[Mapping[str, Any]]] = message.get("buttons") or ()
    buttons = tuple(
        Button(label=str(b.get("label", "")), data=str(b.get("data") or ""))
        for row in rows
        for b in row
    )
    text = str(message.get("text") or "")
    return Shown(message_id=int(message["message_id"]), text=text, buttons=buttons)
