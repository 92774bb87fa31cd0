"""Every error this package raises on purpose, and what its kind means for the caller.

GioError
├── Unforeseen                an exception of no kind below; the other reports are tried
├── UsageError                the request itself cannot be served (dates, unknown report); nothing was tried
├── ConfigError               reports.yaml, .env or the environment must be changed first
│   └── IdentityChanged       a report's name now stands for another report
├── WarehouseError            Postgres: unreachable, too old, not allowed, full
├── ClocksDisagree            this machine's clock and the database's differ too much to say what has settled
└── SourceError               GrowingIO
    ├── TransientError        the same request may succeed later
    │   ├── RateLimited       429
    │   └── TooSlow           one period alone, or another request without parts, takes too long
    ├── TooLarge              the source cannot answer this window whole: ask for less
    └── PermanentError        repeating the request cannot help
        ├── AuthenticationError
        ├── UnknownReport
        └── ContractError     the answer is not what was asked for
"""

from gio_pipeline.core.text import printable


class GioError(Exception):
    """Base of all: its text is one sentence for a person, without credentials and fit for a terminal."""

    exit_code = 1

    def __str__(self) -> str:
        # It may quote the source's words.
        return printable(super().__str__(), lines=True)


class Unforeseen(GioError):
    """Names the exception's type only: its text is unknown and may hold a secret."""


class UsageError(GioError):
    exit_code = 2


class ConfigError(GioError):
    exit_code = 2


class IdentityChanged(ConfigError):
    pass


class WarehouseError(GioError):
    pass


class ClocksDisagree(GioError):
    pass


class SourceError(GioError):
    """`requests` counts the HTTP requests it took to find out, `attempts` also those that reached nobody."""

    requests = 0
    attempts = 0


class TransientError(SourceError):
    """Worth repeating; `retry_after` is the source's own wish in seconds, if it gave one.

    overload_after: after how many like it in one call too much was asked for at once; None: it is a blip.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, overload_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after, self.overload_after = retry_after, overload_after


class RateLimited(TransientError):
    pass


class TooSlow(TransientError):
    """Too much time for one period alone, or for another request without parts: the others may be answered."""


class TooLarge(SourceError):
    """Too much at once. passing: it took too long, which may be otherwise later; else the size was refused."""

    def __init__(self, message: str, *, passing: bool = True) -> None:
        super().__init__(message)
        self.passing = passing


class PermanentError(SourceError):
    pass


class AuthenticationError(PermanentError):
    pass


class UnknownReport(PermanentError):
    pass


class ContractError(PermanentError):
    pass
