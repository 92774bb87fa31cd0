"""The columns of an answer, as its `meta` lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gio_pipeline.core.errors import ContractError
from gio_pipeline.core.text import shortened, storable

Role = Literal["dimension", "metric"]
TIME_NAME = "时间"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report: its name, unique within the report, and its role."""

    name: str
    role: Role


def read_meta(meta: Any, *, what: str) -> list[Column]:
    """The columns that `meta` lists, in its order, their names still as they were sent.

    Raises ContractError naming the entry that is no named dimension or metric.
    """
    if not isinstance(meta, list):
        raise ContractError(f"{what}: 'meta' is not a list of columns")
    return [_column(entry, f"{what}: entry {position} of 'meta'") for position, entry in enumerate(meta, 1)]


def _column(entry: Any, where: str) -> Column:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ContractError(f"{where} is not an object with a 'name'")
    is_dimension, is_metric = entry.get("dimension") is True, entry.get("metric") is True
    if is_dimension == is_metric:
        raise ContractError(f"{where} ('{shortened(entry['name'])}') must be either a dimension or a metric")
    return Column(storable(entry["name"]), "dimension" if is_dimension else "metric")


def with_unique_names(columns: Sequence[Column]) -> list[Column]:
    """The same columns; of those with one name, the second gets ` (2)`, the third ` (3)`, skipping names in use."""
    taken = {column.name for column in columns}
    seen: set[str] = set()
    unique = []
    for column in columns:
        name, number = column.name, 1
        while name in (taken if number > 1 else seen):
            number += 1
            name = f"{column.name} ({number})"
        seen.add(column.name)
        taken.add(name)
        unique.append(Column(name, column.role))
    return unique
