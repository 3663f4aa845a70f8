"""What every emulated call costs beside its own work, made small: most of a test's time is hundreds of such calls.

Nobody checks the signatures of calls that stay in this process, an answer's attributes are already as a caller wants
them, and moto weighs an item anew for each of its attributes.
"""

import functools
import string
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from botocore.auth import SigV4Auth
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.utilities import bytesize, dynamo_to_dict

from infra.local.quick_answers import is_plain

LARGEST_ITEM = 405_000
"""Bytes, as moto has it in `LimitedSizeDict`."""

_LETTERS_AND_DIGITS = string.ascii_letters + string.digits


def naming_the_key_only(sign: Callable[[SigV4Auth, str, Any], str]) -> Callable[[SigV4Auth, str, Any], str]:
    """botocore's signature, kept for S3, whose calls may leave the process: else moto reads the key's name alone."""

    @functools.wraps(sign)
    def quick(auth: SigV4Auth, string_to_sign: str, request: Any) -> str:
        return sign(auth, string_to_sign, request) if type(auth) is not SigV4Auth else "0" * 64

    return quick


def unsigned_request(describe: Callable[[SigV4Auth, Any], str]) -> Callable[[SigV4Auth, Any], str]:
    """What such a signature would be made of."""

    @functools.wraps(describe)
    def quick(auth: SigV4Auth, request: Any) -> str:
        return describe(auth, request) if type(auth) is not SigV4Auth else ""

    return quick


def structures_as_they_are(parse: Callable[[Any, Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    """botocore's or moto's reader of structures, which leaves plain attribute values alone."""

    @functools.wraps(parse)
    def quick(parser: Any, shape: Any, value: Any) -> Any:
        if shape.name == "AttributeValue" and is_plain(value):
            return value
        return parse(parser, shape, value)

    return quick


def words_of_known_conditions(lex: Callable[[Any], deque[Any]]) -> Callable[[Any], deque[Any]]:
    """moto's reader of a condition's words, which are the same at each of its calls."""
    known: dict[str, tuple[Any, ...]] = {}

    @functools.wraps(lex)
    def quick(parser: Any) -> deque[Any]:
        condition = parser.condition_expression
        if condition not in known:
            known[condition] = tuple(lex(parser))
        return deque(known[condition])

    return quick


def as_dict(value: Any) -> Any:
    """moto's `dynamo_to_dict`, without its detours for what is plain."""
    kind = type(value)
    if kind is DynamoType and value.type not in ("B", "BS"):
        return {value.type: value.value if type(value.value) is str else as_dict(value.value)}
    if kind is dict:
        return {name: as_dict(one) for name, one in value.items()}
    if kind is list:
        return [as_dict(one) for one in value]
    return value if kind in (str, bool, int) else dynamo_to_dict(value)


def size_of(value: DynamoType) -> int:
    """Bytes, as moto's `DynamoType.size`: a value within another is not made anew to be weighed."""
    content = value.value
    kind = type(content)
    if kind is str:
        return len(content) if content.isascii() else bytesize(content)
    if kind is dict:
        return sum(bytesize(name) + size_of(one) for name, one in content.items())
    if kind is list and value.type == "L":
        return sum(map(size_of, content))
    if kind is list:
        return sum(len(one) if type(one) is str and one.isascii() else bytesize(one) for one in content)
    return 1 if kind is bool else bytesize(content)


def fill_item(item: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: Mapping[str, Any]) -> None:
    """In place of moto's `Item.__init__`: weighed once, when it is whole."""
    item.hash_key, item.range_key = hash_key, range_key
    item.attrs = LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > LARGEST_ITEM:
        raise ItemSizeTooLarge


def random_string(random: Any, length: int = 20, include_digits: bool = True, lower_case: bool = False) -> str:
    """In place of moto's, which draws every letter by itself: each answer has 52 of them."""
    pool = _LETTERS_AND_DIGITS if include_digits else string.ascii_letters
    drawn = "".join(random.choices(pool, k=length))
    return drawn.lower() if lower_case else drawn
