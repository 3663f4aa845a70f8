"""The clocks of complaints as an office configures them, in days."""

from __future__ import annotations

from typing import Annotated

import msgspec

Days = Annotated[int, msgspec.Meta(ge=1)]


class LaporDays(msgspec.Struct, frozen=True, rename="kebab"):
    """Working days for what is settled by SP4N-LAPOR's classes (Permen PANRB 62/2018)."""

    information: Days = 5
    without_supervision: Days = 14
    supervision: Days = 60


class ComplaintDays(msgspec.Struct, frozen=True):
    """The clocks of complaints, in days of the unit (UU 25/2009): until when one may be filed after
    the service, answered, completed, decided, and the decision told; and how early the office is reminded.
    """

    filing_days: Days = 30
    answer_days: Days = 14
    completion_days: Days = 30
    decision_days: Days = 60
    notice_days: Days = 14
    reminder_days: Days = 3
    lapor: LaporDays = LaporDays()
