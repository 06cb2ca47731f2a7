from forums.models.badges import BadgePrint
from forums.models.headcounts import Headcount
from forums.models.parts import CoChair, EditionBody, EditionEvidence, EditionMeeting
from forums.models.preparation import Task
from forums.models.programme import Room, Session, Speaker, Talk
from forums.models.registrations import CheckIn, Invitation, Quota, Registration, RegistrationImport
from forums.models.series import Edition, Series

__all__ = [
    "BadgePrint",
    "CheckIn",
    "CoChair",
    "Edition",
    "EditionBody",
    "EditionEvidence",
    "EditionMeeting",
    "Headcount",
    "Invitation",
    "Quota",
    "Registration",
    "RegistrationImport",
    "Room",
    "Series",
    "Session",
    "Speaker",
    "Talk",
    "Task",
]
