"""Rows that the source sends twice: numbered by their values, so that the order of the answer does not matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gio_pipeline.core.answer.cell_codes import Values
from gio_pipeline.core.answer.cells import NO_TEXT
from gio_pipeline.core.errors import ContractError

_MOST = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """Per row its occurrence (1, 2, …), and the order the rows must first be put in (None: they are in it)."""

    occurrences: NDArray[np.int16]
    order: NDArray[np.intp] | None


def number_repeats(keys: NDArray[np.int64], metrics: Sequence[Values], *, what: str) -> Repeats:
    """Numbers the rows of one key (ascending `keys`: period and dimensions) by the values of `metrics`, in that order.

    Raises ContractError where a row comes more than 32,767 times.
    """
    if len(keys) == 0 or (keys[1:] != keys[:-1]).all():
        return Repeats(np.ones(len(keys), np.int16), None)
    new = np.concatenate(([True], keys[1:] != keys[:-1]))
    group = np.cumsum(new) - 1
    occurrences = np.arange(len(keys)) - np.flatnonzero(new)[group] + 1
    if occurrences.max() > _MOST:
        raise ContractError(f"{what}: more than {_MOST:,} rows have the same time and the same dimensions")
    return Repeats(occurrences.astype(np.int16), _by_values(group, metrics))


def _by_values(group: NDArray[np.intp], metrics: Sequence[Values]) -> NDArray[np.intp]:
    """The order of all rows, those within a group by their values, nulls last."""
    repeated = np.flatnonzero(np.bincount(group)[group] > 1)
    # np.lexsort takes the most significant key last.
    sort_keys = [key for values in reversed(metrics) for key in _sort_keys(values.take(repeated))]
    order = np.arange(len(group))
    order[repeated] = repeated[np.lexsort([*sort_keys, group[repeated]])]
    return order


def _sort_keys(values: Values) -> list[NDArray[Any]]:
    if values.text_codes is None:
        return [values.values]
    rank = np.empty(len(values.texts) + 1, np.intp)
    rank[np.argsort(np.array(values.texts, object), kind="stable")] = np.arange(len(values.texts))
    rank[NO_TEXT] = -1
    return [rank[values.text_codes], values.values]
