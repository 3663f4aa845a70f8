"""Empties a running emulation between two tests: what storage.yaml made stays, what was put into it goes."""

from typing import Any

from moto.backends import get_backend
from moto.s3.models import FakeKey

from infra.local.emulation import LOCK
from infra.local.template import ACCOUNT


def forget_everything(region: str) -> None:
    """No item, object, job, member of staff, mail or secret is left; far sooner than all could be made again."""
    with LOCK:
        for table in _backend("dynamodb", region).tables.values():
            table.items.clear()
        for bucket in _backend("s3", "aws").buckets.values():
            _empty(bucket)
        for queue in _backend("sqs", region).queues.values():
            queue._messages.clear()
            queue._pending_messages.clear()
            queue.deleted_messages.clear()
        for pool in _backend("cognito-idp", region).user_pools.values():
            for kept in (pool.users, pool.refresh_tokens, pool.access_tokens, pool.id_tokens):
                kept.clear()
        _backend("ses", region).sent_messages.clear()
        _backend("ssm", region)._parameters.clear()


def _empty(bucket: Any) -> None:
    for versions in [bucket.keys.getlist(key) for key in bucket.keys]:
        for version in versions:
            if isinstance(version, FakeKey):
                version.dispose()
    dict.clear(bucket.keys)
    for upload in list(bucket.multiparts):
        bucket.multiparts.pop(upload).dispose()


def _backend(service: Any, region: str) -> Any:
    return get_backend(service)[ACCOUNT][region]
