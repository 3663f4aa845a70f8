"""SES's configuration sets as AWS has them: moto knows no event destinations of version 2, and sends under any name."""

import functools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from moto.ses.exceptions import NotFoundException
from moto.sesv2.responses import SESV2Response

Answering = Callable[[SESV2Response], str]


def create_destination(response: SESV2Response) -> str:
    """`CreateConfigurationSetEventDestination`: kept where moto keeps those of version 1."""
    asked = json.loads(response.body)
    name = unquote(urlsplit(response.uri).path.split("/")[-2])
    destination = asked["EventDestination"] | {"Name": asked["EventDestinationName"]}
    response.sesv2_backend.core_backend.create_configuration_set_event_destination(name, destination)
    return "{}"


def under_a_known_set(send_email: Answering) -> Answering:
    """Sending under a set that does not exist is refused."""

    @functools.wraps(send_email)
    def sent(response: SESV2Response) -> str:
        name = json.loads(response.body).get("ConfigurationSetName")
        if name and name not in response.sesv2_backend.core_backend.config_sets:
            raise NotFoundException(f"Configuration set <{name}> does not exist.")
        return send_email(response)

    return sent


def destination_of(backend: Any, configuration_set: str) -> dict[str, Any] | None:
    """Where the events of a set go, if anywhere; `backend` is that of version 1, which both share."""
    found: dict[str, Any] | None = backend.config_set_event_destination.get(configuration_set)
    return found
