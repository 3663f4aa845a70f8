"""Jobs that send the letters of a complaint: named by its inner id, with nothing personal in them."""

from __future__ import annotations

import re
from typing import Protocol

from chalicelib.complaints.ports import LetterJobs


class JobPorts(Protocol):
    """What starting one needs."""

    @property
    def jobs(self) -> LetterJobs: ...


def letters_key(complaint_id: str) -> str:
    """What the job is called in the queue of deliveries."""
    return f"letters/{complaint_id}"


def complaint_of_job(key: str) -> str | None:
    """The complaint whose letters a job is about, or None for another key."""
    found = re.fullmatch(r"letters/([0-9a-f]{32})", key)
    return found[1] if found else None


def start_letters(ports: JobPorts, complaint_id: str) -> None:
    """Have the letters of a complaint sent; one start too many sends none twice."""
    ports.jobs.start("delivery", letters_key(complaint_id))
