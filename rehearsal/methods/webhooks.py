"""How the bot wants its updates. getUpdates itself waits, so it lives in ``polling``."""

import re
from typing import Final
from urllib.parse import urlsplit

from rehearsal.errors import Json, bad
from rehearsal.methods.registry import Call, method

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")


@method
def set_webhook(call: Call) -> bool:
    """Push updates to an address. Plain http is allowed here, for bots on this machine."""
    params, world = call.params, call.world
    secret = params.get("secret_token", "")
    if not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if len(secret) > 256:
        raise bad("secret token is too long")
    url = params["url"].strip()
    if url:
        _check(url)
    if params.get("drop_pending_updates"):
        world.drop_updates()
    if "allowed_updates" in params:
        world.updates.allowed = params["allowed_updates"]
    connections = min(max(params.get("max_connections", 40), 1), 100)
    world.webhook.change(url=url, secret_token=secret, max_connections=connections)
    return True


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # brackets or a port that are none
        fits = False
    if not fits:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")


@method
def delete_webhook(call: Call) -> bool:
    """Go back to polling."""
    if call.params.get("drop_pending_updates"):
        call.world.drop_updates()
    call.world.webhook.change(url="")
    return True


@method
def get_webhook_info(call: Call) -> Json:
    """The settings, how much waits, and what went wrong last."""
    world = call.world
    return world.webhook.shown(waiting=len(world.updates), allowed=world.updates.allowed)
