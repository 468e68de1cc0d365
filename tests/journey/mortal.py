"""The bot as it is, but for one step at which it dies of SIGKILL, once.

`python -m tests.journey.mortal STEP` runs `bot run`. It dies when it comes to that step while the
file `armed` lies in the data folder; the file goes with it, so that the next life is a whole one.
"""

import functools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ARMED = "armed"


def die() -> None:
    """Dies, if it is armed."""
    armed = Path(os.environ["DATA_DIR"]) / ARMED
    if armed.exists():
        armed.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str, when: Callable[..., bool] = lambda *_, **__: True) -> None:
    """Dies before that function runs with arguments that suit."""
    whole = getattr(owner, name)

    @functools.wraps(whole)
    def mortal(*args: Any, **kwargs: Any) -> Any:
        if when(*args, **kwargs):
            die()
        return whole(*args, **kwargs)

    setattr(owner, name, mortal)


def after(owner: Any, name: str) -> None:
    """Dies when that function has run and its caller does not know yet."""
    whole = getattr(owner, name)

    @functools.wraps(whole)
    def mortal(*args: Any, **kwargs: Any) -> Any:
        result = whole(*args, **kwargs)
        die()
        return result

    setattr(owner, name, mortal)


def after_awaited(owner: Any, name: str) -> None:
    """The same for a coroutine function."""
    whole = getattr(owner, name)

    @functools.wraps(whole)
    async def mortal(*args: Any, **kwargs: Any) -> Any:
        result = await whole(*args, **kwargs)
        die()
        return result

    setattr(owner, name, mortal)


def before_the_acceptance() -> None:
    from matchmaking.usecases import appointments

    before(appointments, "accept")


def before_the_commit() -> None:
    from matchmaking.usecases import appointments

    after(appointments, "accept")


def after_the_commit() -> None:
    from storage.store import Store

    after_awaited(Store, "transact")


def after_the_claim() -> None:
    from bot.courier.deliver import Courier

    after_awaited(Courier, "_claim")


def before_the_sending() -> None:
    from bot.courier.sender import Sender

    before(Sender, "send")


def after_the_sending() -> None:
    from bot.courier.sender import Sender

    after_awaited(Sender, "send")


def after_the_mark() -> None:
    from bot.courier.deliver import Courier

    after_awaited(Courier, "_settle")


STEPS = {
    step.__name__: step
    for step in (
        before_the_acceptance,
        before_the_commit,
        after_the_commit,
        after_the_claim,
        before_the_sending,
        after_the_sending,
        after_the_mark,
    )
}

if __name__ == "__main__":
    step = sys.argv.pop()
    STEPS[step]()
    sys.argv[1:] = ["run"]
    from bot.__main__ import main

    main()
