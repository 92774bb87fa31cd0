"""Files that are read whole, and that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gio_pipeline.core.errors import ConfigError


def read_text(path: Path, label: str) -> str:
    """The file's UTF-8 text, a byte order mark left out; ConfigError where it is not UTF-8."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{label} does not exist.") from None
    except OSError as error:
        raise ConfigError(f"{label} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{label}:{line}: is not UTF-8 text: save the file as UTF-8") from None


@contextmanager
def complete_file(target: str | Path) -> Iterator[Path]:
    """A path to write to, renamed to `target` at the end: whatever stops the writing, no half file stands there."""
    path = Path(target).resolve()
    if path.exists() and not path.is_file():
        # A pipe or device is written to as it is.
        yield path
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
