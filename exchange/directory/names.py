"""How people and bodies are called: the same for a record and for the line that a list to choose from shows of it."""

from collections import namedtuple

from exchange.core.languages import in_language, reader
from exchange.directory.enums import Country
from exchange.directory.statements import BODIES, PEOPLE


class _LocalName:
    __slots__ = ()

    @property
    def local_name(self):
        """The name as the reader writes it, in Korean where that one is missing."""
        return self.local_form[0]

    @property
    def local_name_language(self):
        return self.local_form[1]

    @property
    def local_form(self):
        """(the local name, its language)"""
        return self.form_read_in(reader())


class OrganizationNames(_LocalName):
    __slots__ = ()

    @property
    def names(self):
        """Every form of the name."""
        return [
            self.name_ko, self.name_ja, self.name_en,
            self.short_name_ko, self.short_name_ja, self.short_name_en, *self.aliases.splitlines(),
        ]  # fmt: skip

    def form_read_in(self, language):
        return in_language(self, "name", language)


class PersonNames(_LocalName):
    """Hanja in Japanese, Latin letters in English, else the Korean name."""

    __slots__ = ()

    @property
    def names(self):
        """Every form of the name."""
        return [self.name_ko, self.name_hanja, self.name_kana, self.name_latin, *self.aliases.splitlines()]

    @property
    def other_name(self):
        """A form in another script, to stand beside the local and the Korean name."""
        shown = "", self.local_name, self.name_ko
        return next((name for name in (self.name_hanja, self.name_kana, self.name_latin) if name not in shown), "")

    def form_read_in(self, language):
        korean = (self.name_ko, "ko")
        if language == "ko" and self.name_ko:
            return korean
        forms = {
            "ja": [(self.name_hanja, "ja"), (self.name_kana, "ja"), korean],
            "en": [(self.name_latin, "en"), korean],
        }.get(language, [])
        hanja = (self.name_hanja, {Country.JP: "ja", Country.CN: "zh"}.get(self.country, "ko"))
        last = [korean, hanja, (self.name_kana, "ja"), (self.name_latin, "en")]
        return next(form for form in [*forms, *last, ("", "")] if form[0] or form == ("", ""))


class OrganizationLine(OrganizationNames, namedtuple("OrganizationLine", BODIES.shown)):
    __slots__ = ()


class PersonLine(PersonNames, namedtuple("PersonLine", PEOPLE.shown)):
    __slots__ = ()
