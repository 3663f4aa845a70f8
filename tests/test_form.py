"""Reading bodies: what is refused outright, what is a fault of a field, and that all faults come at once."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar

import msgspec
import pytest

from chalicelib.errors import Invalid, Malformed, TooLarge
from chalicelib.form import Faulty, Form, read


def _even(value: int) -> int:
    if value % 2:
        raise Faulty("odd")
    return value


class Order(Form, frozen=True):
    checks: ClassVar[dict[str, Any]] = {"amount": _even}
    multiline: ClassVar[frozenset[str]] = frozenset({"note"})

    title: Annotated[str, msgspec.Meta(min_length=2, max_length=10)]
    amount: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    note: str | None = None
    tags: list[str] = []
    seen: list[str] | None = None


def order(**fields: Any) -> Order:
    return read(json.dumps(fields).encode(), Order)


def faults(**fields: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        order(**fields)
    return {fault.field: fault.code for fault in refused.value.faults}


def test_blanks_around_are_stripped_and_letters_composed() -> None:
    assert order(title="  Se\u0301  ").title == "Sé"


def test_all_faults_are_named_at_once() -> None:
    assert faults(amount=3, note=5, extra=1) == {
        "title": "required",
        "amount": "odd",
        "note": "wrong-type",
        "extra": "unknown-field",
    }


def test_blank_counts_as_missing() -> None:
    assert faults(title="   ") == {"title": "required"}


def test_empty_list_says_something_where_none_would_say_nothing() -> None:
    assert (order(title="Se").seen, order(title="Se", seen=None).seen, order(title="Se", seen=[]).seen) == (
        None,
        None,
        [],
    )
    assert faults(title=[]) == {"title": "required"}


def test_bounds_are_faults_with_their_limit() -> None:
    with pytest.raises(Invalid) as refused:
        order(title="x" * 11, amount=101)

    assert [(fault.code, fault.values) for fault in refused.value.faults] == [
        ("too-long", {"limit": 10}),
        ("out-of-range", {"limit": 100}),
    ]


@pytest.mark.parametrize("character", ["\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\u2029", "\x1b"])
def test_control_characters_are_faults(character: str) -> None:
    assert faults(title=f"a{character}b") == {"title": "control-characters"}


def test_several_lines_are_kept_where_a_field_has_them() -> None:
    assert order(title="ab", note="satu\r\ndua").note == "satu\r\ndua"


def test_direction_controls_are_taken_out() -> None:
    assert order(title="ab\u202ecd\u2066").title == "abcd"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"nonsense",
        b'{"title": NaN}',
        b'{"title": 1e999999}',
        b'{"title": "a", "title": "b"}',
        b'{"amount": ' + b"9" * 19 + b"}",
        b'{"title": "\\ud800"}',
        b"\xff\xfe",
        b'{"tags": ' + b"[" * 60 + b"]" * 60 + b"}",
        b"[" * 5000,
    ],
    ids=["list", "text", "nan", "infinity", "doubled-key", "huge-int", "surrogate", "not-utf8", "depth", "bomb"],
)
def test_bodies_no_honest_client_sends_are_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body, Order)


def test_body_over_64_kib_is_too_large() -> None:
    with pytest.raises(TooLarge):
        read(json.dumps({"title": "x" * 65536}).encode(), Order)
