"""What a mark says of its visitor."""

from __future__ import annotations

import pytest

from chalicelib.watermark.model import MasterRefused, RefusalCode, mask_email


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("siti.rahma@example.com", "si***@example.com"),
        (" abc@bps.go.id ", "ab***@bps.go.id"),
        ("ab@bps.go.id", "a***@bps.go.id"),
        ("a@bps.go.id", "***@bps.go.id"),
        ('"odd@local"@example.com', '"o***@example.com'),
    ],
)
def test_masked_address_keeps_its_domain_and_never_its_whole_name(email: str, masked: str) -> None:
    assert mask_email(email) == masked


def test_what_is_no_address_is_masked_all_the_same() -> None:
    assert mask_email("siti") == "si***"
    assert mask_email("") == "***"


def test_refusal_says_its_code() -> None:
    refused = MasterRefused(RefusalCode.TOO_MANY_PAGES)

    assert str(refused) == "too-many-pages"
    assert refused.code == "too-many-pages"
