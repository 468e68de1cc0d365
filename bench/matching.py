"""Prints how fast matching is beside plain products over the same vectors, in the same run.

Three figures: reading a text; a newcomer's ten best among many profiles, beside a numpy
matrix-vector product; everybody's ten best, beside a search of the whole with faiss. The
references cannot hold sparse vectors of thousands of dimensions, so they get the same vectors
folded into `FOLDED` numbers by hashing (K. Weinberger et al., "Feature hashing for large scale
multitask learning", ICML 2009): far fewer operations, and no conditions, countries or reasons.
The two are done by turns, and medians are printed; so is how much of the exact lists (a look at
every pair) is in everybody's.
"""

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from zlib import crc32

import faiss
import numpy as np
from numpy.typing import NDArray

from bench.crowd import Crowd
from bench.quality_data import texts
from matchmaking.conditions import OPEN
from matchmaking.everybody import Lists, top_all
from matchmaking.features import Key, profile_of
from matchmaking.people import Attendee, AttendeeId
from matchmaking.pool import Pool
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.reader import read
from matchmaking.scoring import query

FOLDED = 512
TOP = 10
JUDGED = 300
"""People whose list is compared with the exact one."""

Matrix = NDArray[np.float32]


def folded(entries: Mapping[Key, float], into: Matrix) -> None:
    """Adds a sparse vector to a dense one, each entry at a place and with a sign of its own."""
    for key, value in entries.items():
        place = crc32(key.encode())
        into[place % FOLDED] += value if place & 0x80000000 else -value


def dense(vectors: Sequence[Mapping[Key, float]]) -> Matrix:
    """Sparse vectors as dense ones, shape (vectors, FOLDED)."""
    found = np.zeros((len(vectors), FOLDED), np.float32)
    for row, vector in enumerate(vectors):
        folded(vector, found[row])
    return found


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
    median = statistics.median(took) * 1000
    print(
        f"reading one of {len(took)} texts: {median:.2f} ms median, "
        f"{took[len(took) * 99 // 100] * 1000:.2f} ms p99 (aim 1: {reached(median, 1)})"
    )


def measure_newcomer(count: int) -> None:
    """Newcomers' lists, and putting somebody in."""
    people = Crowd(seed=1).people(count)
    pool = filled(people)
    offers = dense([profile_of(person, pool.taxonomy).offers for person in people])
    newcomers = Crowd(seed=2).people(31)
    queries = [query(profile_of(one, pool.taxonomy), pool.rarity).wants for one in newcomers]
    asked = iter(dense(queries))
    coming = iter(newcomers)
    ours, plain = in_turns(
        lambda: pool.top(next(coming), n=TOP),
        lambda: np.argpartition(-(offers @ next(asked)), TOP),
        len(newcomers),
    )
    strangers = [replace(one, id=AttendeeId(count + one.id)) for one in Crowd(seed=3).people(31)]
    changed = statistics.median(seconds(partial(pool.put, one)) for one in strangers)
    print(
        f"ten best of {count} for a newcomer: {ours * 1000:.1f} ms, numpy product "
        f"{plain * 1000:.1f} ms, {verdict(ours / plain, 3)}; "
        f"taking one profile in: {changed * 1000:.2f} ms, the others' stay as they are"
    )


def measure_everybody(count: int) -> None:
    """Everybody's lists at once."""
    people = Crowd(seed=1).people(count)
    pool = filled(people)
    before = peak_mb()
    lists = top_all(pool, TOP)
    peak = peak_mb()  # before the reference's own vectors are made
    share = recall(pool, lists, people)
    needs = dense([profile_of(person, pool.taxonomy).needs for person in people])
    index = faiss.IndexFlatIP(FOLDED)
    index.add(dense([profile_of(person, pool.taxonomy).offers for person in people]))
    ours, theirs = in_turns(lambda: top_all(pool, TOP), lambda: index.search(needs, TOP), 3)
    print(
        f"ten best for each of {count}: {ours:.1f} s, faiss {theirs:.1f} s, "
        f"{verdict(ours / theirs, 2)}; peak memory {peak:.0f} MB, "
        f"{before:.0f} MB before the lists (aim 1024: {reached(peak, 1024)}); "
        f"{share:.1%} of the exact lists found (aim 99: {reached(0.99, share)})"
    )


def recall(pool: Pool, lists: Lists, people: Sequence[Attendee]) -> float:
    """How many of the exact lists' places are filled as well, by a sample of the people."""
    places = filled_as_well = 0
    for viewer in people[:: max(1, len(people) // JUDGED)]:
        scores = pool.scores(viewer)
        best = scores[pool.best_rows(scores, TOP, viewer, OPEN)]
        least = min(best, default=np.inf) - 1e-5  # a sum in another order may differ by that
        places += len(best)
        filled_as_well += sum(score >= least for _, score in lists.of(viewer.id))
    return filled_as_well / max(1, places)


def reached(value: float, most: float) -> str:
    """Whether an aim is reached, in a word."""
    return "reached" if value <= most else "missed"


def verdict(ratio: float, most: float) -> str:
    """A ratio beside its aim."""
    return f"ratio {ratio:.2f} (aim {most:g}: {reached(ratio, most)})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--newcomer", type=int, default=100_000, help="profiles; 0 leaves it out")
    parser.add_argument("--everybody", type=int, default=50_000, help="profiles; 0 leaves it out")
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
        f"load before {os.getloadavg()[0]:.1f}"
    )
    measure_reading()
    # First, so that its memory is its own.
    if options.everybody:
        measure_everybody(options.everybody)
    if options.newcomer:
        measure_newcomer(options.newcomer)


if __name__ == "__main__":
    main()
