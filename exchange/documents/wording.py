"""How documents write dates, journeys and people: one function for each convention and language.

Wording of a document follows the document's language, not the reader's, so it is code and not a catalogue.
"""

from itertools import groupby

NO_JAPANESE = "【日本語なし】"


def of(language):
    return {"ko": Korean, "ja": Japanese}[language]


def _joined_by_title(people, join):
    """Neighbours with the same title share it; order is protocol and never changes."""
    for title, group in groupby(people, key=lambda person: person[1]):
        names = [name for name, _ in group if name]
        yield join(names, title) if names else title


class Korean:
    comma = ", "
    period_mark = " ~ "

    @staticmethod
    def edition(number):
        return f"제{number}판"

    @staticmethod
    def weekday(day):
        return "월화수목금토일"[day.weekday()]

    @staticmethod
    def month(day):
        return f"{day.year}. {day.month}."

    @classmethod
    def day_label(cls, day):
        """For tables and facts inside one trip, where the year is known."""
        return f"{day.month}.{day.day}({cls.weekday(day)})"

    @classmethod
    def date(cls, day):
        return f"{day.year}. {day.month}. {day.day}.({cls.weekday(day)})"

    @classmethod
    def period(cls, first, last):
        """Full dates on both sides, with leading zeros: the way the body writes a trip's period."""
        days = [first] if first == last else [first, last]
        return " ~ ".join(f"{day:%Y. %m. %d.}({cls.weekday(day)})" for day in days)

    @staticmethod
    def short_period(first, last):
        start = f"{first.year}. {first.month}. {first.day}."
        if first == last:
            return start
        year = f"{last.year}. " if last.year != first.year else ""
        return f"{start} ~ {year}{last.month}. {last.day}."

    @classmethod
    def moment(cls, start, end=None):
        """`end` on another day is written with its day."""
        text = f"{cls.day_label(start)} {start:%H:%M}"
        return text if end is None else f"{text} ~ {cls.clock(end, start)}"

    @classmethod
    def clock(cls, instant, before):
        """The time; with its day when that is not the day before it."""
        time = f"{instant:%H:%M}"
        return time if instant.date() == before.date() else f"{cls.day_label(instant)} {time}"

    @staticmethod
    def duration(delta):
        hours, minutes = divmod(int(delta.total_seconds()) // 60, 60)
        return " ".join(filter(None, [f"{hours}h" if hours else "", f"{minutes}m" if minutes or not hours else ""]))

    @classmethod
    def leg(cls, kind, origin, destination, *, departure, arrival, duration, number=""):
        """`departure` and `arrival` on the clocks of their places."""
        how = cls.comma.join(filter(None, [cls.duration(duration), number]))
        times = f"{departure:%H:%M} - {cls.clock(arrival, departure)}"
        return f"[{kind}] {origin} - {destination} {times} ({how})"

    @staticmethod
    def appointment(start, title):
        return f"({start:%H:%M}) {title}" if start else title

    @classmethod
    def people(cls, people):
        """(name, title) pairs; a name may be empty: a bare post."""
        return cls.comma.join(_joined_by_title(people, lambda names, title: f"{'·'.join(names)} {title}".strip()))

    @staticmethod
    def title_abroad(country, organization, title):
        """A post of another country's body: where it is, whose, which. The country is said once."""
        if organization.startswith(country):
            country = ""
        return " ".join(filter(None, [country, organization, title]))

    @staticmethod
    def side(country):
        return country

    @staticmethod
    def counted_clippings(count):
        return f"언론 보도 {count}건."

    @staticmethod
    def clipping_page(page):
        return page if not page or page.endswith("면") else f"{page}면"


class Japanese:
    comma = "、"
    period_mark = " ～ "

    @staticmethod
    def edition(number):
        return f"第{number}版"

    @staticmethod
    def weekday(day):
        return "月火水木金土日"[day.weekday()]

    @staticmethod
    def month(day):
        return f"{day.year}年{day.month}月"

    @classmethod
    def day_label(cls, day):
        return f"{day.month}月{day.day}日({cls.weekday(day)})"

    @classmethod
    def date(cls, day):
        return f"{day.year}年{cls.day_label(day)}"

    @classmethod
    def period(cls, first, last):
        if first == last:
            return cls.date(first)
        return f"{cls.date(first)} ～ {cls.day_label(last) if first.year == last.year else cls.date(last)}"

    @staticmethod
    def short_period(first, last):
        start = f"{first.year}年{first.month}月{first.day}日"
        if first == last:
            return start
        if first.year != last.year:
            return f"{start}～{last.year}年{last.month}月{last.day}日"
        return f"{start}～{last.day}日" if first.month == last.month else f"{start}～{last.month}月{last.day}日"

    @classmethod
    def moment(cls, start, end=None):
        text = f"{cls.day_label(start)} {start:%H:%M}"
        return text if end is None else f"{text}～{cls.clock(end, start)}"

    @classmethod
    def clock(cls, instant, before):
        time = f"{instant:%H:%M}"
        return time if instant.date() == before.date() else f"{cls.day_label(instant)} {time}"

    @staticmethod
    def duration(delta):
        hours, minutes = divmod(int(delta.total_seconds()) // 60, 60)
        return (f"{hours}時間" if hours else "") + (f"{minutes}分" if minutes or not hours else "")

    @classmethod
    def leg(cls, kind, origin, destination, *, departure, arrival, duration, number=""):
        how = cls.comma.join(filter(None, [cls.duration(duration), f"{number}便" if number else ""]))
        times = f"{departure:%H:%M}～{cls.clock(arrival, departure)}"
        return f"[{kind}] {origin} → {destination} {times} ({how})"

    @staticmethod
    def appointment(start, title):
        return f"({start:%H:%M}) {title}" if start else title

    @classmethod
    def people(cls, people):
        """The post is the honorific; two who share it are 両, more are 各."""

        def join(names, title):
            shared = {1: ""}.get(len(names), "両" if len(names) == 2 else "各") if title else ""  # noqa: PLR2004
            return f"{cls.comma.join(names)} {shared}{title}".strip()

        return cls.comma.join(_joined_by_title(people, join))

    @staticmethod
    def title_abroad(country, organization, title):
        return f"{'' if country == '日本' or organization.startswith(country) else country}{organization}{title}"

    @staticmethod
    def side(country):
        return f"{country}側"

    @staticmethod
    def counted_clippings(count):
        return f"新聞報道 {count}件"

    @staticmethod
    def clipping_page(page):
        return page if not page or page.endswith("面") else f"{page.removesuffix('면')}面"
