"""A sample trip in planning, five weeks ahead: nothing in it is a fact, and it lacks its flight home."""

from datetime import timedelta

from exchange.demo.uids import uid

SLUG = "sample-osaka"
TUESDAY = 1


def trip(today):
    first = today + timedelta(weeks=5, days=TUESDAY - today.weekday())
    second, third = first + timedelta(days=1), first + timedelta(days=2)
    return {
        "slug": SLUG,
        "title_ko": "[예시] 중소기업 대표단 오사카 파견",
        "title_ja": "[見本] 中小企業代表団 大阪派遣",
        "direction": "outbound",
        "purpose_ko": "예시: 다음 정책포럼 공동 개최 준비 협의\n예시: 현지 공급망 협력 현장 방문",
        "purpose_ja": "見本：次回政策フォーラムの共同開催に向けた準備協議\n見本：現地サプライチェーン協力の現場訪問",
        "starts_on": f"{first}",
        "ends_on": f"{third}",
        "country": "JP",
        "place_ko": "일본 오사카",
        "place_ja": "日本・大阪",
        "department_ko": "통상정책실",
        "department_ja": "通商政策室",
        "is_sample": True,
        "delegates": [
            {"group": "leadership", "title_ko": "부회장", "title_ja": "副会長"},
            {"group": "staff", "title_ko": "실장", "title_ja": "室長"},
            {"group": "staff", "title_ko": "과장", "title_ja": "課長"},
            {"group": "interpreters", "title_ko": "통역", "title_ja": "通訳"},
        ],
        "legs": [
            {
                "mode": "flight", "direction": "outward", "number": "",
                "origin_code": "GMP", "origin_ko": "김포", "origin_ja": "金浦", "origin_zone": "Asia/Seoul",
                "destination_code": "KIX", "destination_ko": "간사이", "destination_ja": "関西",
                "destination_zone": "Asia/Tokyo",
                "departs_at": f"{first}T09:00", "arrives_at": f"{first}T10:50",
            },
        ],
        "meetings": [
            {
                "uid": uid("sample-osaka/forum"),
                "title_ko": "[예시] 정책포럼 준비 간담",
                "title_ja": "[見本] 政策フォーラム準備懇談",
                "starts_at": f"{second}T10:30",
                "ends_at": f"{second}T12:00",
                "zone": "Asia/Tokyo",
                "country": "JP",
                "venue_ko": "[예시] 오사카 시내 회의장",
                "venue_ja": "[見本] 大阪市内会議場",
                "counterparts": [uid("nfsba")],
                "state": "planned",
            },
        ],
        "items": [
            {"day": f"{first}", "starts": "18:00", "kind": "meal", "title_ko": "[예시] 대표단 결단식 만찬",
             "title_ja": "[見本] 代表団結団式・夕食会",
             "place_ko": "[예시] 숙소 연회장", "place_ja": "[見本] 宿舎宴会場"},
            {"day": f"{second}", "starts": "10:30", "ends": "12:00", "kind": "meeting",
             "title_ko": "[예시] 정책포럼 준비 간담", "title_ja": "[見本] 政策フォーラム準備懇談",
             "meeting": uid("sample-osaka/forum")},
            {"day": f"{second}", "starts": "14:30", "kind": "visit", "title_ko": "[예시] 소부장 기업 현장 방문",
             "title_ja": "[見本] 素材・部品・装備企業の現場訪問", "delegates": [1, 2, 3]},
            {"day": f"{third}", "kind": "other", "title_ko": "[예시] 총평 및 정리", "title_ja": "[見本] 総括"},
        ],
    }  # fmt: skip
