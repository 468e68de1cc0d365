"""What the courier asks of the house: a store of notices, and somebody who carries a message."""

from typing import Protocol, TypeVar

from bot.courier.outcomes import Outcome
from handlers.screens.screen import Screen
from matchmaking.ports import UseCase

T = TypeVar("T")


class Stock(Protocol):
    """Runs use cases, each in a transaction of its own."""

    async def run(self, use_case: UseCase[T]) -> T:
        """Runs and commits."""

    async def look(self, use_case: UseCase[T]) -> T:
        """Runs one that only reads."""

    async def brief(self, use_case: UseCase[T]) -> T:
        """As `run`, for one that takes a moment."""

    async def glance(self, use_case: UseCase[T]) -> T:
        """As `look`, for one that takes a moment."""


class Post(Protocol):
    """Carries one message."""

    async def send(self, chat: int, screen: Screen) -> Outcome:
        """A new message."""

    async def edit(self, chat: int, message_id: int, screen: Screen) -> Outcome:
        """Another face for an old one."""
