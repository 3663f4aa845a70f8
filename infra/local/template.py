"""Reads a CloudFormation template: its YAML tags, parameters, and references between resources.

Only what our templates use is understood; anything else is refused by name, so that the local stack never guesses.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

ACCOUNT = "123456789012"
"""moto's account number."""

_NOTHING = object()
_SUBSTITUTION = re.compile(r"\$\{(!?)([^}]+)\}")


class TemplateProblem(Exception):
    """The template uses something that the local stack cannot show."""


@dataclass(frozen=True)
class Resource:
    """A made resource: what `!Ref` and `!GetAtt` give for it."""

    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def attribute(self, name: str) -> str:
        if name not in self.attributes:
            raise TemplateProblem(f"!GetAtt {name} is not known of {self.ref}.")
        return self.attributes[name]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """libyaml's, where PyYAML has it: ten times as quick, and every emulation begins with our templates."""


def _tagged(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(cast(yaml.MappingNode, node), deep=True)}


_Loader.add_multi_constructor("!", _tagged)


def read(path: Path) -> dict[str, Any]:
    """The template with its short tags spelled out: `!Ref X` is `{"Ref": "X"}`."""
    return cast(dict[str, Any], yaml.load(path.read_text(encoding="utf-8"), _Loader))  # noqa: S506 - a SafeLoader with tags


def _not_made(logical_id: str) -> Resource:
    raise TemplateProblem(f"{logical_id} is not made by the local stack.")


class Resolver:
    """Replaces every intrinsic by its value.

    `made` gives a resource by logical id, making it first if need be; `exports` are those of other stacks.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        parameters: Mapping[str, str],
        region: str,
        made: Callable[[str], Resource] = _not_made,
        exports: Mapping[str, str] | None = None,
    ) -> None:
        self._template = template
        self._made = made
        self._exports = exports or {}
        self._names = _parameters(template, parameters) | {
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": "local",
        }
        self._intrinsics: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::Sub": self._sub,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Not": lambda argument: not self.resolve(argument[0]),
            "Fn::Equals": self._equals,
            "Fn::Join": self._join,
            "Fn::ImportValue": lambda argument: self._exports[self.resolve(argument)],
        }

    def resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [kept for item in value if (kept := self.resolve(item)) is not _NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name in ("Ref", "Condition") or name.startswith("Fn::"):
                return self._intrinsic(name, argument)
        return {key: kept for key, item in value.items() if (kept := self.resolve(item)) is not _NOTHING}

    def is_wanted(self, logical_id: str) -> bool:
        """Whether the resource's own condition, if it has one, holds."""
        condition = self._template["Resources"][logical_id].get("Condition")
        return condition is None or bool(self._condition(condition))

    def _intrinsic(self, name: str, argument: Any) -> Any:
        if name not in self._intrinsics:
            raise TemplateProblem(f"{name} is not known to the local stack.")
        return self._intrinsics[name](argument)

    def _get_att(self, argument: str | list[str]) -> str:
        logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self._made(logical_id).attribute(attribute)

    def _if(self, argument: list[Any]) -> Any:
        condition, yes, no = argument
        return self.resolve(yes if self._condition(condition) else no)

    def _equals(self, argument: list[Any]) -> bool:
        return str(self.resolve(argument[0])) == str(self.resolve(argument[1]))

    def _join(self, argument: list[Any]) -> str:
        return str(argument[0]).join(map(str, self.resolve(argument[1])))

    def _condition(self, name: str) -> bool:
        return bool(self.resolve(self._template["Conditions"][name]))

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self._names:
            return self._names[name]
        return self._made(name).ref

    def _sub(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument

        def replaced(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return "${" + name + "}"
            if name in own:
                return str(self.resolve(own[name]))
            if "." in name:
                return str(self._get_att(name))
            return str(self._ref(name))

        return _SUBSTITUTION.sub(replaced, text)


def _parameters(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    declared = template.get("Parameters", {})
    values = {name: given.get(name, about.get("Default")) for name, about in declared.items()}
    missing = sorted(name for name, value in values.items() if value is None)
    if missing:
        raise TemplateProblem(f"Parameters without a value: {', '.join(missing)}.")
    return {name: str(value) for name, value in values.items()}
