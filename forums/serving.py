from exchange.core import days
from exchange.mous.serving import Serving, serving
from forums.enums import EditionState
from forums.models import Edition


def editions_serving(commitment, user):
    """Editions of the forum by which this promise is kept."""
    editions = Edition.objects.visible_to(user).filter(series__commitment=commitment).exclude(
        state__in=[EditionState.SKIPPED, EditionState.CANCELLED]
    )  # fmt: skip
    return [
        Serving(
            label=Edition._meta.get_field("series").verbose_name, title=edition.local_name,
            url=edition.get_absolute_url(),
            when=days.period(edition.starts_on, edition.last_day) if edition.starts_on else str(edition.year),
            year=edition.year, is_sample=edition.is_sample,
        )
        for edition in editions
    ]  # fmt: skip


def visits_of(edition, user):
    """Delegations that come or go for this edition, and whatever else serves the same promise in its year."""
    commitment = edition.series.commitment
    return serving(commitment, user, year=edition.year, but=edition.get_absolute_url()) if commitment else []
