"""What a signed MOU said is kept, with the reason, before other words take its place."""

from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.core.languages import in_each_language, in_language
from exchange.mous.models import Clause, Correction, Party

NEEDS_REASON = _("체결한 협약입니다. 고치려면 정정 사유를 적어 주세요.")
NEEDS_KIND = _("정정의 종류를 골라 주세요.")
WORDED = {
    Clause: ("number", "text_ko", "text_ja"),
    Party: ("side", "organization", "signatory", "title_ko", "title_ja"),
}


class Unexplained(ValidationError):
    """A signed MOU would change without a reason that can be kept; names `kind` or `reason`."""


@dataclass(frozen=True)
class Reason:
    """`kind` and `reason` as people gave them, or empty where they gave none."""

    kind: str = ""
    reason: str = ""

    @property
    def missing(self):
        asked = {"kind": (self.kind, NEEDS_KIND), "reason": (self.reason.strip(), NEEDS_REASON)}
        return {name: message for name, (given, message) in asked.items() if not given}


class Corrections:
    """The corrections of one change to the clauses or the parties of an MOU.

    Those of stored rows are written before the rows are (`keep`), for the database asks for them; those of
    added rows after it (`keep_added`). What is recorded for the first time corrects nothing.
    """

    def __init__(self, mou, stored, *, reason, by):
        self.mou, self.stored = mou, list(stored)
        self.asked = not mou.is_draft and bool(self.stored)
        self.reason, self.by, self.at = reason or Reason(), by, timezone.now()

    def keep(self, rows):
        if not self.asked:
            return
        meant = {row["id"]: row for row in rows if row.get("id")}
        for stored in self.stored:
            row = meant.get(stored.pk)
            after = row and _as_in(stored, row)
            if after is None or _words(after) != _words(stored):
                self._write(stored, before=line_of(stored), after=line_of(after) if after else {})

    def keep_added(self, kept):
        known = {stored.pk for stored in self.stored}
        for added in kept if self.asked else ():
            if added.pk not in known:
                self._write(added, before={}, after=line_of(added))

    def _write(self, obj, *, before, after):
        if missing := self.reason.missing:
            raise Unexplained(missing)
        about = {obj._meta.model_name: obj}
        texts = {f"before_{name}": text for name, text in before.items()}
        texts |= {f"after_{name}": text for name, text in after.items()}
        write_correction(self.mou, self.reason, by=self.by, at=self.at, **about, **texts)


def write_correction(mou, reason, *, by, at, **facts):
    """`mou` is claimed: the correction belongs to the version that this change makes."""
    correction = Correction(
        mou=mou, version=mou.version, kind=reason.kind, reason=reason.reason.strip(), by=by, at=at, **facts
    )
    try:
        correction.full_clean(exclude=["mou", "clause", "party", "by"])
    except ValidationError as error:
        raise Unexplained(error.error_dict) from error
    correction.save()


def line_of(obj):
    """{"ko": …, "ja": …}: a clause as it is numbered, a party with who signed for it; empty where it is not said."""
    if isinstance(obj, Clause):
        return {name: text and f"{obj.mark} {text}" for name, text in (("ko", obj.text_ko), ("ja", obj.text_ja))}
    said = in_each_language(lambda: party_line(obj))
    return {name: said[name] if isinstance(said, dict) else said for name in ("ko", "ja")}


def party_line(party):
    person = party.signatory.local_name if party.signatory else ""
    return " ".join(filter(None, [in_language(party.organization, "name")[0], person, in_language(party, "title")[0]]))


def _as_in(stored, row):
    meant = copy(stored)
    for name in WORDED[type(stored)]:
        if name in row:
            setattr(meant, name, row[name])
    return meant


def _words(obj):
    return [getattr(obj, obj._meta.get_field(name).attname) for name in WORDED[type(obj)]]
