"""The token a project's processes and hosts share, encrypted in gio_state.tokens."""

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Engine

from gio_pipeline.core.config.specs import Credentials, Token
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.warehouse.availability import reachable
from gio_pipeline.warehouse.lending import borrowed
from gio_pipeline.warehouse.statements import execute

_SALT = b"gio_pipeline token 1"


class PostgresTokenStore:
    """Keeps one signed token per project for all who share the warehouse.

    A token lives 30 days and dies when the next is made (the vendor's authentication page), hence one store and
    one renewal at a time. Raises WarehouseAway while Postgres cannot be reached.
    """

    def __init__(self, engine: Engine, credentials: Credentials) -> None:
        self._engine = engine
        self._key = token_key(credentials)
        self._credentials = credentials

    def current(self) -> Token | None:
        """The stored token; None if there is none, it is 29 days old, or another private key encrypted it."""
        with reachable("reading the shared token"), borrowed(self._engine) as connection:
            return self._read(connection)

    def renew(self, seen_generation: int, fetch: Callable[[], str]) -> Token:
        """A token later than `seen_generation`: the one another process has made since, else one made by `fetch`.

        What `fetch` raises goes through, and the stored token stays.
        """
        with reachable("waiting to renew the shared token"), self._engine.begin() as connection:
            return self._renew(connection, seen_generation, fetch)

    @cached_property
    def _fernet(self) -> Fernet:
        uid, secret = self._credentials.uid, self._credentials.secret
        if not secret:
            raise ConfigError(f"Project uid {uid} has no secret: a shared token needs ai, secret and client_id.")
        derivation = HKDF(algorithm=SHA256(), length=32, salt=_SALT, info=self._key.encode())
        return Fernet(base64.urlsafe_b64encode(derivation.derive(secret.encode())))

    def _renew(self, connection: Connection, seen: int, fetch: Callable[[], str]) -> Token:
        execute(connection, "tokens/limit_token_transaction")
        execute(connection, "tokens/lock_token", token_key=self._key)
        stored = self._read(connection)
        if stored is not None and stored.generation > seen:
            return stored
        known = execute(connection, "tokens/select_token_generation", token_key=self._key).scalar_one_or_none()
        # Dated before it is made: it must never look younger than it is.
        asked_at = execute(connection, "tokens/select_clock").scalar_one()
        token = Token(fetch(), max(seen, known or 0) + 1)
        encrypted = self._fernet.encrypt(token.value.encode())
        values = {"generation": token.generation, "encrypted": encrypted, "issued_at": asked_at}
        execute(connection, "tokens/upsert_token", token_key=self._key, **values)
        return token

    def _read(self, connection: Connection) -> Token | None:
        row = execute(connection, "tokens/select_token", token_key=self._key).one_or_none()
        if row is None:
            return None
        with suppress(InvalidToken):
            return Token(self._fernet.decrypt(bytes(row.encrypted)).decode(), row.generation)
        return None


def token_key(credentials: Credentials) -> str:
    """Hex SHA-256 of address, uid, client id and ai: two projects, or two key pairs, never share a token."""
    parts = (credentials.base_url.rstrip("/"), credentials.uid, credentials.client_id, credentials.ai)
    return hashlib.sha256("|".join(part or "" for part in parts).encode()).hexdigest()
