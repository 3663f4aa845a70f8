"""What the process that prepares a master and the one that started it say to each other: one line of JSON each."""

from __future__ import annotations

import msgspec

from chalicelib.watermark.model import RefusalCode


class Task(msgspec.Struct, frozen=True):
    """The descriptors of four open files - the master to read; prefix, template, cover to write - and what it may.

    `memory` is in bytes of data, `cpu` in seconds.
    """

    master: int
    prefix: int
    template: int
    cover: int
    memory: int
    cpu: int


class Began(msgspec.Struct, frozen=True, tag="began"):
    """The limits hold and the stranger's file is about to be read: from now on whatever happens is the file's doing."""


class Told(msgspec.Struct, frozen=True, tag="told"):
    """How far it is; see the catalogue's Progress."""

    step: str
    done: int
    of: int


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The end: the file is no master. `error` is the class of an exception that no parser should have let out.

    `peak_bytes` is the most memory that the process took; the kernel's own account of a child begins with its parent's.
    """

    code: RefusalCode
    error: str = ""
    peak_bytes: int = 0


class Prepared(msgspec.Struct, frozen=True, tag="prepared"):
    """The end of the preparation: prefix and template lie in their files, and here is the rest of a PreparedMaster.

    Only a Covered may follow; whatever happens to the process from now on, the master is prepared.
    """

    pages: int
    prefix_sha256: str
    template_sha256: str
    size_bytes: int
    signed: bool
    peak_bytes: int = 0


class Covered(msgspec.Struct, frozen=True, tag="covered"):
    """The cover lies in its file."""

    sha256: str


class Broke(msgspec.Struct, frozen=True, tag="broke"):
    """The end: not the file's doing, such as a full disk. `error` is the name of the exception's class."""

    error: str


Message = Began | Told | Refused | Prepared | Covered | Broke
_MESSAGES: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def written(message: Task | Message) -> bytes:
    """A message as its line, or a task as the argument that it is handed over by."""
    return msgspec.json.encode(message)


def read(line: bytes) -> Message:
    """The message of a line. Raises msgspec.MsgspecError for nonsense."""
    return _MESSAGES.decode(line)


def read_task(argument: str) -> Task:
    return msgspec.json.decode(argument, type=Task)
