from django.db import transaction
from django.utils import timezone

from exchange.audit.versions import claim, settle
from exchange.core import content
from exchange.core.sync import sync_rows
from exchange.meetings import files
from exchange.mous.flows import MOU
from exchange.mous.models import Clause, Mou, MouFile, Party


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
    row = claim(mou, "change_mou", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    settle(row, "change_mou", by=by, **changes)
    return row


@transaction.atomic
def set_parties(*, mou, rows, version=None, by):
    """`rows`: dicts of side, organization, signatory, title_ko, title_ja and, for a row that stays, id."""
    row = claim(mou, "set_parties", version)
    before = [str(party) for party in row.parties.select_related("organization")]
    kept = sync_rows(row.parties.all(), rows, build=lambda: Party(mou=row))
    settle(row, "set_parties", by=by, parties=[before, [str(party) for party in kept]])
    return kept


@transaction.atomic
def set_clauses(*, mou, rows, version=None, by):
    """`rows`: dicts of number, text_ko, text_ja, lineage, ancestor and, for a row that stays, id."""
    row = claim(mou, "set_clauses", version)
    before = [str(clause) for clause in row.clauses.all()]
    kept = sync_rows(row.clauses.all(), rows, build=lambda: Clause(mou=row))
    settle(row, "set_clauses", by=by, clauses=[before, [str(clause) for clause in kept]])
    return kept


def sign_mou(*, mou, by, signed_on, at=None):
    return MOU.apply("sign", mou, by=by, at=at or timezone.now(), signed_on=signed_on)


def end_mou(*, mou, by, ended_on, ended_reason, at=None):
    return MOU.apply("end", mou, by=by, at=at or timezone.now(), ended_on=ended_on, ended_reason=ended_reason)


def revive_mou(*, mou, by, at=None):
    """It was ended by mistake."""
    return MOU.apply("revive", mou, by=by, at=at or timezone.now(), ended_on=None, ended_reason="")


def add_mou_file(*, mou, upload, by):
    """ValidationError says why a file is not kept."""
    file = files.examine(upload)
    sha256 = content.store_file(upload)  # the bytes come first: a row never stands without them
    with transaction.atomic():
        row = claim(mou, "add_mou_file", None)
        kept = MouFile(mou=row, sha256=sha256, name=file.name, size=file.size, content_type=file.content_type)
        kept.full_clean()
        kept.save()
        settle(row, "add_mou_file", by=by, name=kept.name, sha256=sha256)
    return kept


@transaction.atomic
def delete_mou_file(*, file, by):
    row = claim(file.mou, "delete_mou_file", None)
    settle(row, "delete_mou_file", by=by, name=file.name, sha256=file.sha256)
    file.delete()
