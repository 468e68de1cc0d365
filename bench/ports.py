"""What the programs of a benchmark agree on."""

import socket

TOKEN = "1:bench"
SECRET = "bench-secret"


def free_port() -> int:
    """A port of this machine that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
