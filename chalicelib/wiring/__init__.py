"""Where everything is put together: the only reader of the environment and maker of clients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from chalicelib.settings import Settings, read_settings
from chalicelib.unit import Unit, Units, always_open, read_units
from chalicelib.wiring.stores import Stores

if TYPE_CHECKING:
    from chalicelib.catalogue.covers import CoversBucket
    from chalicelib.catalogue.edition import Indexes
    from chalicelib.catalogue.masters import MastersBucket
    from chalicelib.catalogue.workshop import Workshop
    from chalicelib.delivery.copies import CopiesBucket
    from chalicelib.delivery.mail import SesMailer
    from chalicelib.delivery.whatsapp import SocialMessenger
    from chalicelib.imports.parameters import ParameterStore
    from chalicelib.imports.webapi import BpsWebApi
    from chalicelib.staff.pool import CognitoSignIn
    from chalicelib.staff.tokens import Keys
    from chalicelib.traces.tracer import TracerApart
    from chalicelib.upkeep.queues import JobQueues


@lru_cache(maxsize=1)
def ports() -> Ports:
    """Everything the use cases need, made at first use and kept while this container lives.

    Raises MissingSettings with the names of all settings that lack.
    """
    return Ports(read_settings(os.environ))


class Ports(Stores):
    """The stores, clients and clocks of one deployment. Each is made when it is first needed."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(settings)
        self.clock = clock or (lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.clock()

    def new_id(self) -> str:
        return secrets.token_hex(16)

    @property
    def new_token(self) -> Callable[[], str]:
        return lambda: secrets.token_urlsafe(32)

    @property
    def public_url(self) -> str:
        return self.settings.public_url

    @property
    def mail_sender(self) -> str:
        return self.settings.mail_sender

    @property
    def mail_events(self) -> str:
        """The configuration set of SES that mails are sent under."""
        return self.settings.mail_events

    @property
    def mail_events_topic(self) -> str:
        """The ARN of the topic that SES tells of them through."""
        return self.settings.mail_events_topic

    @cached_property
    def units(self) -> Units:
        units = read_units(self.settings.unit_codes)
        return Units([self._with_hours(unit) for unit in units])

    def _with_hours(self, unit: Unit) -> Unit:
        return always_open(unit) if self.settings.hours == "always" else unit

    @cached_property
    def indexes(self) -> Indexes:
        from chalicelib.catalogue.edition import Indexes

        return Indexes()

    def whatsapp_number(self, unit: Unit) -> str | None:
        """The ARN of the number that the unit's messages go out from; None where its staff send them by hand."""
        return self.settings.whatsapp_number_arns.get(unit.code)

    @property
    def webapi(self) -> BpsWebApi:
        from chalicelib.imports.webapi import BpsWebApi

        return BpsWebApi(self.settings.webapi_url, self.pause)

    @cached_property
    def webapi_key(self) -> ParameterStore:
        from chalicelib.imports.parameters import ParameterStore

        return ParameterStore(_client("ssm"), self.settings.webapi_key_parameter)

    @cached_property
    def masters(self) -> MastersBucket:
        from chalicelib.catalogue.masters import MastersBucket

        return MastersBucket(self._s3, self.settings.masters_bucket)

    @cached_property
    def covers(self) -> CoversBucket:
        from chalicelib.catalogue.covers import CoversBucket

        return CoversBucket(self._s3, self.settings.covers_bucket)

    @cached_property
    def workshop(self) -> Workshop:
        """Its processes get nothing of the environment but where Lambda keeps the libraries of Python itself."""
        from chalicelib.catalogue.workshop import Workshop

        return Workshop({name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ})

    @cached_property
    def tracer(self) -> TracerApart:
        """Its processes get no more of the environment than those of the workshop."""
        from chalicelib.traces.tracer import TracerApart

        return TracerApart({name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ})

    @cached_property
    def copies(self) -> CopiesBucket:
        from chalicelib.delivery.copies import CopiesBucket

        return CopiesBucket(self._s3, self.settings.copies_bucket)

    @cached_property
    def mailer(self) -> SesMailer:
        from chalicelib.delivery.mail import SesMailer

        return SesMailer(_client("sesv2", retries={"total_max_attempts": 1}), self.settings.mail_events, self.now)

    @cached_property
    def messenger(self) -> SocialMessenger:
        from chalicelib.delivery.whatsapp import Shelf, SocialMessenger

        shelf = Shelf(self.settings.copies_bucket, self._s3.meta.region_name, self.copies.reading_link)
        return SocialMessenger(_social_client, shelf)

    @cached_property
    def sign_in(self) -> CognitoSignIn:
        from chalicelib.staff.pool import CognitoSignIn

        pool, client = self.settings.user_pool_id, self.settings.user_pool_client_id
        return CognitoSignIn(_client("cognito-idp"), pool, client, self.now)

    @cached_property
    def keys(self) -> Keys:
        from chalicelib.staff.tokens import keys_at

        return keys_at(self.settings.jwks_url)

    @cached_property
    def jobs(self) -> JobQueues:
        from chalicelib.upkeep.queues import JobQueues

        return JobQueues(_client("sqs"), self.settings.job_queues)

    @cached_property
    def _s3(self) -> Any:
        return _client("s3", signature_version="s3v4", s3={"addressing_style": "virtual"})


def _social_client(region: str) -> Any:
    """Few have to wait behind one message that is not answered: a batch has a minute."""
    return _client("socialmessaging", region_name=region, retries={"total_max_attempts": 1}, read_timeout=10)


def _client(service: str, **options: Any) -> Any:
    """A client of a service; its endpoint and region come from the environment, as everywhere."""
    import boto3
    from botocore.config import Config

    standard: dict[str, Any] = {"retries": {"mode": "standard", "total_max_attempts": 4}}
    return boto3.client(service, config=Config(**(standard | options)))  # type: ignore[call-overload]
