"""Composes the articles of the lexicon and writes them to their file (`python -m bench.articles`).

A few seconds; run it after any change of the words, or every start composes them anew.
"""

from matchmaking.reading.articles import FILE, compose, save
from matchmaking.reading.lexicon import lexicon


def main() -> None:
    made = compose(lexicon())
    save(made)
    print(f"{FILE.name}: {len(made.notions)} notions, {FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
