"""The contenders: each takes an answer's bytes to committed rows, all to the same rows."""

from importlib import import_module

from benchmarks.loaders.base import Loader

_PLACES = {
    "floor": "floor.Floor",
    "ours": "ours.Ours",
    "ours_by_run": "ours.OursByRun",
    "ours_by_month": "ours_by_month.OursByMonth",
    "dlt_upsert": "dlt_merge.Upsert",
    "dlt_cdc": "dlt_merge.Cdc",
    "dlt_delete_insert": "dlt_merge.DeleteInsert",
    "pandas_copy": "pandas_sql.PandasCopy",
    "pandas": "pandas_sql.PandasInsert",
    "sqlalchemy": "sqlalchemy_upsert.SqlAlchemyUpsert",
}
# Another layout, or another use, of ours is no contender.
NAMES = tuple(name for name in _PLACES if not name.startswith("ours_"))


def loader(name: str) -> type[Loader]:
    """The contender of that name; imports only what it needs, which counts as its memory."""
    module, attribute = _PLACES[name].split(".")
    found: type[Loader] = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found


def installed(name: str) -> bool:
    """Whether the packages it needs are there."""
    try:
        loader(name)
    except ImportError:
        return False
    return True
