"""Reads the templates as CloudFormation would, with names for addresses: VisitsTable's ARN is `arn:VisitsTable`."""

import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from infra.local.template import read

INFRA = Path(__file__).parent.parent / "infra"
STORAGE = read(INFRA / "storage.yaml")

Statement = Mapping[str, Any]
Functions = dict[str, dict[str, Any]]
"""The properties of the functions by logical id."""
Rights = dict[str, list[Statement]]
"""What the role of each function lets it do."""


def of_type(template: Mapping[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, e.g. `AWS::SQS::Queue`, by logical id; at least one."""
    found = {name: made["Properties"] for name, made in template["Resources"].items() if made["Type"] == kind}
    assert found, f"there is no {kind}"
    return found


def resolved(value: Any) -> Any:
    """The value without intrinsics: a reference is the name of what it refers to, an import the export behind it."""
    if isinstance(value, list):
        return [resolved(part) for part in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name in _INTRINSICS:
            return _INTRINSICS[name](argument)
        assert not name.startswith("Fn::"), f"not understood: {value}"
    return {name: resolved(part) for name, part in value.items()}


def imported(name: str) -> str:
    """What the storage stack exports under `${Name}-...`."""
    exports = {output["Export"]["Name"]["Fn::Sub"]: output["Value"] for output in STORAGE["Outputs"].values()}
    assert name in exports, f"the storage stack does not export {name}"
    return str(resolved(exports[name]))


def _attribute(path: str | list[str]) -> str:
    name, attribute = path.split(".", 1) if isinstance(path, str) else path
    return f"arn:{name}" if attribute == "Arn" else f"{name}.{attribute}"


def _substituted(argument: str | list[Any]) -> str:
    text, own = (argument, {}) if isinstance(argument, str) else argument

    def word(found: re.Match[str]) -> str:
        name = found[1]
        if name in own:
            return str(resolved(own[name]))
        return _attribute(name) if "." in name else name

    return re.sub(r"\$\{([^}]+)\}", word, text)


_INTRINSICS: dict[str, Callable[[Any], str]] = {
    "Ref": str,
    "Fn::GetAtt": _attribute,
    "Fn::ImportValue": lambda argument: imported(argument["Fn::Sub"]),
    "Fn::Sub": _substituted,
}


def listed(value: Any) -> list[Any]:
    """Policies write one thing or a list of them."""
    return list(value) if isinstance(value, list) else [value]


def allows(statements: Iterable[Statement], action: str, resource: str) -> bool:
    """Whether any statement lets this action at this resource, whatever its conditions."""
    return any(
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in listed(statement["Action"]))
        and any(fnmatchcase(resource, pattern) for pattern in listed(resolved(statement["Resource"])))
        for statement in statements
    )
