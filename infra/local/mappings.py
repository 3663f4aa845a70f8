"""Which jobs queue feeds which function, read from infra/app.yaml and from what app.py registers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalice.app import Chalice, SQSEventConfig
from chalice.utils import to_cfn_resource_name

from infra.local.storage import Storage
from infra.local.template import Resolver, TemplateProblem, read

PROJECT = Path(__file__).parents[2]

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class QueueMapping:
    """One event source mapping of Lambda. `seconds` is the function's timeout."""

    function: str
    handler: Handler
    queue_url: str
    queue_arn: str
    batch_size: int
    at_once: int
    reports_failures: bool
    seconds: int


def queue_mappings(app: Chalice, storage: Storage, region: str, project: Path = PROJECT) -> list[QueueMapping]:
    """One for every `on_sqs_message` of the app. Raises TemplateProblem for one whose queue app.yaml does not name."""
    template = read(project / "infra" / "app.yaml")
    resolver = resolver_of(template, storage, region)
    urls = {
        queue.attributes["Arn"]: queue.ref for queue in storage.resources.values() if "QueueUrl" in queue.attributes
    }

    def mapping(source: SQSEventConfig) -> QueueMapping:
        described = _described(template, source.name)
        arn = str(resolver.resolve(described["Queue"]))
        return QueueMapping(
            function=source.name,
            handler=app.handler_map[source.name],
            queue_url=urls[arn],
            queue_arn=arn,
            batch_size=source.batch_size,
            at_once=described.get("ScalingConfig", {}).get("MaximumConcurrency", 2),
            reports_failures="ReportBatchItemFailures" in described.get("FunctionResponseTypes", []),
            seconds=seconds_of(source.name, project),
        )

    return [mapping(source) for source in app.event_sources if isinstance(source, SQSEventConfig)]


def resolver_of(template: Mapping[str, Any], storage: Storage, region: str) -> Resolver:
    """What infra/app.yaml refers to, where its events come from."""
    without_default = {name: "" for name, about in template["Parameters"].items() if "Default" not in about}
    return Resolver(template, without_default, region, exports=storage.exports)


def seconds_of(function: str, project: Path = PROJECT) -> int:
    """The function's timeout."""
    functions = json.loads((project / ".chalice" / "config.json").read_text(encoding="utf-8"))["lambda_functions"]
    return int(functions.get(function, {}).get("lambda_timeout", 60))


def _described(template: Mapping[str, Any], function: str) -> dict[str, Any]:
    """The properties of the function's queue event."""
    events = template["Resources"].get(to_cfn_resource_name(function), {}).get("Properties", {}).get("Events", {})
    for event in events.values():
        if "Queue" in event["Properties"]:
            return dict(event["Properties"])
    raise TemplateProblem(f"infra/app.yaml names no queue for the function {function}.")
