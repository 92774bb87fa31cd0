"""Puts the tables of saved figures into docs/performance.md and its translation: `python -m benchmarks.page FILE`.

Each stands below a line `<!-- bench: NAME -->` and ends with the next empty line.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.loading import DAILY, DAILY_AGAIN
from benchmarks.pace import DAYS, DLT, LOOP, OURS, REPORTS, SCRIPT
from benchmarks.tables import KILO, MEGA
from benchmarks.ten import ANSWERS

Figures = Mapping[str, Any]
Words = Mapping[str, str]
ROOT = Path(__file__).resolve().parent.parent
PAGES: Mapping[Path, Words] = {
    ROOT / "docs" / "performance.md": {
        OURS: "**gio_pipeline**",
        DLT: "dlt, REST source",
        SCRIPT: "requests + pandas, threads",
        LOOP: "requests + pandas, a loop",
        DAYS: DAYS,
        REPORTS: REPORTS,
        "comma": ", ",
        "contender": "contender",
        "rounds": "rounds",
        "refused": "requests refused",
        "floor": "floor",
        "newest first": "the same COPY, the newest answer first",
        "ours_by_run": "gio_pipeline, a run of its own for each",
        "sqlalchemy": "SQLAlchemy insertmanyvalues, ON CONFLICT",
        "pandas": "pandas.to_sql, ON CONFLICT",
        "pandas_copy": "pandas.to_sql with COPY, ON CONFLICT",
        "dlt_upsert": "dlt, upsert",
        "dlt_cdc": "dlt, cdc",
        "dlt_delete_insert": "dlt, delete-insert (no key)",
        "× floor": "× floor",
        "× ours": "× ours",
        "again": "all of them again, × ours",
        "floors": f"× {ANSWERS} floors",
        "processor": "processor time, × floors",
        "peak": "peak memory, MB",
        "idle": "of it idle",
        "what": "what",
        "aim": "aim",
        "measured": "measured",
        "definitions": "definitions of {reports} reports, loaded by a new process",
        "bare": "× a process that only imports Dagster",
        "start": "the start of a run, {reports} reports defined: from its process to the first request",
        "bare run": "× a bare run of one asset, from its process to that asset",
        "storage": "what Dagster keeps of a report and run",
        "kept": "{kept:.0f} KB of events and checks; {files:.0f} KB as SQLite files, which hold much of it twice",
        "day": "a scheduled day of {reports} reports",
        "loaded": "{runs} run; {loaded} loaded, 1 unknown to the source failed alone",
        "few runs": "few runs",
        "apart": "the same, a process a report",
        "as long": "{times} times as long",
        "one day": "a scheduled day of one report",
        "statements": "{statements} statements, {checkouts} connections checked out",
        "most statements": "≤ 14 statements, ≤ 3 connections",
    },
    ROOT / "docs" / "zh" / "performance.md": {
        OURS: "**gio_pipeline**",
        DLT: "dlt，REST source",
        SCRIPT: "requests + pandas，多线程",
        LOOP: "requests + pandas，循环",
        DAYS: "个单日，一张报表",
        REPORTS: "张报表，一次运行",
        "comma": "，",
        "contender": "工具",
        "rounds": "轮数",
        "refused": "被拒绝的请求",
        "floor": "下限",
        "newest first": "同样的 COPY，最新的返回在前",
        "ours_by_run": "gio_pipeline，每个一次运行",
        "sqlalchemy": "SQLAlchemy insertmanyvalues，ON CONFLICT",
        "pandas": "pandas.to_sql，ON CONFLICT",
        "pandas_copy": "pandas.to_sql 用 COPY，ON CONFLICT",
        "dlt_upsert": "dlt，upsert",
        "dlt_cdc": "dlt，cdc",
        "dlt_delete_insert": "dlt，delete-insert（无主键）",
        "× floor": "× 下限",
        "× ours": "× 我们",
        "again": "全部再加载一次，× 我们",
        "floors": f"× {ANSWERS} 个下限",
        "processor": "处理器时间，× 下限",
        "peak": "内存峰值，MB",
        "idle": "其中空闲时",
        "what": "项目",
        "aim": "目标",
        "measured": "实测",
        "definitions": "{reports} 张报表的定义，由新进程加载",
        "bare": "× 只导入 Dagster 的进程",
        "start": "一次运行的启动，定义了 {reports} 张报表：从进程启动到第一个请求",
        "bare run": "× 只有一个资产的空运行，从进程启动到该资产",
        "storage": "Dagster 为每张报表和每次运行保存的数据",
        "kept": "事件和检查 {kept:.0f} KB；SQLite 文件 {files:.0f} KB，其中许多存了两份",
        "day": "{reports} 张报表的一个调度日",
        "loaded": "{runs} 次运行；加载 {loaded} 张，数据源不认识的 1 张单独失败",
        "few runs": "运行次数少",
        "apart": "同上，每张报表一个进程",
        "as long": "用时 {times} 倍",
        "one day": "一张报表的一个调度日",
        "statements": "{statements} 条语句，取用 {checkouts} 次连接",
        "most statements": "≤ 14 条语句，≤ 3 个连接",
    },
}


def paced(figures: Figures, words: Words, time: str) -> str:
    """A row for each contender, a column for each workload and time an answer takes: multiples of the limit's own."""
    found = {(each["contender"], each["count"], each["workload"], each["delay"]): each for each in figures["pace"]}
    columns = list(dict.fromkeys(key[1:] for key in found))
    heads = [f"{count} {words[workload]}{words['comma']}{delay:g} s" for count, workload, delay in columns]
    rows = []
    for name in dict.fromkeys(contender for contender, *_ in found):
        cells = [found[name, *column] for column in columns]
        ratios = [_bold(name, f"{median(run[time] for run in each['runs']) / each['least']:.2f}") for each in cells]
        refused = sum(run["refused"] for each in cells for run in each["runs"])
        rows.append([words[name], *ratios, f"{refused:,}", str(len(cells[0]["runs"]))])
    return _table([words["contender"], *heads, words["refused"], words["rounds"]], rows)


