"""``python -m rehearsal`` as a process of its own."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp
import anyio
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.processes]

_ROOT = Path(__file__).parents[2]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "rehearsal",
        *arguments,
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ready(program: asyncio.subprocess.Process) -> str:
    assert program.stdout is not None
    with anyio.fail_after(30):
        line = (await program.stdout.readline()).decode()
    assert line.startswith("ready http://127.0.0.1:")
    return line.removeprefix("ready ").strip()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_ready_serves_and_stops_within_a_second(number: signal.Signals) -> None:
    now = "2026-05-12T09:00:00+03:00"
    program = await start("--token", "1:abc", "--port", "0", "--username", "x_bot", "--now", now)
    url = await ready(program)
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{url}/bot1:abc/getMe") as response:
            assert (await response.json())["result"]["username"] == "x_bot"
        async with http.get(f"{url}/api/clock") as response:
            assert (await response.json())["now"].startswith("2026-05-12T06:00:")
        async with asyncio.TaskGroup() as group:
            poll = group.create_task(polled(http, url))
            async with http.get(f"{url}/api/stream") as stream:
                await stream.content.readline()
                program.send_signal(number)
                with anyio.fail_after(1):
                    assert await program.wait() == 0
            await poll
    out, err = await program.communicate()
    assert (out, err) == (b"", b"")


async def polled(http: aiohttp.ClientSession, url: str) -> None:
    """A long poll that is open when the program stops: answered or cut, not left hanging."""
    try:
        async with http.get(f"{url}/bot1:abc/getUpdates?timeout=50") as response:
            assert (await response.json())["result"] == []
    except aiohttp.ClientError:
        pass  # cut: just as well


@pytest.mark.parametrize(
    "arguments",
    [
        ("--token", "bad"),
        ("--token", "1:abc", "--port", "99999"),
        ("--token", "1:abc", "--port", "0", "--cast", "no/such/file.json"),
    ],
)
async def test_what_is_wrong_is_one_line_and_exit_2(arguments: tuple[str, ...]) -> None:
    program = await start(*arguments)
    with anyio.fail_after(30):
        out, err = await program.communicate()
    assert (program.returncode, out, err.count(b"\n")) == (2, b"", 1)


async def test_a_taken_port_is_said_in_one_line() -> None:
    first = await start("--token", "1:abc", "--port", "0")
    port = (await ready(first)).rpartition(":")[2]
    second = await start("--token", "1:abc", "--port", port)
    with anyio.fail_after(30):
        out, err = await second.communicate()
    assert (second.returncode, out, err.count(b"\n")) == (2, b"", 1)
    assert err.startswith(f"rehearsal: port {port} cannot be used: ".encode())
    first.terminate()
    await first.communicate()
