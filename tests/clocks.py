"""A zone's rules of another day: zone files written by hand, for `PYTHONTZPATH`.

Only the rule at the end of a zone file (RFC 9636, 3.3) is used, so that a version of the rules is
one line: standard time, summer time, and when each begins.
"""

import struct
from pathlib import Path

EGYPT = "EET-2EEST,M4.5.5/0,M10.5.4/24"
"""Summer time from the last Friday in April to the last Thursday in October."""

EGYPT_WITHOUT = "EET-2"
"""As it was until 2022, and could be again."""

LEBANON = "EET-2EEST,M3.5.0/0,M10.5.0/0"

LEBANON_LATER = "EET-2EEST,M4.3.3/24,M10.5.0/0"
"""As in 2023, when summer time was put off overnight until after Ramadan."""

MOROCCO = "<+01>-1"

MOROCCO_RAMADAN = "<+01>-1<+00>0,M5.1.0/3,M6.1.0/2"
"""An hour less for the weeks of a Ramadan that the rules of before did not foresee."""


def write_zone(folder: Path, name: str, rule: str) -> None:
    """A zone file of version 2 with that rule for all times."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    header = b"TZif2" + bytes(15) + struct.pack(">6L", 0, 0, 0, 0, 1, 4)
    block = header + struct.pack(">lbb", 0, 0, 0) + b"LMT\0"
    path.write_bytes(block + block + f"\n{rule}\n".encode())
