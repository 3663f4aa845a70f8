"""The body of a request is what was sent, as text or in base64: API Gateway chooses by its binary types."""

from __future__ import annotations

import base64

import pytest
from chalice.app import Request

from chalicelib.errors import Malformed
from chalicelib.feedback.model import NewFeedback
from chalicelib.http import body_of, form_of

BODY = '{"rating": 4, "comment": "Ruang bacanya sejuk, terima kasih – 王"}'
SENT = base64.b64encode(BODY.encode()).decode()


def a_request(body: str | None, *, encoded: bool) -> Request:
    event = {
        "multiValueQueryStringParameters": None,
        "headers": {"content-type": "application/json"},
        "pathParameters": None,
        "requestContext": {"httpMethod": "POST", "resourcePath": "/visit/feedback"},
        "body": body,
        "isBase64Encoded": encoded,
        "stageVariables": None,
    }
    return Request(event, None)


@pytest.mark.parametrize(("body", "encoded"), [(BODY, False), (SENT, True)])
def test_form_is_read_the_same_from_text_and_from_base64(body: str, encoded: bool) -> None:
    form = form_of(a_request(body, encoded=encoded), NewFeedback)

    assert form == NewFeedback(rating=4, comment="Ruang bacanya sejuk, terima kasih – 王")


@pytest.mark.parametrize("encoded", [False, True])
def test_no_body_is_empty(encoded: bool) -> None:
    assert body_of(a_request(None, encoded=encoded)) == b""


def test_half_a_transport_encoding_is_malformed() -> None:
    with pytest.raises(Malformed):
        body_of(a_request("eyJ", encoded=True))
