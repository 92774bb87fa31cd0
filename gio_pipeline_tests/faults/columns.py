"""Faults of a report's columns: what its owner did to it in the console."""

from collections.abc import Callable
from typing import Any

from gio_pipeline.sandbox import figures
from gio_pipeline_tests.faults.answers import Answer

Params = dict[str, Any]


def _rename_metric(answer: Answer, params: Params) -> None:
    """`from` (the first metric) becomes `to`."""
    position = answer.column(params.get("from"))
    answer.meta[position] = {**answer.meta[position], "name": params["to"]}


def _add_metric(answer: Answer, params: Params) -> None:
    """A metric `name` at `position` of `meta` (the end), whose cells depend on their row's other cells."""
    position = int(params.get("position", len(answer.meta)))
    first_metric = answer.cell_of(answer.metrics()[0])
    for row in answer.rows:
        row.insert(answer.cell_of(position), figures.key("added", *row[:first_metric]) % 1000)
    answer.meta.insert(position, {"name": params.get("name", "新增指标"), "metric": True})


def _remove_metric(answer: Answer, params: Params) -> None:
    """The metric `name` (the last one) is gone."""
    position = _named(answer, params)
    for row in answer.rows:
        del row[answer.cell_of(position)]
    del answer.meta[position]


def _swap_metrics(answer: Answer, params: Params) -> None:
    """Two metrics (`names`, or the first two) change places, cells and all."""
    a, b = [answer.column(name) for name in params["names"]] if "names" in params else answer.metrics()[:2]
    answer.meta[a], answer.meta[b] = answer.meta[b], answer.meta[a]
    left, right = answer.cell_of(a), answer.cell_of(b)
    for row in answer.rows:
        row[left], row[right] = row[right], row[left]


def _metric_to_dimension(answer: Answer, params: Params) -> None:
    """The metric `name` (the last one) is a dimension now, its cells text."""
    position = _named(answer, params)
    answer.meta[position] = {"name": answer.meta[position]["name"], "dimension": True}
    for row in answer.rows:
        row[answer.cell_of(position)] = str(row[answer.cell_of(position)])


def _named(answer: Answer, params: Params) -> int:
    return answer.column(params["name"]) if "name" in params else answer.metrics()[-1]


FAULTS: dict[str, Callable[[Answer, Params], None]] = {
    "rename_metric": _rename_metric,
    "add_metric": _add_metric,
    "remove_metric": _remove_metric,
    "swap_metrics": _swap_metrics,
    "metric_to_dimension": _metric_to_dimension,
}
