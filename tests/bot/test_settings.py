"""Settings: what is wrong is said in one line, and secrets stay secret."""

from pathlib import Path

import pytest

from bot.settings import Settings, load, load_place
from bot.trouble import Trouble

SECRET = "123456:a-secret-that-nobody-may-read-0123"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_token_is_all_that_must_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    settings = load()
    assert settings.token == SECRET
    assert settings.database == "sqlite:///data/multaqa.sqlite3"
    assert settings.listen == ("0.0.0.0", 8080)
    assert (settings.webhook_url, settings.clock_url, settings.pace) == (None, None, 25)


def test_the_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={SECRET}\nPACE=5\n", encoding="utf-8")
    assert (load().token, load().pace) == (SECRET, 5)


def test_secrets_are_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/hook")
    monkeypatch.setenv("WEBHOOK_SECRET", "nobody-may-read-this")
    monkeypatch.setenv("REDIS_URL", "redis://:nobody-may-use-this@cache/0")
    shown = repr(load()) + str(load())
    secrets = (SECRET, "nobody-may-read-this", "nobody-may-use-this")
    assert [secret for secret in secrets if secret in shown] == []


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        (
            "BOT_TOKEN",
            "bad",
            "BOT_TOKEN: this is no bot token; one looks like 123456:ABC-DEF…, and @BotFather "
            "gives it",
        ),
        ("WEBHOOK_LISTEN", "8080", "WEBHOOK_LISTEN: write host:port, as in 0.0.0.0:8080"),
        (
            "WEBHOOK_URL",
            "https://bot.example.org/hook",
            "WEBHOOK_SECRET: needed with WEBHOOK_URL, or anybody could send us updates",
        ),
        (
            "WEBHOOK_SECRET",
            "two words",
            "WEBHOOK_SECRET: Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and - only",
        ),
        (
            "TELEGRAM_API_URL",
            "localhost",
            "TELEGRAM_API_URL: this is no address such as https://bot.example.org/hook",
        ),
        (
            "REDIS_URL",
            "localhost:6379",
            "REDIS_URL: write redis://host:port/0, or rediss:// for TLS",
        ),
        ("PACE", "0", "PACE: Input should be greater than 0"),
    ],
)
def test_what_is_wrong_is_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET)
    monkeypatch.setenv(variable, value)
    with pytest.raises(Trouble) as caught:
        load()
    assert (str(caught.value), caught.value.code) == (line, 2)


def test_a_wrong_token_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", SECRET + " and more")
    with pytest.raises(Trouble) as caught:
        load()
    assert SECRET not in str(caught.value)


def test_no_token_is_needed_to_find_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://db/multaqa")
    assert load_place().database == "postgresql+psycopg://db/multaqa"
