"""Whom a handler is for, said above it: everybody, or whoever has a duty.

Every handler says one of the two (`tests/handlers/test_duties.py` reads it from the router), so
that none can be forgotten. The use case behind it asks once more: what is checked here keeps
whoever may not from seeing even an empty form.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from handlers.turn import Turn
from matchmaking.errors import Refusal, Refused
from matchmaking.organisers import Duty

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

FOR = "__multaqa_for__"
"""Where a handler keeps whom it is for: a `Duty`, or `EVERYBODY`."""

EVERYBODY = "everybody"


def everybody(handler: H) -> H:
    """The handler is for whoever writes; its use case checks the ids that come with it."""
    setattr(handler, FOR, EVERYBODY)
    return handler


def needs(duty: Duty) -> Callable[[H], H]:
    """The handler is for organisers of that duty; anybody else is refused (NOT_ORGANISER)."""

    def declare(handler: H) -> H:
        @wraps(handler)
        async def checked(*args: Any, turn: Turn, **kwargs: Any) -> Any:
            if turn.known is None or duty not in turn.known.duties:
                raise Refused(Refusal.NOT_ORGANISER)
            return await handler(*args, turn=turn, **kwargs)

        setattr(checked, FOR, duty)
        return checked  # type: ignore[return-value]  # the same signature, by `wraps`

    return declare


def declared(handler: Callable[..., Any]) -> Duty | str | None:
    """Whom a handler says it is for; None when it says nothing."""
    found: Duty | str | None = getattr(handler, FOR, None)
    return found
