"""The walls of the house: what may import what, and what every route, handler and code must have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
from chalicelib import errors, problems
from chalicelib.form import Faulty
from chalicelib.office.contract import OPERATIONS
from chalicelib.staff.access import STAFF
from chalicelib.watermark.model import RefusalCode
from chalicelib.watermark.tracing.answers import Gap
from chalicelib.wording import LANGUAGES, sentences

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "chalicelib").rglob("*.py"))
CAPABILITIES = sorted(folder.name for folder in (ROOT / "chalicelib").iterdir() if (folder / "model.py").exists())
PURE = ("model.py", "service.py")
FRAMEWORKS = {"chalice", "boto3", "botocore", "pynamodb", "os"}
PUBLIC = {
    ("GET", "/health"),
    ("GET", "/openapi.json"),
    ("GET", "/unit"),
    ("GET", "/publications"),
    ("GET", "/publications/{publication_id}"),
    ("GET", "/board"),
    ("GET", "/skm"),
    ("POST", "/links/view"),
    ("POST", "/links/open"),
    ("POST", "/links/renew"),
    ("POST", "/links/feedback"),
    ("GET", "/copies/{code}"),
    ("POST", "/complaints"),
    ("GET", "/complaints/{code}"),
    ("POST", "/complaints/{code}/completion"),
    ("POST", "/complaints/{code}/withdrawal"),
    ("POST", "/staff/session"),
    ("POST", "/staff/session/answer"),
}


def imports_of(path: Path, deep: bool = True) -> Iterator[str]:
    """Full names of the modules that a file imports; `deep` includes those inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree) if deep else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def routes() -> Iterator[tuple[str, str, Any]]:
    for path, methods in app.app.routes.items():
        for method, entry in methods.items():
            yield method, path, entry


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name in PURE or "watermark" in p.parts], ids=str)
def test_pure_modules_know_no_framework(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}

    assert not roots & FRAMEWORKS


def test_only_wiring_imports_stores() -> None:
    importers = {path.parent.name for path in SOURCES if any(name.endswith("store") for name in imports_of(path))}

    assert importers == {"wiring"}


def test_only_wiring_reads_the_environment() -> None:
    readers = {path.parent.name for path in SOURCES if re.search(r"\bos\.(environ|getenv)", path.read_text("utf-8"))}

    assert readers == {"wiring"}


def test_models_import_neither_services_nor_routes() -> None:
    for path in SOURCES:
        if path.name == "model.py":
            assert not [name for name in imports_of(path) if name.endswith((".service", ".routes"))], path


def test_no_file_is_called_after_nothing() -> None:
    names = {path.stem for path in ROOT.rglob("*.py") if ".venv" not in path.parts}

    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "base"}


def test_cryptography_is_imported_by_the_authorizer_alone() -> None:
    importers = {path.name for path in SOURCES if "jwt" in set(imports_of(path))}

    assert importers == {"tokens.py"}
    assert not [
        p for p in SOURCES if "chalicelib.staff.tokens" in set(imports_of(p, deep=False)) and not _typed_only(p)
    ]


def test_libraries_of_reports_as_files_are_loaded_by_who_asks_for_one() -> None:
    rendering = ROOT / "chalicelib" / "reports" / "rendering"
    others = [path for path in SOURCES if rendering not in path.parents]

    assert not [path for path in others if any("reports.rendering" in name for name in imports_of(path, deep=False))]


def test_no_text_is_markup() -> None:
    assert not [path for path in SOURCES if any("reportlab.platypus" in name for name in imports_of(path))]


def _typed_only(path: Path) -> bool:
    return path.parent.name == "wiring"


def test_every_route_answers_problems() -> None:
    bare = [
        f"{method} {path}" for method, path, entry in routes() if not hasattr(entry.view_function, "answers_problems")
    ]

    assert not bare


def test_every_staff_route_has_the_authorizer_and_a_role() -> None:
    for method, path, entry in routes():
        if path.startswith("/staff/") and (method, path) not in PUBLIC:
            assert entry.authorizer is STAFF, path
            assert entry.view_function.__wrapped__.role in ("petugas", "kepala"), path


def test_public_routes_stand_on_a_list() -> None:
    visitors = {
        (method, path)
        for method, path, _ in routes()
        if path.startswith(("/visit/", "/visits")) or path in ("/visit", "/onsite-code")
    }
    staff = {(method, path) for method, path, _ in routes() if path.startswith("/staff/")}
    everything = {(method, path) for method, path, _ in routes()}

    assert everything - visitors - staff | (staff & PUBLIC) == PUBLIC


def test_event_handlers_are_in_app() -> None:
    handlers = {source.handler_string for source in app.app.event_sources}

    workers = {"intake", "marking", "delivery", "tracing", "importing", "mail_events", "whatsapp_events"}
    by_the_clock = {"recount", "day_end", "complaint_clocks", "sweep", "retention"}
    assert handlers == {f"app.{name}" for name in {*workers, *by_the_clock, "counting"}}
    assert [config.handler_string for config in app.app.builtin_auth_handlers] == ["app.staff_access"]


def test_app_decides_nothing() -> None:
    lines = (ROOT / "app.py").read_text("utf-8").splitlines()

    assert len(lines) <= 80
    assert not [
        node for node in ast.walk(ast.parse("\n".join(lines))) if isinstance(node, ast.If | ast.Try | ast.While)
    ]


def test_contract_describes_every_route_and_no_other() -> None:
    described = {(operation.method.upper(), operation.path) for operation in OPERATIONS}

    assert described == {(method, path) for method, path, _ in routes()}


def refusals(kind: type[errors.Refusal] = errors.Refusal) -> Iterator[type[errors.Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from refusals(child)


def codes_in_sources() -> set[str]:
    """Every code that is written where a refusal, a fault or a reason is made."""
    calls = re.compile(
        r"(?:NotFound|Conflict|Invalid|Malformed|Unauthenticated|Unavailable|Faulty|AddressRefused|_refuse)"
        r"\((?:ports, request, )?\"([a-z-]+)\""
        r"|Fault\([^\"]*\"?[a-z_.]*\"?, \"([a-z-]+)\""
        r"|\"detail\": \"([a-z-]+)\""
    )
    return {
        code for path in SOURCES for found in calls.finditer(path.read_text("utf-8")) for code in found.groups() if code
    }


def test_every_code_has_wording_in_both_languages() -> None:
    codes = {kind.code for kind in refusals()} | codes_in_sources() | {code.value for code in (*RefusalCode, *Gap)}
    assert {"nobody-waiting", "did-you-mean", "marking-failed", "answer-lost"} <= codes

    missing = {
        (code, language) for code in codes for language in LANGUAGES if not sentences().get(code, {}).get(language)
    }

    assert not missing


def test_every_kind_of_refusal_has_a_status() -> None:
    assert {problems.status_of(kind()) for kind in refusals()} <= {
        400,
        401,
        403,
        404,
        409,
        410,
        413,
        415,
        422,
        429,
        503,
    }


def test_faults_are_named_by_code() -> None:
    faulty = Faulty("too-long", limit=3)

    assert (faulty.code, faulty.values) == ("too-long", {"limit": 3})


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_capabilities_use_the_same_names(capability: str) -> None:
    folder = ROOT / "chalicelib" / capability

    assert folder.joinpath("__init__.py").read_text("utf-8").startswith('"""')


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]

    assert not silent


def test_files_stay_readable() -> None:
    long = {str(path): n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())) > 300}

    assert not long
