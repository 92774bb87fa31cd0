"""Keeps credentials out of every text that leaves the client."""

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

_USER_INFO = re.compile(r"(?<=//)[^/@\s'\"]+@")
_HIDDEN = "***"
# A word of one or two letters would be struck out of every other word.
SHORTEST_HIDDEN = 6


class Redactor:
    """Replaces every secret it knows, as it stands and as URL or JSON would write it."""

    def __init__(self, secrets: Iterable[str | None]) -> None:
        self._forms: set[str] = set()
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str | None, shortest: int = 1) -> None:
        if secret and len(secret) >= shortest:
            # A new set each time: other threads may be walking the old one.
            forms = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
            self._forms = self._forms | forms

    def __call__(self, text: str) -> str:
        # Longest first, or a secret inside another leaves the rest of that one readable.
        for form in sorted(self._forms, key=len, reverse=True):
            text = text.replace(form, _HIDDEN)
        return _USER_INFO.sub(f"{_HIDDEN}@", text)
