"""What can be wrong with users.csv and rules.csv."""

import csv
import io
import math
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Send

from gio_pipeline_tests.faults.switches import Switchboard

NAMES = ("bom", "comma", "no_header", "wide_row", "repeat_line", "invalid_utf8", "break_after")


@dataclass
class CsvFaults:
    """How a file differs from a clean one; lines count from 1, the header included. `cap` is of users."""

    on: dict[str, Any]
    cap: float
    number: int = 0  # of the line sent last
    sent: int = 0  # bytes

    @classmethod
    def claimed(cls, switches: Switchboard, path: str) -> "CsvFaults":
        cap = switches["segment_cap"] if path.endswith("/users.csv") else None
        struck = switches.claim(NAMES, path)
        return cls({fault.name: fault.params for fault in struck}, math.inf if cap is None else int(cap))

    def spoiling(self, send: Send) -> Send:
        """Sends what it gets with the faults; with break_after the stream ends in an error after that many bytes."""
        if not self.on and self.cap == math.inf:
            return send
        most = self.on["break_after"].get("bytes", 1_000) if "break_after" in self.on else math.inf

        async def spoiled(message: Message) -> None:
            if body := message.get("body"):
                message["body"] = self._block(body)
                if self.sent + len(message["body"]) >= most:
                    message["body"] = message["body"][: int(most) - self.sent]
                    await send(message)
                    raise ConnectionAbortedError("a switch breaks the stream here")
                self.sent += len(message["body"])
            await send(message)

        return spoiled

    def _block(self, body: bytes) -> bytes:
        """A block of whole lines, changed."""
        lines: list[str] = []
        for line in body.decode().split("\n")[:-1]:
            self.number += 1
            if self.number <= self.cap + 1:
                lines += self._lines(line)
        head = b"\xef\xbb\xbf" if "bom" in self.on and self.sent == 0 else b""
        return head + "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")

    def _lines(self, line: str) -> list[str]:
        if self.number == 1 and "no_header" in self.on:
            return []
        separator = "," if "comma" in self.on else "\t"
        if separator == ",":
            text = io.StringIO()
            csv.writer(text, lineterminator="").writerow(next(csv.reader([line], delimiter="\t")))
            line = text.getvalue()
        if self._is_on("wide_row"):
            line += f"{separator}surplus"
        if self._is_on("invalid_utf8"):
            line += "\udcff\udcfe"
        return [line] * (2 if self._is_on("repeat_line") else 1)

    def _is_on(self, name: str) -> bool:
        return name in self.on and self.on[name].get("line", 2) == self.number
