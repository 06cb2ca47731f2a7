"""The schema says what the API does: no warning when it is made, and no fault when anything it allows is sent."""

import json
from contextlib import suppress
from urllib.parse import quote

import pytest
import schemathesis
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from exchange.core import content
from tests.factories.ambassadors import AmbassadorFactory, OutcomeFactory, RequestFactory, SessionFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.documents import EditionFactory, RenditionFactory, pdf
from tests.factories.forums import RegistrationFactory, TaskFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import ClauseFactory, EvidenceFactory, OccurrenceFactory
from tests.factories.notices import NoticeFactory

PATHS = 61
EXAMPLES = 5  # for each operation and mode


def test_the_schema_has_no_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=tmp_path / "schema.yml")


@pytest.fixture
def schema(staff):
    """As a client reads it."""
    return staff.get("/api/v1/schema/?format=json").json()


def test_the_schema_names_every_address(schema):
    assert len(schema["paths"]) == PATHS
    assert schema["paths"]["/api/v1/renditions/{id}/download/"]["get"]["responses"]["200"]["content"].keys() == {
        "application/pdf"
    }


@pytest.fixture
def known(staff):
    """Values of path parameters that lead somewhere."""
    trip = DelegationFactory()
    file = RenditionFactory(edition=EditionFactory(published=True), ready=True)
    year = OccurrenceFactory()
    proof, mou = EvidenceFactory(commitment=year.commitment), ClauseFactory().mou
    signed = mou.files.create(name="예시.pdf", sha256=content.store(pdf()), size=1, content_type="application/pdf")
    session = SessionFactory(request=RequestFactory(assigned_to=AmbassadorFactory(), accepted=True))
    forum = RegistrationFactory()
    return {
        "/forums/series/": {"slug": forum.edition.series.slug},
        "/forums/editions/": {"uid": str(forum.edition.uid)},
        "/forums/registrations/": {"uid": str(forum.uid)},
        "/forums/tasks/": {"id": TaskFactory(edition=forum.edition).pk},
        "/ambassadors/": {"uid": str(session.ambassador.uid), "number": 1},
        "/requests/": {"uid": str(session.request.uid)},
        "/sessions/": {"uid": str(session.uid), "id": OutcomeFactory(session=session).pk},
        "/statistics/": {},
        "/organizations/": {"uid": str(OrganizationFactory().uid)},
        "/people/": {"uid": str(PersonFactory().uid)},
        "/meetings/": {"uid": str(MeetingFactory().uid)},
        "/mous/": {"uid": str(mou.uid), "id": signed.pk},
        "/commitments/": {"uid": str(year.commitment.uid), "id": proof.pk, "year": year.year},
        "/delegations/": {"slug": trip.slug},
        "/documents/": {"definition": "trip-report", "subject": trip.slug},
        "/renditions/": {"id": file.pk},
        "/notices/": {"id": NoticeFactory(recipient_id=staff.session["_auth_user_id"]).pk},
    }


def send(client, case, parameters):
    path = case.operation.path
    for name, value in parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else None
    with transaction.atomic():
        response = client.generic(
            case.method.upper(), path, json.dumps(body), content_type="application/json",
            query_params=case.query or {},
        )  # fmt: skip
        transaction.set_rollback(True)
    if response.streaming:
        b"".join(response.streaming_content)  # closes the file
    return response


@pytest.mark.slow
@pytest.mark.postgresql  # it refuses more than SQLite: long texts, large numbers, NUL
@pytest.mark.parametrize("mode", GenerationMode)
def test_nothing_that_is_sent_makes_a_fault(staff, schema, known, mode):
    staff.raise_request_exception = False
    answers = set()

    def attack(operation):
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
        def run(case, real):
            mine = next(values for part, values in known.items() if part in operation.path)
            response = send(staff, case, mine if real else case.path_parameters or {})
            answers.add(response.status_code)
            assert response.status_code < 500, (case.method, operation.path, case.body, case.query)

        run()

    for result in schemathesis.openapi.from_dict(schema).get_all_operations():
        with suppress(Unsatisfiable):  # a list without parameters cannot be asked wrongly
            attack(result.ok())
    assert {200, 400, 404} <= answers
