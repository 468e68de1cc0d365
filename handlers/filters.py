"""When a handler is meant: by the step of the conversation, or by who writes."""

from aiogram.filters import Filter
from aiogram.types import TelegramObject

from handlers.turn import Turn
from matchmaking.people import Question


class Step(Filter):
    """The chat is in one of these steps."""

    def __init__(self, *steps: str | Question) -> None:
        self.steps = frozenset(str(step) for step in steps)

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:  # noqa: ARG002 - aiogram's signature
        """Whether the chat is there."""
        return turn.work.conversation.step in self.steps


class Open(Filter):
    """The chat is in any step: something is awaited."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:  # noqa: ARG002 - aiogram's signature
        """Whether an answer is awaited."""
        return turn.work.conversation.step != ""


class Stranger(Filter):
    """Whoever writes is not known."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:  # noqa: ARG002 - aiogram's signature
        """Whether nobody of that account is known."""
        return turn.stranger


class Unready(Filter):
    """The first questions are not all answered."""

    async def __call__(self, event: TelegramObject, turn: Turn) -> bool:  # noqa: ARG002 - aiogram's signature
        """Whether the profile is not complete."""
        return not turn.ready
