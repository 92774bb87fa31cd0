"""A process that asks for one chart again and again: `python -m gio_pipeline_tests.growingio.loader '{...}'`."""

import hashlib
import json
import sys
import time
from typing import Any

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.core.errors import GioError
from gio_pipeline.warehouse.engine import connect
from gio_pipeline.warehouse.rate_limits import PostgresRateGate
from gio_pipeline.warehouse.tokens import PostgresTokenStore
from gio_pipeline_tests.growingio.caller import Caller

DAY = 86_400_000
START = 1_769_875_200_000


def main(order: dict[str, Any]) -> dict[str, Any]:
    credentials = Credentials(**order["credentials"])
    engine = connect(order["database_url"])
    client = Caller(
        credentials,
        project="shop",
        tokens=PostgresTokenStore(engine, credentials),
        gate=PostgresRateGate(engine, credentials, order["rate_limit"]),
        priority=order["priority"],
    )
    print("ready", flush=True)
    sys.stdin.readline()
    result: dict[str, Any] = {"sent": [], "bodies": [], "requests": 0, "error": None}
    end = time.monotonic() + order["seconds"]
    try:
        while time.monotonic() < end:
            answer = client.chart("YoX28w7R", START, START + DAY - 1, DAY)
            result["sent"].append(answer.sent_at.timestamp())
            result["bodies"].append(hashlib.sha256(answer.decoded).hexdigest())
    except GioError as error:
        result["error"] = str(error)
    return result | {"requests": client.requests}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))), flush=True)
