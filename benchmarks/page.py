"""The paced part of saved figures as the Markdown table of docs/performance.md: `python -m benchmarks.page FILE`."""

import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.pace import CONTENDERS


def paced(figures: list[dict[str, Any]]) -> str:
    """A row for each contender, a column for each workload and time an answer takes: multiples of the limit's own."""
    ratios = {
        (each["contender"], each["workload"], each["delay"]): median(run["seconds"] for run in each["runs"])
        / each["least"]
        for each in figures
    }
    columns = list(dict.fromkeys((workload, delay) for _, workload, delay in ratios))
    lines = [
        "| contender | " + " | ".join(f"{workload}, {delay:g} s" for workload, delay in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for name in dict.fromkeys(contender for contender, _, _ in ratios):
        cells = [f"{ratios[name, workload, delay]:.2f}" for workload, delay in columns]
        lines.append(f"| {CONTENDERS[name][0]} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(paced(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["pace"]))
