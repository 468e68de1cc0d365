"""Learns which notions are told of the same topics (`python -m bench.kin`).

Owns the training of `lexicon/kin.npz`. Every concept is told of in some two dozen ways: its names
in three languages, its signs, people's trouble and their relief in each language, the texts of
those who need and provide it (`bench.tales`), and how they would put it without its name
(`bench.plights`). The vectors are such that one way points where the
other ways of the same concept point, and not where those of other concepts do; concepts that the
lexicon links are not held against each other. Two minutes; run it after a large change of the
tales, plights, sayings, signs or notions. Looks at no labels.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.linalg import svds  # type: ignore[import-untyped]  # scipy ships no types

from bench.plights import plights
from bench.tales import tales
from matchmaking.intents import ConceptId
from matchmaking.reading.articles import told_of
from matchmaking.reading.hunches import articles
from matchmaking.reading.kin import FILE, packed
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.notions import Meant, notions_of

SIZE = 192
"""Numbers in a vector."""
ROUNDS, BATCH = 12, 512
STEP = 0.002
WARMTH = 0.08
"""Divides cosines before they are compared: the lower, the more the nearest rival counts."""
FORGOTTEN = 0.5
"""Share of a text's words left out at random, so that no single word decides."""
MEMORY, MEMORY_OF_SQUARES = 0.9, 0.99
_SEED = 0

Matrix = NDArray[np.float32]


class Told:
    """Everything that is told of concepts, as rows of unit length over notions."""

    def __init__(self) -> None:
        texts: dict[ConceptId, list[Meant]] = {}
        by_tales = ((tale.concept, tale.text.text) for tale in tales())
        by_plights = ((concept, one) for concept, phrases in plights().items() for one in phrases)
        for concept, text in (*by_tales, *by_plights):
            if meant := notions_of(text):
                texts.setdefault(concept, []).append(meant)
        told = [
            (c, bag)
            for c in lexicon().concepts()
            if not c.cross
            for bag in (*told_of(c), *texts.get(c.id, ()))
        ]
        self.ids = list(dict.fromkeys(concept.id for concept, _ in told))
        place = {concept: at for at, concept in enumerate(self.ids)}
        self.owner = np.array([place[concept.id] for concept, _ in told])
        self.of: dict[int, list[int]] = {}
        for row, owner in enumerate(self.owner.tolist()):
            self.of.setdefault(owner, []).append(row)
        self.notions = sorted({notion for _, bag in told for notion in bag})
        self.rows = self._matrix([bag for _, bag in told])
        self.linked = self._links(place)

    def _matrix(self, bags: Sequence[Mapping[str, float]]) -> csr_array:
        rarity = articles().rarity
        column = {notion: at for at, notion in enumerate(self.notions)}
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for row, bag in enumerate(bags):
            weighed = np.array([sure * rarity(notion) for notion, sure in bag.items()])
            rows += [row] * len(bag)
            columns += [column[notion] for notion in bag]
            values += (weighed / np.linalg.norm(weighed)).tolist()
        shape = (len(bags), len(self.notions))
        return csr_array((np.array(values, np.float32), (rows, columns)), shape=shape)

    def _links(self, place: Mapping[ConceptId, int]) -> csr_array:
        """Which concepts are linked, directly or over one other."""
        pairs = [(place[c.id], place[to]) for c in lexicon().concepts() if c.id in place
                 for to in (*c.broader, *c.serves) if to in place]  # fmt: skip
        ones, others = np.array(pairs).T
        size = (len(place), len(place))
        once = csr_array((np.ones(2 * len(pairs), np.int32),
                          (np.r_[ones, others], np.r_[others, ones])), shape=size)  # fmt: skip
        return csr_array(once @ once + once)

    def first(self) -> Matrix:
        """Vectors to begin with: the strongest directions of the articles (latent semantics)."""
        known = frozenset(self.notions)
        written = (articles().article(concept) for concept in self.ids)
        kept = [{n: w / articles().rarity(n) for n, w in one.items() if n in known}
                for one in written]  # fmt: skip
        *_, turned = svds(self._matrix(kept), SIZE, random_state=_SEED)
        found: Matrix = turned.T.astype(np.float32)
        found /= np.sqrt(np.square(found).sum(axis=1).mean())
        return found


