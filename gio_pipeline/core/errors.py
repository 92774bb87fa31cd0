"""Every error this package raises on purpose, and what its kind means for the caller.

GioError
├── UsageError                the request itself cannot be served (dates, unknown report); nothing was tried
├── ConfigError               reports.yaml, .env or the environment must be changed first
│   └── IdentityChanged       a report's name now stands for another report
├── WarehouseError            Postgres: unreachable, too old, not allowed, full
└── SourceError               GrowingIO
    ├── TransientError        the same request may succeed later
    │   ├── RateLimited       429
    │   └── TooSlow           request_timeout of what cannot be asked for in parts
    ├── TooLarge              the source cannot answer this window whole: ask for less
    └── PermanentError        repeating the request cannot help
        ├── AuthenticationError
        ├── UnknownReport
        └── ContractError     the answer is not what was asked for
"""


class GioError(Exception):
    """Base of all: its text is one sentence for a person, without credentials."""

    exit_code = 1


class UsageError(GioError):
    exit_code = 2


class ConfigError(GioError):
    exit_code = 2


class IdentityChanged(ConfigError):
    pass


class WarehouseError(GioError):
    pass


class SourceError(GioError):
    """`requests` counts the HTTP requests it took to find out."""

    requests = 0


class TransientError(SourceError):
    """Worth repeating; `retry_after` is the source's own wish in seconds, if it gave one."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(TransientError):
    pass


class TooSlow(TransientError):
    """`request_timeout` for one period alone, or another request without parts: the others may be answered."""


class TooLarge(SourceError):
    """`request_timeout`, or an answer that reached the row limit."""


class PermanentError(SourceError):
    pass


class AuthenticationError(PermanentError):
    pass


class UnknownReport(PermanentError):
    pass


class ContractError(PermanentError):
    pass
