"""The published contract is a valid OpenAPI document and says what callers must send."""

from __future__ import annotations

from openapi_spec_validator import validate

from tests.office import Office


def test_contract_is_a_valid_openapi_document(office: Office) -> None:
    document = office.get("/openapi.json").json

    validate(document)
    assert document["openapi"] == "3.1.0"


def test_contract_asks_for_an_idempotency_key_wherever_something_is_created(office: Office) -> None:
    paths = office.get("/openapi.json").json["paths"]

    asking = {
        path
        for path, operations in paths.items()
        for operation in operations.values()
        if any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"])
    }
    assert asking == {
        "/api/complaints",
        "/api/visits",
        "/api/visit/requests",
        "/api/visit/feedback",
        "/api/links/feedback",
        "/api/staff/complaints",
        "/api/staff/publications",
        "/api/staff/kiosks",
        "/api/staff/members",
        "/api/staff/skm/publications",
        "/api/staff/traces",
        "/api/staff/visits",
    }
