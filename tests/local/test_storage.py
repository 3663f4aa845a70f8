"""What infra/storage.yaml says stands in the emulated account, property by property."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local import emulation, forgetting, storage
from infra.local.storage import Storage, setting_name
from infra.local.template import TemplateProblem

PAGES = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def made() -> Iterator[Storage]:
    with emulation.start() as running:
        yield storage.make(running.region, {"PublicUrl": PAGES})


def test_every_table_bucket_and_pool_is_a_setting_by_its_own_name(made: Storage) -> None:
    assert setting_name("OnsiteCodesTable") == "ONSITE_CODES_TABLE"
    assert made.settings["VISITS_TABLE"] == made.resources["VisitsTable"].ref
    assert made.settings["MASTERS_BUCKET"] == made.resources["MastersBucket"].ref
    assert made.settings["USER_POOL_ID"] == made.resources["UserPool"].ref
    assert made.settings["TOKEN_ISSUER"].endswith(made.settings["USER_POOL_ID"])


def test_tables_have_their_indexes_expiry_and_recovery(made: Storage) -> None:
    dynamodb = boto3.client("dynamodb")

    requests = dynamodb.describe_table(TableName=made.settings["REQUESTS_TABLE"])["Table"]
    expiry = dynamodb.describe_time_to_live(TableName=made.settings["LINKS_TABLE"])["TimeToLiveDescription"]
    recovery = dynamodb.describe_continuous_backups(TableName=made.settings["VISITS_TABLE"])

    indexes = {index["IndexName"] for index in requests["GlobalSecondaryIndexes"]}
    assert indexes == {"by_visit", "by_unit", "by_open", "by_purge"}
    assert requests["DeletionProtectionEnabled"] is True
    assert (expiry["TimeToLiveStatus"], expiry["AttributeName"]) == ("ENABLED", "purge_at")
    described = recovery["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert described["PointInTimeRecoveryStatus"] == "ENABLED"


def test_buckets_are_private_encrypted_versioned_and_open_to_the_pages_origin_only(made: Storage) -> None:
    s3, bucket = boto3.client("s3"), made.settings["COPIES_BUCKET"]

    blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    [encryption] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    [cors] = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]

    assert all(blocked.values())
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert cors["AllowedOrigins"] == [PAGES]
    assert {rule["ID"]: rule["Expiration"].get("Days") for rule in rules}["copies"] == 7


def test_mails_have_a_set_that_suppresses_and_tells_a_topic_whose_messages_become_jobs(made: Storage) -> None:
    topic = made.settings["MAIL_EVENTS_TOPIC"]
    drain(boto3.client("sqs"), made)

    told = boto3.client("sesv2").get_configuration_set(ConfigurationSetName=made.settings["MAIL_EVENTS"])
    boto3.client("sns").publish(TopicArn=topic, Message="told")

    [body] = drain(boto3.client("sqs"), made)["MailEventsJobs"]
    assert told["SuppressionOptions"]["SuppressedReasons"] == ["BOUNCE", "COMPLAINT"]
    assert (json.loads(body)["Type"], json.loads(body)["TopicArn"]) == ("Notification", topic)
    assert json.loads(body)["Message"] == "told"


def test_a_request_object_becomes_a_marking_job_with_version_and_sequencer(made: Storage) -> None:
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    drain(sqs, made)

    s3.put_object(Bucket=made.settings["COPIES_BUCKET"], Key="requests/abc", Body=b"")
    s3.put_object(Bucket=made.settings["COPIES_BUCKET"], Key="requests/abc", Body=b"")

    first, second = (json.loads(body)["Records"][0]["s3"]["object"] for body in drain(sqs, made)["MarkingJobs"])
    assert first["key"] == "requests/abc"
    assert int(first["sequencer"], 16) < int(second["sequencer"], 16)
    assert first["versionId"] != second["versionId"]


def test_a_copy_becomes_a_delivery_job_and_nothing_else(made: Storage) -> None:
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    drain(sqs, made)

    s3.put_object(Bucket=made.settings["COPIES_BUCKET"], Key="copies/abc/LP-1.pdf", Body=b"")

    assert {queue: len(jobs) for queue, jobs in drain(sqs, made).items()} == {
        "IntakeJobs": 0,
        "MarkingJobs": 0,
        "DeliveryJobs": 1,
        "MailEventsJobs": 0,
    }


def test_a_job_received_too_often_goes_to_the_dead_letters(made: Storage) -> None:
    sqs = boto3.client("sqs")

    attributes = sqs.get_queue_attributes(QueueUrl=made.queue_url("MarkingJobs"), AttributeNames=["All"])["Attributes"]

    redrive = json.loads(attributes["RedrivePolicy"])
    assert redrive["deadLetterTargetArn"] == made.resources["MarkingJobsDeadLetters"].attribute("Arn")
    assert redrive["maxReceiveCount"] == 5
    assert attributes["VisibilityTimeout"] == "720"


def test_staff_can_be_registered_in_the_pool_and_its_groups(made: Storage) -> None:
    cognito, pool = boto3.client("cognito-idp"), made.settings["USER_POOL_ID"]

    groups = {group["GroupName"] for group in cognito.list_groups(UserPoolId=pool)["Groups"]}
    client = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=made.settings["USER_POOL_CLIENT_ID"])

    assert groups == {"petugas", "kepala"}
    assert client["UserPoolClient"]["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]


def test_forgetting_leaves_the_storage_and_nothing_in_it(made: Storage) -> None:
    dynamodb, s3 = boto3.client("dynamodb"), boto3.client("s3")
    sqs, cognito = boto3.client("sqs"), boto3.client("cognito-idp")
    pool = made.settings["USER_POOL_ID"]
    dynamodb.put_item(TableName=made.settings["VISITS_TABLE"], Item={"visit_id": {"S": "1"}})
    s3.put_object(Bucket=made.settings["COPIES_BUCKET"], Key="requests/abc", Body=b"")
    cognito.admin_create_user(UserPoolId=pool, Username="petugas")

    forgetting.forget_everything("ap-southeast-3")

    assert dynamodb.scan(TableName=made.settings["VISITS_TABLE"])["Count"] == 0
    assert s3.list_object_versions(Bucket=made.settings["COPIES_BUCKET"]).get("Versions", []) == []
    assert drain(sqs, made) == {"IntakeJobs": [], "MarkingJobs": [], "DeliveryJobs": [], "MailEventsJobs": []}
    assert cognito.list_users(UserPoolId=pool)["Users"] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Resources: {Key: {Type: 'AWS::KMS::Key'}}", "Key: the local stack cannot make AWS::KMS::Key."),
        ("Parameters: {PublicUrl: {Type: String}}\nResources: {}", "Parameters without a value: PublicUrl."),
        (
            "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Base64 x}}}",
            "Fn::Base64 is not known to the local stack.",
        ),
    ],
)
def test_what_the_local_stack_cannot_show_is_refused_by_name(tmp_path: Path, written: str, said: str) -> None:
    template = tmp_path / "storage.yaml"
    template.write_text(written)

    with emulation.start() as running, pytest.raises(TemplateProblem, match=said):
        storage.make(running.region, template=template)


def test_conditions_and_substitutions_of_a_template_are_followed(tmp_path: Path) -> None:
    template = tmp_path / "storage.yaml"
    template.write_text("""
