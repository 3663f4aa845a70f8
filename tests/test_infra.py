"""The functions as `python -m infra.package` really makes them: handlers, settings, jobs, sizes, logs."""

from typing import Any

import msgspec
import pytest

from chalicelib.settings import Settings
from tests.stack import STORAGE, Functions, imported, of_type, resolved

pytest_plugins = ["tests.packaged"]

FUNCTIONS = {
    "APIHandler": "app.app",
    "StaffAccess": "app.staff_access",
    "Intake": "app.intake",
    "Marking": "app.marking",
    "Delivery": "app.delivery",
    "Tracing": "app.tracing",
    "Importing": "app.importing",
    "MailEvents": "app.mail_events",
    "WhatsappEvents": "app.whatsapp_events",
    "Counting": "app.counting",
    "Recount": "app.recount",
    "DayEnd": "app.day_end",
    "ComplaintClocks": "app.complaint_clocks",
    "Sweep": "app.sweep",
    "Retention": "app.retention",
}
WORKERS = {
    "Intake": "IntakeJobs",
    "Marking": "MarkingJobs",
    "Delivery": "DeliveryJobs",
    "Tracing": "TracingJobs",
    "Importing": "ImportingJobs",
    "MailEvents": "MailEventsJobs",
    "WhatsappEvents": "WhatsappEventsJobs",
}


def test_every_handler_of_the_app_is_a_function(functions: Functions) -> None:
    from app import app

    events: list[Any] = [*app.event_sources, *app.builtin_auth_handlers, *app.pure_lambda_functions]
    handlers = {"app.app", *(event.handler_string for event in events)}

    assert {name: function["Handler"] for name, function in functions.items()} == FUNCTIONS
    assert handlers == set(FUNCTIONS.values())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_has_every_setting_by_reference(template: dict[str, Any], name: str) -> None:
    names = {field.encode_name for field in msgspec.structs.fields(Settings)}
    shared = template["Globals"]["Function"]["Environment"]["Variables"]
    own = template["Resources"][name]["Properties"].get("Environment", {}).get("Variables", {})

    values = {setting: resolved(value) for setting, value in (shared | own).items()}

    assert set(values) == names
    assert all(isinstance(value, dict) for value in (shared | own).values())
    assert len(set(values.values())) == len(values), "two settings have the same value"


def test_settings_of_the_state_are_its_exports(template: dict[str, Any]) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    given = {
        "MAIL_SENDER": "MailSender",
        "PUBLIC_URL": "PublicUrl",
        "WHATSAPP_NUMBERS": "WhatsAppNumbers",
        "UNITS": "Units",
        "HOURS": "Hours",
    }
    given |= {"WEBAPI_URL": "WebapiUrl", "WEBAPI_KEY_PARAMETER": "WebapiKeyParameter"}

    expected = {
        name: {"Ref": given[name]} if name in given else {"Fn::ImportValue": {"Fn::Sub": f"${{Name}}-{_camel(name)}"}}
        for name in variables
    }

    assert variables == expected
    assert all(imported(value["Fn::ImportValue"]["Fn::Sub"]) for value in variables.values() if "Ref" not in value)


def _camel(setting: str) -> str:
    return "".join(word.capitalize() for word in setting.split("_"))


@pytest.mark.parametrize("name", WORKERS)
def test_one_failed_job_does_not_repeat_its_neighbours(functions: Functions, name: str) -> None:
    (mapping,) = [event["Properties"] for event in functions[name]["Events"].values()]

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 10


@pytest.mark.parametrize(("name", "queue"), WORKERS.items())
def test_job_stays_hidden_for_six_times_the_longest_run(functions: Functions, name: str, queue: str) -> None:
    visibility = STORAGE["Resources"][queue]["Properties"]["VisibilityTimeout"]

    assert visibility >= 6 * functions[name]["Timeout"]


