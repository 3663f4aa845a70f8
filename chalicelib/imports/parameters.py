"""Secrets in the parameter store of Systems Manager, and how they are carried: they show themselves to nobody."""

from __future__ import annotations

import re
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.objects import code_of


class Secret:
    """A secret that no log, no error and no debugger writes out by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    @property
    def fits_a_path(self) -> bool:
        """Whether it can be part of an address as it is: it is one word of letters, digits, hyphens."""
        return re.fullmatch(r"[A-Za-z0-9_-]{8,128}", self._value) is not None


class ParameterStore:
    """One secret, read whenever it is asked for: a new key counts from the next import on."""

    def __init__(self, client: Any, name: str) -> None:
        self._client, self._name = client, name

    def secret(self) -> Secret | None:
        """The secret, decrypted; None where none is stored."""
        try:
            found = self._client.get_parameter(Name=self._name, WithDecryption=True)
        except ClientError as error:
            if code_of(error) == "ParameterNotFound":
                return None
            raise
        return Secret(found["Parameter"]["Value"].strip())
