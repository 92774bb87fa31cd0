"""The GrowingIO statistics export API: a client with retries, a shared token and a shared rate limit."""

from gio_pipeline.growingio.answers import Answer, Download
from gio_pipeline.growingio.client import GrowingIOClient
from gio_pipeline.growingio.listings import Record
from gio_pipeline.growingio.protocols import Priority, RateGate, Slot, Token, TokenStore
from gio_pipeline.growingio.retry import RetryPolicy, TimeLimits
from gio_pipeline.growingio.tokens import ConsoleTokenStore, signature, token_request_body

__all__ = [
    "Answer",
    "ConsoleTokenStore",
    "Download",
    "GrowingIOClient",
    "Priority",
    "RateGate",
    "Record",
    "RetryPolicy",
    "Slot",
    "TimeLimits",
    "Token",
    "TokenStore",
    "signature",
    "token_request_body",
]
