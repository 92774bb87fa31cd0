"""From what validation found to what a person reads: `reports.yaml:12: projects[0].reports[2].grain: must be …`."""

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from gio_pipeline.core.config import Config, ProjectConfig, ReportConfig, SettleConfig
from gio_pipeline.core.config.section import Section, one_of
from gio_pipeline.settings.yaml_file import Mistake, Place, Written

_SECTIONS: dict[Place, type[Section]] = {
    (): Config,
    ("settle",): SettleConfig,
    ("projects",): ProjectConfig,
    ("projects", "settle"): SettleConfig,
    ("projects", "reports"): ReportConfig,
}


def mistakes_of(error: ValidationError, file: Written, known: set[Place]) -> list[Mistake]:
    """A sentence per mistake, without those at places that are known to be wrong already."""
    details = error.errors(include_url=False)
    return [file.mistake(each["loc"], _said(each)) for each in details if each["loc"] not in known]


def _said(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "missing":
            return f"is missing{_described(error['loc'])}"
        case "extra_forbidden":
            return _unknown(error["loc"])
        case "enum" | "literal_error":
            return f"must be {_choices(context['expected'])}"
        case "greater_than" | "greater_than_equal" | "less_than_equal":
            return _bound(error["type"], context)
        case "model_type" | "model_attributes_type":
            return "must be a group of settings (name: value)"
        case "tuple_type":
            return "must be a list"
    return str(error["msg"])


def _bound(kind: str, context: dict[str, Any]) -> str:
    if kind == "greater_than":
        return f"must be more than {context['gt']:g}"
    return f"must be at least {context['ge']:g}" if "ge" in context else f"must be at most {context['le']:g}"


def _choices(expected: str) -> str:
    return one_of(expected.replace(" or ", ", ").replace("'", "").split(", "))


def _section(place: Place) -> type[Section]:
    return _SECTIONS[tuple(part for part in place if isinstance(part, str))]


def _described(place: Place) -> str:
    about = _section(place[:-1]).model_fields[str(place[-1])].description or ""
    return f": {about[:1].lower()}{about[1:].rstrip('.')}"


def _unknown(place: Place) -> str:
    settings = list(_section(place[:-1]).model_fields)
    near = get_close_matches(str(place[-1]).lower(), settings, n=1)
    return f"is no setting; did you mean {near[0]}?" if near else f"is no setting; there are {', '.join(settings)}"
