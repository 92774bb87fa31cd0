"""What every part of the configuration has in common: fixed once read, checked whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

# A place below the section, and what is wrong there.
Problem = tuple[tuple[str | int, ...], str]


class Section(BaseModel):
    """A part of the file: fixed once read, unknown settings refused, all its mistakes reported together."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def problems(cls, raw: Any) -> Iterable[Problem]:
        """What breaks the rules between settings, read from the raw values so that other mistakes hide none."""
        return ()

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(raw, Mapping):
            # A setting written without a value is not set; an unknown one stays, to be refused.
            raw = {key: value for key, value in raw.items() if value is not None or key not in cls.model_fields}
        found = [_detail(PydanticCustomError("rule", "{said}", {"said": said}), at) for at, said in cls.problems(raw)]
        try:
            section = handler(raw)
        except ValidationError as error:
            found += [_repeat(each) for each in error.errors()]
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found, hide_input=True)
        return section


def setting_of(raw: Any, setting: str) -> Any:
    """A raw setting's value; None where it is missing or `raw` is not a section."""
    return raw.get(setting) if isinstance(raw, Mapping) else getattr(raw, setting, None)


def entries(raw: Any, setting: str) -> Sequence[Any]:
    found = setting_of(raw, setting)
    return found if isinstance(found, list | tuple) else ()


def one_of(choices: Iterable[str]) -> str:
    listed = list(choices)
    return listed[0] if len(listed) == 1 else f"one of {', '.join(listed)}"


def _detail(kind: PydanticCustomError | str, at: tuple[str | int, ...], ctx: Any = None) -> InitErrorDetails:
    # The input is left out: it may be a credential.
    return InitErrorDetails(type=kind, loc=at, input=None, ctx=ctx or {})


def _repeat(error: Any) -> InitErrorDetails:
    if error["type"] == "rule":
        return _detail(PydanticCustomError("rule", "{said}", error["ctx"]), error["loc"])
    return _detail(error["type"], error["loc"], error.get("ctx"))
