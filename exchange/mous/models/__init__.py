from exchange.mous.models.commitments import Commitment, Confirmation, DueChange, Occurrence
from exchange.mous.models.corrections import Correction
from exchange.mous.models.evidence import Evidence
from exchange.mous.models.mous import Clause, Mou, MouFile, Party

__all__ = [
    "Clause",
    "Commitment",
    "Confirmation",
    "Correction",
    "DueChange",
    "Evidence",
    "Mou",
    "MouFile",
    "Occurrence",
    "Party",
]
