"""What a person's hands do at the keyboard, and how much of it.

Counted is every character that is typed, a syllable of Hangul as the one character that it is in the report.
Clicks, Tab, Enter, arrows and shortcuts are no characters, and pasted text is not typed.
"""

from playwright.sync_api import expect

expect.set_options(timeout=15_000)  # of a busy machine


class Hands:
    def __init__(self, page):
        self.page = page
        self.typed = 0

    def type(self, text):
        self.page.keyboard.type(text)
        self.typed += len(text)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, field, text):
        """Into a field, in place of what stands there."""
        field.focus()
        self.press("Control+a")
        self.type(text)

    def date(self, field, day):
        """The eight digits of a day: in which order depends on the machine's language, the count does not."""
        field.fill(day)
        self.typed += len(day.replace("-", ""))

    def pick(self, field, text):
        """The first person or body that the list offers for what is typed; the cursor stands in the field."""
        expect(field).to_be_focused()
        self.type(text)
        field.locator("xpath=..").get_by_role("option", selected=True).wait_for()
        self.press("Enter")

    def paste(self, text):
        """From the clipboard of another programme, where the text was written before."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")
