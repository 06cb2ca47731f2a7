"""Import them from here; the modules beneath divide them by noun."""

from ambassadors.models.ambassadors import Ambassador, Expertise, Term
from ambassadors.models.cases import Case, Casebook
from ambassadors.models.requests import AdvisoryRequest, Assignment, Client
from ambassadors.models.sessions import (
    AdvisorySession,
    SessionEvidence,
    SessionFile,
    SessionOutcome,
    SessionRevision,
    SessionTopic,
)
from ambassadors.models.tallies import Tally, TallyKind

__all__ = [
    "AdvisoryRequest",
    "AdvisorySession",
    "Ambassador",
    "Assignment",
    "Case",
    "Casebook",
    "Client",
    "Expertise",
    "SessionEvidence",
    "SessionFile",
    "SessionOutcome",
    "SessionRevision",
    "SessionTopic",
    "Tally",
    "TallyKind",
    "Term",
]
