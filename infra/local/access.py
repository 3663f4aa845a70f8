"""What somebody needs to try the stack: addresses, names and passwords; on the terminal and in a file of their own."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "access.json"


@dataclass(frozen=True)
class Account:
    """A demo member of staff."""

    username: str
    password: str


@dataclass(frozen=True)
class Access:
    """Everything that opens a door of this run; all of it dies with the run."""

    base_url: str
    kiosk_token: str
    onsite_code: str
    kepala: Account
    petugas: Account

    def write(self, folder: Path) -> None:
        """The file is there as a whole or not at all, and only its owner can read it."""
        told: dict[str, Any] = {
            "base_url": self.base_url,
            "kiosk_token": self.kiosk_token,
            "onsite_code": self.onsite_code,
            "staff": vars(self.kepala),
            "petugas": vars(self.petugas),
        }
        draft = folder / f".{FILE}.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(told, opened, indent=2)
            opened.write("\n")
        draft.replace(folder / FILE)

    def banner(self, folder: Path) -> str:
        return f"""
Loket Pustaka runs at {self.base_url}/

  Kiosk   {self.base_url}/kiosk/#{self.kiosk_token}
  Phone   {self.base_url}/tamu/#{self.onsite_code}
  Board   {self.base_url}/papan/#{self.kiosk_token}
  Staff   {self.base_url}/petugas/
          head of unit  {self.kepala.username}  {self.kepala.password}
          staff         {self.petugas.username}  {self.petugas.password}
  Outbox  {self.base_url}/kotak-keluar/

  On-site code of the day  {self.onsite_code}
  Kiosk's token            {self.kiosk_token}
  The same as JSON         {folder / FILE}

All data lives in memory and is gone after the stop. Ctrl-C ends it.
"""


def remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        (folder / FILE).unlink()
