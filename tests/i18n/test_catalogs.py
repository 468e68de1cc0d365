"""The catalogs themselves: sound, complete, and with the plural rules gettext has always had."""

from pathlib import Path

import pytest

from i18n.catalogs import CatalogError, catalog, load, plural_rule
from i18n.checks import problems
from i18n.locales import LANGUAGES
from matchmaking.intents import Role


def test_the_catalogs_have_no_problems() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ar", [0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 3]),
        ("fr", [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        ("en", [1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ],
)
def test_plural_forms_are_pinned(language: str, forms: list[int]) -> None:
    numbers = (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103)
    assert [plural_rule(language)(n) for n in numbers] == forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_vocabularies_has_a_label(language: str) -> None:
    families = [f"role.{role}" for role in Role]
    assert [key for key in families if key not in catalog(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_tell_codes_apart(language: str) -> None:
    """Two roles or languages with one label could not be told apart on a button."""
    for family in ("role.", "language.", "button."):
        labels = [entry.forms for key, entry in catalog(language).items() if key.startswith(family)]
        assert len(set(labels)) == len(labels)


def test_a_key_in_two_files_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name in ("a.po", "b.po"):
        (folder / name).write_text('msgid "button.yes"\nmsgstr "Yes"\n', "utf-8")
    with pytest.raises(CatalogError, match=r"en: button\.yes stands in a\.po and b\.po"):
        load("en", tmp_path)


@pytest.mark.parametrize(
    "body", ['msgid "button.yes\nmsgstr "Yes"\n', 'msgid "button.yes"\nnonsense\n']
)
def test_a_file_that_is_no_catalog_is_an_error(tmp_path: Path, body: str) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "a.po").write_text(body, "utf-8")
    with pytest.raises(CatalogError, match=r"en/a\.po: cannot be read"):
        load("en", tmp_path)
