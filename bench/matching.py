"""Prints how fast matching is beside plain products over the same vectors, in the same run.

Three figures: reading a text; a newcomer's ten best among many profiles, beside a numpy
matrix-vector product; everybody's ten best, beside a search of the whole with faiss. The
references cannot hold sparse vectors of thousands of dimensions, so they get the same vectors
folded into `FOLDED` numbers by hashing (K. Weinberger et al., "Feature hashing for large scale
multitask learning", ICML 2009): far fewer operations, and no conditions, countries or reasons.
The two are done by turns, and medians are printed.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import faiss
import numpy as np
from numpy.typing import NDArray

from bench.crowd import Crowd
from bench.quality_data import texts
from matchmaking.everybody import top_all
from matchmaking.features import Key, Profile, profile_of
from matchmaking.people import Attendee
from matchmaking.pool import Pool
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.reader import read
from matchmaking.scoring import query

FOLDED = 128
TOP = 10
Matrix = NDArray[np.float32]


def folded(entries: Mapping[Key, float], into: Matrix) -> None:
    """Adds a sparse vector to a dense one, each entry at a place and with a sign of its own."""
    for key, value in entries.items():
        place = crc32(key.encode())
        into[place % FOLDED] += value if place & 0x80000000 else -value


def dense(profiles: Sequence[Profile]) -> tuple[Matrix, Matrix]:
    """The needs and the offers of everybody as dense vectors, shape (people, FOLDED) each."""
    needs = np.zeros((len(profiles), FOLDED), np.float32)
    offers = np.zeros((len(profiles), FOLDED), np.float32)
    for row, profile in enumerate(profiles):
        folded(profile.needs, needs[row])
        folded(profile.offers, offers[row])
    return needs, offers


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(
    one: Callable[[], object], other: Callable[[], object], times: int
) -> tuple[float, float]:
    """The medians of two calls that take turns, in seconds."""
    pairs = [(seconds(one), seconds(other)) for _ in range(times)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def filled(people: Sequence[Attendee]) -> Pool:
    """A pool of these people."""
    pool = Pool(lexicon())
    for person in people:
        pool.put(person)
    return pool


def peak_mb() -> float:
    """The most memory this process has held so far, in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_reading() -> None:
    """Reading a text of the labelled ones."""
    written = [text.text for text in texts()]
    read(written[0])
    took = sorted(seconds(lambda text=text: read(text)) for text in written)  # type: ignore[misc]  # a default argument in a lambda
    print(
        f"reading one of {len(took)} texts: {statistics.median(took) * 1000:.2f} ms median, "
        f"{took[len(took) * 99 // 100] * 1000:.2f} ms p99 (aim 1)"
    )


def measure_newcomer(count: int) -> None:
    """A newcomer's list, and putting somebody in."""
    crowd = Crowd(seed=1)
    people = crowd.people(count)
    pool = filled(people)
    newcomer = Crowd(seed=2).people(1)[0]
    profile = profile_of(newcomer, pool.taxonomy)
    needs, offers = dense([profile_of(person, pool.taxonomy) for person in people])
    asked = np.zeros(FOLDED, np.float32)
    folded(query(profile, pool.rarity).wants, asked)
    ours, plain = in_turns(
        lambda: pool.top(newcomer, n=TOP), lambda: np.argpartition(-(offers @ asked), TOP), 31
    )
    changed = seconds(lambda: pool.put(newcomer))
    del needs
    print(
        f"ten best of {count} for a newcomer: {ours * 1000:.1f} ms, numpy product "
        f"{plain * 1000:.1f} ms, ratio {ours / plain:.2f} (aim 3); "
        f"taking one profile in: {changed * 1000:.2f} ms"
    )


def measure_everybody(count: int) -> None:
    """Everybody's lists at once."""
    people = Crowd(seed=1).people(count)
    pool = filled(people)
    before = peak_mb()
    needs, offers = dense([profile_of(person, pool.taxonomy) for person in people])
    index = faiss.IndexFlatIP(FOLDED)
    index.add(offers)
    ours, theirs = in_turns(lambda: top_all(pool, TOP), lambda: index.search(needs, TOP), 3)
    print(
        f"ten best for each of {count}: {ours:.1f} s, faiss {theirs:.1f} s, "
        f"ratio {ours / theirs:.2f} (aim 2); peak memory {peak_mb():.0f} MB, "
        f"{before:.0f} MB before the lists (aim 1024)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--newcomer", type=int, default=100_000, help="profiles; 0 leaves it out")
    parser.add_argument("--everybody", type=int, default=50_000, help="profiles; 0 leaves it out")
    options = parser.parse_args()
    measure_reading()
    # First, so that its memory is its own.
    if options.everybody:
        measure_everybody(options.everybody)
    if options.newcomer:
        measure_newcomer(options.newcomer)


if __name__ == "__main__":
    main()
