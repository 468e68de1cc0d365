"""The command line. Every heavy import stays inside the command that needs it.

Exit codes: 0 done, 1 the work found a problem, 2 the command line or the input is wrong.
"""

import gc
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.trouble import Trouble

app = typer.Typer(
    help="Multaqa: a networking assistant for events, in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Only(StrEnum):
    """The half of the work that this machine does."""

    TALK = "talk"
    COURIER = "courier"


class Lang(StrEnum):
    """A language that we speak."""

    AR = "ar"
    FR = "fr"
    EN = "en"


EditionCode = Annotated[
    str | None, typer.Option(help="the code of an edition; else the one that is on or next")
]


class TableName(StrEnum):
    """A table to take away (`matchmaking.figures.Table`)."""

    ATTENDEES = "attendees"
    MEETINGS = "meetings"
    OUTCOMES = "outcomes"
    ANNOUNCEMENTS = "announcements"
    CHECK_IN = "check_in"


@app.command()
def rehearse(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8081,
    data: Annotated[
        Path, typer.Option(help="its folder; the database in it is made anew at each start")
    ] = Path("data/rehearsal"),
    cast: Annotated[
        int, typer.Option(min=0, max=200, help="attendees of the example who play along")
    ] = 12,
    seed: Annotated[int, typer.Option(help="the dice of the cast")] = 1,
    now: Annotated[
        str, typer.Option(help="where the clock begins (ISO 8601); three days before the event")
    ] = "",
) -> None:
    """Starts a Telegram simulator, the bot and a chat page on this machine, with no token.

    A rehearsal is a new stage each time: nobody is there yet, nothing was said.
    """
    import asyncio

    from bot.rehearse import Stage, free_port
    from bot.rehearse import rehearse as play

    stage = Stage(
        port=port or free_port(),
        data=data,
        cast=cast,
        seed=seed,
        now=_moment(now) if now else None,
    )
    raise typer.Exit(asyncio.run(play(stage)))


@app.command()
def run(
    only: Annotated[Only | None, typer.Option(help="where several machines share the work")] = None,
) -> None:
    """Serves the event: needs BOT_TOKEN. Polls, or takes a webhook when WEBHOOK_URL is set."""
    # The libraries' types make a million small things that all stay: looking through them for
    # garbage as they come costs a tenth of the start. `bot.app` switches it on again.
    gc.disable()
    from bot import logs, settings

    loaded = settings.load()
    logs.redact.hide(loaded.token, *(_secrets(loaded)))
    logs.set_up()
    from bot.app import serve

    talk, courier = only is not Only.COURIER, only is not Only.TALK
    raise typer.Exit(_run(serve(loaded, talk=talk, courier=courier)))


@app.command()
def check() -> None:
    """Says what is wrong with the set-up, and how to mend it; exit code 1 if anything is."""
    from bot import logs

    logs.guard()
    from bot.check import check as look

    raise typer.Exit(_run(look()))


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="or a line each on standard input")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='lines are {"id","text","lang"?}; so is the output')
    ] = False,
) -> None:
    """Reads what somebody seeks and offers from free text."""
    from bot.reading import read_jsonl, read_one, read_plain

    out = sys.stdout.buffer
    if text is not None:
        read_one(text, out, as_json=jsonl)
    elif jsonl:
        read_jsonl(sys.stdin.buffer, out)
    else:
        read_plain(sys.stdin.buffer, out)


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="an attendee list: .jsonl, .csv or .xlsx")],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='prints {"id","matches":[{"id","score","reasons"}]}')
    ] = False,
    top: Annotated[int, typer.Option(min=1, max=1000, help="matches a person")] = 10,
) -> None:
    """Previews everybody's best matches in an attendee list, without a database."""
    from bot.matching import match as preview

    preview(file, sys.stdout.buffer, top=top, as_json=jsonl)


@app.command()
def migrate() -> None:
    """Brings the database to this version's schema."""
    from bot.house import migrate as bring

    _run(bring())


@app.command(name="import")
def import_event(
    file: Annotated[
        Path,
        typer.Argument(
            help="an event (.toml, .xlsx), its programme (.ics), or attendees (.csv, .xlsx)"
        ),
    ],
    dry_run: Annotated[bool, typer.Option(help="only show what would change")] = False,
    lang: Annotated[Lang, typer.Option(help="the language of the words")] = Lang.EN,
    edition: EditionCode = None,
) -> None:
    """Shows what a file changes in the event, its programme or the attendees' list, and changes
    it; an event of another code is added."""
    from bot.bringing import bring

    _run(bring(file, lang.value, dry_run=dry_run, edition=edition))


@app.command()
def report(
    lang: Annotated[Lang, typer.Option(help="the language of the words")] = Lang.EN,
    edition: EditionCode = None,
) -> None:
    """Shows an edition in figures."""
    from bot.takeaway import report as show

    _run(show(lang.value, edition))


@app.command()
def export(
    table: Annotated[
        TableName, typer.Argument(help="what: attendees, meetings, outcomes or announcements")
    ],
    to: Annotated[
        Path | None, typer.Option(help="the file, .xlsx or .csv; named after the event if left out")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="the language of heads and cells")] = Lang.EN,
    edition: EditionCode = None,
) -> None:
    """Writes a table of an edition to a file."""
    from bot.takeaway import export as take

    _run(take(table.value, to, lang.value, edition))


def _secrets(loaded: Any) -> list[str]:
    return [loaded.webhook_secret.get_secret_value()] if loaded.webhook_secret else []


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Trouble(f"--now: {text!r} is no moment such as 2027-04-10T09:00+01:00") from None
    if moment.tzinfo is None:
        raise Trouble("--now: the moment needs an offset, as in 2027-04-10T09:00+01:00")
    return moment


def _run(work: Any) -> Any:
    """Runs a coroutine, on the faster loop where there is one."""
    import asyncio

    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def main() -> NoReturn:
    """Runs a command; whatever the person can mend is one line and an exit code."""
    try:
        app()
    except Trouble as trouble:
        sys.stderr.write(f"multaqa: {trouble}\n")
        sys.exit(trouble.code)
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)


if __name__ == "__main__":
    main()
