"""Promises as a table of a report."""

from exchange.documents.blocks import Table
from exchange.mous.enums import Obligor

WORDS = {
    "ko": {
        "promise": "약속 내용", "obligor": "이행 주체", "due": "기한",
        "ours": "한국 측", "joint": "양측 공동", "yearly": "해마다", "undated": "미정",
    },
    "ja": {
        "promise": "約束の内容", "obligor": "履行主体", "due": "期限",
        "ours": "韓国側", "joint": "双方共同", "yearly": "毎年", "undated": "未定",
    },
}  # fmt: skip


def promises_table(promises, writer):
    """The blocks of a report's chapter; nothing where nothing was promised. `promises` with their counterparts."""
    words = WORDS[writer.language]
    rows = tuple(
        ((writer.text(promise, "sentence"),), (_obligor(promise, writer),), (_due(promise, writer),))
        for promise in promises
    )
    return [Table((words["promise"], words["obligor"], words["due"]), rows, role="promises")] if rows else []


def _obligor(promise, writer):
    if promise.obligor == Obligor.COUNTERPART:
        return writer.text(promise.counterpart, "short_name") or writer.text(promise.counterpart, "name")
    return WORDS[writer.language][promise.obligor]


def _due(promise, writer):
    words = WORDS[writer.language]
    if promise.is_yearly:
        return words["yearly"]
    return writer.write.date(promise.due_on) if promise.due_on else words["undated"]
