"""Who is told when something is stuck, as infra/alarms.yaml makes it."""

import re
from typing import Any

import pytest

from chalicelib.log import BEYOND_HELP
from infra.local.template import read
from tests.stack import INFRA, STORAGE, of_type

pytest_plugins = ["tests.packaged"]

ALARMS = read(INFRA / "alarms.yaml")
WORKERS = ["Intake", "Marking", "Delivery", "Tracing", "Importing", "MailEvents", "WhatsappEvents"]
BY_THEMSELVES = ["Counting", "Recount", "DayEnd", "ComplaintClocks", "Sweep", "Retention"]


def _loop(name: str) -> tuple[list[str], Any]:
    _, over, made = ALARMS["Resources"][f"Fn::ForEach::{name}"]
    (alarm,) = made.values()
    return over, alarm


def _alarm(name: str) -> dict[str, Any]:
    properties: dict[str, Any] = ALARMS["Resources"][name]["Properties"]
    return properties


def test_alarms_and_site_import_what_the_other_stacks_export(template: dict[str, Any]) -> None:
    outputs = [*STORAGE["Outputs"].values(), *template["Outputs"].values()]
    exported = {output["Export"]["Name"]["Fn::Sub"] for output in outputs if "Export" in output}
    text = (INFRA / "alarms.yaml").read_text("utf-8") + (INFRA / "site.yaml").read_text("utf-8")
    works = ["ApiHandler", "StaffAccess", *WORKERS, *BY_THEMSELVES]

    imports = re.findall(r"Fn::ImportValue: !Sub '([^']+)'", text)
    asked = {name.replace("${Work}", work) for name in imports for work in (WORKERS if "Jobs" in name else works)}

    assert len(imports) == 16
    assert asked <= exported


def test_dead_letters_of_every_queue_alarm_at_the_first() -> None:
    over, alarm = _loop("GivenUp")

    assert {f"{work}JobsDeadLetters" for work in over} == _queues(dead=True)
    assert _rule(alarm["Properties"]) == ("ApproximateNumberOfMessagesVisible", "GreaterThanThreshold", 0)
    assert alarm["Properties"]["Dimensions"][0]["Value"] == _export("${Name}-${Work}JobsDeadLettersName")


def test_job_that_waits_is_known_within_fifteen_minutes() -> None:
    over, alarm = _loop("Waiting")
    properties = alarm["Properties"]

    latest = properties["Threshold"] + properties["Period"] * properties["EvaluationPeriods"]

    assert {f"{work}Jobs" for work in over} == _queues(dead=False)
    assert properties["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert latest <= 15 * 60
    assert properties["Dimensions"][0]["Value"] == _export("${Name}-${Work}JobsName")


def test_errors_and_throttles_of_every_function_alarm() -> None:
    over, alarm = _loop("Functions")
    failures, each = alarm[1], next(iter(alarm[2].values()))

    assert set(over) == {"ApiHandler", "StaffAccess", *WORKERS, *BY_THEMSELVES}
    assert failures == ["Errors", "Throttles"]
    assert _rule(each["Properties"]) == ({"Ref": "Failure"}, "GreaterThanThreshold", 0)


@pytest.mark.parametrize("name", ["DayEnd", "ComplaintClocks"])
def test_schedule_that_stands_still_is_known_after_three_hours(name: str) -> None:
    alarm = _alarm(f"{name}Missed")

    assert _rule(alarm) == ("Invocations", "LessThanThreshold", 1)
    assert (alarm["Statistic"], alarm["Period"], alarm["EvaluationPeriods"]) == ("Sum", 3600, 3)
    assert alarm["TreatMissingData"] == "breaching", "a function that nobody calls has no figures at all"
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": _export(f"${{Name}}-{name}Name")}]


def test_figures_that_fall_behind_are_known_after_a_quarter_of_an_hour() -> None:
    alarm = _alarm("CountingLate")

    assert _rule(alarm) == ("IteratorAge", "GreaterThanThreshold", 15 * 60 * 1000)
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": _export("${Name}-CountingName")}]


def test_sweeper_that_stands_still_is_known_after_fifteen_minutes() -> None:
    alarm = _alarm("SweepMissed")

    assert _rule(alarm) == ("Invocations", "LessThanThreshold", 1)
    assert (alarm["Statistic"], alarm["Period"] * alarm["EvaluationPeriods"]) == ("Sum", 15 * 60)
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": _export("${Name}-SweepName")}]


def test_retention_that_stands_still_is_known_after_two_days() -> None:
    alarm = _alarm("RetentionMissed")

    assert _rule(alarm) == ("Invocations", "LessThanThreshold", 1)
    assert (alarm["Statistic"], alarm["Period"] * alarm["EvaluationPeriods"]) == ("Sum", 2 * 86400)
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": _export("${Name}-RetentionName")}]


@pytest.mark.parametrize(
    ("lines", "function"),
    [
        ("BeyondHelpLines", "Sweep"),
        ("BeyondHelpOfComplaints", "ComplaintClocks"),
        ("BeyondHelpOfWhatsapp", "WhatsappEvents"),
        ("BeyondHelpOfDelivery", "Delivery"),
    ],
)
def test_what_is_beyond_help_rings_by_the_very_line_that_is_written(lines: str, function: str) -> None:
    filtered, alarm = _alarm(lines), _alarm("BeyondHelp")
    [metric] = filtered["MetricTransformations"]

    assert filtered["LogGroupName"] == _export(f"${{Name}}-{function}LogGroupName")
    assert filtered["FilterPattern"] == f'{{ $.message = "{BEYOND_HELP}" }}'
    assert (metric["MetricNamespace"], metric["MetricName"]) == (alarm["Namespace"], alarm["MetricName"])
    assert _rule(alarm) == ("BeyondHelp", "GreaterThanThreshold", 0)


def test_alarm_rings_before_ses_reviews_the_account() -> None:
    bounces, complaints = _alarm("Bounces"), _alarm("SpamComplaints")

    assert _rule(bounces) == ("Reputation.BounceRate", "GreaterThanOrEqualToThreshold", 0.03)
    assert _rule(complaints) == ("Reputation.ComplaintRate", "GreaterThanOrEqualToThreshold", 0.0005)


def test_failures_of_the_api_alarm(api: dict[str, Any]) -> None:
    alarm = _alarm("ApiFailures")

    watched = {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}

    assert alarm["MetricName"] == "5XXError"
    assert watched == {"ApiName": api["DefinitionBody"]["info"]["title"], "Stage": api["StageName"]}


def test_every_alarm_tells_somebody() -> None:
    alarms = [_loop("GivenUp")[1], _loop("Waiting")[1], next(iter(_loop("Functions")[1][2].values()))]
    late = ("DayEndMissed", "ComplaintClocksMissed", "SweepMissed", "RetentionMissed", "CountingLate")
    single = (*late, "BeyondHelp", "ApiFailures", "Bounces", "SpamComplaints")
    told = [alarm["Properties"] for alarm in alarms] + [_alarm(name) for name in single]

    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in told)


def _rule(alarm: dict[str, Any]) -> tuple[Any, str, float]:
    return alarm["MetricName"], alarm["ComparisonOperator"], alarm["Threshold"]


def _queues(dead: bool) -> set[str]:
    return {name for name in of_type(STORAGE, "AWS::SQS::Queue") if name.endswith("DeadLetters") is dead}


def _export(name: str) -> dict[str, Any]:
    return {"Fn::ImportValue": {"Fn::Sub": name}}
