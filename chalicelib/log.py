"""The log: JSON, one line an outcome, ids only - never a name, address, phone, token or body."""

from __future__ import annotations

from aws_lambda_powertools import Logger

log = Logger(service="loket-pustaka")

BEYOND_HELP = "beyond help"
"""The line of the log that rings the alarm (infra/alarms.yaml)."""
