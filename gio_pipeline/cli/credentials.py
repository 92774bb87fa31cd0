"""Which projects lack what it takes to ask them."""

from collections.abc import Iterable

from gio_pipeline.core.errors import ConfigError
from gio_pipeline.growingio.adapter import trusted
from gio_pipeline.settings import Settings


def unusable(settings: Settings, projects: Iterable[str], *, named: bool) -> dict[str, ConfigError]:
    """Why some of the projects cannot be asked; the others can.

    Raises one ConfigError for all of them where the projects were named, or where none can be asked: nothing is tried.
    """
    wanted, found = list(dict.fromkeys(projects)), dict[str, ConfigError]()
    for project in wanted:
        try:
            trusted(settings.credentials(project).base_url)
        except ConfigError as error:
            found[project] = error
    if found and (named or len(found) == len(wanted)):
        raise ConfigError("\n".join(map(str, found.values())))
    return found