Parameters: {Stage: {Type: String, Default: test}}
Conditions: {IsLive: !Equals [!Ref Stage, live], IsTest: !Not [!Condition IsLive]}
Resources:
  Live: {Type: 'AWS::SQS::Queue', Condition: IsLive}
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub ['${Stage}-${Rest}', {Rest: !Join ['-', [jobs, now]]}]
      DelaySeconds: !If [IsTest, 3, !Ref AWS::NoValue]
      MaximumMessageSize: !If [IsLive, 2048, !Ref AWS::NoValue]
Outputs: {JobsUrl: {Value: !Ref Jobs}, Plain: {Value: !Sub '${!Kept} in ${AWS::Region}'}}
""")

    with emulation.start() as running:
        made = storage.make(running.region, template=template)
        attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=made.queue_url("Jobs"), AttributeNames=["All"])

    assert set(made.resources) == {"Jobs"}
    assert made.settings["JOBS_URL"].endswith("/test-jobs-now")
    assert made.settings["PLAIN"] == "${Kept} in ap-southeast-3"
    assert attributes["Attributes"]["DelaySeconds"] == "3"


def drain(sqs: Any, made: Storage) -> dict[str, list[str]]:
    """The bodies of all waiting jobs, taken off their queues."""
    found: dict[str, list[str]] = {}
    for queue in ("IntakeJobs", "MarkingJobs", "DeliveryJobs", "MailEventsJobs"):
        url, found[queue] = made.queue_url(queue), []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found[queue].append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found
