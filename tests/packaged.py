"""The package as it would be deployed, made once a run, and its parts: a plugin of the tests that read it."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest

from infra.package import package as make_package
from tests.stack import Functions, Rights, of_type


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with `sam.json` and `deployment.zip`; parallel workers share one."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "package"
    with (shared / "package.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "sam.json").exists():
            make_package(folder)
    return folder


@pytest.fixture(scope="session")
def template(package: Path) -> dict[str, Any]:
    """The template that would be deployed."""
    made: dict[str, Any] = json.loads((package / "sam.json").read_text("utf-8"))
    return made


@pytest.fixture(scope="session")
def functions(template: dict[str, Any]) -> Functions:
    """The properties of each function."""
    return of_type(template, "AWS::Serverless::Function")


@pytest.fixture(scope="session")
def rights(template: dict[str, Any], functions: Functions) -> Rights:
    """What each function's role lets it do."""
    roles = of_type(template, "AWS::IAM::Role")
    return {
        name: [
            statement
            for policy in roles[function["Role"]["Fn::GetAtt"][0]]["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        for name, function in functions.items()
    }


@pytest.fixture(scope="session")
def api(template: dict[str, Any]) -> dict[str, Any]:
    """The properties of the API."""
    (only,) = of_type(template, "AWS::Serverless::Api").values()
    return only
