"""What organisers see of the attendees' list: the list itself, a file that was sent, its end."""

from handlers import callbacks as cb
from handlers import callbacks_files as cf
from handlers.screens.problems import problem_line, problem_lines
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button
from i18n.markup import to_html
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.imports import ImportState
from matchmaking.intents import Language
from matchmaking.sheets.table import MOST_BYTES, Problem
from matchmaking.usecases.registering import AttendeesView, ListView


def attendees(view: AttendeesView, book: Phrasebook, *, address: str) -> Screen:
    """The list, and what can be taken of it. `address` is the bot's public one."""
    plan, counts = view.event.plan, view.counts
    shown = to_html(Words(address.removeprefix("https://")))
    link = Html(f'<a href="{address}">{shown}</a>')
    said = [
        book.count("attendees.registered", counts.total),
        book.count("attendees.claimed", counts.claimed) if counts.total else "",
        book.count("attendees.ready", view.ready),
    ]
    return Screen(
        html=paragraphs(
            book.text("attendees.home", event=Words(view.event.name(Language(book.language)))),
            lines(*said) if counts.total or view.ready else book.text("attendees.none"),
            book.text("attendees.walk_ins", link=link)
            if plan.walk_ins
            else book.text("attendees.closed"),
            book.text("attendees.how"),
        ),
        rows=column(
            *(_taking(book) if counts.total else ()),
            button("attendees.template", book, cf.Take(what=cf.What.TEMPLATE).pack()),
            button("organiser.to_home", book, cb.Go(to=cb.To.HOME).pack()),
        ),
    )


def _taking(book: Phrasebook) -> list[Button]:
    return [
        button(f"attendees.{what}", book, cf.Take(what=what).pack())
        for what in (cf.What.LINKS_XLSX, cf.What.BADGES, cf.What.LINKS_CSV)
    ]


def fetching(file: str, book: Phrasebook) -> Screen:
    """A file has come."""
    return Screen(html=book.text("import.fetching", file=Words(file)))


def reading(file: str, done: int, total: int, book: Phrasebook) -> Screen:
    """How far a long list is read."""
    return Screen(html=book.text("import.reading", file=Words(file), done=done, total=total))


def unusable(file: str, book: Phrasebook, *, key: str) -> Screen:
    """It cannot be fetched: `key` says why."""
    return Screen(html=book.text(key, file=Words(file), limit=MOST_BYTES // 1_000_000))


def refused(file: str, problem: Problem, book: Phrasebook) -> Screen:
    """Nothing of it can be used."""
    return Screen(
        html=paragraphs(book.text("import.refused", file=Words(file)), problem_line(problem, book)),
        rows=column(button("attendees.template", book, cf.Take(what=cf.What.TEMPLATE).pack())),
    )


def sent_list(view: ListView, book: Phrasebook) -> Screen:
    """What a list would change, what it has changed, or that it is gone."""
    if view.state is ImportState.DISCARDED:
        return discarded(book)
    if view.state is ImportState.APPLIED:
        return applied(view, book)
    changes = view.added + view.changed
    head = "import.list" if changes else "import.nothing" if view.same else "import.nobody"
    few = 0 < len(view.problems) <= 3
    return Screen(
        html=paragraphs(
            book.text(head),
            _counts(view, book) if changes or view.left_out else "",
            problem_lines(view.problems, book) if few else "",
            _unknown(view, book),
        ),
        rows=column(
            _act("apply", changes, view, cf.Act.APPLY, book) if changes else None,
            None if few else _problems(view, book),
            button("import.discard", book, _data(view, cf.Act.DISCARD))
            if changes
            else button("import.to_attendees", book, cb.Go(to=cb.To.ATTENDEES).pack()),
        ),
    )


def applied(view: ListView, book: Phrasebook) -> Screen:
    """The list is kept."""
    return Screen(
        html=paragraphs(book.text("import.applied"), _counts(view, book), book.text("import.next")),
        rows=column(
            *_taking(book),
            _problems(view, book),
            button("import.to_attendees", book, cb.Go(to=cb.To.ATTENDEES, new=True).pack()),
        ),
    )


def all_problems(view: ListView, book: Phrasebook) -> Screen:
    """Everything that was found, as far as it fits."""
    back = button("import.back", book, _data(view, cf.Act.BACK))
    if not view.problems:
        return Screen(html=book.text("import.discarded"), rows=column(back))
    return Screen(
        html=paragraphs(book.text("import.problem_list"), problem_lines(view.problems, book)),
        rows=column(back),
    )


def discarded(book: Phrasebook) -> Screen:
    """The file is left alone."""
    return Screen(
        html=book.text("import.discarded"),
        rows=column(button("import.to_attendees", book, cb.Go(to=cb.To.ATTENDEES).pack())),
    )


def _counts(view: ListView, book: Phrasebook) -> Html:
    notes = sum(not problem.fatal for problem in view.problems)
    said = (
        ("import.added", view.added),
        ("import.changed", view.changed),
        ("import.same", view.same),
        ("import.silent", view.silent),
        ("import.left_out", view.left_out),
        ("import.notes", notes),
    )
    return lines(*(book.capital(book.count(key, n)) for key, n in said if n))


def _unknown(view: ListView, book: Phrasebook) -> str:
    if not view.unknown:
        return ""
    return book.text("import.unknown", columns=book.list(Words(one) for one in view.unknown[:10]))


def _problems(view: ListView, book: Phrasebook) -> Button | None:
    n = len(view.problems)
    return _act("problems", n, view, cf.Act.PROBLEMS, book) if n else None


def _act(key: str, n: int, view: ListView, act: cf.Act, book: Phrasebook) -> Button:
    return Button(label=book.plain_count(f"import.{key}", n), data=_data(view, act))


def _data(view: ListView, act: cf.Act) -> str:
    return cf.SentList(draft=view.draft, act=act).pack()
