"""A call of the API that breaks off anywhere, and is made again under its key, has had exactly one effect.

Every call to AWS that it makes is broken in every way, one at a time; how many there are, a run without a fault tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tests.audit import complaints, keys_in, rows
from tests.faults import Mode, broken_off, calls_of, every_mode
from tests.office import Office, Reply, a_pdf, a_publication, a_visit, new_key

Send = Callable[[], Reply]


def after_each_fault(mode: Mode, prepared: Callable[[], Send]) -> Iterator[tuple[Reply | None, Reply]]:
    """For each call to AWS that is broken: what the client still heard, and the answer when it asked again."""
    for at in range(1, len(calls_of(prepared())) + 1):
        send = prepared()
        heard = broken_off(send, mode, at)
        yield heard, send()


def check_answers(pairs: list[tuple[Reply | None, Reply]], status: int, mode: Mode) -> None:
    """Whoever asks again is served, and who was served before gets the same; the others were told to ask again."""
    trouble = 500 if mode == "refuse" else 503
    assert {again.status for _, again in pairs} == {status}
    assert all(again.body == heard.body for heard, again in pairs if heard and heard.status == status)
    assert {heard.status for heard, _ in pairs if heard} <= {status, trouble}
    assert all("retry-after" in heard.headers for heard, _ in pairs if heard and heard.status == 503)


def check_answers_to_staff(pairs: list[tuple[Reply | None, Reply]], status: int, mode: Mode) -> None:
    """As others; but where the authorizer's own call is broken, the first, API Gateway answers for it."""
    check_answers([(None, pairs[0][1]), *pairs[1:]], status, mode)


@every_mode
def test_check_in_makes_one_visit_with_one_number(office: Office, mode: Mode) -> None:
    kiosk = office.kiosk()
    office.visit(kiosk, services=["printed", "digital"])

    def prepared() -> Send:
        entry, key = a_visit(services=["printed", "digital"]), new_key()
        return lambda: office.post("/visits", entry, token=kiosk, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers(pairs, 201, mode)
    assert len({again.json["visit_id"] for _, again in pairs}) == len(pairs) >= 6
    assert len(rows(office, "VISITS_TABLE")) == len(pairs) + 2
    assert complaints(office) == []


@every_mode
def test_days_first_check_in_makes_number_one(office: Office, mode: Mode) -> None:
    kiosk = office.kiosk()

    def prepared() -> Send:
        office.clock.move(days=1)
        entry, key = a_visit(), new_key()
        return lambda: office.post("/visits", entry, token=kiosk, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers(pairs, 201, mode)
    assert {again.json["tickets"][0]["number"] for _, again in pairs} == {"A-001"}
    assert complaints(office) == []


@every_mode
def test_request_for_a_copy_is_accepted_once_and_its_job_is_started(office: Office, mode: Mode) -> None:
    publication, kiosk = office.publication(a_pdf()), office.kiosk()

    def prepared() -> Send:
        token, key = office.visit(kiosk)["visit_token"], new_key()
        wanted = {"publication_id": publication, "channels": ["app", "email"]}
        return lambda: office.post("/visit/requests", wanted, token=token, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers(pairs, 202, mode)
    asked = {f"requests/{again.json['request_id']}" for _, again in pairs}
    assert len(asked) == len(pairs) >= 7
    assert asked <= set(keys_in(office, "COPIES_BUCKET"))
    assert Counter(row["channel"] for row in rows(office, "DELIVERIES_TABLE")) == {
        "app": len(pairs) + 1,
        "email": len(pairs) + 1,
    }
    assert complaints(office) == []


@every_mode
def test_feedback_is_kept_once(office: Office, mode: Mode) -> None:
    kiosk, staff = office.kiosk(), office.signed_in()

    def prepared() -> Send:
        token, key = office.visit(kiosk)["visit_token"], new_key()
        called = office.post("/staff/queue/calls", {"desk": "1"}, token=staff).json["ticket_id"]
        office.post(f"/staff/tickets/{called}/serve", token=staff)
        return lambda: office.post("/visit/feedback", {"rating": 3}, token=token, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers(pairs, 201, mode)
    assert len(rows(office, "FEEDBACK_TABLE")) == len(pairs) + 1 >= 5
    assert complaints(office) == []


@every_mode
def test_new_publication_stands_in_the_catalogue_once(office: Office, mode: Mode) -> None:
    staff = office.signed_in()

    def prepared() -> Send:
        key = new_key()
        return lambda: office.post("/staff/publications", a_publication(), token=staff, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers_to_staff(pairs, 201, mode)
    assert len(rows(office, "PUBLICATIONS_TABLE")) == len(pairs) + 1
    assert complaints(office) == []


@every_mode
def test_new_kiosk_is_registered_once_and_its_token_is_shown(office: Office, mode: Mode) -> None:
    staff = office.signed_in()

    def prepared() -> Send:
        key = new_key()
        return lambda: office.post("/staff/kiosks", {"name": "Kiosk 2"}, token=staff, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers_to_staff(pairs, 201, mode)
    assert all(office.post("/visits", a_visit(), token=again.json["token"]).status == 201 for _, again in pairs)
    assert len(rows(office, "KIOSKS_TABLE")) == len(pairs) + 1
    assert complaints(office) == []


@every_mode
def test_new_member_is_admitted_once(office: Office, mode: Mode) -> None:
    staff = office.signed_in()

    def prepared() -> Send:
        key = new_key()
        person = {"username": f"rina-{key}", "email": "rina@example.com", "name": "Rina", "role": "petugas"}
        return lambda: office.post("/staff/members", person, token=staff, key=key)

    pairs = list(after_each_fault(mode, prepared))

    check_answers_to_staff(pairs, 201, mode)
    assert len(rows(office, "MEMBERS_TABLE")) == len(pairs) + 2
    assert complaints(office) == []


@every_mode
def test_call_of_the_next_visitor_calls_each_at_one_desk_and_loses_nobody(office: Office, mode: Mode) -> None:
    """It has no key, for a desk may call again: whom a broken call has called stands among the called."""
    kiosk, staff = office.kiosk(), office.signed_in()

    def prepared() -> Send:
        office.visit(kiosk)
        office.visit(kiosk)
        return lambda: office.post("/staff/queue/calls", {"desk": "1"}, token=staff)

    pairs = list(after_each_fault(mode, prepared))

    queue = office.get("/staff/queue", token=staff).json
    called = [again.json["number"] for _, again in pairs]
    assert [again.status for _, again in pairs] == [200, 200, 200]
    assert len(set(called)) == len(called)
    assert set(called) <= {ticket["number"] for ticket in queue["called"]}
    assert {ticket["calls"] for ticket in queue["called"]} == {1}
    assert len(queue["called"]) + len(queue["waiting"]) == len(office.tickets())
    assert complaints(office) == []
