"""What each verb of an event says to people, and which part of the work it belongs to."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy


class Part(TextChoices):
    FACTS = "facts", _("기본 정보")
    PEOPLE = "people", _("출장자와 참석자")
    PLAN = "plan", _("일정과 이동편")
    MINUTES = "minutes", _("면담 기록")
    FILES = "files", _("사진과 파일")
    PRESS = "press", _("신문기사")
    REPORT = "report", _("보고서")
    RECORD = "record", _("그 밖")


@dataclass(frozen=True)
class Verb:
    part: str
    sentence: object
    many: object = None  # what several of them within minutes say together


VERBS = {
    "create": Verb(Part.FACTS, _("등록했습니다.")),
    "change": Verb(Part.FACTS, _("기본 정보를 고쳤습니다.")),
    "cancel": Verb(Part.FACTS, _("취소했습니다.")),
    "restore": Verb(Part.FACTS, pgettext_lazy("이력", "취소를 되돌렸습니다.")),
    "clone": Verb(Part.FACTS, _("다른 날짜로 복제했습니다.")),
    "link_account": Verb(Part.FACTS, _("포털 계정과 연결했습니다.")),
    "unlink_account": Verb(Part.FACTS, _("포털 계정과의 연결을 풀었습니다.")),
    "delete": Verb(Part.FACTS, _("지웠습니다.")),
    "set_hosts": Verb(Part.PEOPLE, _("영접자를 고쳤습니다.")),
    "set_delegates": Verb(Part.PEOPLE, _("출장자를 고쳤습니다.")),
    "set_attendances": Verb(Part.PEOPLE, _("참석자를 고쳤습니다.")),
    "set_legs": Verb(Part.PLAN, _("이동편을 고쳤습니다.")),
    "leave_plan": Verb(Part.PLAN, _("출장자를 이동편과 일정에서 뺐습니다.")),
    "add_item": Verb(Part.PLAN, _("일정을 넣었습니다.")),
    "change_item": Verb(Part.PLAN, _("일정을 고쳤습니다.")),
    "move_item": Verb(Part.PLAN, _("일정을 옮겼습니다.")),
    "delete_item": Verb(Part.PLAN, _("일정을 뺐습니다.")),
    "link_meeting": Verb(Part.PLAN, _("면담을 출장에 연결했습니다.")),
    "unlink_meeting": Verb(Part.PLAN, _("면담을 출장에서 뺐습니다.")),
    "create_meeting": Verb(Part.MINUTES, _("면담을 등록했습니다.")),
    "change_meeting": Verb(Part.MINUTES, _("면담의 기본 정보를 고쳤습니다.")),
    "set_points": Verb(Part.MINUTES, _("주요내용을 고쳤습니다.")),
    "add_point": Verb(Part.MINUTES, _("주요내용을 덧붙였습니다.")),
    "add_photos": Verb(
        Part.FILES,
        _("사진을 올렸습니다."),
        ngettext_lazy("사진 %(n)d장을 올렸습니다.", "사진 %(n)d장을 올렸습니다.", "n"),
    ),
    "change_photos": Verb(Part.FILES, _("사진의 설명이나 순서를 고쳤습니다.")),
    "move_photo": Verb(Part.FILES, _("사진을 다른 면담으로 옮겼습니다.")),
    "delete_photo": Verb(
        Part.FILES,
        _("사진을 지웠습니다."),
        ngettext_lazy("사진 %(n)d장을 지웠습니다.", "사진 %(n)d장을 지웠습니다.", "n"),
    ),
    "add_attachment": Verb(
        Part.FILES,
        _("첨부 파일을 올렸습니다."),
        ngettext_lazy("첨부 파일 %(n)d건을 올렸습니다.", "첨부 파일 %(n)d건을 올렸습니다.", "n"),
    ),
    "delete_attachment": Verb(Part.FILES, _("첨부 파일을 지웠습니다.")),
    "set_clippings": Verb(Part.PRESS, _("신문기사를 고쳤습니다.")),
    "set_scan": Verb(Part.PRESS, _("신문기사의 스캔을 바꿨습니다.")),
    "write_report_texts": Verb(Part.REPORT, _("시사점과 향후계획을 고쳤습니다.")),
    "open": Verb(Part.REPORT, _("보고서 초안을 만들었습니다.")),
    "discard": Verb(Part.REPORT, _("보고서 초안을 버렸습니다.")),
    "request": Verb(Part.REPORT, _("보고서 파일을 만들게 했습니다.")),
    "publish": Verb(Part.REPORT, _("보고서를 게시했습니다.")),
    "withdraw": Verb(Part.REPORT, _("보고서 게시를 거두었습니다.")),
    "download": Verb(Part.REPORT, _("보고서를 내려받았습니다.")),
    "create_mou": Verb(Part.RECORD, _("업무협약을 등록했습니다.")),
    "change_mou": Verb(Part.RECORD, _("업무협약의 기본 정보를 고쳤습니다.")),
    "set_parties": Verb(Part.RECORD, _("체결 기관을 고쳤습니다.")),
    "set_clauses": Verb(Part.RECORD, _("조항을 고쳤습니다.")),
    "sign": Verb(Part.RECORD, _("체결 처리했습니다.")),
    "unsign": Verb(Part.RECORD, _("체결 처리를 취소했습니다.")),
    "end": Verb(Part.RECORD, _("협약을 종료했습니다.")),
    "revive": Verb(Part.RECORD, _("종료를 되돌렸습니다.")),
    "add_mou_file": Verb(
        Part.RECORD,
        _("협약 파일을 올렸습니다."),
        ngettext_lazy("협약 파일 %(n)d건을 올렸습니다.", "협약 파일 %(n)d건을 올렸습니다.", "n"),
    ),
    "delete_mou_file": Verb(Part.RECORD, _("협약 파일을 지웠습니다.")),
    "create_commitment": Verb(Part.RECORD, _("약속으로 등록했습니다.")),
    "change_commitment": Verb(Part.RECORD, _("약속의 내용을 고쳤습니다.")),
    "move_due": Verb(Part.RECORD, _("기한을 바꾸었습니다.")),
    "ask_counterpart": Verb(Part.RECORD, _("어떻게 되어 가는지 물었습니다.")),
    "start": Verb(Part.RECORD, _("진행을 시작했습니다.")),
    "keep": Verb(Part.RECORD, _("이행으로 표시했습니다.")),
    "miss": Verb(Part.RECORD, _("불이행으로 표시했습니다.")),
    "drop": Verb(Part.RECORD, _("약속을 철회했습니다.")),
    "reopen": Verb(Part.RECORD, _("표시를 취소했습니다.")),
    "miss_occurrence": Verb(Part.RECORD, _("그해 안에 이행을 확인하지 못해 불이행이 되었습니다.")),
    "add_evidence": Verb(Part.RECORD, _("이행 근거를 등록했습니다.")),
    "delete_evidence": Verb(Part.RECORD, _("이행 근거를 지웠습니다.")),
    "answer_wording": Verb(Part.RECORD, _("약속 문구에 답했습니다.")),
    "export_commitments": Verb(Part.RECORD, _("약속 장부를 엑셀로 내려받았습니다.")),
    "publish_consent_text": Verb(Part.RECORD, _("동의문을 게시했습니다.")),
    "create_ambassador": Verb(Part.FACTS, _("해외민간대사로 등록했습니다.")),
    "change_ambassador": Verb(Part.FACTS, _("해외민간대사 정보를 고쳤습니다.")),
    "appoint": Verb(Part.FACTS, _("위촉했습니다.")),
    "change_term": Verb(Part.FACTS, _("임기를 고쳤습니다.")),
    "decide_renewal": Verb(Part.FACTS, _("재위촉 여부를 정했습니다.")),
    "receive_request": Verb(Part.RECORD, _("자문 신청을 접수했습니다.")),
    "assign": Verb(Part.RECORD, _("대사에게 배정했습니다.")),
    "accept": Verb(Part.RECORD, _("자문을 맡았습니다.")),
    "decline": Verb(Part.RECORD, _("자문을 사양했습니다.")),
    "take_back": Verb(Part.RECORD, _("배정을 거두었습니다.")),
    "return_request": Verb(Part.RECORD, _("답이 없어 신청이 되돌아왔습니다.")),
    "close": Verb(Part.RECORD, _("자문을 마쳤습니다.")),
    "reject": Verb(Part.RECORD, _("신청을 반려했습니다.")),
    "reopen_request": Verb(Part.RECORD, _("신청을 다시 열었습니다.")),
    "withdraw_request": Verb(Part.RECORD, _("신청 기업이 취소했습니다.")),
    "view_contact": Verb(Part.RECORD, _("연락처를 보았습니다.")),
    "remove_contact": Verb(Part.RECORD, _("보관 기간이 지나거나 요청을 받아 연락처를 지웠습니다.")),
    "log_session": Verb(Part.RECORD, _("자문 일지를 적었습니다.")),
    "save_draft": Verb(Part.RECORD, _("쓰던 자문 일지를 저장했습니다.")),
    "submit_session": Verb(Part.RECORD, _("자문 일지를 제출했습니다.")),
    "correct_session": Verb(Part.RECORD, _("제출한 자문 일지를 고쳤습니다.")),
    "delete_draft": Verb(Part.RECORD, _("쓰던 자문 일지를 지웠습니다.")),
    "confirm_session": Verb(Part.RECORD, _("기업이 상담 내용을 확인했습니다.")),
    "dispute_session": Verb(Part.RECORD, _("기업이 사실과 다르다고 답했습니다.")),
    "ask_again": Verb(Part.RECORD, _("기업에 확인을 청하는 메일을 다시 보냈습니다.")),
    "check": Verb(Part.RECORD, _("자문 일지의 검토를 마쳤습니다.")),
    "uncheck": Verb(Part.RECORD, _("자문 일지의 검토를 되돌렸습니다.")),
    "add_outcome": Verb(Part.RECORD, _("자문 성과를 적었습니다.")),
    "remove_outcome": Verb(Part.RECORD, _("자문 성과를 지웠습니다.")),
    "set_follow_up": Verb(Part.RECORD, _("자문 일지의 다음 단계 기한을 적었습니다.")),
    "add_session_file": Verb(Part.RECORD, _("자문 일지에 파일을 올렸습니다.")),
    "remove_session_file": Verb(Part.RECORD, _("자문 일지의 파일을 지웠습니다.")),
    "export_sessions": Verb(Part.RECORD, _("자문 일지를 엑셀로 내려받았습니다.")),
    "create_casebook": Verb(Part.RECORD, _("진출사례집을 만들었습니다.")),
    "change_casebook": Verb(Part.RECORD, _("진출사례집을 고쳤습니다.")),
    "add_cases": Verb(Part.RECORD, _("진출사례집에 상담을 넣었습니다.")),
    "change_case": Verb(Part.RECORD, _("진출사례를 고쳤습니다.")),
    "remove_case": Verb(Part.RECORD, _("진출사례집에서 사례를 뺐습니다.")),
    "order_cases": Verb(Part.RECORD, _("진출사례의 순서를 바꾸었습니다.")),
    "register": Verb(Part.RECORD, _("참가를 신청했습니다.")),
    "change_registration": Verb(Part.RECORD, _("참가 신청을 고쳤습니다.")),
    "open_import": Verb(Part.RECORD, _("참가자 명단 파일을 올렸습니다.")),
    "apply_import": Verb(Part.RECORD, _("참가자 명단을 등록했습니다.")),
    "undo_import": Verb(Part.RECORD, _("참가자 명단 등록을 되돌렸습니다.")),
    "discard_import": Verb(Part.RECORD, _("참가자 명단을 버렸습니다.")),
    "remove_registration": Verb(Part.RECORD, _("명단 등록을 되돌려 참가 신청을 지웠습니다.")),
    "print_badges": Verb(Part.RECORD, _("명찰을 만들었습니다.")),
    "cancel_registration": Verb(Part.RECORD, _("참가를 취소했습니다.")),
    "seat_waiting": Verb(Part.RECORD, _("자리가 나서 대기에서 확정되었습니다.")),
    "change_quota": Verb(Part.RECORD, _("정원을 바꾸었습니다.")),
    "check_in": Verb(Part.RECORD, _("입장했습니다.")),
    "undo_check_in": Verb(Part.RECORD, _("입장을 되돌렸습니다.")),
    "invite": Verb(Part.RECORD, _("초청장을 보냈습니다.")),
    "invite_again": Verb(Part.RECORD, _("초청장을 다시 보냈습니다.")),
    "decline_invitation": Verb(Part.RECORD, _("초청을 사양했습니다.")),
    "renew_open_links": Verb(Part.RECORD, _("공개 신청 링크를 새로 만들었습니다.")),
    "export_registrations": Verb(Part.RECORD, _("참가자 명단을 엑셀로 내려받았습니다.")),
    "remove_invitations": Verb(Part.RECORD, _("보관 기간이 지난 초청을 지웠습니다.")),
    "clone_edition": Verb(Part.RECORD, _("지난 회차를 본떠 등록했습니다.")),
    "create_series": Verb(Part.RECORD, _("포럼을 등록했습니다.")),
    "change_series": Verb(Part.RECORD, _("포럼의 기본 정보를 고쳤습니다.")),
    "create_edition": Verb(Part.RECORD, _("포럼의 회차를 등록했습니다.")),
    "change_edition": Verb(Part.RECORD, _("회차의 기본 정보를 고쳤습니다.")),
    "delete_edition": Verb(Part.RECORD, _("회차를 지웠습니다.")),
    "link_forum_meeting": Verb(Part.RECORD, _("면담을 회차에 연결했습니다.")),
    "unlink_forum_meeting": Verb(Part.RECORD, _("면담을 회차에서 뺐습니다.")),
    "write_results": Verb(Part.RECORD, _("회차의 결과를 적었습니다.")),
    "save_task": Verb(Part.RECORD, _("준비 할 일을 저장했습니다.")),
    "add_usual_tasks": Verb(Part.RECORD, _("기본 할 일을 넣었습니다.")),
    "delete_task": Verb(Part.RECORD, _("준비 할 일을 지웠습니다.")),
    "complete_task": Verb(Part.RECORD, _("준비 할 일을 마쳤습니다.")),
    "reopen_task": Verb(Part.RECORD, _("준비 할 일을 마치지 않은 일로 되돌렸습니다.")),
    "save_rooms": Verb(Part.RECORD, _("회의장을 고쳤습니다.")),
    "save_session": Verb(Part.RECORD, _("순서를 저장했습니다.")),
    "delete_session": Verb(Part.RECORD, _("순서를 지웠습니다.")),
    "move_session": Verb(Part.RECORD, _("순서를 옮겼습니다.")),
    "save_talk": Verb(Part.RECORD, _("발표를 저장했습니다.")),
    "delete_talk": Verb(Part.RECORD, _("발표를 지웠습니다.")),
    "move_talk": Verb(Part.RECORD, _("발표의 순서를 바꾸었습니다.")),
    "publish_programme": Verb(Part.RECORD, _("순서의 공개 여부를 바꾸었습니다.")),
    "keep_slides": Verb(Part.RECORD, _("발표 자료를 올리거나 공개 여부를 바꾸었습니다.")),
    "remove_slides": Verb(Part.RECORD, _("발표 자료를 지웠습니다.")),
    "agree": Verb(Part.RECORD, _("개최를 합의했습니다.")),
    "announce": Verb(Part.RECORD, _("개최를 공고했습니다.")),
    "hold": Verb(Part.RECORD, _("개최로 표시했습니다.")),
    "skip": Verb(Part.RECORD, _("회차를 건너뛰었습니다.")),
    "unhold": Verb(Part.RECORD, _("개최 표시를 되돌렸습니다.")),
    "seed_demo": Verb(Part.RECORD, _("예시 자료로 등록했습니다.")),
    "export_delegation": Verb(Part.RECORD, _("한 파일로 내보냈습니다.")),
    "import_delegation": Verb(Part.RECORD, _("파일에서 가져왔습니다.")),
}


def verbs_of(part):
    return [name for name, verb in VERBS.items() if verb.part == part]


def sentence(name, times=1):
    """The words for a verb; one that nobody has put into words yet stands as it is."""
    verb = VERBS.get(name)
    if verb is None:
        return name
    return verb.many % {"n": times} if times > 1 and verb.many else verb.sentence


def folds(name):
    """Done many times over, as uploads are: one line of a list tells them together."""
    return name in VERBS and VERBS[name].many is not None
