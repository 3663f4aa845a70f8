"""Makes everything that infra/storage.yaml describes, inside the running emulation.

The template is the only description: moto's own CloudFormation ignores TTL, CORS, notifications and Cognito, so its
properties are handed to the API calls one by one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local import resources
from infra.local.template import Resolver, Resource, TemplateProblem, read

TEMPLATE = Path(__file__).parents[1] / "storage.yaml"

_KEPT_BESIDE = ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
"""moto would apply these without their conditions: the door judges bucket policies, only the cloud the others."""


@dataclass(frozen=True)
class Storage:
    """What was made. `settings` are the template's outputs as the service reads them: VisitsTable is VISITS_TABLE."""

    settings: Mapping[str, str]
    resources: Mapping[str, Resource]
    bucket_policies: Mapping[str, Mapping[str, Any]]
    exports: Mapping[str, str]

    def queue_url(self, logical_id: str) -> str:
        return self.resources[logical_id].ref


def make(region: str, parameters: Mapping[str, str] | None = None, template: Path = TEMPLATE) -> Storage:
    """Makes all resources, those referred to first. `parameters` fill the template's, e.g. PublicUrl."""
    return _Making(read(template), parameters or {}, region).all()


class _Making:
    def __init__(self, template: Mapping[str, Any], parameters: Mapping[str, str], region: str) -> None:
        self._template = template
        self._resolver = Resolver(template, parameters, region, self._made)
        self._clients = resources.Clients(region)
        self._done: dict[str, Resource] = {}
        self._bucket_policies: dict[str, Mapping[str, Any]] = {}

    def all(self) -> Storage:
        for logical_id in self._template["Resources"]:
            if self._resolver.is_wanted(logical_id):
                self._made(logical_id)
        outputs = self._template.get("Outputs", {})
        values = {name: str(self._resolver.resolve(about["Value"])) for name, about in outputs.items()}
        settings = {setting_name(name): value for name, value in values.items()}
        exports = {
            self._resolver.resolve(about["Export"]["Name"]): values[name]
            for name, about in outputs.items()
            if "Export" in about
        }
        return Storage(settings, self._done, self._bucket_policies, exports)

    def _made(self, logical_id: str) -> Resource:
        if logical_id not in self._done:
            self._done[logical_id] = self._make(logical_id)
        return self._done[logical_id]

    def _make(self, logical_id: str) -> Resource:
        described = self._template["Resources"][logical_id]
        kind = described["Type"]
        properties = self._resolver.resolve(described.get("Properties", {}))
        if kind == "AWS::S3::BucketPolicy":
            self._bucket_policies[properties["Bucket"]] = properties["PolicyDocument"]
        if kind in _KEPT_BESIDE:
            return Resource(logical_id)
        if kind not in resources.MAKERS:
            raise TemplateProblem(f"{logical_id}: the local stack cannot make {kind}.")
        return resources.MAKERS[kind](self._clients, logical_id, properties)


def setting_name(output: str) -> str:
    """The environment variable that carries an output: `OnsiteCodesTable` is `ONSITE_CODES_TABLE`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", output).upper()
