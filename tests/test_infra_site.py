"""The pages' bucket and CloudFront as infra/site.yaml makes them: closed, one address, one set of headers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import playwright
import pytest

from infra.local.template import read
from tests.stack import INFRA, of_type, resolved

pytest_plugins = ["tests.packaged"]

SITE = read(INFRA / "site.yaml")
NODE = Path(playwright.__file__).parent / "driver" / "node"
STORAGE_ORIGINS = "https://CopiesBucket.RegionalDomainName https://MastersBucket.RegionalDomainName"


def _distribution() -> dict[str, Any]:
    (only,) = of_type(SITE, "AWS::CloudFront::Distribution").values()
    config: dict[str, Any] = only["DistributionConfig"]
    return config


def test_pages_and_api_carry_the_headers_of_the_one_file() -> None:
    wanted = json.loads((INFRA / "headers.json").read_text("utf-8"))
    config = SITE["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    own = config["SecurityHeadersConfig"]

    made = {item["Header"]: item["Value"] for item in config["CustomHeadersConfig"]["Items"]} | {
        "Content-Security-Policy": resolved(own["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        "Strict-Transport-Security": _hsts(own["StrictTransportSecurity"]),
        "X-Content-Type-Options": "nosniff" if own["ContentTypeOptions"] else "",
        "X-Frame-Options": own["FrameOptions"]["FrameOption"],
        "Referrer-Policy": own["ReferrerPolicy"]["ReferrerPolicy"],
    }

    assert made == {name: value.replace("${STORAGE_ORIGINS}", STORAGE_ORIGINS) for name, value in wanted.items()}
    assert all(part["Override"] is True for part in [*own.values(), *config["CustomHeadersConfig"]["Items"]])


def _hsts(header: dict[str, Any]) -> str:
    assert header["IncludeSubdomains"] is True
    return f"max-age={header['AccessControlMaxAgeSec']}; includeSubDomains"


def test_every_behaviour_sends_the_headers_over_tls() -> None:
    config = _distribution()
    behaviours = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]

    assert {each["ResponseHeadersPolicyId"]["Ref"] for each in behaviours} == {"SecurityHeaders"}
    assert {each["ViewerProtocolPolicy"] for each in behaviours} <= {"redirect-to-https", "https-only"}


def test_pages_come_from_a_closed_bucket_through_cloudfront_alone() -> None:
    (bucket,) = of_type(SITE, "AWS::S3::Bucket").values()
    statements = SITE["Resources"]["SiteBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = [each for each in statements if each["Effect"] == "Allow"]
    (denied,) = [each for each in statements if each["Effect"] == "Deny"]

    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert resolved(allowed["Condition"]["StringEquals"]["aws:SourceArn"]).endswith(":distribution/Distribution")
    assert set(allowed["Action"]) == {"s3:GetObject", "s3:ListBucket"}
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_path_of_the_api_is_its_stage(api: dict[str, Any]) -> None:
    origins = {origin["Id"]: origin for origin in _distribution()["Origins"]}

    assert f"/{api['StageName']}/*" == "/api/*"
    assert "OriginPath" not in origins["api"]
    assert not any(path.startswith("/api") for path in api["DefinitionBody"]["paths"])


def test_api_is_called_under_the_same_address_with_the_origin_key() -> None:
    config = _distribution()
    (behaviour,) = config["CacheBehaviors"]
    (origin,) = [each for each in config["Origins"] if each["Id"] == behaviour["TargetOriginId"]]

    assert behaviour["PathPattern"] == "/api/*"
    assert origin["OriginCustomHeaders"] == [{"HeaderName": "x-api-key", "HeaderValue": {"Ref": "OriginKey"}}]
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert SITE["Parameters"]["OriginKey"]["NoEcho"] is True
    assert set(behaviour["AllowedMethods"]) >= {"GET", "POST", "PATCH", "DELETE"}


def _at_the_edge(function: str, request: dict[str, Any], viewer: str = "198.51.100.7") -> dict[str, Any]:
    """What the CloudFront function makes of a request; JavaScript runs in the browser driver's Node."""
    code = SITE["Resources"][function]["Properties"]["FunctionCode"]
    event = json.dumps({"request": request, "viewer": {"ip": viewer}})
    program = f"{code}\nprocess.stdout.write(JSON.stringify(handler({event})))"
    run = subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _asked(uri: str, **query: str) -> dict[str, Any]:
    return {
        "uri": uri,
        "querystring": {name: {"value": value} for name, value in query.items()},
        "headers": {"host": {"value": "pustaka.example"}},
    }


@pytest.mark.parametrize(
    ("asked", "served"),
    [("/", "/index.html"), ("/kiosk/", "/kiosk/index.html"), ("/bersama/base.css", "/bersama/base.css")],
)
def test_folder_is_served_as_its_page(asked: str, served: str) -> None:
    assert _at_the_edge("PageAddresses", _asked(asked))["uri"] == served


@pytest.mark.parametrize(
    ("asked", "query", "address"),
    [
        ("/kiosk", {}, "https://pustaka.example/kiosk/"),
        ("/cek", {"kode": "LP-7K2M-9QXR-4TVB"}, "https://pustaka.example/cek/?kode=LP-7K2M-9QXR-4TVB"),
        ("//evil", {}, "https://pustaka.example//evil/"),
    ],
)
def test_folder_without_its_slash_is_sent_there(asked: str, query: dict[str, str], address: str) -> None:
    answer = _at_the_edge("PageAddresses", _asked(asked, **query))

    assert (answer["statusCode"], answer["headers"]["location"]["value"]) == (308, address)


def test_caller_can_not_give_a_false_address() -> None:
    forged = _asked("/api/health") | {"headers": {"x-viewer-address": {"value": "203.0.113.9"}}}

    seen = _at_the_edge("ViewerAddress", forged, viewer="198.51.100.7")

    assert seen["headers"]["x-viewer-address"] == {"value": "198.51.100.7"}
