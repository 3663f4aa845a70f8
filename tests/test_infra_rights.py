"""What each function may do: its own role, nothing wider than its work, and masters out of every visitor's reach."""

from typing import Any

import pytest

from tests.stack import Functions, Rights, allows, listed, resolved

pytest_plugins = ["tests.packaged"]

WORKERS = {
    "Intake": "IntakeJobs",
    "Marking": "MarkingJobs",
    "Delivery": "DeliveryJobs",
    "Tracing": "TracingJobs",
    "Importing": "ImportingJobs",
    "MailEvents": "MailEventsJobs",
    "WhatsappEvents": "WhatsappEventsJobs",
}
BY_THE_CLOCK = ["Recount", "DayEnd", "ComplaintClocks", "Sweep", "Retention"]
FUNCTIONS = ["APIHandler", "StaffAccess", *WORKERS, "Counting", *BY_THE_CLOCK]
MASTER, UPLOAD = "arn:MastersBucket/masters/x/y/prefix.pdf", "arn:MastersBucket/uploads/x/y.pdf"
LEAK = "arn:MastersBucket/traces/x.pdf"
COPY, REQUEST = "arn:CopiesBucket/copies/x/y.pdf", "arn:CopiesBucket/requests/x"
READS = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes", "s3:RestoreObject"]


def test_no_two_functions_share_a_role(template: dict[str, Any], functions: Functions) -> None:
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions.values()]

    assert len(set(roles)) == len(FUNCTIONS)
    assert all(template["Resources"][role]["Type"] == "AWS::IAM::Role" for role in roles)


def test_no_right_is_wider_than_it_must_be(rights: Rights) -> None:
    wide = [
        (name, statement["Sid"], part)
        for name, statements in rights.items()
        for statement in statements
        for part in [*listed(statement["Action"]), *map(_outside_keys, listed(resolved(statement["Resource"])))]
        if "*" in part
    ]

    assert wide == []
    assert all("NotAction" not in each and "NotResource" not in each for own in rights.values() for each in own)


def _outside_keys(arn: str) -> str:
    """An object's key below its folder is not known beforehand: only there a star may stand, at the end."""
    return arn.removesuffix("/*") if arn.startswith("arn:") and arn.count("/") == 2 else arn


def test_only_marking_and_tracing_read_masters(rights: Rights) -> None:
    readers = {name for name, own in rights.items() if any(allows(own, action, MASTER) for action in READS)}

    assert readers == {"Marking", "Tracing"}


def test_only_tracing_reads_leaked_files_and_it_writes_no_object(rights: Rights) -> None:
    readers = {name for name, own in rights.items() if any(allows(own, action, LEAK) for action in READS)}
    senders = {name for name, own in rights.items() if allows(own, "s3:PutObject", LEAK)}
    written = [each for each in rights["Tracing"] if "s3:PutObject" in each["Action"]]

    assert (readers, senders, written) == ({"Tracing"}, {"APIHandler"}, [])


def test_only_intake_touches_uploads_and_writes_masters(rights: Rights) -> None:
    writers = {name for name, own in rights.items() if allows(own, "s3:PutObject", MASTER)}
    readers = {name for name, own in rights.items() if allows(own, "s3:GetObject", UPLOAD)}
    uploaders = {name for name, own in rights.items() if allows(own, "s3:PutObject", UPLOAD)}

    assert (writers, readers, uploaders) == ({"Intake"}, {"Intake"}, {"APIHandler"})


def test_only_marking_writes_copies_and_only_the_api_and_the_sweeper_ask_for_them(rights: Rights) -> None:
    writers = {name for name, own in rights.items() if allows(own, "s3:PutObject", COPY)}
    askers = {name for name, own in rights.items() if allows(own, "s3:PutObject", REQUEST)}

    assert (writers, askers) == ({"Marking"}, {"APIHandler", "Sweep"})


def test_only_intake_writes_covers_and_no_function_reads_them(rights: Rights) -> None:
    cover = "arn:CoversBucket/covers/x/y.jpg"
    writers = {name for name, own in rights.items() if allows(own, "s3:PutObject", cover)}
    readers = {name for name, own in rights.items() if any(allows(own, action, cover) for action in READS)}

    assert (writers, readers) == ({"Intake"}, set())


