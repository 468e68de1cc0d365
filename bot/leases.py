"""Each person on one machine at a time, where several machines talk: a lease in Redis or Valkey.

A lease is held while a person's updates are being dealt with, and renewed as long as that takes.
It runs out by itself, so that a machine that was killed holds nobody up for longer. It keeps the
order of a person's updates, and spares them two answers at once; that nothing is done twice does
not depend on it (`storage.work`). While Redis cannot be reached nobody is dealt with: what was
heard is kept, and waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from bot.tasks import Tasks

log = structlog.get_logger(__name__)

LEASE_S = 15.0
"""After so long without being renewed, a lease is free."""

RENEW_S = LEASE_S / 3

ASK_S = 0.05
"""Between two questions whether somebody else's lease is free."""

AGAIN_S = 1.0
"""Between two attempts to reach Redis."""

_CONNECTIONS = 16
_ANSWER_S = 5.0


class Leases:
    """The leases of one bot. `sleep` waits so many seconds between renewals."""

    def __init__(
        self,
        url: str,
        tasks: Tasks,
        *,
        bot: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._redis = _client(url)
        self._tasks = tasks
        self._name = f"multaqa:{bot}:person:"
        self._sleep = sleep

    @asynccontextmanager
    async def person(self, person: int) -> AsyncIterator[None]:
        """Within it, nobody on another machine deals with this person."""
        lock = self._redis.lock(
            f"{self._name}{person}", timeout=LEASE_S, sleep=ASK_S, thread_local=False
        )
        await self._take(lock)
        renewing = self._tasks.start(self._renew(lock), name=f"lease of {person}")
        try:
            yield
        finally:
            renewing.cancel()
            # One that cannot be given back, or is somebody else's by now, runs out.
            with suppress(LockError, RedisError):
                await lock.release()

    async def close(self) -> None:
        """Closes the connections."""
        await self._redis.aclose()

    async def _take(self, lock: Lock) -> None:
        while True:
            try:
                await lock.acquire()
            except RedisError as error:
                log.warning("REDIS_URL cannot be reached: people wait", error=str(error))
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _renew(self, lock: Lock) -> None:
        while True:
            await self._sleep(RENEW_S)
            try:
                await lock.reacquire()
            except LockError:
                log.warning("a lease ran out while it was needed")
                return
            except RedisError as error:
                log.warning("a lease could not be renewed yet", error=str(error))


async def reach(url: str) -> str | None:
    """What is wrong with Redis at this address, in one line; None when it answers."""
    client = _client(url)
    try:
        await client.ping()
    except (RedisError, OSError, TimeoutError) as error:
        return (str(error) or type(error).__name__).splitlines()[0]
    finally:
        await client.aclose()
    return None


def _client(url: str) -> Redis:
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=_CONNECTIONS,
        timeout=_ANSWER_S,
        socket_timeout=_ANSWER_S,
        socket_connect_timeout=_ANSWER_S,
    )
    return Redis.from_pool(pool)
