"""The conditions that a signed policy puts on a browser's upload (S3 API reference, "POST Policy")."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.local.signatures import Denied

_FREE_OF_CONDITIONS = ("policy", "x-amz-signature", "file")


@dataclass(frozen=True)
class Sizes:
    """Bytes that the file may have, both ends included."""

    least: int = 0
    most: int = 5 * 1024**3

    def check(self, size: int) -> None:
        if size < self.least:
            raise Denied("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400)
        if size > self.most:
            raise Denied("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400)


def allowed_sizes(fields: Mapping[str, str], bucket: str, now: datetime) -> Sizes:
    """Checks a form (by lower-case field name) against its policy; the file's size remains. Raises Denied."""
    policy = _decoded(fields["policy"])
    if now >= _moment(policy.get("expiration")):
        raise _refused("Policy expired.")
    values = {**fields, "bucket": bucket}
    sizes, covered = Sizes(), set()
    for condition in _listed(policy):
        kind, name, value = _parts(condition)
        if kind == "content-length-range":
            sizes = _range(name, value)
            continue
        covered.add(name)
        if not _holds(kind, values.get(name, ""), value):
            raise _refused(f"Policy Condition failed: {json.dumps(condition)}")
    _check_extras(set(fields) - covered)
    return sizes


def _check_extras(extras: set[str]) -> None:
    extras = {name for name in extras if name not in _FREE_OF_CONDITIONS and not name.startswith("x-ignore-")}
    if extras:
        raise _refused(f"Extra input fields: {', '.join(sorted(extras))}")


def _decoded(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise _refused("Invalid Policy: Invalid JSON.") from error
    if not isinstance(policy, dict):
        raise _refused("Invalid Policy: not an object.")
    return policy


def _moment(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError as error:
        raise _refused("Invalid Policy: Invalid 'expiration' value.") from error


def _listed(policy: Mapping[str, Any]) -> list[Any]:
    conditions = policy.get("conditions")
    if not isinstance(conditions, list):
        raise _refused("Invalid Policy: missing 'conditions'.")
    return conditions


def _parts(condition: Any) -> tuple[str, Any, Any]:
    """Kind, field (lower case, without its $) and value; for a range: kind, least and most."""
    if isinstance(condition, dict) and len(condition) == 1:
        name, value = next(iter(condition.items()))
        return "eq", name.lower(), value
    if isinstance(condition, list) and len(condition) == 3:
        kind, name, value = condition
        if kind == "content-length-range":
            return kind, name, value
        if kind in ("eq", "starts-with") and isinstance(name, str) and name.startswith("$"):
            return kind, name[1:].lower(), value
    raise _refused(f"Invalid Policy: Invalid condition {json.dumps(condition)}")


def _range(least: Any, most: Any) -> Sizes:
    try:
        return Sizes(int(least), int(most))
    except (TypeError, ValueError) as error:
        raise _refused("Invalid Policy: Invalid content-length-range.") from error


def _holds(kind: str, given: str, wanted: Any) -> bool:
    return given.startswith(str(wanted)) if kind == "starts-with" else given == str(wanted)


def _refused(why: str) -> Denied:
    return Denied("AccessDenied", f"Invalid according to Policy: {why}")