def batches(
    told: Told, random: np.random.Generator
) -> Iterator[tuple[NDArray[np.int64], csr_array]]:
    """Rows, one of a concept, each with some of the other rows of its concept added up."""
    order = random.permutation(len(told.owner))
    for start in range(0, len(order) - BATCH + 1, BATCH):
        some = order[start : start + BATCH]
        _, firsts = np.unique(told.owner[some], return_index=True)
        chosen: list[int] = []
        rows: list[int] = []
        columns: list[int] = []
        for row in some[firsts].tolist():
            others = [other for other in told.of[int(told.owner[row])] if other != row]
            if not others:
                continue
            kept = [o for o in others if random.random() < 0.5] or [int(random.choice(others))]
            rows += [len(chosen)] * len(kept)
            columns += kept
            chosen.append(row)
        shape = (len(chosen), len(told.owner))
        which = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        yield np.array(chosen), csr_array(which @ told.rows)


def slope(one: csr_array, other: csr_array, rivals: NDArray[np.bool_], vectors: Matrix) -> Matrix:
    """Where the vectors should not go: the slope of the cross entropy, both ways, of each row of
    `one` finding its row of `other` by cosine. `rivals`: which pairs are not to be told apart."""
    sides = [one @ vectors, other @ vectors]
    lengths = [np.linalg.norm(side, axis=1, keepdims=True) + 1e-6 for side in sides]
    a, b = (side / length for side, length in zip(sides, lengths, strict=True))
    odds = a @ b.T / WARMTH
    odds[rivals] = -1e4
    count = len(odds)
    there = np.exp(odds - odds.max(axis=1, keepdims=True))
    back = np.exp(odds - odds.max(axis=0, keepdims=True))
    wrong = there / there.sum(axis=1, keepdims=True) + back / back.sum(axis=0, keepdims=True)
    wrong = (wrong - 2 * np.eye(count, dtype=np.float32)) / (2 * WARMTH * count)
    to_a, to_b = wrong @ b, wrong.T @ a
    to_a = (to_a - a * (to_a * a).sum(axis=1, keepdims=True)) / lengths[0]
    to_b = (to_b - b * (to_b * b).sum(axis=1, keepdims=True)) / lengths[1]
    found: Matrix = one.T @ to_a + other.T @ to_b
    return found


def learn(told: Told) -> Matrix:
    """The vectors, by Adam (D. Kingma and J. Ba, ICLR 2015)."""
    random = np.random.default_rng(_SEED)
    vectors = told.first()
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    steps = 0
    for number in range(ROUNDS):
        for chosen, others in batches(told, random):
            rows = csr_array(told.rows[chosen])
            rows.data = rows.data * (random.random(len(rows.data)) > FORGOTTEN)
            owners = told.owner[chosen]
            rivals = told.linked[owners][:, owners].toarray() > 0
            np.fill_diagonal(rivals, val=False)
            steps += 1
            down = slope(rows, others, rivals, vectors)
            mean = MEMORY * mean + (1 - MEMORY) * down
            square = MEMORY_OF_SQUARES * square + (1 - MEMORY_OF_SQUARES) * down * down
            steep = np.sqrt(square / (1 - MEMORY_OF_SQUARES**steps)) + 1e-8
            vectors -= STEP * (mean / (1 - MEMORY**steps)) / steep
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    return vectors


def middles(told: Told, vectors: Matrix) -> Matrix:
    """Where each concept points to: the mean direction of all that is told of it."""
    directions = told.rows @ vectors
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
    whose = csr_array((np.ones(len(directions), np.float32),
                       (told.owner, np.arange(len(directions)))))  # fmt: skip
    found: Matrix = whose @ directions
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found


def main() -> None:
    told = Told()
    print(f"{len(told.ids)} concepts told of in {len(told.owner)} ways")
    vectors = learn(told)
    concepts = middles(told, vectors)
    np.savez_compressed(
        FILE, **packed(told.notions, vectors, "notions"), **packed(told.ids, concepts, "concepts")
    )
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