def test_only_retention_lists_a_bucket_that_of_copies_which_it_cannot_read(rights: Rights) -> None:
    buckets, lists = ["arn:MastersBucket", "arn:CopiesBucket", "arn:CoversBucket"], ["ListBucket", "ListBucketVersions"]

    listers = {
        (name, bucket)
        for name, own in rights.items()
        for bucket in buckets
        for action in lists
        if allows(own, f"s3:{action}", bucket)
    }

    assert listers == {("Retention", "arn:CopiesBucket")}
    assert not [action for action in READS if allows(rights["Retention"], action, COPY)]


def test_only_retention_deletes_for_good_and_only_it_and_the_api_delete_copies_and_contacts(rights: Rights) -> None:
    def who(action: str, *resources: str) -> set[str]:
        return {name for name, own in rights.items() for resource in resources if allows(own, action, resource)}

    assert who("s3:DeleteObjectVersion", COPY, REQUEST, MASTER, UPLOAD) == {"Retention"}
    assert who("s3:DeleteObject", COPY, REQUEST) == {"APIHandler", "Retention"}
    assert who("dynamodb:DeleteItem", "arn:ContactsTable", "arn:LinksTable") == {"APIHandler", "Retention"}


def test_authorizer_looks_up_members_and_nothing_else(rights: Rights) -> None:
    beyond_logs = [each for each in rights["StaffAccess"] if each["Sid"] != "Logs"]

    assert [(each["Action"], resolved(each["Resource"])) for each in beyond_logs] == [
        (["dynamodb:GetItem"], "arn:MembersTable")
    ]


def test_audit_is_written_and_read_and_never_changed(rights: Rights) -> None:
    may = {
        (name, action)
        for name, own in rights.items()
        for statement in own
        for action in listed(statement["Action"])
        if allows([statement], action, "arn:AuditTable")
    }

    assert may == {("APIHandler", "dynamodb:PutItem"), ("APIHandler", "dynamodb:Query")}


def test_end_of_the_day_learns_of_no_name(rights: Rights) -> None:
    known = {resolved(each["Resource"]) for each in rights["DayEnd"] if each["Sid"] != "Logs"}

    assert known == {"arn:DaysTable", "arn:TicketsTable", "arn:VisitsTable", "arn:VisitsTable/index/by_unit_day"}


@pytest.mark.parametrize("name", ["Counting", "Recount"])
def test_who_counts_learns_of_no_name_and_writes_figures_alone(rights: Rights, name: str) -> None:
    beyond_logs = [each for each in rights[name] if each["Sid"] not in ("Logs", "Changes")]
    known = {resolved(each["Resource"]) for each in beyond_logs}
    writes = [each for each in beyond_logs if "dynamodb:PutItem" in each["Action"]]

    assert known - {"arn:RequestsTable"} == {
        "arn:FiguresTable",
        "arn:TicketsTable",
        "arn:DeliveriesTable",
        "arn:VisitsTable/index/by_unit_day",
        "arn:RequestsTable/index/by_unit",
        "arn:FeedbackTable/index/by_unit",
    }
    assert [resolved(each["Resource"]) for each in writes] == ["arn:FiguresTable"]


def test_sweeper_learns_of_no_name_and_reads_no_file(rights: Rights) -> None:
    beyond_logs = [each for each in rights["Sweep"] if each["Sid"] != "Logs"]
    known = {resource for each in beyond_logs for resource in listed(resolved(each["Resource"]))}
    tables = ("RequestsTable", "DeliveriesTable", "PublicationsTable")

    assert known == {
        *(f"arn:{table}{part}" for table in tables for part in ("", "/index/by_open")),
        "arn:ImportsTable",
        "arn:DeliveriesTable/index/by_desk",
        "arn:CopiesBucket/requests/*",
        "arn:IntakeJobs",
        "arn:ImportingJobs",
        "arn:DeliveryJobs",
    }


def test_clocks_of_complaints_write_letters_and_learn_of_no_name(rights: Rights) -> None:
    beyond_logs = [each for each in rights["ComplaintClocks"] if each["Sid"] != "Logs"]
    known = {resolved(each["Resource"]): each["Action"] for each in beyond_logs}

    assert known == {
        "arn:ComplaintsTable": ["dynamodb:UpdateItem"],
        "arn:ComplaintsTable/index/by_clock": ["dynamodb:Query"],
        "arn:ComplainantsTable": ["dynamodb:UpdateItem"],
        "arn:DeliveriesTable": ["dynamodb:PutItem"],
        "arn:DeliveryJobs": ["sqs:SendMessage"],
    }


