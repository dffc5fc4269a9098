"""Somebody who types and clicks, and counts it: answers, keys, clicks, and the time by a keystroke model.

The model (KLM): 0.28 s a key for an average typist, 1.1 s to point, 0.2 s to click, 0.4 s from keys to mouse and back,
1.35 s to think before each answer, 1 s for the machine at each new page.
"""

from dataclasses import dataclass

from playwright.sync_api import Page

KEY, POINT, CLICK, HOME, THINK, WAIT = 0.28, 1.1, 0.2, 0.4, 1.35, 1.0


@dataclass
class Typist:
    """Counts what is done on a page."""

    page: Page
    answers: int = 0
    keys: int = 0
    clicks: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        """The time by the model."""
        mouse = self.clicks * (POINT + CLICK + HOME)
        return self.keys * KEY + mouse + self.answers * THINK + self.pages * WAIT

    def type(self, label: str, text: str) -> None:
        """Go on by Tab and type an answer."""
        self.page.get_by_label(label, exact=True).first.fill(text)
        self._answered(1 + len(text.replace("-", "") if len(text) == 10 and text[4] == "-" else text))

    def truth(self, question: str, answer: str = "yes") -> None:
        """Answer yes or no by its key."""
        group = self.page.get_by_role("group", name=question, exact=True)
        group.get_by_label("not known").focus()
        self.page.keyboard.press(answer[0])
        assert group.get_by_label(answer, exact=True).is_checked()
        self._answered(2)

    def choose(self, label: str, words: str) -> None:
        """Choose a word by typing its beginning."""
        self.page.get_by_label(label, exact=True).first.select_option(label=words)
        self._answered(4)

    def tick(self, question: str, *words: str) -> None:
        """Tick boxes; one answer."""
        group = self.page.get_by_role("group", name=question, exact=True)
        for word in words:
            group.get_by_label(word, exact=False).first.check()
        self._answered(2 * len(words))

    def click(self, name: str, role: str = "button", answer: bool = False) -> None:
        """Click, and wait for the next page."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        self.clicks += 1
        self.pages += 1
        self.answers += answer

    def radio(self, label: str) -> None:
        """Choose one of some."""
        self.page.get_by_label(label, exact=True).first.check()
        self._answered(2)

    def _answered(self, keys: int) -> None:
        self.answers += 1
        self.keys += keys
