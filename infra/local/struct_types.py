"""Builds what msgspec learns of each type at its first use, before there are threads.

It does so without a lock: two threads that meet a type for the first time at once can bring the whole process down. A
Lambda container has one thread; this machine serves with many.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress

import msgspec

import chalicelib


def import_all() -> None:
    """Every module of the service: types of those that are imported later would be met by threads."""
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)


def learn_types() -> None:
    """Of every type that is there; one that holds what msgspec cannot read is never read by it."""
    for kind in _kinds(msgspec.Struct):
        with suppress(TypeError, NameError):
            msgspec.json.Decoder(kind)


def _kinds(kind: type) -> Iterator[type]:
    children: list[type] = kind.__subclasses__()
    for child in children:
        yield child
        yield from _kinds(child)