def ten(figures: Figures, words: Words) -> str:
    """Several large answers of one backfill, against as many floors."""
    floor, rows = figures["ten"]["floor"], []
    for name, title in (("floor", words["floor"]), ("newest_first", words["newest first"]), (OURS, words[OURS])):
        each = figures["ten"][name]
        ratios = (each["read"] + each["load"]) / floor["load"], each["cpu"] / floor["cpu"]
        cells = [f"{ratios[0]:.2f}", f"{ratios[1]:.1f}", f"{each['peak'] / MEGA:.0f}", f"{each['before'] / MEGA:.0f}"]
        rows.append([title, *(_bold(name, cell) for cell in cells)])
    return _table([words[name] for name in ("contender", "floors", "processor", "peak", "idle")], rows)


def small(figures: Figures, words: Words) -> str:
    """Many small answers, one request each."""
    first, again = figures["small"][DAILY], figures["small"][DAILY_AGAIN]
    floor = median(run["load"] for run in first["floor"])
    rows = []
    for name in first:
        seconds = _seconds(first[name])
        ratios = [seconds / floor, seconds / _seconds(first[OURS])]
        ratios += [_seconds(again[name]) / _seconds(again[OURS])] if name in again else []
        cells = [_bold(name, f"{ratio:.2f}") for ratio in ratios]
        rows.append([words[name], *cells, *([""] if name not in again else []), str(len(first[name]))])
    return _table([words[name] for name in ("contender", "× floor", "× ours", "again", "rounds")], rows)


def _seconds(runs: Sequence[Mapping[str, float]]) -> float:
    return median(run["read"] + run["load"] for run in runs)


def dagster(figures: Figures, words: Words) -> str:
    """What Dagster costs on top."""
    definitions, day, start, counted = (
        figures["dagster"][name] for name in ("definitions", "day", "start", "scheduled")
    )
    times = {
        name: f"{each['seconds'] / each['bare']:.1f}" for name, each in (("definitions", definitions), ("start", start))
    }
    apart = words["as long"].format(times=f"{day['apart'] / day['together']:.0f}")
    rows = [
        [words["definitions"].format(**definitions), f"≤ 2 {words['bare']}", times["definitions"]],
        [words["start"].format(**start), words["bare run"], times["start"]],
        [words["storage"], "≤ 35 KB", words["kept"].format(kept=day["storage"] / KILO, files=day["files"] / KILO)],
        [words["day"].format(**day), words["few runs"], words["loaded"].format(**day)],
        [words["apart"], "", apart],
        [words["one day"], words["most statements"], words["statements"].format(**counted)],
    ]
    return _table([words["what"], words["aim"], words["measured"]], rows)


TABLES: Mapping[str, Callable[[Figures, Words], str]] = {
    "pace": lambda figures, words: paced(figures, words, "source"),
    "pace whole": lambda figures, words: paced(figures, words, "whole"),
    "ten": ten,
    "small": small,
    "dagster": dagster,
}


def renewed(page: str, figures: Figures, words: Words) -> str:
    """The page with the tables that there are figures for; ValueError where it has no place for one."""
    for name, table in TABLES.items():
        if name.split()[0] in figures:
            lines = table(figures, words)
            place = re.compile(rf"(?<=<!-- bench: {name} -->\n)(?:\|.*\n)*")
            # A backslash would name a group.
            page, places = place.subn(f"{lines}\n".replace("\\", r"\\"), page)
            if places != 1:
                raise ValueError(f"{places} places for the table {name}, not one")
    return page


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head, *lines = (f"| {' | '.join(line)} |" for line in (heads, *rows))
    return "\n".join([head, "|---" * len(heads) + "|", *lines])


def _bold(name: str, cell: str) -> str:
    return f"**{cell}**" if name == OURS else cell


if __name__ == "__main__":
    saved = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for path, words in PAGES.items():
        path.write_text(renewed(path.read_text(encoding="utf-8"), saved, words), encoding="utf-8")
