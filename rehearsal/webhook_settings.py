"""What setWebhook set. Owns the settings and the last error; delivers nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rehearsal.errors import Json


@dataclass(kw_only=True)
class Webhook:
    """Where updates are pushed; without a ``url`` the bot polls. ``listeners`` hear of changes."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None
    undelivered: int = 0
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def change(self, *, url: str, secret_token: str = "", max_connections: int = 40) -> None:
        """Set or (with an empty url) delete the webhook."""
        self.url = url
        self.secret_token = secret_token
        self.max_connections = max_connections
        self.last_error_date = self.last_error_message = None
        for listener in self.listeners:
            listener()

    def shown(self, *, waiting: int, allowed: list[str]) -> Json:
        """Return WebhookInfo."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": waiting + self.undelivered,
        }
        if self.url:
            info |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self.last_error_date is not None:
            info["last_error_date"] = self.last_error_date
            info["last_error_message"] = self.last_error_message
        if allowed:
            info["allowed_updates"] = allowed
        return info
