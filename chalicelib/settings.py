"""The settings of one deployment: where its state is and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class MissingSettings(Exception):
    """Settings without a value; names all of them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("settings without a value: " + ", ".join(names))
        self.names = names


class Settings(msgspec.Struct, frozen=True, rename="upper"):
    """Every setting, under its name in the environment in upper case."""

    visits_table: str
    contacts_table: str
    kiosks_table: str
    onsite_codes_table: str
    tickets_table: str
    numbers_table: str
    answers_table: str
    publications_table: str
    editions_table: str
    requests_table: str
    deliveries_table: str
    links_table: str
    suppressions_table: str
    switches_table: str
    copies_table: str
    feedback_table: str
    figures_table: str
    complaints_table: str
    complainants_table: str
    members_table: str
    attempts_table: str
    traces_table: str
    imports_table: str
    days_table: str
    skm_results_table: str
    audit_table: str
    intake_jobs: str
    intake_jobs_dead_letters: str
    marking_jobs: str
    marking_jobs_dead_letters: str
    delivery_jobs: str
    delivery_jobs_dead_letters: str
    tracing_jobs: str
    tracing_jobs_dead_letters: str
    importing_jobs: str
    importing_jobs_dead_letters: str
    mail_events_jobs: str
    mail_events_jobs_dead_letters: str
    whatsapp_events_jobs: str
    whatsapp_events_jobs_dead_letters: str
    masters_bucket: str
    copies_bucket: str
    covers_bucket: str
    user_pool_id: str
    user_pool_client_id: str
    token_issuer: str
    jwks_url: str
    mail_sender: str
    mail_events: str
    mail_events_topic: str
    whatsapp_numbers: str
    public_url: str
    webapi_url: str
    webapi_key_parameter: str
    units: str
    hours: str

    @property
    def job_queues(self) -> dict[str, tuple[str, str]]:
        """The address of each queue of jobs, and that of its dead letters."""
        return {
            "intake": (self.intake_jobs, self.intake_jobs_dead_letters),
            "marking": (self.marking_jobs, self.marking_jobs_dead_letters),
            "delivery": (self.delivery_jobs, self.delivery_jobs_dead_letters),
            "tracing": (self.tracing_jobs, self.tracing_jobs_dead_letters),
            "importing": (self.importing_jobs, self.importing_jobs_dead_letters),
            "mail-events": (self.mail_events_jobs, self.mail_events_jobs_dead_letters),
            "whatsapp-events": (self.whatsapp_events_jobs, self.whatsapp_events_jobs_dead_letters),
        }

    @property
    def whatsapp_number_arns(self) -> dict[str, str]:
        """By unit the ARN of its WhatsApp number, written `6371=arn:...`; a unit without one sends by hand."""
        pairs = (entry.partition("=") for entry in self.whatsapp_numbers.split(","))
        return {unit.strip(): number.strip() for unit, equals, number in pairs if equals}

    @property
    def unit_codes(self) -> list[str]:
        return [code.strip() for code in self.units.split(",") if code.strip()]


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises MissingSettings with the names of all that lack."""
    names = [field.encode_name for field in msgspec.structs.fields(Settings)]
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise MissingSettings(missing)
    return msgspec.convert({name: environment[name] for name in names}, Settings)
