"""Invented firms, what they asked and what they were told; each text says that it is a sample."""

from ambassadors.enums import FirmSize, Industry, Mode, SessionState, Topic

CHECKED, CONFIRMED, SUBMITTED = SessionState.CHECKED, SessionState.CONFIRMED, SessionState.SUBMITTED

FIRMS = {
    "machines": {"name": "[예시] 가나정밀", "industry": Industry.MACHINERY, "size": FirmSize.SMALL, "exports": True},
    "noodles": {"name": "[예시] 다라식품", "industry": Industry.FOOD, "size": FirmSize.MICRO, "exports": False},
    "circuits": {"name": "[예시] 마바전자", "industry": Industry.ELECTRONICS, "size": FirmSize.MEDIUM, "exports": True},
    "creams": {"name": "[예시] 사아화장품", "industry": Industry.COSMETICS, "size": FirmSize.SMALL, "exports": False},
    "tools": {"name": "[예시] 자차공구", "industry": Industry.METALS, "size": FirmSize.SMALL, "exports": True},
    "sweets": {"name": "[예시] 카타제과", "industry": Industry.FOOD, "size": FirmSize.SMALL, "exports": False},
}


def _request(key, firm, days_ago, steps, topic, *, question, country="VN", city="하노이"):
    return {
        "key": key, "firm": firm, "days_ago": days_ago, "steps": steps, "topic": topic, "question": question,
        "country": country, "city": city, "contact_name": "담당 예시", "contact_title": "과장(예시)",
        "contact_email": f"{firm}@example.com",
    }  # fmt: skip


REQUESTS = [
    _request(
        "request/queue", "creams", 2, (), Topic.CHANNELS, country="JP", city="도쿄",
        question="[예시] 일본의 드러그스토어에 납품하려면 어떤 도매상과 이야기해야 합니까?",
    ),
    _request(
        "request/assigned", "circuits", 1, ("assign",), Topic.CERTIFICATION,
        question="[예시] 소형 가전의 강제 인증은 얼마나 걸리고 누가 대신할 수 있습니까?",
    ),
    _request(
        "request/accepted", "machines", 9, ("assign", "accept"), Topic.COMPANY,
        question="[예시] 공장을 임차해 단독 법인을 세우려 합니다. 어떤 순서로 준비해야 합니까?",
    ),
    _request(
        "request/closed", "noodles", 70, ("assign", "accept", "close"), Topic.CHANNELS,
        question="[예시] 즉석면을 편의점에 넣으려면 무엇부터 해야 합니까?",
    ),
]  # fmt: skip


def _session(key, firm, days_ago, state, rated, *, topics, minutes, asked, told, request="", **more):
    return {
        "key": f"session/{key}", "firm": firm, "days_ago": days_ago, "state": state, "rated": rated,
        "topics": topics, "minutes": minutes, "question": f"[예시] {asked}", "advice": f"[예시] {told}",
        "request": request, **more,
    }  # fmt: skip


SESSIONS = [
    _session(
        "1", "machines", 330, CHECKED, 5, topics=[Topic.COMPANY, Topic.LAW], minutes=60, preparation_minutes=30,
        asked="현지법인과 합작 가운데 무엇이 나은지 문의", told="투자등록증과 기업등록증의 순서를 설명함",
        outcome="[예시] 공단 관리사무소를 소개함",
    ),
    _session(
        "2", "noodles", 290, CHECKED, 4, topics=[Topic.CERTIFICATION], minutes=40, mode=Mode.PHONE,
        asked="식품 자가공표에 필요한 서류 문의", told="시험성적서와 표시 사항을 안내함",
    ),
    _session(
        "3", "circuits", 240, CHECKED, None, topics=[Topic.CHANNELS], minutes=50,
        asked="현지 유통사를 찾는 방법 문의", told="전시회 참가 기업 명부를 보는 법을 설명함",
    ),
    _session(
        "4", "machines", 180, CHECKED, 5, topics=[Topic.PEOPLE], minutes=90, mode=Mode.IN_PERSON, travel_minutes=40,
        asked="현장 관리자 채용 조건 문의", told="수습 기간과 사회보험 신고를 설명함",
    ),
    _session(
        "5", "creams", 150, CONFIRMED, 4, topics=[Topic.MARKET], minutes=30, mode=Mode.EMAIL, preparation_minutes=60,
        asked="기초화장품 가격대 문의", told="온라인 몰의 가격대를 조사해 전달함",
    ),
    _session(
        "6", "noodles", 60, CHECKED, 5, topics=[Topic.CHANNELS, Topic.INTRODUCTIONS], minutes=60,
        preparation_minutes=20, request="request/closed",
        asked="편의점 입점 조건 문의", told="본사 구매 담당과 만나는 절차를 설명함",
        outcome="[예시] 유통사 구매 담당자를 소개함",
    ),
    _session(
        "7", "circuits", 30, CONFIRMED, 3, topics=[Topic.CERTIFICATION], minutes=45,
        asked="시험기관 선택 문의", told="시험기관 두 곳의 차이를 설명함",
    ),
    _session(
        "8", "machines", 4, SUBMITTED, None, topics=[Topic.COMPANY], minutes=50, request="request/accepted",
        asked="임차 공장의 소방 허가 문의", told="계약 전에 확인할 허가를 설명함",
        next_step="[예시] 도면을 받아 검토하기로 함",
    ),
]  # fmt: skip

REQUESTS_IN_JAPAN = {
    "jeon-huibae": _request(
        "request/japan-1", "tools", 1, ("assign",), Topic.INTRODUCTIONS, country="JP", city="도쿄",
        question="[예시] 정밀부품을 함께 만들 일본 기업을 찾으려면 어디에서 시작해야 합니까?",
    ),
    "gwak-geunnam": _request(
        "request/japan-2", "sweets", 1, ("assign",), Topic.CHANNELS, country="JP", city="오사카",
        question="[예시] 일본의 마트에 즉석면을 납품하려면 어떤 표시가 필요합니까?",
    ),
}  # fmt: skip
SESSIONS_IN_JAPAN = {
    "jeon-huibae": _session(
        "japan-1", "tools", 120, CHECKED, 5, topics=[Topic.INTRODUCTIONS], minutes=50,
        asked="일본의 가공 협력사를 찾는 방법 문의", told="업종별 조합을 통해 찾는 순서를 설명함",
    ),
    "gwak-geunnam": _session(
        "japan-2", "sweets", 95, CONFIRMED, 4, topics=[Topic.MARKET, Topic.LAW], minutes=40, mode=Mode.PHONE,
        asked="과자 수입 신고 문의", told="수입업자가 맡는 신고와 그 순서를 설명함",
    ),
}  # fmt: skip
