"""Reads one file in a program of its own: `python -m matchmaking.sheets NAME ZONE`, its content on
standard input, JSON lines on standard output. `{"done": …, "of": …}` as it goes, then what the
file says.

Whatever a file does to its reader, it does here: the one who waits goes on.
"""

import json
import os
import sys
from contextlib import suppress
from typing import Any

MEMORY = 1_500_000_000
"""Bytes of address space, numpy's included: far above what any file takes that is read at all."""

SECONDS = 120
"""Processor time; 20,000 attendees take about 30."""


def main() -> None:
    """Reads, tells, and ends."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with suppress(OSError, AttributeError):
        os.nice(5)  # people who talk with the bot come first
    from matchmaking.sheets.sent import understand

    name = sys.argv[1] if len(sys.argv) > 1 else ""
    zone = sys.argv[2] if len(sys.argv) > 2 else "UTC"
    content = sys.stdin.buffer.read()
    tell(understand(content, name, lambda done, of: tell({"done": done, "of": of}), zone))


def tell(value: Any) -> None:
    """One line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
