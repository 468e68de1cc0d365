"""The articles of concepts: what stands ready in the file is what the words come to."""

from pathlib import Path

import numpy as np

from matchmaking.reading.articles import FILE, Written, compose, load, save
from matchmaking.reading.lexicon import lexicon


def entries(articles: Written) -> set[tuple[int, str, float]]:
    rows = np.repeat(np.arange(len(articles.starts) - 1), np.diff(articles.starts))
    names = [articles.notions[column] for column in articles.columns]
    return set(zip(rows.tolist(), names, articles.weights.tolist(), strict=True))


def test_the_file_holds_the_articles_of_the_words() -> None:
    ready = load()
    assert ready is not None, "older than the words: python -m bench.articles"
    assert entries(ready) == entries(compose(lexicon()))


def test_a_file_older_than_the_words_is_not_used(tmp_path: Path) -> None:
    with np.load(FILE) as arrays:
        older = {**arrays, "words": arrays["words"] ^ 1}
    np.savez_compressed(tmp_path / "older.npz", **older)
    assert load(tmp_path / "older.npz") is None


def test_a_file_that_is_missing_is_done_without(tmp_path: Path) -> None:
    assert load(tmp_path / "none.npz") is None


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    made = Written(
        notions=("whey", "cheese"),
        starts=np.array([0, 2, 2], np.int32),
        columns=np.array([1, 0], np.int32),
        weights=np.array([1.0, 0.5], np.float32),
    )
    save(made, tmp_path / "some.npz")
    found = load(tmp_path / "some.npz")
    assert found is not None
    assert entries(found) == {(0, "cheese", 1.0), (0, "whey", 0.5)}
