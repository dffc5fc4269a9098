"""The checklist as a printable form: what is asked of the practitioner's office, then what is for the own file.

It names the patient, since the office needs that.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.cli.checklist_words import (
    NEVER_ALTER,
    counts,
    kept,
    not_needed,
    rules_of,
    said_lines,
    wanted_shows,
    where,
)
from oxyclaim.cli.pdf_form import BLANK, BOX, FONT, LEADING, MARGIN, OWN_FILE, Form
from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.checklist import SUPPLIED_BY, Checklist, Entry, Shown


def pdf_of(case: Case, checklist: Checklist, catalogue: Catalogue, as_of: date) -> bytes:
    """The form as a PDF of letter size."""
    form = _Form(case, checklist, catalogue, as_of)
    asked = [entry for entry in checklist.entries if entry.request]
    if asked:
        form.request(asked)
    form.own_file([entry for entry in checklist.entries if not entry.request])
    return bytes(form.output())


class _Form(Form):
    def __init__(self, case: Case, checklist: Checklist, catalogue: Catalogue, as_of: date):
        super().__init__(case, "Checklist", as_of)
        self.checklist, self.catalogue = checklist, catalogue

    def request(self, entries: Sequence[Entry]) -> None:
        """The pages that go to the practitioner's office."""
        self.add_page()
        self._title("Request for copies from the medical record: home oxygen")
        self._who()
        self.tell(
            "Medicare pays for this patient's home oxygen only if the record shows what is listed below. Please send a "
            "copy of each, as it stands in the record, or tick that there is no such record.",
            above=2,
        )
        self.tell(f"{NEVER_ALTER} Please do not change an entry for this request.", style="B")
        for entry in entries:
            self.whole(_Form.asked, entry)
        self.whole(_Form.signed)

    def asked(self, entry: Entry) -> None:
        """One thing that the office is asked for."""
        self.ln(2.5)
        self.set_draw_color(150)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(1.5)
        self._boxes("enclosed", "there is no such record")
        self.tell(entry.title, style="B", size=10.5)
        about = f" This is about the {' and the '.join(entry.about)}." if entry.about else ""
        self.tell(f"{entry.request}.{about}")
        self._bullets("It must show:", [_shown(show, entry) for show in entry.shows])
        if entry.standing == Standing.NOT_GOOD_ENOUGH:
            self._bullets("What is wrong with what we have:", entry.lacks)
        self.tell("Why Medicare wants it: " + " ".join(self._why(entry)), size=8, grey=True, above=0.5)

    def signed(self) -> None:
        """Who answers, and where to."""
        self.ln(4)
        self.tell(f"Completed by (name, telephone): {BLANK}{BLANK}    Date: {BLANK}")
        self.tell(f"Please return to {self.supplier}, fax or telephone: {BLANK}", above=2)

    def own_file(self, entries: Sequence[Entry]) -> None:
        """The pages for the supplier's own use."""
        self.add_page()  # it ends the last page of the request, whose footer must still be the office's
        self.own = True
        self._title(OWN_FILE)
        self._who()
        self.tell(f"{counts([self.checklist])}.", style="B", above=1)
        asked = ", ".join(entry.title for entry in self.checklist.entries if entry.request)
        self.tell(f"Asked of the practitioner's office: {asked or 'nothing'}.")
        self.tell(NEVER_ALTER)
        for line in self.checklist.lines:
            self.tell(f"Line {line.line}, {line.code}, {line.service_date}: {line.verdict}")
        for entry in sorted(entries, key=lambda entry: entry.standing == Standing.ON_FILE):
            self.whole(_Form.to_see_to, entry)
        self.ln(2)
        for other in self.checklist.others:
            self.tell(f"Besides, line {other.line}, {other.rule} {other.effect}: {other.sentence}")
        if self.checklist.not_needed:
            self.tell("Not needed:", size=8, grey=True)
        for told in not_needed(self.checklist):
            self.tell(f"- {told}", size=8, grey=True)
        self.tell(kept(self.checklist), style="B", above=1)
        self.tell(f"Rule book {self.catalogue.hash}, as of {self.as_of}.", size=8, grey=True)

    def to_see_to(self, entry: Entry) -> None:
        """One item for the supplier's own staff to see to."""
        on_file = entry.standing == Standing.ON_FILE
        self.ln(1 if on_file else 2)
        y = self.get_y()
        self.box(MARGIN, y + 0.3, ticked=on_file)
        self.set_left_margin(MARGIN + BOX + 2)
        self.set_x(self.l_margin)
        if on_file:
            papers = where(entry)
            self.tell(f"{entry.title} - on file{f' as {papers}' if papers else ''} ({said_lines(entry)})", size=9)
        else:
            self.tell(f"{entry.title} - {entry.standing}", style="B")
            self.tell(f"{said_lines(entry).capitalize()}. From: {SUPPLIED_BY[entry.supplied_by]}.", size=8, grey=True)
            self._bullets("", entry.lacks)
            if shows := wanted_shows(entry):
                self._bullets("It must show:", shows)
            self._bullets("What helps:", [f"{r.action} ({r.who}); it helps {r.helps}" for r in entry.remedies])
            if entry.only_if:
                self.tell(f"Wanted only if the rule applies: {entry.only_if}")
            self.tell(f"When: {entry.by}. Rule: {rules_of(entry)}", size=8, grey=True)
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)

    def _who(self) -> None:
        patient, practitioner = self.case.patient, self.case.practitioner
        born = patient.birth_date.isoformat() if patient and patient.birth_date else BLANK
        name = _name(patient.last_name, patient.first_name, patient.middle_name) if patient else BLANK
        asked = _name(practitioner.last_name, practitioner.first_name) if practitioner else BLANK
        npi = f"   NPI {practitioner.npi}" if practitioner and practitioner.npi else ""
        for label, value in (
            ("Patient", f"{name}   born {born}"),
            ("Practitioner", f"{asked}{npi}"),
            ("Equipment", self._equipment()),
        ):
            self.set_font(FONT, "B", 9.5)
            self.cell(26, 9.5 * LEADING, label)
            self.tell(value)

    def _equipment(self) -> str:
        codes: dict[date, list[str]] = {}
        for line in self.checklist.lines:
            codes.setdefault(line.service_date, []).append(line.code)
        return "; ".join(f"{', '.join(codes)}, month of {day}" for day, codes in codes.items())

    def _why(self, entry: Entry) -> Iterator[str]:
        titles = {rule.id: rule.title for rule in self.catalogue.rules}
        yield from (f"{titles[id]} ({id})." for id in entry.rules)
        sources = dict.fromkeys(authority_id(cite) for cite in entry.authorities)
        told = [f"{self.catalogue.authorities[id].issuer}, {self.catalogue.authorities[id].title}" for id in sources]
        yield f"Source{'s' if len(told) > 1 else ''} ({entry.grade}): {'; '.join(told)}."

    def _title(self, text: str) -> None:
        self.tell(text, style="B", size=14, above=1)
        self.ln(1.5)

    def _bullets(self, label: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        if label:
            self.tell(label, above=0.5)
        left = self.l_margin
        for text in texts:
            self.set_x(left + 2)
            self.set_font(FONT, size=9.5)
            self.cell(3, 4.4, "-")
            self.set_left_margin(left + 5)
            self.tell(text)
            self.set_left_margin(left)
            self.set_x(left)

    def _boxes(self, *labels: str) -> None:
        """Tick boxes at the right end of the line."""
        y = self.get_y()
        self.set_font(FONT, size=9.5)
        x = self.w - MARGIN - sum(self.get_string_width(label) + BOX + 7 for label in labels) + 6
        for label in labels:
            self.box(x, y + 0.6)
            self.set_xy(x + BOX + 1.5, y)
            self.cell(h=BOX + 1.2, text=label)
            x += self.get_string_width(label) + BOX + 7
        self.set_xy(self.l_margin, y)


def _shown(show: Shown, entry: Entry) -> str:
    """What the paper must show; a remark where our copy of it shows it already."""
    return f"{show.words} (our copy shows this)" if entry.where and show.state == "yes" else show.words


def _name(last: str | None, *given: str | None) -> str:
    return ", ".join(part for part in (last, " ".join(each for each in given if each)) if part) or BLANK