@pytest.mark.parametrize("name", ["DayEnd", "ComplaintClocks"])
def test_hourly_work_is_begun_every_hour_and_a_failed_run_is_tried_until_the_next(
    functions: Functions, name: str
) -> None:
    function = functions[name]
    (schedule,) = function["Events"].values()
    once_more = {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 2}

    assert (schedule["Type"], schedule["Properties"]["Schedule"]) == ("Schedule", "rate(1 hour)")
    assert function["EventInvokeConfig"] == once_more
    assert schedule["Properties"]["RetryPolicy"]["MaximumEventAgeInSeconds"] == 3600


def test_stuck_work_is_looked_for_every_five_minutes_and_a_failed_run_waits_for_the_next(functions: Functions) -> None:
    function = functions["Sweep"]
    (schedule,) = function["Events"].values()

    assert (schedule["Type"], schedule["Properties"]["Schedule"]) == ("Schedule", "rate(5 minutes)")
    assert function["EventInvokeConfig"] == {"MaximumEventAgeInSeconds": 300, "MaximumRetryAttempts": 0}
    assert schedule["Properties"]["RetryPolicy"]["MaximumEventAgeInSeconds"] == 300
    assert function["Timeout"] < 300, "no two runs at once, as a rule"


def test_what_changes_is_counted_from_the_streams_of_all_tables_that_figures_are_of(functions: Functions) -> None:
    events = [event["Properties"] for event in functions["Counting"]["Events"].values()]
    kinds = {event["Type"] for event in functions["Counting"]["Events"].values()}

    assert {resolved(event["Stream"]) for event in events} == {
        f"{table}Table.StreamArn" for table in ("Visits", "Tickets", "Requests", "Deliveries", "Feedback")
    }
    assert kinds == {"DynamoDB"}
    assert {(one["BatchSize"], one["MaximumRetryAttempts"], one["MaximumRecordAgeInSeconds"]) for one in events} == {
        (100, 5, 3600)
    }
    assert all(one["BisectBatchOnFunctionError"] and one["StartingPosition"] == "LATEST" for one in events)


def test_what_is_due_is_deleted_every_day_and_a_failed_run_is_tried_again(functions: Functions) -> None:
    function = functions["Retention"]
    (schedule,) = function["Events"].values()

    assert (schedule["Type"], schedule["Properties"]["Schedule"]) == ("Schedule", "rate(1 day)")
    assert function["EventInvokeConfig"] == {"MaximumEventAgeInSeconds": 21600, "MaximumRetryAttempts": 2}


def test_functions_have_the_time_and_memory_that_their_work_needs(functions: Functions) -> None:
    sizes = {name: (function["MemorySize"], function["Timeout"]) for name, function in functions.items()}

    assert sizes == {
        "APIHandler": (1024, 29),
        "StaffAccess": (512, 10),
        "Intake": (3008, 300),
        "Marking": (1769, 120),
        "Delivery": (512, 60),
        "Tracing": (2048, 300),
        "Importing": (512, 300),
        "MailEvents": (512, 30),
        "WhatsappEvents": (512, 30),
        "Counting": (512, 60),
        "Recount": (512, 300),
        "DayEnd": (512, 120),
        "ComplaintClocks": (512, 120),
        "Sweep": (512, 120),
        "Retention": (512, 300),
    }
    assert {function["Architectures"][0] for function in functions.values()} == {"x86_64"}
    assert {function["Tracing"] for function in functions.values()} == {"PassThrough"}


def test_logs_of_every_function_and_of_the_api_end(
    template: dict[str, Any], functions: Functions, api: dict[str, Any]
) -> None:
    groups = of_type(template, "AWS::Logs::LogGroup")

    used = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in functions.values()]
    used.append(api["AccessLogSetting"]["DestinationArn"]["Fn::GetAtt"][0])

    assert sorted(used) == sorted(groups)
    assert all(group["RetentionInDays"] == {"Ref": "LogDays"} for group in groups.values())
    assert max(template["Parameters"]["LogDays"]["AllowedValues"]) <= 90
