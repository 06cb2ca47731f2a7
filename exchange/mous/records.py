"""Records of features as evidence of promises: a feature that keeps such records offers their kind once.

    records.register(RecordKind(
        name="session",                  # as forms and the API name it
        label=pgettext_lazy("하나", "자문"),  # with the day all that the other side reads of it
        link=SessionEvidence,            # a model of it: OneToOneField `evidence`, and a ForeignKey to the record
        field="session",                 # that ForeignKey
        candidates=provable_sessions,    # candidates(text, user): the rows that may be named, for words that were typed
        title=title_of,                  # title(row): by which people on our side know it
        day=attrgetter("held_on"),
        follows=("client",),             # what `title` and `day` read beyond the row's own columns
        shared=held_with,                # shared(row, commitment): the other side reads its title, may open its page
    ))  # in `AppConfig.ready()`

The link protects its record (PROTECT) and goes with the evidence (CASCADE); the evidence itself says
EvidenceKind.RECORD. `services.add_evidence(record=Record(kind, row), …)` writes both. The form of evidence offers the
kind by itself; static/portal.css (`.proof`) hides its field as long as another kind is chosen: add its name there.
Whoever shows many pieces calls `load` before. What the record's own page says of promises is the feature's to show.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_kinds = {}


@dataclass(frozen=True)
class RecordKind:
    name: str
    label: object
    link: type
    field: str
    candidates: Callable
    title: Callable
    day: Callable
    follows: tuple = ()
    shared: Callable = lambda row, commitment: False

    @property
    def accessor(self):
        """By which the evidence finds its link."""
        return self.link._meta.get_field("evidence").remote_field.get_accessor_name()


@dataclass(frozen=True)
class Record:
    """One record of a feature."""

    kind: RecordKind
    row: object

    def __str__(self):
        return str(self.title)

    @property
    def title(self):
        return self.kind.title(self.row)

    @property
    def day(self):
        return self.kind.day(self.row)

    @property
    def url(self):
        return self.row.get_absolute_url()

    def refuse_twice(self, commitment):
        """Within the transaction that holds the commitment."""
        same = {self.kind.field: self.row, "evidence__commitment": commitment}
        if self.kind.link.objects.filter(**same).exists():
            raise ValidationError({"kind": _("이 기록은 이미 근거로 등록되어 있습니다.")}, code="twice")

    def prove_by(self, evidence):
        self.kind.link.objects.create(evidence=evidence, **{self.kind.field: self.row})


def register(kind):
    _kinds[kind.name] = kind


def kinds():
    return list(_kinds.values())


def kind_named(name):
    return _kinds.get(name)


def record_of(evidence):
    for kind in kinds():
        if link := getattr(evidence, kind.accessor, None):
            return Record(kind, getattr(link, kind.field))
    return None


def load(evidence):
    """The records of all these pieces, in one query a kind; none where no piece has one."""
    found = [each for each in evidence if each.kind == "record"]
    for kind in kinds() if found else ():
        read = [kind.field, *[f"{kind.field}__{name}" for name in kind.follows]]
        links = {link.evidence_id: link for link in kind.link.objects.filter(evidence__in=found).select_related(*read)}
        for each in found:
            each._state.fields_cache[kind.accessor] = links.get(each.pk)
