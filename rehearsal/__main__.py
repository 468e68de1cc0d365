"""``python -m rehearsal``: the simulator by itself, for any bot in any language.

Prints one line, ``ready http://127.0.0.1:PORT``, when it can be used; warnings go to stderr.
Exit codes: 0 after SIGTERM or SIGINT, 2 when the command line is wrong or the port is taken.
"""

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import sys
from datetime import datetime
from pathlib import Path

from rehearsal.server import Rehearsal


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m rehearsal", description="A Telegram Bot API on this machine."
    )
    parser.add_argument("--token", required=True, help="the bot's token, for instance 1:abc")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one (8081)")
    parser.add_argument("--now", type=_moment, help="start the clock here (ISO 8601 with offset)")
    parser.add_argument("--limits", action="store_true", help="keep Telegram's pace: 429 beyond")
    parser.add_argument("--username", default="rehearsal_bot")
    parser.add_argument("--name", default="Rehearsal")
    parser.add_argument("--cast", type=Path, help="a JSON file of people who play by themselves")
    parser.add_argument("--seed", type=int, default=1, help="the cast's dice (1)")
    return parser.parse_args()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("needs an offset, as in 2026-05-12T09:00:00+03:00")
    return moment


async def _run(arguments: argparse.Namespace) -> int:
    try:
        rehearsal = Rehearsal(
            token=arguments.token,
            username=arguments.username,
            name=arguments.name,
            now=arguments.now,
            limits=arguments.limits,
        )
    except ValueError as error:
        return _refuse(str(error))
    if arguments.cast is not None:
        # Only who wants a cast waits for its import.
        from rehearsal.cast import run_cast
        from rehearsal.cast_file import CastError, read_cast

        try:
            read_cast(arguments.cast)
        except (CastError, OSError) as error:
            return _refuse(f"{arguments.cast} cannot be played: {error}")
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    try:
        await rehearsal.start(arguments.port)
    except (OSError, OverflowError) as error:
        return _refuse(f"port {arguments.port} cannot be used: {error}")
    _spare_the_collector()
    sys.stdout.write(f"ready {rehearsal.url}\n")
    sys.stdout.flush()
    try:
        if arguments.cast is not None:
            play = run_cast(rehearsal.url, arguments.cast, seed=arguments.seed)
            rehearsal.background.start(play)
        await stopped.wait()
    finally:
        await rehearsal.stop()
    return 0


def _spare_the_collector() -> None:
    """Messages and calls are kept and hold no cycles: looking through them is time lost."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _refuse(words: str) -> int:
    sys.stderr.write(f"rehearsal: {words}\n")
    return 2


def main() -> int:
    """Run until a signal; return the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_run(_arguments()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
