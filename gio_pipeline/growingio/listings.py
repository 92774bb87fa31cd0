"""Reads the JSON of the list endpoints (1.1, 1.2 and 5.1 of the vendor's page)."""

import json
from typing import Any

from gio_pipeline.core.errors import ContractError, TransientError
from gio_pipeline.core.text import json_type

Record = dict[str, Any]


def parse_json(body: bytes, what: str) -> Any:
    """The JSON of a body; TransientError where it is not JSON (an HTML page, a cut answer)."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TransientError(f"{what}: the answer is no complete JSON ({error}).") from None


def parse_records(body: bytes, what: str) -> list[Any]:
    """A list, whatever its entries are."""
    records = parse_json(body, what)
    if not isinstance(records, list):
        raise ContractError(f"{what}: the answer is {json_type(records)}, a list was expected.")
    return records


def parse_dashboard(body: bytes, what: str) -> Record:
    """An object, whatever is in it."""
    dashboard = parse_json(body, what)
    if not isinstance(dashboard, dict):
        raise ContractError(f"{what}: the answer is {json_type(dashboard)}, an object was expected.")
    return dashboard
