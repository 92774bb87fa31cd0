"""A Dagster component: the reports of GrowingIO projects in a Dagster project that is somebody's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Self

import dagster as dg
from dagster.components.resolved.base import resolve_fields
from dagster.components.resolved.context import ResolutionContext
from dagster.components.resolved.errors import ResolutionException
from dagster.components.scaffold.scaffold import scaffold_with
from dagster.components.utils.translation import TranslationFn, TranslationFnResolver
from pydantic import BaseModel, Field, GetCoreSchemaHandler, create_model
from pydantic_core.core_schema import CoreSchema, any_schema, wrap_serializer_function_ser_schema

from gio_pipeline.core.catalog import CATALOG, titles
from gio_pipeline.core.config import Config, ReportSpec, fields
from gio_pipeline.core.errors import ConfigError
from gio_pipeline.defs.build import Parts, build_definitions
from gio_pipeline.defs.scaffold import GrowingIOScaffolder
from gio_pipeline.settings import Settings
from gio_pipeline.settings.hosted import hosted_settings
from gio_pipeline.settings.load import label
from gio_pipeline.settings.yaml_file import Place, Written

# {{ env.NAME }} and {{ env('NAME') }}
_VARIABLE = re.compile(r"""\{\{\s*env(?:\.(\w+)|\(\s*['"](\w+)['"]\s*\))\s*\}\}""", re.ASCII)
_BESIDE = {
    "config": "Path of a reports.yaml, from this file's directory on.",
    "database_url": "The warehouse; unset: GIO_DATABASE_URL, else the embedded Postgres.",
}
_TEMPLATE = re.compile(r"\{[{%#]")


def _written(context: ResolutionContext, value: Any) -> Any:
    """The value with its templates filled in, save variables: these are asked for only where they are needed.

    Jinja would also make a number of a text such as "0123", so that it sees nothing but what holds a template.
    """
    if isinstance(value, Mapping):
        return {key: _written(context.at_path(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written(context.at_path(at), each) for at, each in enumerate(value)]
    if not isinstance(value, str):
        return value
    late = _VARIABLE.sub(lambda found: f"${{{found[1] or found[2]}}}", value)
    return context.resolve_value(late) if _TEMPLATE.search(late) else late


@dataclass(frozen=True)
class _ShownAs:
    """A setting's type, which the schema shows and nothing enforces: its values may still be templates."""

    type: Any

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shown = handler.generate_schema(self.type)
        return any_schema(
            metadata={"pydantic_js_annotation_functions": [lambda _, schema: schema(shown)]},
            # Named here too, lest pydantic lose the definitions it refers to.
            serialization=wrap_serializer_function_ser_schema(lambda value, _: value, schema=shown),
        )


def _settings(context: ResolutionContext, model: BaseModel) -> Settings:
    host, tree = dg.ComponentLoadContext.from_resolution_context(context), context.source_position_tree
    root = host.project_root
    path = Path(tree.position.filename) if tree else host.path
    given = {name: getattr(model, name) for name in (*Config.model_fields, *_BESIDE)}
    data = {name: _written(context.at_path(name), value) for name, value in given.items() if value is not None}
    config, database = data.pop("config", None), data.pop("database_url", None)

    def line(place: Place) -> int:
        return tree.lookup_closest_and_path([*context.path, *place], None)[0].start.line if tree else 0

    inline = Written(label(path, root), data, line)
    try:
        if config and data:
            raise ConfigError(f"{inline.label}: config names a file of its own, so take out {', '.join(data)}.")
        written = (path.parent / config).resolve() if config else inline
        return hosted_settings(written, root, path=path, database=database)
    except ConfigError as error:
        raise ResolutionException(str(error)) from None


def _switch(_: ResolutionContext, value: object) -> bool:
    try:
        return fields.switch(value)
    except ValueError as error:
        raise ResolutionException(f"{value!r} {error}") from None


Switch = Annotated[bool, dg.Resolver(_switch, model_field_type=bool | str)]


@scaffold_with(GrowingIOScaffolder)
@dataclass
class GrowingIOComponent(dg.Component, dg.Resolvable):
    """GrowingIO's reports as assets with a partition per period, with their schedules, snapshots and notices.

    Takes what reports.yaml says, or its path under `config`.
    """

    settings: Annotated[Settings, dg.Resolver.from_model(_settings, model_field_name="config", model_field_type=str)]
    translation: (
        Annotated[TranslationFn[ReportSpec], TranslationFnResolver[ReportSpec](lambda report: {"report": report})]
        | None
    ) = None
    schedules: Annotated[Switch, Field(description="Whether loads and snapshots have schedules.")] = True
    snapshots: Annotated[Switch, Field(description=f"Whether {titles(CATALOG)} are taken.")] = True
    old_runs: Annotated[Switch, Field(description="Whether there is a job that deletes this component's old runs.")] = (
        True
    )
    notices: Annotated[Switch, Field(description="Whether sensors tell the addresses of notify.")] = True

    @classmethod
    def get_spec(cls) -> dg.ComponentTypeSpec:
        produces = ["asset", "asset_check", "job", "schedule"]
        return dg.ComponentTypeSpec(tags=["growingio", "postgres"], produces=produces)

    @classmethod
    def model(cls) -> type[BaseModel]:
        """What defs.yaml may say: the settings of reports.yaml, checked by us once their templates are filled in."""
        own: dict[str, Any] = {
            name: (Annotated[Any, _ShownAs(field.rebuild_annotation())], Field(None, description=field.description))
            for name, field in Config.model_fields.items()
        }
        own |= {name: (str | None, Field(None, description=said)) for name, said in _BESIDE.items()}
        return create_model(f"{cls.__name__}Attributes", __base__=super().model(), **own)

    @classmethod
    def load(cls, attributes: BaseModel | None, context: dg.ComponentLoadContext) -> Self:
        return super().load(attributes or cls.model()(), context)

    @classmethod
    def resolve_from_model(cls, context: ResolutionContext, model: BaseModel) -> Self:
        # Dagster resolves what is set alone, and the settings may stand in any of several fields.
        return cls(**resolve_fields(model.model_copy(update={"config": getattr(model, "config", None)}), cls, context))

    def get_asset_spec(self, spec: dg.AssetSpec, report: ReportSpec) -> dg.AssetSpec:
        """A report's asset as this project would have it; for subclasses to override."""
        return self.translation(spec, report) if self.translation else spec

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        self._check_alone(context)
        settings = replace(self.settings, name=_name(context))
        own = self.translation is None and type(self).get_asset_spec is GrowingIOComponent.get_asset_spec
        parts = Parts(self.schedules, self.snapshots, self.old_runs, self.notices)
        return build_definitions(settings, parts=parts, translate=None if own else self.get_asset_spec)

    def _check_alone(self, context: dg.ComponentLoadContext) -> None:
        """Raises ConfigError where another component has one of our projects: jobs and keys would have the same names,
        and each would call the other's reports inactive."""
        for other in context.component_tree.get_all_components(GrowingIOComponent):
            if other is not self:
                both = _same(self.settings, other.settings)
                files = sorted(label(each.settings.config_path, context.project_root) for each in (self, other))
                if both:
                    raise ConfigError(f"{both} stands in {files[0]} and in {files[1]}: keep it in one of them.")


def _same(ours: Settings, theirs: Settings) -> str | None:
    """A project that both have, in words."""
    names = {each.name for each in theirs.config.projects}
    uids = {spec.uid: spec.project for spec in theirs.reports()}
    for project in ours.config.projects:
        if project.name in names:
            return f"Project {project.name}"
    for spec in ours.reports():
        if spec.uid in uids:
            return f"GrowingIO's project {spec.uid} ({spec.project}, {uids[spec.uid]})"
    return None


def _name(context: dg.ComponentLoadContext) -> str:
    """Where the component stands below defs: growingio, or marketing_growingio; with a number where a file has more."""
    place = context.component_path
    words = place.file_path.relative_to(context.defs_module_path).with_suffix("").parts
    number = [str(place.instance_key)] if place.instance_key else []
    return re.sub(r"\W", "_", "_".join([*words, *number]), flags=re.ASCII)
