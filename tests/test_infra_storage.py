"""The state of an installation as infra/storage.yaml makes it: kept, closed, encrypted, and wired to its jobs."""

from typing import Any

import msgspec
import pytest

from chalicelib.settings import Settings
from tests.stack import STORAGE, listed, of_type, resolved

OPEN = ["open_unit", "open_since"]
ERASING, PURGE, EXPIRED = ["erasing_unit", "erased_at"], ["purge_unit", "purge_at"], ["unit", "expires_at"]
WORK = (ERASING, PURGE, EXPIRED, ["unit", "text_until"])
"""Lists of what is to be done: no more than keys stands there."""
TABLES: dict[str, tuple[list[str], dict[str, list[str]], str | None]] = {
    "VisitsTable": (["visit_id"], {"by_unit_day": ["unit_day", "created_at"], "by_erasing": ERASING}, None),
    "ContactsTable": (["visit_id"], {"by_unit": EXPIRED}, "expires_at"),
    "KiosksTable": (["token_hash"], {"by_unit": ["unit", "created_at"]}, None),
    "OnsiteCodesTable": (["unit_day"], {}, "expires_at"),
    "TicketsTable": (["unit_day", "ticket_id"], {}, None),
    "DaysTable": (["unit_day"], {}, None),
    "NumbersTable": (["sequence"], {}, "expires_at"),
    "AnswersTable": (["answer_key"], {}, "expires_at"),
    "PublicationsTable": (["publication_id"], {"by_open": OPEN, "by_unit": ["unit", "title"]}, None),
    "EditionsTable": (["unit"], {}, None),
    "RequestsTable": (
        ["request_id"],
        {
            "by_purge": PURGE,
            "by_open": OPEN,
            "by_visit": ["visit_id", "requested_at"],
            "by_unit": ["unit", "requested_at"],
        },
        None,
    ),
    "DeliveriesTable": (["request_id", "name"], {"by_open": OPEN, "by_desk": ["desk_unit", "desk_since"]}, None),
    "LinksTable": (["token_hash"], {"by_request": ["request_id", "created_at"]}, "purge_at"),
    "SuppressionsTable": (["mailbox"], {}, "expires_at"),
    "SwitchesTable": (["switch"], {}, None),
    "CopiesTable": (["copy_code"], {}, None),
    "FeedbackTable": (["feedback_id"], {"by_unit": ["unit", "day"]}, None),
    "FiguresTable": (["unit", "day"], {}, None),
    "ComplaintsTable": (
        ["complaint_id"],
        {"by_unit": ["unit", "position"], "by_clock": OPEN, "by_text_until": ["unit", "text_until"]},
        None,
    ),
    "ComplainantsTable": (["complaint_id"], {"by_expiry": ["unit", "expires_at"]}, "expires_at"),
    "SkmResultsTable": (["unit", "result_id"], {}, None),
    "MembersTable": (["subject"], {"by_unit": ["unit", "username"]}, None),
    "AttemptsTable": (["source"], {}, "expires_at"),
    "TracesTable": (["trace_id"], {}, "expires_at"),
    "AuditTable": (["unit_month", "position"], {}, None),
    "ImportsTable": (["unit"], {}, None),
}
"""Key, indexes with their keys, and the attribute that ends an item's life."""

BUCKETS = {name: STORAGE["Resources"][name]["Properties"] for name in ("MastersBucket", "CopiesBucket")}
QUEUES = of_type(STORAGE, "AWS::SQS::Queue")
GIVEN_AT_DEPLOYMENT = {"MAIL_SENDER", "PUBLIC_URL", "WHATSAPP_NUMBERS", "UNITS", "HOURS"}
GIVEN_AT_DEPLOYMENT |= {"WEBAPI_URL", "WEBAPI_KEY_PARAMETER"}


def test_nothing_of_the_state_goes_with_its_stack() -> None:
    fates = {
        name: (made.get("DeletionPolicy"), made.get("UpdateReplacePolicy"))
        for name, made in STORAGE["Resources"].items()
    }

    assert set(fates.values()) == {("Retain", "Retain")}, fates


def test_tables_have_the_keys_that_the_stores_ask_for() -> None:
    found = {name: _shape(table) for name, table in of_type(STORAGE, "AWS::DynamoDB::Table").items()}

    assert found == TABLES


