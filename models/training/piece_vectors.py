"""Vectors of pieces from their neighbours: what kind of piece each is, known before training starts.

Positive pointwise mutual information of each piece with the frequent pieces one place to its left and right,
cut down by a truncated singular value decomposition (Levy and Goldberg 2014).  A minute of counting gives
the tiny model word classes that it would otherwise spend much of a CPU run on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor

FREQUENT = 1500  # neighbours that are counted, the most frequent pieces


def neighbour_counts(rows: Iterable[np.ndarray], *, pieces: int) -> np.ndarray:
    """How often each piece has each frequent piece on its left and right.  *Shape:* (pieces, 2 * FREQUENT)"""
    flat = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
    frequent = np.argsort(-np.bincount(flat, minlength=pieces), kind="stable")[:FREQUENT]
    column = np.full(pieces, -1, dtype=np.int64)
    column[frequent] = np.arange(len(frequent))
    counts = np.zeros(pieces * 2 * FREQUENT, dtype=np.float32)
    for piece, neighbour, side in ((flat[1:], flat[:-1], 0), (flat[:-1], flat[1:], FREQUENT)):
        known = column[neighbour] >= 0
        cells = piece[known] * (2 * FREQUENT) + side + column[neighbour][known]
        counts += np.bincount(cells, minlength=len(counts)).astype(np.float32)
    return counts.reshape(pieces, 2 * FREQUENT)


def piece_vectors(rows: Iterable[np.ndarray], *, pieces: int, dims: int, seed: int = 0) -> Tensor:
    """Vectors with mean square 1; pieces never seen are zero.  *Shape:* (pieces, dims)"""
    counts = torch.from_numpy(neighbour_counts(rows, pieces=pieces))
    total = counts.sum()
    expected = counts.sum(dim=1, keepdim=True) * counts.sum(dim=0, keepdim=True).clamp(min=1) ** 0.75
    expected = expected * (total / expected.sum())
    information = torch.where(counts > 0, (counts / expected.clamp(min=1e-9)).log().clamp(min=0), counts)
    torch.manual_seed(seed)
    left, strengths, _ = torch.svd_lowrank(information, q=dims + 8, niter=4)
    vectors = left[:, :dims] * strengths[:dims].sqrt()
    # Without the mean, which all pieces share: it would make every piece look like every other to the
    # copying heads.
    vectors = torch.where(counts.sum(dim=1, keepdim=True) > 0, vectors - vectors.mean(dim=0), 0.0)
    lengths = vectors.norm(dim=1, keepdim=True)
    unit: Tensor = torch.where(lengths > 0, vectors / lengths.clamp(min=1e-6), vectors)
    return unit * math.sqrt(dims)
