"""The agreements with both counterparts and the seven promises of July 2024, each from its true source.

What the sources do not say is a sample and marked: the clauses of 2008 and who looks after a promise.
"""

from datetime import date

from exchange.audit.services import record
from exchange.demo.tokyo import AMBASSADORS_TALK, SIGNING, SMRJ_TALK
from exchange.demo.uids import uid
from exchange.directory.models import Organization, Person
from exchange.meetings.enums import Side
from exchange.meetings.models import Meeting
from exchange.mous.enums import Lineage, MouState, Obligor, Precision, Recurrence
from exchange.mous.models import Clause, Mou, Party
from exchange.mous.services import (
    commit_clause,
    commit_point,
    start_commitment,
)

RENEWED = date(2024, 7, 18)
MOUS = [
    {
        "uid": uid("mou/nfsba-2008"),
        "title_ko": "중소기업중앙회·일본 전국중소기업단체중앙회 업무협약(2008년)",
        "title_ja": "韓国中小企業中央会・全国中小企業団体中央会 業務協約(2008年)",
        "state": MouState.ENDED,
        "signed_on": date(2008, 1, 1),
        "signed_precision": Precision.YEAR,
        "ended_on": RENEWED,
        "ended_reason": "2024년 업무협약으로 새로 맺음",
    },
    {
        "uid": uid("mou/smrj-2023"),
        "title_ko": "중소기업중앙회·일본 중소기업기반정비기구 업무협약",
        "title_ja": "韓国中小企業中央会・中小企業基盤整備機構 業務協約",
        "state": MouState.IN_FORCE,
        "signed_on": date(2023, 10, 26),
    },
    {
        "uid": uid("mou/nfsba-2024"),
        "title_ko": "중소기업중앙회·일본 전국중소기업단체중앙회 업무협약",
        "title_ja": "韓国中小企業中央会・全国中小企業団体中央会 業務協約",
        "state": MouState.IN_FORCE,
        "signed_on": RENEWED,
        "place_ko": "일본 도쿄",
        "place_ja": "日本・東京",
    },
]
SIGNED = {  # side, body, who signed, title
    "mou/nfsba-2008": [(Side.OURS, "kbiz", None, "", ""), (Side.COUNTERPART, "nfsba", None, "", "")],
    "mou/smrj-2023": [(Side.OURS, "kbiz", None, "", ""), (Side.COUNTERPART, "smrj", None, "", "")],
    "mou/nfsba-2024": [
        (Side.OURS, "kbiz", "kim-gimun", "회장", "会長"),
        (Side.COUNTERPART, "nfsba", "mori-hiroshi", "회장", "会長"),
    ],
}
CLAUSES_OF_2008 = [
    ("양 단체 간 정보 교류(예시)", "両団体間の情報交流(例示)"),
    ("업종별 기술 교류(예시)", "業種別の技術交流(例示)"),
    ("교류 실무 창구 지정(예시)", "交流の実務窓口の指定(例示)"),
]
CLAUSES_OF_2024 = [  # Korean, Japanese, number of the ancestor
    ("업종별 협동조합·협회 간 인적·기술 교류", "業種別協同組合・協会間の人的・技術交流", 2),
    ("공급망 발전을 위한 중소기업 간 교류 지원", "サプライチェーンの発展に向けた中小企業間交流の支援", None),
    ("인력난·경영애로 해소를 위한 정책·정보 교환", "人手不足と経営上の課題の解消に向けた政策・情報の交換", 1),
    (
        "매년 한국과 일본을 오가며 정책포럼 개최(셔틀교류)",
        "毎年、韓国と日本で交互に政策フォーラムを開催(シャトル交流)",
        None,
    ),
]
FORUM = 4


def add_promises(*, owner, by):
    """What is there already stays as it is."""
    if Mou.objects.filter(uid=uid("mou/nfsba-2024")).exists():
        return
    mous = {str(facts["uid"]): _mou(facts, by) for facts in MOUS}
    old, renewed = mous[uid("mou/nfsba-2008")], mous[uid("mou/nfsba-2024")]
    renewed.predecessor = old
    renewed.meeting = Meeting.objects.filter(uid=SIGNING["uid"]).first()
    renewed.save()
    _add_parties(mous)
    _add_clauses(old, renewed)
    _promise_clauses(renewed, owner, by)
    _promise_points(owner, by)


def _mou(facts, by):
    mou = Mou(**facts)
    mou.full_clean()
    mou.save()
    record("seed_demo", mou, by=by)
    return mou


def _body(key):
    return Organization.objects.get(uid=uid(key))


def _add_parties(mous):
    for key, rows in SIGNED.items():
        for order, (side, body, signatory, title_ko, title_ja) in enumerate(rows):
            Party.objects.create(
                mou=mous[uid(key)], side=side, organization=_body(body), title_ko=title_ko, title_ja=title_ja,
                signatory=signatory and Person.objects.get(uid=uid(signatory)), order=order,
            )  # fmt: skip


def _add_clauses(old, renewed):
    ancestors = {
        number: Clause.objects.create(mou=old, number=number, text_ko=ko, text_ja=ja, is_sample=True)
        for number, (ko, ja) in enumerate(CLAUSES_OF_2008, 1)
    }
    for number, (ko, ja, ancestor) in enumerate(CLAUSES_OF_2024, 1):
        lineage = Lineage.CHANGED if ancestor else Lineage.NEW
        Clause.objects.create(
            mou=renewed, number=number, text_ko=ko, text_ja=ja, lineage=lineage, ancestor=ancestors.get(ancestor)
        )


def _promise_clauses(mou, owner, by):
    for clause in mou.clauses.all():
        recurs = {"recurrence": Recurrence.YEARLY, "recurs_from": 2025} if clause.number == FORUM else {}
        promise = commit_clause(
            clause=clause, obligor=Obligor.JOINT, counterpart=_body("nfsba"), owner=owner, by=by, **recurs
        )
        if clause.number == FORUM:
            start_commitment(commitment=promise, by=by)  # the forum of 2025 proves its year (exchange.demo.forums)


def _promise_points(owner, by):
    wanted = [  # meeting, how its line begins, who owes it, to whom, until when
        (SIGNING, "모리 히로시 회장", Obligor.OURS, "nfsba", date(2024, 10, 31)),  # the Leaders Forum of October 2024
        (SMRJ_TALK, "정기적인 회의", Obligor.JOINT, "smrj", None),
        (AMBASSADORS_TALK, "중기중앙회, 단체중앙회와의", Obligor.OURS, None, None),
    ]
    for talk, beginning, obligor, body, due_on in wanted:
        meeting = Meeting.objects.filter(uid=talk["uid"]).first()
        point = meeting and meeting.points.filter(text_ko__startswith=beginning, commitments=None).first()
        if point:
            commit_point(
                point=point, obligor=obligor, counterpart=body and _body(body), owner=owner, due_on=due_on, by=by
            )
