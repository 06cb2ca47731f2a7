import pytest

from delegations.importing import import_delegation
from delegations.interchange import FORMAT, VERSION
from exchange.demo import tokyo
from exchange.demo.accounts import add_accounts
from exchange.demo.bodies import ORGANIZATIONS
from exchange.demo.people import PEOPLE


@pytest.fixture
def people_known(transactional_db, shared_files):
    """A portal that knows accounts, bodies and people, and holds nothing else; the account of an officer."""
    officer = add_accounts()[0]
    known = {"format": FORMAT, "version": VERSION, "organizations": ORGANIZATIONS, "people": PEOPLE}
    import_delegation({**known, "delegation": {**tokyo.TRIP, "items": []}}, by=officer).delete()
    return officer
