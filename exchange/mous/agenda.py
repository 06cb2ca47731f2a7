"""MOUs on the day on which they were signed, and the days by which promises are due, on the calendar of the year."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.core import addresses
from exchange.core.agenda import Entry, Kind, Shape
from exchange.core.languages import in_language
from exchange.directory.enums import Country
from exchange.mous.enums import MouState, Obligor, Precision
from exchange.mous.marks import side_words
from exchange.mous.models import Mou
from exchange.mous.years import promises_due_between

SIGNING = Kind("signing", gettext_lazy("업무협약 체결"), Shape.DIAMOND, order=25)
PROMISE_DUE = Kind("promise_due", gettext_lazy("약속 기한"), Shape.DUE, order=40)
COUNTRIES = {Obligor.OURS: Country.KR, Obligor.COUNTERPART: Country.JP, Obligor.JOINT: ""}


def signings_between(first, last, *, user):
    """Where only the month or the year is known there is no day to put it on."""
    signed = Mou.objects.visible_to(user).exclude(state=MouState.DRAFT).filter(signed_precision=Precision.DAY)
    for mou in signed.filter(signed_on__range=(first, last)).select_related("meeting"):
        title, language = in_language(mou, "title")
        yield Entry(
            SIGNING, title, mou.get_absolute_url(), mou.signed_on, mou.signed_on,
            mou.meeting.country if mou.meeting else "",
            note=in_language(mou, "place")[0], language=language, is_sample=mou.is_sample,
        )  # fmt: skip


def promises_between(first, last, *, user):
    """What is still owed; what was kept is history and not a date."""
    for promise in promises_due_between(user, first, last, today=timezone.localdate()):
        sentence, language = in_language(promise, "sentence")
        yield Entry(
            PROMISE_DUE, sentence, addresses.of_row("mous:commitment_detail", promise.pk),
            promise.due_on, promise.due_on, COUNTRIES[promise.obligor],
            note=side_words()[promise.obligor], state=_("기한 경과") if promise.is_late else "",
            language=language, is_late=promise.is_late, is_sample=promise.is_sample,
        )  # fmt: skip
