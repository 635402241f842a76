"""How paper is bent, told from the outlines that were found on it: a smooth model, and what its neighbours do beside
that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UNLIKELY = 1.5
"""mm by which an outline must not lie beside the smooth model to be asked about its neighbours."""

NEIGHBOURS = 14.0
"""mm: how far what an outline did tells of others."""

FIRM = (0.3, 0.3, 0.3)
"""Weight, in neighbours, of there being no shift beside the smooth model, and no slope of it either way."""

BESIDE = 16.0
"""mm: an outline that was seen so near bears a hidden one. A row of boxes is 8 mm high, a scale's box 14 mm wide."""

FLAT = 0.2
FEW = 5
"""A page of which so many outlines lie within so many mm of the smooth model is flat enough to trust the model."""

ITSELF = 0.1
"""mm: an outline nearer than this is the one that is asked for."""

Places = NDArray[np.float64]
"""n × 2: mm."""


class Bend:
    """Shift as a smooth function of the place, fitted so that a few wrong points do not pull it, and corrected by what
    the nearest points did beside it."""

    def __init__(self, at: Places, shifts: Places) -> None:
        self.at, self.count = at, len(at)
        self.terms = 6 if self.count >= 12 else 3 if self.count >= 5 else 1
        self.smooth = False
        if not self.count:
            return
        basis = self._basis(at)
        self.factors = np.zeros((self.terms, 2))
        self.factors[0] = np.median(shifts, axis=0)
        for _ in range(6):
            left_over = np.linalg.norm(basis @ self.factors - shifts, axis=1)
            weights = 1.0 / (1.0 + (left_over / 0.3) ** 2)
            root = np.sqrt(weights)[:, None]
            firm = 1e-3 * np.eye(self.terms)
            weighted = basis * root
            self.factors = np.linalg.solve(weighted.T @ weighted + firm, weighted.T @ (shifts * root))
        self.left_over = shifts - basis @ self.factors
        self.believed = np.linalg.norm(self.left_over, axis=1) <= UNLIKELY
        self.smooth = self.count >= FEW and float(np.median(np.linalg.norm(self.left_over, axis=1))) <= FLAT

    def _basis(self, at: Places) -> Places:
        x, y = (at[:, 0] - 105) / 105, (at[:, 1] - 148.5) / 148.5
        columns = [np.ones_like(x), x, y, x * x, x * y, y * y]
        return np.stack(columns[: self.terms], axis=1)

    def bears(self, places: Places) -> NDArray[np.bool_]:
        """For each place, whether something so near was seen where it should be that what was printed there cannot
        have moved much otherwise."""
        if not self.count:
            return np.zeros(len(places), dtype=np.bool_)
        far = np.linalg.norm(self.at[None] - places[:, None], axis=2)
        near = self.believed[None] & (far > ITSELF) & (far <= BESIDE)
        return np.asarray(near.any(axis=1), dtype=np.bool_)

    def shifts(self, places: Places) -> Places:
        """mm by which what was printed at each place has moved; n × 2."""
        if not self.count:
            return np.zeros((len(places), 2))
        away = self.at[None] - places[:, None]
        far = np.linalg.norm(away, axis=2)
        weights = np.where(self.believed[None] & (far > ITSELF), np.exp(-0.5 * (far / NEIGHBOURS) ** 2), 0.0)
        # With a slope, for the last of a row moves on as the row does.
        local = np.concatenate([np.ones((*far.shape, 1)), away / NEIGHBOURS], axis=2)
        weighted = np.swapaxes(local * weights[:, :, None], 1, 2)
        beside = np.linalg.solve(weighted @ local + np.diag(FIRM), weighted @ self.left_over)[:, 0]
        return np.asarray(self._basis(places) @ self.factors + beside, dtype=np.float64)
