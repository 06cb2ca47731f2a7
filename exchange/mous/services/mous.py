from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.core.languages import in_each_language, in_language
from exchange.core.sync import sync_rows
from exchange.directory.models import Person
from exchange.meetings import files
from exchange.meetings.enums import Side
from exchange.mous.enums import CommitmentState, CorrectionKind, MouState, Precision
from exchange.mous.flows import MOU
from exchange.mous.models import Clause, Commitment, Evidence, Mou, MouFile, Party
from exchange.mous.services.corrections import Corrections, Reason, party_line, write_correction


@transaction.atomic
def create_mou(*, by, **facts):
    """`facts`: the MOU's own columns. A signed one (`state` in force) brings its day."""
    mou = Mou(**facts)
    mou.full_clean()
    mou.save()
    settle(mou, "create_mou", by=by)
    return mou


@transaction.atomic
def change_mou(*, mou, version=None, by, **facts):
    if facts.get("predecessor"):
        facts["predecessor"] = _lock_lineages(facts["predecessor"])
    row = claim(mou, "change_mou", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    _refuse_to_orphan_clauses(row)
    row.full_clean()
    row.save()
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    settle(row, "change_mou", by=by, **changes)
    return row


def _lock_lineages(predecessor):
    """One at a time, and in one order: two MOUs that follow each other at the same moment would stop each other.

    The loop may close over any MOU between, so all are locked; there are few, and seldom is one tied to another.
    """
    return {mou.pk: mou for mou in Mou.objects.select_for_update(of=("self",)).order_by("pk")}.get(predecessor.pk)


def _refuse_to_orphan_clauses(mou):
    if mou.clauses.exclude(ancestor=None).exclude(ancestor__mou=mou.predecessor_id).exists():
        message = _("조항이 지금의 이전 협약에 이어져 있습니다. 먼저 조항의 계보를 신설로 바꿔 주세요.")
        raise ValidationError({"predecessor": message})


@transaction.atomic
def set_parties(*, mou, rows, version=None, reason=None, by):
    """`rows`: dicts of side, organization, signatory, title_ko, title_ja and, for a row that stays, id.

    A title left empty becomes that of the day of signing and stays. `reason`: why a signed MOU is put right.
    """
    row = claim(mou, "set_parties", version)
    existing = row.parties.select_related("organization", "signatory")
    before = [_party_line(party) for party in existing]
    _entitle([each for each in rows if each.get("signatory")], row)
    corrections = Corrections(row, existing, reason=reason, by=by)
    corrections.keep(rows)
    kept = sync_rows(existing, rows, build=lambda: Party(mou=row))
    corrections.keep_added(kept)
    settle(row, "set_parties", by=by, parties=[before, [_party_line(party) for party in kept]])
    return kept


def _entitle(rows, mou):
    """The title of the post held on the day of signing, where that day is known and no title is."""
    wanting = [row for row in rows if not (row.get("title_ko") or row.get("title_ja"))]
    if not wanting or not mou.signed_on or mou.signed_precision != Precision.DAY:
        return []
    people = Person.objects.with_posts().in_bulk([row["signatory"].pk for row in wanting])
    found = [(row, people[row["signatory"].pk].post_on(mou.signed_on)) for row in wanting]
    for row, post in found:
        if post:
            row |= {"title_ko": post.title_ko, "title_ja": post.title_ja}
    return [row for row, post in found if post]


def _party_line(party):
    return in_each_language(lambda: party_line(party))


@transaction.atomic
def set_clauses(*, mou, rows, version=None, reason=None, by):
    """`rows`: dicts of number, text_ko, text_ja, lineage, ancestor and, for a row that stays, id.

    `reason`: why a signed MOU is put right; what became of a clause of the one before needs none.
    """
    row = claim(mou, "set_clauses", version)
    existing = row.clauses.all()
    before = [_clause_line(clause) for clause in existing]
    _refuse_to_lose_what_hangs_on(existing.exclude(pk__in=[each["id"] for each in rows if each.get("id")]))
    corrections = Corrections(row, existing, reason=reason, by=by)
    corrections.keep(rows)
    kept = sync_rows(existing, rows, build=lambda: Clause(mou=row))
    corrections.keep_added(kept)
    kept = sorted(kept, key=lambda clause: clause.number)
    settle(row, "set_clauses", by=by, clauses=[before, [_clause_line(clause) for clause in kept]])
    return kept


def _clause_line(clause):
    def words():
        lineage = f"({clause.get_lineage_display()})" if clause.ancestor_id else ""
        return f"{clause.mark} {in_language(clause, 'text')[0]} {lineage}".strip()

    return in_each_language(words)


def _refuse_to_lose_what_hangs_on(clauses):
    if promised := list(clauses.filter(pk__in=Commitment.objects.exclude(clause=None).values("clause"))):
        message = _("약속의 출처인 조항은 뺄 수 없습니다: %(marks)s")
        raise ValidationError(message, code="protected", params={"marks": " ".join(each.mark for each in promised)})
    if inherited := list(clauses.exclude(descendants=None).distinct()):
        message = _("다음 협약의 조항이 이어받은 조항은 뺄 수 없습니다: %(marks)s")
        raise ValidationError(message, code="protected", params={"marks": " ".join(each.mark for each in inherited)})


@transaction.atomic
def sign_mou(*, mou, by, signed_on, at=None):
    """Whoever signs bears the title of that day."""
    if {party.side for party in mou.parties.all()} != set(Side):
        raise ValidationError(_("양측 체결 기관을 먼저 적어 주세요."), code="parties")
    day = {"signed_on": signed_on, "signed_precision": Precision.DAY}
    _entitle_signatories(Mou.objects.select_for_update(of=("self",)).get(pk=mou.pk), day)
    return MOU.apply("sign", mou, by=by, at=at or timezone.now(), **day)


def _entitle_signatories(mou, day):
    names = ("signatory", "title_ko", "title_ja")
    signatories = mou.parties.exclude(signatory=None).select_related("signatory") if mou.is_draft else ()
    rows = [{name: getattr(party, name) for name in names} | {"party": party} for party in signatories]
    for row in _entitle(rows, Mou(**day)):
        row["party"].title_ko, row["party"].title_ja = row["title_ko"], row["title_ja"]
        row["party"].save(update_fields=["title_ko", "title_ja"])


@transaction.atomic
def unsign_mou(*, mou, by, reason, at=None):
    """The signing was recorded by mistake: the MOU is in preparation again, with the reason why."""
    at = at or timezone.now()
    row = claim(mou, "unsign", None)
    _refuse_to_unsign_what_is_proved(row)
    if row.state == MouState.IN_FORCE:
        write_correction(row, Reason(CorrectionKind.UNSIGNED, reason), by=by, at=at)
    return MOU.apply("unsign", row, by=by, at=at, signed_on=None, signed_precision=Precision.DAY)


def _refuse_to_unsign_what_is_proved(mou):
    promises = Commitment.objects.filter(Q(mou=mou) | Q(clause__mou=mou)).select_for_update(of=("self",))
    keys = [promise.pk for promise in promises]
    proved = Commitment.objects.filter(pk__in=keys).filter(
        Q(state=CommitmentState.KEPT) | Exists(Evidence.objects.filter(commitment=OuterRef("pk")))
    )
    if proved := list(proved):
        message = _("이행 근거가 있거나 이행한 약속이 있어 체결을 취소할 수 없습니다: %(promises)s")
        raise ValidationError(message, code="protected", params={"promises": " / ".join(map(str, proved[:3]))})


def end_mou(*, mou, by, ended_on, ended_reason, at=None):
    return MOU.apply("end", mou, by=by, at=at or timezone.now(), ended_on=ended_on, ended_reason=ended_reason)


def revive_mou(*, mou, by, at=None):
    """It was ended by mistake."""
    return MOU.apply("revive", mou, by=by, at=at or timezone.now(), ended_on=None, ended_reason="")


def add_mou_file(*, mou, upload, by):
    """ValidationError says why a file is not kept."""
    facts = files.keep(upload)
    with transaction.atomic():
        row = claim(mou, "add_mou_file", None)
        kept = MouFile(mou=row, **facts)
        kept.full_clean()
        kept.save()
        settle(row, "add_mou_file", by=by, name=kept.name, sha256=kept.sha256)
    return kept


@transaction.atomic
def delete_mou_file(*, file, by):
    row = claim(file.mou, "delete_mou_file", None)
    settle(row, "delete_mou_file", by=by, name=file.name, sha256=file.sha256)
    file.delete()
