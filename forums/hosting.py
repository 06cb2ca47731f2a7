"""What the chosen year and host mean for the turns, as the page says it beside the choice."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.core.days import LAST_YEAR
from forums.alternation import country_name, host_after
from forums.enums import EditionState, HostCountry
from forums.models import Edition
from forums.models.series import EARLIEST
from forums.services.editions import repeated_after


class Hosting:
    """Of the choices that a form holds now, saved or not."""

    def __init__(self, form, series):
        self.form, self.series = form, series

    @cached_property
    def chosen(self):
        """An edition with the year and host as they stand on the page, or None while they are none."""
        year, host = str(self.form["year"].value() or "").strip(), self.form["host_country"].value()
        if not year.isdecimal() or not EARLIEST <= int(year) <= LAST_YEAR or host not in HostCountry.values:
            return None
        instance = self.form.instance
        state = instance.state if instance.pk else EditionState.PROPOSED
        return Edition(pk=instance.pk, series=self.series, year=int(year), host_country=host, state=state)

    @cached_property
    def last(self):
        return self.chosen.previous_live() if self.chosen and self.series.alternates else None

    @cached_property
    def before(self):
        """The edition whose host is chosen once more, or None."""
        repeats = self.last and self.chosen.is_live and self.last.host_country == self.chosen.host_country
        return self.last if repeats else None

    @cached_property
    def following(self):
        """The edition after it that would then repeat its host without saying why, or None."""
        return repeated_after(self.chosen) if self.chosen else None

    @property
    def sentence(self):
        if not self.chosen:
            return ""
        if self.before:
            return _("%(year)d년 회차도 %(country)s에서 열어, 교차 개최 원칙에서 벗어납니다. 까닭을 적어 주세요.") % {
                "year": self.before.year, "country": country_name(self.before.host_country),
            }  # fmt: skip
        if not self.series.alternates:
            return ""
        before = self.last
        if not before:
            return _("이보다 앞선 회차가 없어 어느 나라에서 열어도 됩니다.")
        if before.is_held:
            form = _("%(year)d년은 %(last)s에서 열렸으므로 %(next)s 차례입니다.")
        else:
            form = _("%(year)d년은 %(last)s에서 열기로 하므로 %(next)s 차례입니다.")
        return form % {
            "year": before.year, "last": country_name(before.host_country),
            "next": country_name(host_after(self.series, [before], self.chosen.year)),
        }  # fmt: skip

    @property
    def needs_reason(self):
        """Shown where the rule is broken, and where a reason is kept or complained of."""
        return self._asked("break_reason", self.before)

    @property
    def needs_next_reason(self):
        return self._asked("next_reason", self.following)

    def _asked(self, name, cause):
        """Whether the field is shown; where something causes it, it does not look like one that may stay empty."""
        self.form.fields[name].required = bool(cause)
        return bool(cause or self.form[name].value() or self.form[name].errors)
