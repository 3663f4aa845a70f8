"""One maker for each kind of CloudFormation resource in infra/storage.yaml: its properties become API calls."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3

from infra.local.template import ACCOUNT, Resource

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

Properties = Mapping[str, Any]


class Clients:
    """The clients that makers need, each made at its first use."""

    def __init__(self, region: str) -> None:
        self.region = region
        self._session = boto3.Session(region_name=region)

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        return self._session.client("dynamodb")

    @cached_property
    def s3(self) -> "S3Client":
        return self._session.client("s3")

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._session.client("sqs")

    @cached_property
    def sns(self) -> Any:
        return self._session.client("sns")

    @cached_property
    def mail(self) -> "SESV2Client":
        return self._session.client("sesv2")

    @cached_property
    def cognito(self) -> "CognitoIdentityProviderClient":
        return self._session.client("cognito-idp")


def _accepted(client: Any, operation: str, properties: Properties) -> dict[str, Any]:
    """The properties that the operation takes under the same name."""
    members = client.meta.service_model.operation_model(operation).input_shape.members
    return {name: value for name, value in properties.items() if name in members}


def make_table(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    name = properties.get("TableName", logical_id)
    call = _accepted(clients.dynamodb, "CreateTable", properties) | {"TableName": name}
    if "SSESpecification" in call:
        call["SSESpecification"] = {"Enabled": call["SSESpecification"]["SSEEnabled"]}
    if "StreamSpecification" in call:
        call["StreamSpecification"] = {"StreamEnabled": True, **call["StreamSpecification"]}
    table = clients.dynamodb.create_table(**call)["TableDescription"]
    if ttl := properties.get("TimeToLiveSpecification"):
        clients.dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        clients.dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    return Resource(name, {"Arn": table["TableArn"], "StreamArn": table.get("LatestStreamArn", "")})


def make_queue(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    name = properties.get("QueueName", logical_id)
    attributes = {
        key: json.dumps(value)
        if isinstance(value, dict)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
        for key, value in properties.items()
        if key not in ("QueueName", "Tags")
    }
    url = clients.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]  # type: ignore[arg-type]
    arn = f"arn:aws:sqs:{clients.region}:{ACCOUNT}:{name}"
    return Resource(url, {"Arn": arn, "QueueName": name, "QueueUrl": url})


def make_bucket(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    name = properties.get("BucketName", logical_id.lower())
    where: Any = {"LocationConstraint": clients.region}
    clients.s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    for property_name, apply in _BUCKET_PARTS.items():
        if property_name in properties:
            apply(clients.s3, name, properties[property_name])
    return Resource(
        name,
        {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{clients.region}.amazonaws.com",
        },
    )


def _encrypt(s3: "S3Client", bucket: str, described: Any) -> None:
    rules: Any = [
        {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}
        for rule in described["ServerSideEncryptionConfiguration"]
    ]
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _own(s3: "S3Client", bucket: str, described: Any) -> None:
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=described)


def _block_public_access(s3: "S3Client", bucket: str, described: Any) -> None:
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=described)


def _keep_versions(s3: "S3Client", bucket: str, described: Any) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=described)


def _allow_origins(s3: "S3Client", bucket: str, described: Any) -> None:
    names = {"Id": "ID", "ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}
    rules: Any = [{names.get(key, key): value for key, value in rule.items()} for rule in described["CorsRules"]]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})


def _expire(s3: "S3Client", bucket: str, described: Any) -> None:
    rules: Any = [_lifecycle_rule(rule) for rule in described["Rules"]]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: Properties) -> dict[str, Any]:
    same = ("Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
    result = {name: rule[name] for name in same if name in rule}
    result |= {"ID": rule["Id"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule:
        result["Expiration"] = {"Days": rule["ExpirationInDays"]}
    elif "ExpiredObjectDeleteMarker" in rule:
        result["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    return result


def _notify(s3: "S3Client", bucket: str, described: Any) -> None:
    queues: Any = [
        {
            "QueueArn": queue["Queue"],
            "Events": [queue["Event"]],
            "Filter": {"Key": {"FilterRules": queue["Filter"]["S3Key"]["Rules"]}},
        }
        for queue in described["QueueConfigurations"]
    ]
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"QueueConfigurations": queues})


_BUCKET_PARTS: dict[str, Callable[["S3Client", str, Any], None]] = {
    "BucketEncryption": _encrypt,
    "OwnershipControls": _own,
    "PublicAccessBlockConfiguration": _block_public_access,
    "VersioningConfiguration": _keep_versions,
    "CorsConfiguration": _allow_origins,
    "LifecycleConfiguration": _expire,
    "NotificationConfiguration": _notify,
}


def make_user_pool(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    call = _accepted(clients.cognito, "CreateUserPool", properties)
    pool = clients.cognito.create_user_pool(PoolName=properties.get("UserPoolName", logical_id), **call)["UserPool"]
    provider = f"cognito-idp.{clients.region}.amazonaws.com/{pool['Id']}"
    attributes = {"Arn": pool["Arn"], "ProviderName": provider, "ProviderURL": f"https://{provider}"}
    return Resource(pool["Id"], attributes)


def make_user_pool_client(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    call = {"ClientName": logical_id} | _accepted(clients.cognito, "CreateUserPoolClient", properties)
    client = clients.cognito.create_user_pool_client(**call)["UserPoolClient"]
    return Resource(client["ClientId"], {"ClientId": client["ClientId"]})


def make_user_pool_group(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    call = {"GroupName": logical_id} | dict(properties)
    clients.cognito.create_group(**call)
    return Resource(call["GroupName"])


def make_topic(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    arn = clients.sns.create_topic(Name=properties.get("TopicName", logical_id))["TopicArn"]
    return Resource(arn, {"TopicArn": arn, "TopicName": arn.rpartition(":")[2]})


def make_subscription(clients: Clients, _: str, properties: Properties) -> Resource:
    made = clients.sns.subscribe(**{name: properties[name] for name in ("TopicArn", "Protocol", "Endpoint")})
    return Resource(made["SubscriptionArn"], {"Arn": made["SubscriptionArn"]})


def make_configuration_set(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    name = properties.get("Name", logical_id)
    call = _accepted(clients.mail, "CreateConfigurationSet", properties)
    clients.mail.create_configuration_set(ConfigurationSetName=name, **call)
    return Resource(name)


def make_event_destination(clients: Clients, logical_id: str, properties: Properties) -> Resource:
    described = properties["EventDestination"]
    topic = {"TopicArn": described["SnsDestination"]["TopicARN"]}
    clients.mail.create_configuration_set_event_destination(
        ConfigurationSetName=properties["ConfigurationSetName"],
        EventDestinationName=described["Name"],
        EventDestination={
            "Enabled": described["Enabled"],
            "MatchingEventTypes": described["MatchingEventTypes"],
            "SnsDestination": topic,  # type: ignore[typeddict-item]
        },
    )
    return Resource(logical_id)


MAKERS: dict[str, Callable[[Clients, str, Properties], Resource]] = {
    "AWS::DynamoDB::Table": make_table,
    "AWS::S3::Bucket": make_bucket,
    "AWS::SQS::Queue": make_queue,
    "AWS::SNS::Topic": make_topic,
    "AWS::SNS::Subscription": make_subscription,
    "AWS::SES::ConfigurationSet": make_configuration_set,
    "AWS::SES::ConfigurationSetEventDestination": make_event_destination,
    "AWS::Cognito::UserPool": make_user_pool,
    "AWS::Cognito::UserPoolClient": make_user_pool_client,
    "AWS::Cognito::UserPoolGroup": make_user_pool_group,
}
