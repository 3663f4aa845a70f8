"""What a bucket itself allows: the denials of its policy, and the origins of its CORS rules."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from infra.local.signatures import Denied
from infra.local.template import TemplateProblem

Rule = Mapping[str, Any]


def check_policy(
    policy: Mapping[str, Any] | None, action: str, resource: str, authentication: str, age: timedelta
) -> None:
    """Raises Denied where the policy denies the action to everybody in this situation.

    `authentication` is S3's `s3:authType`. Loopback counts as TLS: nothing else can read it.
    """
    situation = {
        "aws:SecureTransport": "true",
        "s3:authType": authentication,
        "s3:signatureAge": str(int(age.total_seconds() * 1000)),
    }
    for statement in _list((policy or {}).get("Statement", [])):
        if statement["Effect"] == "Deny" and _applies(statement, action, resource, situation):
            raise Denied("AccessDenied", "Access Denied")


def _applies(statement: Rule, action: str, resource: str, situation: Mapping[str, str]) -> bool:
    return (
        any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _list(statement["Action"]))
        and any(fnmatchcase(resource, pattern) for pattern in _list(statement["Resource"]))
        and all(
            _holds(operator, situation[key], str(wanted))
            for operator, tests in statement.get("Condition", {}).items()
            for key, wanted in tests.items()
        )
    )


def _holds(operator: str, found: str, wanted: str) -> bool:
    if operator == "Bool":
        return found.lower() == wanted.lower()
    if operator == "StringEquals":
        return found == wanted
    if operator == "NumericGreaterThan":
        return int(found) > int(wanted)
    raise TemplateProblem(f"The local stack cannot judge the condition {operator}.")


def preflight_headers(rules: Iterable[Rule], origin: str, method: str, wanted: Iterable[str]) -> list[tuple[str, str]]:
    """The answer to a browser's preflight. Raises Denied where no rule allows it; `wanted` are header names."""
    names = [name.strip().lower() for name in wanted if name.strip()]
    rule = _matching(rules, origin, method, names)
    if rule is None:
        raise Denied("AccessForbidden", "CORSResponse: This CORS request is not allowed.")
    headers = _headers(rule, origin)
    if names:
        headers.append(("Access-Control-Allow-Headers", ", ".join(names)))
    if "MaxAgeSeconds" in rule:
        headers.append(("Access-Control-Max-Age", str(rule["MaxAgeSeconds"])))
    return headers


def cors_headers(rules: Iterable[Rule], origin: str | None, method: str) -> list[tuple[str, str]]:
    """What an answer to a cross-origin request bears; nothing where no rule allows the origin to read it."""
    rule = _matching(rules, origin, method, []) if origin else None
    return _headers(rule, origin) if rule and origin else []


def _matching(rules: Iterable[Rule], origin: str, method: str, names: list[str]) -> Rule | None:
    for rule in rules:
        allowed = [pattern.lower() for pattern in rule.get("AllowedHeaders", [])]
        if (
            method in rule["AllowedMethods"]
            and any(fnmatchcase(origin, pattern) for pattern in rule["AllowedOrigins"])
            and all(any(fnmatchcase(name, pattern) for pattern in allowed) for name in names)
        ):
            return rule
    return None


def _headers(rule: Rule, origin: str) -> list[tuple[str, str]]:
    anybody = "*" in rule["AllowedOrigins"]
    headers = [
        ("Access-Control-Allow-Origin", "*" if anybody else origin),
        ("Access-Control-Allow-Methods", ", ".join(rule["AllowedMethods"])),
        ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"),
    ]
    if not anybody:
        headers.append(("Access-Control-Allow-Credentials", "true"))
    if rule.get("ExposeHeaders"):
        headers.append(("Access-Control-Expose-Headers", ", ".join(rule["ExposeHeaders"])))
    return headers


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
