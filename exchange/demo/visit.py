"""A sample of guests: a delegation of NFSBA comes to Seoul for the forum of 2026. Nothing in it is a fact."""

from datetime import timedelta

from exchange.demo.forums import NEXT

SLUG = "sample-seoul-visit"


def trip():
    forum = NEXT["starts_on"]
    first, last = forum - timedelta(days=1), forum + timedelta(days=1)
    return {
        "slug": SLUG,
        "title_ko": "[예시] 전국중소기업단체중앙회 대표단 초청",
        "title_ja": "[見本] 全国中小企業団体中央会代表団 招請",
        "direction": "inbound",
        "purpose_ko": "예시: 2026 정책포럼 참석\n예시: 국내 중소기업 현장 방문",
        "purpose_ja": "見本：2026年政策フォーラムへの出席\n見本：韓国中小企業の現場訪問",
        "starts_on": f"{first}",
        "ends_on": f"{last}",
        "country": "JP",
        "place_ko": "서울",
        "place_ja": "ソウル",
        "department_ko": "통상정책실",
        "department_ja": "通商政策室",
        "is_sample": True,
        "delegates": [
            {"group": "leadership", "title_ko": "부회장", "title_ja": "副会長"},
            {"group": "staff", "title_ko": "국제 담당", "title_ja": "国際担当"},
            {"group": "interpreters", "title_ko": "통역", "title_ja": "通訳"},
        ],
        "hosts": [
            {"title_ko": "통상정책실장", "title_ja": "通商政策室長", "duty_ko": "예시: 공항 영접",
             "duty_ja": "見本：空港での出迎え"},
            {"title_ko": "실무 담당", "title_ja": "実務担当", "duty_ko": "예시: 전 일정 수행",
             "duty_ja": "見本：全日程の随行"},
        ],
        "legs": [
            _leg("outward", first, "HND", "하네다", "羽田", "GMP", "김포", "金浦", "09:00", "11:20"),
            _leg("homeward", last, "GMP", "김포", "金浦", "HND", "하네다", "羽田", "16:10", "18:20"),
        ],
        "items": [
            _item(first, "18:00", "meal", "[예시] 환영 만찬", "[見本] 歓迎夕食会", "[예시] 시내 식당",
                  "[見本] 市内の飲食店"),
            _item(forum, "14:00", "ceremony", "[예시] 2026 정책포럼", "[見本] 2026年政策フォーラム",
                  "[예시] 여의도 회의장", "[見本] 汝矣島会議場"),
            _item(last, "10:00", "visit", "[예시] 중소기업 현장 방문", "[見本] 中小企業の現場訪問",
                  "[예시] 수도권 공장", "[見本] 首都圏の工場"),
        ],
    }  # fmt: skip


def _leg(direction, day, origin, *names):
    origin_ko, origin_ja, goal, goal_ko, goal_ja, departs, arrives = names
    zones = {"HND": "Asia/Tokyo", "GMP": "Asia/Seoul"}
    return {
        "mode": "flight", "direction": direction, "number": "",
        "origin_code": origin, "origin_ko": origin_ko, "origin_ja": origin_ja, "origin_zone": zones[origin],
        "destination_code": goal, "destination_ko": goal_ko, "destination_ja": goal_ja,
        "destination_zone": zones[goal], "departs_at": f"{day}T{departs}", "arrives_at": f"{day}T{arrives}",
    }  # fmt: skip


def _item(day, starts, kind, *texts):
    names = ("title_ko", "title_ja", "place_ko", "place_ja")
    return {
        "day": f"{day}",
        "starts": starts,
        "kind": kind,
        "zone": "Asia/Seoul",
        **dict(zip(names, texts, strict=True)),
    }
