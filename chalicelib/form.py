"""Reading a body into a frozen form: unknown fields refused, every faulty field reported at once."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, Never, TypeVar, get_type_hints

import msgspec

from chalicelib.errors import Fault, Invalid, Malformed, TooLarge

MOST_BYTES = 64 * 1024
MOST_DEPTH = 50
MOST_DIGITS = 18
BIDI_CONTROLS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body as it was meant.

    `checks` clean a field further than its type can and raise `Faulty`; `multiline` fields keep line feeds, and `whole`
    ones are left as they came: somebody else reads them.
    """

    checks: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    multiline: ClassVar[frozenset[str]] = frozenset()
    whole: ClassVar[frozenset[str]] = frozenset()


class Faulty(ValueError):
    """A value that its check does not accept."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


F = TypeVar("F", bound=Form)
Beyond = Callable[[Mapping[str, Any]], Iterable[Fault]]

_CODES = (
    (re.compile(r"length <= (\d+)"), "too-long"),
    (re.compile(r"length >= (\d+)"), "too-short"),
    (re.compile(r"(?:int|float)` [<>]=? (-?\d+)"), "out-of-range"),
    (re.compile(r"Invalid enum value"), "not-in-list"),
    (re.compile(r"missing required field `([^`]+)`"), "required"),
    (re.compile(r"unknown field `([^`]+)`"), "unknown-field"),
    (re.compile(r"matching regex"), "wrong-format"),
    (re.compile(r"Invalid (?:RFC3339|date|datetime)"), "wrong-format"),
)


def read(body: bytes, form: type[F], beyond: Beyond = lambda _: ()) -> F:
    """The form that the body holds; `beyond` says what else is wrong with the fields that can be read.

    Raises TooLarge over 64 KiB, Malformed where it is no JSON object (RFC 8259) or carries what no honest
    client sends (duplicate keys, NaN, depth over 50, numbers over 18 digits, lone surrogates),
    and Invalid with every fault of every field.
    """
    return filled(parsed(body), form, beyond)


@cache
def _hints(form: type[Form]) -> dict[str, Any]:
    """The types of a form's fields: made out once, for it takes as long as a read of the storage."""
    return get_type_hints(form, include_extras=True)


def filled(given: Mapping[str, Any], form: type[F], beyond: Beyond = lambda _: ()) -> F:
    """The form that these values fill. Raises Invalid with every fault of every field."""
    faults = [Fault(name, "unknown-field") for name in given if name not in form.__struct_encode_fields__]
    hints = _hints(form)
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(form):
        try:
            values[field.name] = _field(form, field, hints[field.name], given)
        except Faulty as faulty:
            faults.append(Fault(field.encode_name, faulty.code, faulty.values))
        except msgspec.ValidationError as error:
            faults.append(_fault(field.encode_name, str(error)))
    faults += beyond(values)
    if faults:
        raise Invalid(faults=tuple(faults))
    return form(**values)


def _field(form: type[Form], field: Any, hint: Any, given: Mapping[str, Any]) -> Any:
    value = given.get(field.encode_name)
    if field.name not in form.whole:
        value = _clean(value, field.name in form.multiline)
    if value in (None, "") or (value == [] and field.required):
        if field.required:
            raise Faulty("required")
        return field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    converted = msgspec.convert(value, hint)
    check = form.checks.get(field.name)
    return check(converted) if check else converted


def _fault(name: str, message: str) -> Fault:
    """A fault by msgspec's words; the path inside a nested value is kept (`consents[0].code`)."""
    inner = re.search(r"at `\$\.?([^`]*)`", message)
    path = name + (f".{inner[1]}" if inner and not inner[1].startswith("[") else inner[1] if inner else "")
    for pattern, code in _CODES:
        found = pattern.search(message)
        if found and code in ("required", "unknown-field"):
            return Fault(f"{path}.{found[1]}", code)
        if found:
            return Fault(path, code, {"limit": int(found[1])} if found.groups() else {})
    return Fault(path, "wrong-type")


def _clean(value: Any, multiline: bool = False) -> Any:
    """Strings stripped, composed (NFC) and free of bidi controls, however deep they stand."""
    if isinstance(value, str):
        return _clean_text(value, multiline)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def _clean_text(text: str, multiline: bool) -> str:
    text = unicodedata.normalize("NFC", text.translate(BIDI_CONTROLS)).strip(" \u00a0")
    for character in text.replace("\r\n", "\n") if multiline else text:
        if character == "\n" and multiline:
            continue
        if unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs"):
            raise Faulty("control-characters")
    return text


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object in a body, read strictly."""
    if len(body) > MOST_BYTES:
        raise TooLarge()
    try:
        value = json.loads(
            body.decode("utf-8") or "{}",
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=_bounded,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed() from error
    if not isinstance(value, dict) or _depth(value) > MOST_DEPTH or _has_lone_surrogate(value):
        raise Malformed()
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _bounded(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("number too long")
    return int(digits)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("number too large")
    return number


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [child for parent in level for child in _children(parent)]
    return deepest


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _has_lone_surrogate(value: Any) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in json.dumps(value, ensure_ascii=False))
