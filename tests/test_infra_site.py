"""The pages' bucket and CloudFront as infra/site.yaml makes them: closed, one address, one set of headers."""

import json
import re
import shlex
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import playwright
import pytest

from infra.local.template import read
from tests.office import Office
from tests.stack import INFRA, of_type, resolved

pytest_plugins = ["tests.packaged"]

SITE = read(INFRA / "site.yaml")
NODE = Path(playwright.__file__).parent / "driver" / "node"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
"""AWS's own policy of that name."""
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
    board, behaviour, _ = config["CacheBehaviors"]
    (origin,) = [each for each in config["Origins"] if each["Id"] == behaviour["TargetOriginId"]]

    assert [board["PathPattern"], behaviour["PathPattern"]] == ["/api/board", "/api/*"], "the first that fits decides"
    assert board["TargetOriginId"] == behaviour["TargetOriginId"]
    assert origin["OriginCustomHeaders"] == [{"HeaderName": "x-api-key", "HeaderValue": {"Ref": "OriginKey"}}]
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert SITE["Parameters"]["OriginKey"]["NoEcho"] is True
    assert set(behaviour["AllowedMethods"]) >= {"GET", "POST", "PATCH", "DELETE"}


def test_board_is_asked_for_once_a_second_whoever_looks_at_it() -> None:
    board = _distribution()["CacheBehaviors"][0]
    (policy,) = of_type(SITE, "AWS::CloudFront::CachePolicy").values()
    config = policy["CachePolicyConfig"]
    key = config["ParametersInCacheKeyAndForwardedToOrigin"]

    assert board["CachePolicyId"] == {"Ref": "BoardCache"}
    assert (config["MinTTL"], config["DefaultTTL"], config["MaxTTL"]) == (0, 0, 1)
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": ["unit"]}
    assert (key["HeadersConfig"], key["CookiesConfig"]) == ({"HeaderBehavior": "none"}, {"CookieBehavior": "none"})


def test_what_one_viewer_is_answered_can_not_depend_on_what_only_they_sent() -> None:
    """What reaches the API and is no part of the key would be answered to others as well."""
    board = _distribution()["CacheBehaviors"][0]

    assert "OriginRequestPolicyId" not in board
    assert "FunctionAssociations" not in board
    assert board["AllowedMethods"] == ["GET", "HEAD"]


def test_everything_else_of_the_api_is_kept_nowhere() -> None:
    behaviour = _distribution()["CacheBehaviors"][1]

    assert behaviour["CachePolicyId"] == CACHING_DISABLED


def test_covers_come_under_the_address_of_the_pages_and_out_of_their_own_bucket() -> None:
    config = _distribution()
    (covers,) = [each for each in config["CacheBehaviors"] if each["PathPattern"] == "/covers/*"]
    (origin,) = [each for each in config["Origins"] if each["Id"] == covers["TargetOriginId"]]

    assert covers["AllowedMethods"] == ["GET", "HEAD"]
    assert resolved(origin["OriginAccessControlId"]) == "SiteAccess.Id"
    assert resolved(origin["DomainName"]) == "CoversBucket.RegionalDomainName"


def test_failure_of_one_moment_is_not_answered_to_those_who_come_after() -> None:
    kept = {each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in _distribution()["CustomErrorResponses"]}

    assert kept == dict.fromkeys((400, 403, 404, 405, 414, 500, 501, 502, 503, 504), 0)


def test_api_lets_the_board_be_kept_for_that_second_and_nothing_longer(still: Office) -> None:
    reply = still.get("/board?unit=6371")

    said = {part.strip() for part in reply.headers["cache-control"].split(",")}

    assert said == {"public", "max-age=0", "s-maxage=1", "must-revalidate", "stale-if-error=0"}
    assert reply.json == still.get("/board?unit=6371", headers={"accept-language": "en"}).json


def test_every_file_of_the_pages_is_uploaded_once_with_its_rule() -> None:
    """As docs/deploy.md says, for there is no other place that says so."""
    web = INFRA.parent / "web"
    files = [file.relative_to(web).as_posix() for file in web.rglob("*") if file.is_file() and file.suffix != ".md"]

    rules = {file: [_option(each, "--cache-control") for each in _uploads() if _is_sent(each, file)] for file in files}

    by_kind = {Path(file).suffix: rule for file, rule in rules.items()}
    assert rules == {file: by_kind[Path(file).suffix] for file in files}
    assert (by_kind.pop(".html"), by_kind.pop(".mp3")) == (["no-store"], ["max-age=86400"])
    assert set(map(tuple, by_kind.values())) == {("no-cache",)}


def test_modules_that_not_every_machine_knows_are_told_their_type() -> None:
    types = [_option(each, "--content-type") for each in _uploads() if _is_sent(each, "pdfjs/pdf.min.mjs")]

    assert types == ["text/javascript"]


def _uploads() -> list[list[str]]:
    text = (INFRA.parent / "docs" / "deploy.md").read_text("utf-8")
    return [shlex.split(line) for line in re.findall(r"^aws s3 sync web .+$", text, re.MULTILINE)]


def _option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def _is_sent(words: list[str], file: str) -> bool:
    """As the AWS CLI reads its filters: all files, and the last filter that fits decides."""
    filters = [(word, words[place + 1]) for place, word in enumerate(words) if word in ("--exclude", "--include")]
    fitting = [word for word, pattern in filters if fnmatchcase(file, pattern)]
    return not fitting or fitting[-1] == "--include"


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


def test_every_folder_of_a_page_is_served_and_any_other_says_that_there_is_no_such_page() -> None:
    folders = [f"/{file.parent.name}/" for file in (INFRA.parent / "web").glob("*/index.html")]

    served = {folder: _at_the_edge("PageAddresses", _asked(folder))["uri"] for folder in folders}

    assert served == {folder: f"{folder}index.html" for folder in folders}
    for unknown in ("/kunjngan/", "/unduh/x/", "//evil/"):
        assert _at_the_edge("PageAddresses", _asked(unknown))["uri"] == "/tidak-ada/index.html"


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
