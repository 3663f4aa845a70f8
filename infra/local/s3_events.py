"""S3's events as AWS writes them: moto encodes the slashes of a key, and leaves out its version and sequencer."""

import functools
import itertools
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

Event = dict[str, list[dict[str, Any]]]

_SEQUENCE = itertools.count(0x55AED6DCD90281E5)


def like_aws(get_s3_event: Callable[..., Event]) -> Callable[..., Event]:
    """moto's event with `sequencer` (hexadecimal; of one key, larger is later) and, with versions, `versionId`."""

    @functools.wraps(get_s3_event)
    def completed(event_name: str, bucket: Any, key: Any, notification_id: str) -> Event:
        event = get_s3_event(event_name, bucket, key, notification_id)
        for record in event["Records"]:
            record["s3"]["object"]["key"] = quote_plus(key.name, safe="/")
            record["s3"]["object"]["sequencer"] = f"{next(_SEQUENCE):018X}"
            if bucket.is_versioned:
                record["s3"]["object"]["versionId"] = key.version_id
        return event

    return completed
