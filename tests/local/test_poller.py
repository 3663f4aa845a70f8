"""Jobs reach the handlers in Lambda's shape, and what fails goes to the dead letters as the template says."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from chalice.app import Chalice

from infra.local import emulation, storage
from infra.local.mappings import QueueMapping, queue_mappings
from infra.local.poller import Poller, _reported
from infra.local.storage import Storage
from infra.local.template import TemplateProblem

PATIENCE = 30
"""Seconds after which a job that never comes is given up."""


@pytest.fixture
def made() -> Iterator[Storage]:
    with emulation.start() as running:
        made = storage.make(running.region, {"PublicUrl": "http://127.0.0.1:8000"})
        for resource in made.resources.values():
            if "QueueUrl" in resource.attributes:
                boto3.client("sqs").purge_queue(QueueUrl=resource.ref)
        yield made


@pytest.fixture
def polling(made: Storage) -> Iterator[Callable[..., None]]:
    started: list[Poller] = []

    def start(*mappings: QueueMapping) -> None:
        started.append(Poller(mappings, emulation.REGION))
        started[-1].start()

    yield start
    for poller in started:
        poller.stop()


def marking(made: Storage, handler: Any, batch_size: int = 1, reports_failures: bool = True) -> QueueMapping:
    queue = made.resources["MarkingJobs"]
    return QueueMapping("marking", handler, queue.ref, queue.attributes["Arn"], batch_size, 1, reports_failures, 120)


def send(made: Storage, *bodies: str, queue: str = "MarkingJobs") -> None:
    entries: Any = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    boto3.client("sqs").send_message_batch(QueueUrl=made.queue_url(queue), Entries=entries)


def come_again_at_once(made: Storage) -> None:
    boto3.client("sqs").set_queue_attributes(
        QueueUrl=made.queue_url("MarkingJobs"), Attributes={"VisibilityTimeout": "0"}
    )


def waiting(made: Storage, queue: str) -> tuple[int, int]:
    """Visible and received messages."""
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=made.queue_url(queue), AttributeNames=names)
    return int(found["Attributes"][names[0]]), int(found["Attributes"][names[1]])


def until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE * 100):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("It did not come true.")


def test_a_job_reaches_its_handler_in_lambdas_shape_and_is_gone_when_done(made: Storage, polling: Any) -> None:
    seen: list[Any] = []
    polling(marking(made, lambda event, context: seen.append((event, context))))

    boto3.client("s3").put_object(Bucket=made.settings["COPIES_BUCKET"], Key="requests/a b", Body=b"")
    until(lambda: bool(seen) and waiting(made, "MarkingJobs") == (0, 0))

    [(event, context)] = seen
    [record] = event["Records"]
    assert set(record) == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }
    assert record["eventSourceARN"] == "arn:aws:sqs:ap-southeast-3:123456789012:MarkingJobs"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert json.loads(record["body"])["Records"][0]["s3"]["object"]["key"] == "requests/a+b"
    assert context.function_name == "marking"
    assert 0 < context.get_remaining_time_in_millis() <= 120_000


@pytest.mark.parametrize("handler_says", ["raise", "report", "nonsense"])
def test_a_poison_job_is_in_the_dead_letters_after_exactly_the_templates_receives(
    made: Storage, polling: Any, handler_says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: list[int] = []

    def handler(event: Any, _: Any) -> Any:
        [record] = event["Records"]
        counts.append(int(record["attributes"]["ApproximateReceiveCount"]))
        if handler_says == "raise":
            raise ValueError("sari@example.com")
        reported = record["messageId"] if handler_says == "report" else "another id"
        return {"batchItemFailures": [{"itemIdentifier": reported}]}

    come_again_at_once(made)
    polling(marking(made, handler))
    send(made, "poison")
    until(lambda: waiting(made, "MarkingJobsDeadLetters") == (1, 0))

    assert counts == [1, 2, 3, 4, 5]
    assert waiting(made, "MarkingJobs") == (0, 0)
    assert "sari@example.com" not in capsys.readouterr().err


def test_of_a_batch_only_the_reported_failure_comes_again(made: Storage, polling: Any) -> None:
    times: dict[str, int] = {}

    def handler(event: Any, _: Any) -> Any:
        failed = []
        for record in event["Records"]:
            times[record["body"]] = times.get(record["body"], 0) + 1
            if record["body"] == "poison":
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    come_again_at_once(made)
    send(made, "one", "poison", "two", "three")
    polling(marking(made, handler, batch_size=10))
    until(lambda: waiting(made, "MarkingJobsDeadLetters") == (1, 0))

    assert times == {"one": 1, "two": 1, "three": 1, "poison": 5}


def test_without_partial_failures_in_the_template_what_a_handler_returns_counts_for_nothing(
    made: Storage, polling: Any
) -> None:
    def handler(event: Any, _: Any) -> Any:
        return {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}

    polling(marking(made, handler, reports_failures=False))
    send(made, "job")
    until(lambda: waiting(made, "MarkingJobs") == (0, 0))

    assert waiting(made, "MarkingJobsDeadLetters") == (0, 0)


def test_a_failed_job_stays_hidden_until_its_visibility_timeout(made: Storage, polling: Any) -> None:
    tried = threading.Event()

    def handler(*_: Any) -> Any:
        tried.set()
        raise ValueError

    polling(marking(made, handler))
    send(made, "job")

    assert tried.wait(PATIENCE)
    assert waiting(made, "MarkingJobs") == (0, 1)


def test_a_long_job_of_one_kind_does_not_hold_up_another(made: Storage, polling: Any) -> None:
    go_on, mailed = threading.Event(), threading.Event()
    queue = made.resources["DeliveryJobs"]
    polling(
        marking(made, lambda *_: go_on.wait(PATIENCE) and None),
        QueueMapping("delivery", lambda *_: mailed.set(), queue.ref, queue.attributes["Arn"], 1, 2, True, 60),
    )

    send(made, "long")
    send(made, "mail", queue="DeliveryJobs")

    assert mailed.wait(PATIENCE)
    go_on.set()


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (None, set()),
        ({}, set()),
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": None}, set()),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, {"a"}),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, {"a", "b"}),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, {"a", "b"}),
        ({"batchItemFailures": [{"id": "a"}]}, {"a", "b"}),
        ("done", {"a", "b"}),
    ],
)
def test_a_batch_response_is_read_as_lambda_reads_it(answer: Any, failed: set[str]) -> None:
    assert _reported(answer, {"a", "b"}) == failed


def an_app(*functions: str) -> Chalice:
    app = Chalice("test")
    for function in functions:
        app.on_sqs_message(queue="any", name=function, batch_size=3)(lambda _: None)
    return app


def test_queues_batches_and_failure_reports_are_those_of_the_template(made: Storage) -> None:
    mappings = queue_mappings(
        an_app("intake", "marking", "delivery", "tracing", "importing", "mail_events"), made, emulation.REGION
    )

    assert {mapping.function: mapping.queue_url for mapping in mappings} == {
        "intake": made.queue_url("IntakeJobs"),
        "marking": made.queue_url("MarkingJobs"),
        "delivery": made.queue_url("DeliveryJobs"),
        "tracing": made.queue_url("TracingJobs"),
        "importing": made.queue_url("ImportingJobs"),
        "mail_events": made.queue_url("MailEventsJobs"),
    }
    assert all(mapping.reports_failures and mapping.batch_size == 3 for mapping in mappings)
    assert {mapping.function: mapping.seconds for mapping in mappings}["intake"] == 300


def test_a_handler_without_a_queue_in_the_template_is_refused(made: Storage) -> None:
    with pytest.raises(TemplateProblem, match="no queue for the function sweeping"):
        queue_mappings(an_app("sweeping"), made, emulation.REGION, Path(__file__).parents[2])
