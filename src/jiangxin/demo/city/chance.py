"""Chance that comes out the same: one generator per seed and part, and exact shares."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def child(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of one part; adding a part changes no other."""
    keys = tuple(crc32(str(name).encode()) for name in names)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=keys)))


def share(total: int, block: int, blocks: int) -> int:
    """Return this block's part of a whole number; the parts of all blocks add up to it exactly."""
    return total * (block + 1) // blocks - total * block // blocks


def split(total: int, weights: Ints) -> Ints:
    """Split a whole number by weights, exactly, the largest remainders first."""
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def pick(rng: np.random.Generator, among: Flags, count: int) -> Ints:
    """Pick ``count`` different positions where the flag is set, in order; too few is a fault of the plan."""
    found = np.flatnonzero(among)
    if len(found) < count:
        raise ValueError(f"{count} wanted, only {len(found)} there")
    return np.sort(rng.choice(found, count, replace=False))


def between(rng: np.random.Generator, low: Ints | int, high: Ints | int, count: int) -> Ints:
    """Draw whole numbers from ``low`` to ``high``, both possible; a high below its low counts as the low."""
    width = np.maximum(np.asarray(high) - np.asarray(low), 0) + 1
    drawn: Ints = (np.asarray(low) + np.floor(rng.random(count) * width)).astype(np.int64)
    return drawn


def weighted(rng: np.random.Generator, weights: NDArray[np.float64], count: int) -> Ints:
    """Draw positions in proportion to their weights."""
    edges = np.cumsum(weights)
    drawn = np.searchsorted(edges, rng.random(count) * edges[-1], side="right")
    inside: Ints = np.minimum(drawn, len(weights) - 1).astype(np.int64)
    return inside