def test_only_the_api_and_delivery_learn_who_complained(rights: Rights) -> None:
    readers = {name for name, own in rights.items() if allows(own, "dynamodb:GetItem", "arn:ComplainantsTable")}

    assert readers == {"APIHandler", "Delivery"}


def test_only_importing_learns_the_key_of_the_webapi_and_it_touches_no_file_and_no_visitor(rights: Rights) -> None:
    readers = {name for name, own in rights.items() for each in own if "ssm:" in str(each["Action"])}
    known = {resolved(resource) for each in rights["Importing"] for resource in listed(each["Resource"])}

    assert readers == {"Importing"}
    assert known == {
        "arn:ImportingLogGroup",
        "arn:ImportingJobs",
        "arn:ImportsTable",
        "arn:PublicationsTable",
        "arn:PublicationsTable/index/by_unit",
        "arn:EditionsTable",
        "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameterWebapiKeyParameter",
    }


def test_only_the_api_moves_dead_letters(rights: Rights) -> None:
    dead = [f"arn:{queue}DeadLetters" for queue in WORKERS.values()]

    movers = {name for name, own in rights.items() for arn in dead if allows(own, "sqs:DeleteMessage", arn)}
    senders = {name for name, own in rights.items() if allows(own, "sqs:SendMessage", "arn:MarkingJobs")}

    assert (movers, senders) == ({"APIHandler"}, {"APIHandler"})


def test_only_delivery_sends_mail_and_only_in_the_office_s_name(rights: Rights) -> None:
    senders = {name: each for name, own in rights.items() for each in own if "ses:" in str(each["Action"])}

    assert set(senders) == {"Delivery"}
    assert set(senders["Delivery"]["Action"]) == {"ses:SendEmail", "ses:SendRawEmail"}
    assert [resolved(each).rpartition(":")[2] for each in senders["Delivery"]["Resource"]] == [
        "identity/MailIdentity",
        "configuration-set/MailEvents",
    ]
    assert resolved(senders["Delivery"]["Condition"]) == {"StringEquals": {"ses:FromAddress": "MailSender"}}


def test_only_delivery_sends_by_whatsapp_and_only_from_the_office_s_numbers(rights: Rights) -> None:
    senders = {name: each for name, own in rights.items() for each in own if "social-messaging:" in str(each["Action"])}

    assert set(senders) == {"Delivery"}
    assert set(senders["Delivery"]["Action"]) == {
        "social-messaging:SendWhatsAppMessage",
        "social-messaging:PostWhatsAppMessageMedia",
    }
    assert senders["Delivery"]["Resource"] == {"Ref": "WhatsAppNumberArns"}


def test_who_hears_of_mails_learns_of_no_name(rights: Rights) -> None:
    known = {resolved(each["Resource"]) for each in rights["MailEvents"] if each["Sid"] not in ("Logs", "Jobs")}

    assert known == {"arn:DeliveriesTable", "arn:SuppressionsTable"}


def test_who_hears_of_messages_learns_of_no_name(rights: Rights) -> None:
    known = {resolved(each["Resource"]) for each in rights["WhatsappEvents"] if each["Sid"] not in ("Logs", "Jobs")}

    assert known == {"arn:DeliveriesTable", "arn:SuppressionsTable", "arn:AttemptsTable"}


@pytest.mark.parametrize(("name", "queue"), WORKERS.items())
def test_worker_takes_jobs_of_its_own_queue(functions: Functions, rights: Rights, name: str, queue: str) -> None:
    (mapping,) = [event["Properties"] for event in functions[name]["Events"].values()]
    needed = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]

    served = {arn for arn in map("arn:{}".format, WORKERS.values()) if allows(rights[name], "sqs:ReceiveMessage", arn)}

    assert resolved(mapping["Queue"]) == f"arn:{queue}"
    assert served == {f"arn:{queue}"}
    assert all(allows(rights[name], action, f"arn:{queue}") for action in needed)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_writes_to_its_own_log(functions: Functions, rights: Rights, name: str) -> None:
    group = functions[name]["LoggingConfig"]["LogGroup"]["Ref"]

    assert allows(rights[name], "logs:PutLogEvents", f"arn:{group}")
    assert allows(rights[name], "logs:CreateLogStream", f"arn:{group}")
