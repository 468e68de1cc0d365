"""Imports go one way: down. This reads every import of the project and fails on one that climbs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "matchmaking": set(),
    "i18n": set(),
    "rehearsal": set(),
    "storage": {"matchmaking"},
    "handlers": {"matchmaking", "i18n"},
    "bot": {"handlers", "storage", "matchmaking", "i18n"},
}
"""Which of our packages each package may import, besides itself."""

FORBIDDEN_LIBRARIES: dict[str, set[str]] = {
    "matchmaking": {"aiogram", "telegram", "sqlalchemy", "sqlmodel", "asyncio", "aiohttp"},
    "i18n": {"aiogram", "telegram", "sqlalchemy", "sqlmodel", "asyncio", "aiohttp"},
    "storage": {"aiogram", "telegram", "aiohttp"},
    "handlers": {"telegram", "sqlalchemy", "sqlmodel", "apscheduler"},
    "rehearsal": {"aiogram", "telegram", "sqlalchemy", "sqlmodel", "telebot"},
}
"""Libraries that would bring a floor knowledge it must not have."""

ONE_HOME: dict[str, set[str]] = {
    "asyncio.create_task": {"bot/tasks.py", "rehearsal/tasks.py"},
    "asyncio.ensure_future": {"bot/tasks.py", "rehearsal/tasks.py"},
    "datetime.now": {"bot/clock.py", "rehearsal/clock.py"},
    "datetime.utcnow": set(),
    "datetime.today": set(),
    "date.today": set(),
}
"""Calls that may stand only in these files."""


def sources(package: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module or ""


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_import_climbs(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    climbs = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, tree in sources(package)
        for name in imported(tree)
        if name.split(".")[0] in {*MAY_IMPORT, "tests", "bench"} - allowed
    ]
    assert climbs == []


@pytest.mark.parametrize("package", FORBIDDEN_LIBRARIES)
def test_no_floor_knows_what_it_must_not(package: str) -> None:
    known = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, tree in sources(package)
        for name in imported(tree)
        if name.split(".")[0] in FORBIDDEN_LIBRARIES[package]
    ]
    assert known == []


@pytest.mark.parametrize("package", ["matchmaking", "i18n"])
def test_rules_and_words_do_not_await(package: str) -> None:
    waiting = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Await)
    ]
    assert waiting == []


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_banned_calls_stay_at_home(package: str) -> None:
    strays = [
        f"{path.relative_to(ROOT)}:{node.lineno} {call}"
        for path, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for call in ONE_HOME
        if ast.unparse(node.func).endswith(call)
        and path.relative_to(ROOT).as_posix() not in ONE_HOME[call]
    ]
    assert strays == []


@pytest.mark.parametrize("package", [*MAY_IMPORT, "tests", "bench"])
def test_package_files_hold_a_docstring_and_nothing_else(package: str) -> None:
    busy = [
        path.relative_to(ROOT).as_posix()
        for path, tree in sources(package)
        if path.name == "__init__.py"
        and not (len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr))
    ]
    assert busy == []


@pytest.mark.parametrize("package", [*MAY_IMPORT, "bench"])
def test_files_stay_readable(package: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path, _ in sources(package)
    }
    assert {name: lines for name, lines in long.items() if lines > 320} == {}


@pytest.mark.parametrize("package", [*MAY_IMPORT, "tests", "bench"])
def test_exemptions_carry_their_reason(package: str) -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path, _ in sources(package)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for mark in ("# noqa:", "# type: ignore[")
        if mark in line
        and " - " not in line.split(mark, 1)[1]
        and " # " not in line.split(mark, 1)[1]
        and "tests/test_floors.py" not in path.as_posix()
    ]
    assert bare == []