def _shape(table: dict[str, Any]) -> tuple[list[str], dict[str, list[str]], str | None]:
    types = {(key["AttributeType"], key["AttributeName"] == "expires_at") for key in table["AttributeDefinitions"]}
    assert types <= {("S", False), ("N", True)}
    indexes = {index["IndexName"]: _key(index) for index in table.get("GlobalSecondaryIndexes", [])}
    for index in table.get("GlobalSecondaryIndexes", []):
        is_list = index["IndexName"] == "by_open" or _key(index) in WORK
        assert index["Projection"] == {"ProjectionType": "KEYS_ONLY" if is_list else "ALL"}
    life = table.get("TimeToLiveSpecification", {"AttributeName": None, "Enabled": True})
    assert life["Enabled"]
    return _key(table), indexes, life["AttributeName"]


def _key(keyed: dict[str, Any]) -> list[str]:
    assert [part["KeyType"] for part in keyed["KeySchema"]] == ["HASH", "RANGE"][: len(keyed["KeySchema"])]
    return [part["AttributeName"] for part in keyed["KeySchema"]]


@pytest.mark.parametrize("name", TABLES)
def test_table_is_encrypted_recoverable_and_protected(name: str) -> None:
    table = STORAGE["Resources"][name]["Properties"]

    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] is True
    assert table["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("name", ["ContactsTable", "ComplainantsTable"])
def test_deleted_contact_is_beyond_recovery_after_a_week(name: str) -> None:
    recovery = STORAGE["Resources"][name]["Properties"]["PointInTimeRecoverySpecification"]

    assert recovery["RecoveryPeriodInDays"] <= 7


@pytest.mark.parametrize("bucket", BUCKETS.values(), ids=BUCKETS)
def test_bucket_is_closed_encrypted_and_versioned(bucket: dict[str, Any]) -> None:
    access = bucket["PublicAccessBlockConfiguration"]
    default = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"]

    assert access == dict.fromkeys(
        ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"], True
    )
    assert default["SSEAlgorithm"] in ("AES256", "aws:kms")
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def _denials(policy: str) -> dict[str, dict[str, Any]]:
    statements = STORAGE["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]
    return {each["Sid"]: each for each in statements if each["Effect"] == "Deny" and each["Principal"] == "*"}


@pytest.mark.parametrize("name", BUCKETS)
def test_bucket_answers_only_tls_and_fresh_signatures(name: str) -> None:
    everything = [f"arn:{name}", f"arn:{name}/*"]

    tls, fresh = _denials(f"{name}Policy")["OnlyTls"], _denials(f"{name}Policy")["OnlyFreshSignatures"]

    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert fresh["Condition"] == {"NumericGreaterThan": {"s3:signatureAge": "600000"}}
    assert [tls["Action"], fresh["Action"]] == ["s3:*", "s3:*"]
    assert [resolved(tls["Resource"]), resolved(fresh["Resource"])] == [everything, everything]


def test_master_can_not_be_reached_by_any_link() -> None:
    denial = _denials("MastersBucketPolicy")["NoLinksToMasters"]

    assert set(denial["Action"]) == {"s3:GetObject", "s3:GetObjectVersion"}
    assert resolved(denial["Resource"]) == "arn:MastersBucket/*"
    assert denial["Condition"] == {"StringEquals": {"s3:authType": "REST-QUERY-STRING"}}


def test_covers_are_in_a_closed_bucket_that_only_our_cloudfront_reads() -> None:
    bucket = STORAGE["Resources"]["CoversBucket"]["Properties"]
    statements = STORAGE["Resources"]["CoversBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = [each for each in statements if each["Effect"] == "Allow"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert set(_denials("CoversBucketPolicy")) == {"OnlyTls", "OnlyFreshSignatures"}
    assert (allowed["Action"], resolved(allowed["Resource"])) == ("s3:GetObject", "arn:CoversBucket/covers/*")
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert resolved(allowed["Condition"]) == {
        "ArnLike": {"aws:SourceArn": "arn:AWS::Partition:cloudfront::AWS::AccountId:distribution/*"}
    }


def test_objects_end_when_retention_says_so() -> None:
    ends = {
        (name, rule["Prefix"]): (rule.get("ExpirationInDays"), rule["NoncurrentVersionExpiration"]["NoncurrentDays"])
        for name, bucket in BUCKETS.items()
        for rule in bucket["LifecycleConfiguration"]["Rules"]
        if rule["Status"] == "Enabled" and "Prefix" in rule
    }

    assert ends == {
        ("MastersBucket", "uploads/"): (1, 1),
        ("MastersBucket", "traces/"): (1, 1),
        ("MastersBucket", "masters/"): (None, 30),
        ("CopiesBucket", "copies/"): (7, 1),
        ("CopiesBucket", "requests/"): (7, 1),
    }


@pytest.mark.parametrize("bucket", BUCKETS.values(), ids=BUCKETS)
def test_unfinished_upload_ends_after_a_day(bucket: dict[str, Any]) -> None:
    rules = bucket["LifecycleConfiguration"]["Rules"]

    days = [rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] for rule in rules if "Prefix" not in rule]

    assert days == [1]


def test_browsers_use_the_buckets_from_our_pages_only() -> None:
    rules = {name: bucket["CorsConfiguration"]["CorsRules"] for name, bucket in BUCKETS.items()}

    assert [each["AllowedMethods"] for each in rules["MastersBucket"]] == [["POST"]]
    assert [each["AllowedMethods"] for each in rules["CopiesBucket"]] == [["GET", "HEAD"]]
    assert rules["CopiesBucket"][0]["ExposedHeaders"] == ["ETag", "Content-Range", "Accept-Ranges", "Content-Length"]
    assert all(each["AllowedOrigins"] == [{"Ref": "PublicUrl"}] for own in rules.values() for each in own)


def test_arriving_object_becomes_a_job() -> None:
    wires = [
        (name, rule["Value"], resolved(wire["Queue"]))
        for name, bucket in BUCKETS.items()
        for wire in bucket["NotificationConfiguration"]["QueueConfigurations"]
        for rule in wire["Filter"]["S3Key"]["Rules"]
        if wire["Event"] == "s3:ObjectCreated:*" and rule["Name"] == "prefix"
    ]

    assert wires == [
        ("MastersBucket", "uploads/", "arn:IntakeJobs"),
        ("MastersBucket", "traces/", "arn:TracingJobs"),
        ("CopiesBucket", "requests/", "arn:MarkingJobs"),
        ("CopiesBucket", "copies/", "arn:DeliveryJobs"),
    ]


@pytest.mark.parametrize(
    ("queue", "bucket"),
    [
        ("IntakeJobs", "MastersBucket"),
        ("TracingJobs", "MastersBucket"),
        ("MarkingJobs", "CopiesBucket"),
        ("DeliveryJobs", "CopiesBucket"),
    ],
)
def test_jobs_come_from_our_bucket_alone(queue: str, bucket: str) -> None:
    policy = STORAGE["Resources"][f"{queue}Policy"]["Properties"]
    bucket_arn = f"arn:AWS::Partition:s3:::{resolved(BUCKETS[bucket]['BucketName'])}"

    (allowed,) = [each for each in policy["PolicyDocument"]["Statement"] if each["Effect"] == "Allow"]

    assert resolved(policy["Queues"]) == [queue]
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert resolved(allowed["Condition"]) == {
        "StringEquals": {"aws:SourceAccount": "AWS::AccountId"},
        "ArnEquals": {"aws:SourceArn": bucket_arn},
    }
    assert f"{queue}Policy" in listed(STORAGE["Resources"][bucket]["DependsOn"])


def test_what_ses_tells_comes_from_our_configuration_set_through_our_topic_alone() -> None:
    topic, queue = (
        STORAGE["Resources"][f"MailEvents{part}"]["Properties"]["PolicyDocument"]["Statement"]
        for part in ("TopicPolicy", "JobsPolicy")
    )
    (told,), (passed_on,) = ([each for each in policy if each["Effect"] == "Allow"] for policy in (topic, queue))
    (tls,) = [each for each in topic if each["Effect"] == "Deny"]

    assert (told["Principal"], told["Action"]) == ({"Service": "ses.amazonaws.com"}, "sns:Publish")
    assert resolved(told["Condition"]) == {
        "StringEquals": {
            "aws:SourceAccount": "AWS::AccountId",
            "aws:SourceArn": "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:configuration-set/MailEvents",
        }
    }
    assert (tls["Action"], tls["Condition"]) == ("sns:Publish", {"Bool": {"aws:SecureTransport": "false"}})
    assert (passed_on["Principal"], passed_on["Action"]) == ({"Service": "sns.amazonaws.com"}, "sqs:SendMessage")
    assert resolved(passed_on["Condition"]) == {"ArnEquals": {"aws:SourceArn": "MailEventsTopic"}}


def test_mails_are_told_of_until_they_arrive_and_nobody_is_watched_reading() -> None:
    made = {name: STORAGE["Resources"][name]["Properties"] for name in ("MailEvents", "MailEventsSubscription")}
    destination = STORAGE["Resources"]["MailEventsDestination"]["Properties"]["EventDestination"]

    assert made["MailEvents"]["SuppressionOptions"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    assert "TrackingOptions" not in made["MailEvents"]
    assert set(destination["MatchingEventTypes"]) == {
        "SEND",
        "DELIVERY",
        "BOUNCE",
        "COMPLAINT",
        "REJECT",
        "DELIVERY_DELAY",
    }
    assert (destination["Enabled"], resolved(destination["SnsDestination"])) == (True, {"TopicARN": "MailEventsTopic"})
    assert resolved(made["MailEventsSubscription"]) == {
        "TopicArn": "MailEventsTopic",
        "Protocol": "sqs",
        "Endpoint": "arn:MailEventsJobs",
    }


def test_what_whatsapp_tells_comes_from_our_account_through_our_topic_alone() -> None:
    named = resolved(STORAGE["Resources"]["WhatsappEventsTopic"]["Properties"]["TopicName"])
    topic, queue = (
        STORAGE["Resources"][f"WhatsappEvents{part}"]["Properties"]["PolicyDocument"]["Statement"]
        for part in ("TopicPolicy", "JobsPolicy")
    )
    (told,), (passed_on,) = ([each for each in policy if each["Effect"] == "Allow"] for policy in (topic, queue))

    assert (told["Principal"], told["Action"]) == ({"Service": "social-messaging.amazonaws.com"}, "sns:Publish")
    assert resolved(told["Condition"]) == {"StringEquals": {"aws:SourceAccount": "AWS::AccountId"}}
    assert (passed_on["Principal"], passed_on["Action"]) == ({"Service": "sns.amazonaws.com"}, "sqs:SendMessage")
    assert resolved(passed_on["Condition"]) == {
        "ArnLike": {"aws:SourceArn": f"arn:AWS::Partition:sns:*:AWS::AccountId:{named}"}
    }


def test_queues_are_encrypted_and_answer_only_tls() -> None:
    policies = of_type(STORAGE, "AWS::SQS::QueuePolicy").values()

    tls = {
        queue
        for policy in policies
        for each in policy["PolicyDocument"]["Statement"]
        if each["Effect"] == "Deny" and each["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for queue in listed(resolved(each["Resource"]))
        if each["Action"] == "sqs:*" and each["Principal"] == "*"
    }

    assert tls == {f"arn:{name}" for name in QUEUES}
    assert all(queue["SqsManagedSseEnabled"] is True for queue in QUEUES.values())


def test_job_that_fails_five_times_waits_two_weeks_for_a_person() -> None:
    jobs = {name: queue for name, queue in QUEUES.items() if not name.endswith("DeadLetters")}

    ways = {name: resolved(queue["RedrivePolicy"]) for name, queue in jobs.items()}

    assert ways == {
        name: {"deadLetterTargetArn": f"arn:{name}DeadLetters", "maxReceiveCount": 5}
        for name in (
            "IntakeJobs",
            "MarkingJobs",
            "DeliveryJobs",
            "TracingJobs",
            "ImportingJobs",
            "MailEventsJobs",
            "WhatsappEventsJobs",
        )
    }
    assert all(QUEUES[f"{name}DeadLetters"]["MessageRetentionPeriod"] == 14 * 86_400 for name in jobs)
    assert all(queue["MessageRetentionPeriod"] < 14 * 86_400 for queue in jobs.values())


def test_only_a_head_makes_staff_accounts() -> None:
    pool = STORAGE["Resources"]["UserPool"]["Properties"]

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["DeletionProtection"] == "ACTIVE"
    assert {group["GroupName"] for group in of_type(STORAGE, "AWS::Cognito::UserPoolGroup").values()} == {
        "petugas",
        "kepala",
    }


def test_sessions_last_an_hour_can_be_revoked_and_tell_nobody_who_has_an_account() -> None:
    client = STORAGE["Resources"]["UserPoolClient"]["Properties"]

    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True
    assert client["GenerateSecret"] is False
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (60, "minutes")


def test_every_setting_that_the_state_knows_is_exported_under_its_name() -> None:
    names = {field.encode_name for field in msgspec.structs.fields(Settings)} - GIVEN_AT_DEPLOYMENT
    exports = {name: output["Export"]["Name"] for name, output in STORAGE["Outputs"].items()}

    missing = {name for name in names if _output_of(name) not in exports}

    assert missing == set()
    assert exports == {name: {"Fn::Sub": f"${{Name}}-{name}"} for name in exports}


def _output_of(setting: str) -> str:
    return "".join(word.capitalize() for word in setting.split("_"))


def test_browsers_may_speak_to_the_buckets_where_links_lead() -> None:
    origins = [resolved(STORAGE["Outputs"][name]["Value"]) for name in ("MastersOrigin", "CopiesOrigin")]

    assert origins == ["https://MastersBucket.RegionalDomainName", "https://CopiesBucket.RegionalDomainName"]
