"""What the environment says about this machine, read once and checked as a whole.

Owns the names of the variables, their defaults, and the sentences that say what is wrong with
them. The token is a secret from the first moment: it is in no `repr` and in no error.
"""

import re
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.files import EXAMPLE_EVENT, sqlite_in
from bot.trouble import Trouble

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,}")
"""The form of a bot token: the bot's number, a colon, a secret (35 characters at Telegram)."""

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram takes as a webhook's secret token."""

REDIS = re.compile(r"(rediss?://[^/?#]+|unix://.)")
"""How an address of Redis or Valkey begins."""


class Place(BaseSettings):
    """What needs no token: where the data is and which event is served."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = ""
    data_dir: Path = Path("data")
    event_file: Path = EXAMPLE_EVENT

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL: the one given, or a SQLite file in the data folder."""
        return self.database_url or sqlite_in(self.data_dir)


class Settings(Place):
    """The settings of one machine; the variables are the field names in capitals."""

    bot_token: SecretStr
    redis_url: SecretStr | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "0.0.0.0:8080"
    telegram_api_url: str = "https://api.telegram.org"
    clock_url: str | None = None
    pace: float = Field(default=25, gt=0, le=1000)
    """Messages a second that the courier sends at most."""

    @field_validator("bot_token")
    @classmethod
    def _token_form(cls, token: SecretStr) -> SecretStr:
        if not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError(
                "this is no bot token; one looks like 123456:ABC-DEF…, and @BotFather gives it"
            )
        return token

    @field_validator("webhook_url", "webhook_secret", "clock_url", "redis_url", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("webhook_url", "clock_url", "telegram_api_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not (
            urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc
        ):
            raise ValueError("this is no address such as https://bot.example.org/hook")
        return url.rstrip("/") if url else url

    @field_validator("webhook_secret")
    @classmethod
    def _secret_form(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and - only")
        return secret

    @field_validator("webhook_listen")
    @classmethod
    def _host_and_port(cls, listen: str) -> str:
        host, _, port = listen.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError("write host:port, as in 0.0.0.0:8080")
        return listen

    @field_validator("redis_url")
    @classmethod
    def _redis_address(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not REDIS.match(url.get_secret_value()):
            raise ValueError("write redis://host:port/0, or rediss:// for TLS")
        return url

    @model_validator(mode="after")
    def _webhook_is_guarded(self) -> Self:
        if self.webhook_url and self.webhook_secret is None:
            raise ValueError(
                "WEBHOOK_SECRET: needed with WEBHOOK_URL, or anybody could send us updates"
            )
        return self

    @property
    def token(self) -> str:
        """The token itself, for the two libraries only."""
        return self.bot_token.get_secret_value()

    @property
    def listen(self) -> tuple[str, int]:
        """Where the webhook listens."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host, int(port)


def load() -> Settings:
    """The settings of this machine; raises `Trouble` naming the first variable that is wrong."""
    try:
        return Settings()  # type: ignore[call-arg] # the environment gives the arguments
    except ValidationError as error:
        raise Trouble(_first_problem(error)) from None


def load_place() -> Place:
    """Where the data is; raises `Trouble`."""
    try:
        return Place()
    except ValidationError as error:
        raise Trouble(_first_problem(error)) from None


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = "_".join(str(part) for part in first["loc"]).upper()
    if first["type"] == "missing":
        return f"{place}: not set; get one from @BotFather, or try `rehearse`, which needs none"
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
