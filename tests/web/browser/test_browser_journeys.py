"""Journeys at the desk in a real browser."""

import re

from desk_site import Site
from playwright.sync_api import Page, expect
from typist import Typist


def enter_three_papers(page: Page, address: str) -> Typist:
    """A newcomer with an order, a clinic note with 86 % at rest, and a delivery slip on the table."""
    by = Typist(page)
    page.goto(f"{address}/patients")
    by.click("New patient", "link")
    by.type("Family name", "Quillfeather")
    by.type("Given name", "Ottoline")
    by.type("Date of birth", "1950-03-04")
    by.type("Member number (Medicare number)", "1EG4TE5MK73")
    by.type("First day of the rental (the delivery, planned or done)", "2026-11-18")
    by.tick("What is rented", "E1390", "E1392")
    by.click("Make, and go on to the papers")
    for _ in range(8):
        heading = page.locator("main .sheet h2").first.inner_text()
        if heading == "Nothing more is asked":
            return by
        PAPERS[heading](by)
    raise AssertionError(f"still asked: {page.locator('main .sheet').inner_text()}")


def order(by: Typist) -> None:
    by.radio("The paper is here")
    by.type("Order date", "2026-11-16")
    by.type("Received on", "2026-11-16")
    by.tick("What it orders", "E1390", "E1392")
    for question in (
        "It names the patient or shows the member number", "It describes each item",
        "It states the quantity, where one applies", "It shows the practitioner's name or NPI",
        "The practitioner signed it",
    ):  # fmt: skip
        by.truth(question)
    by.type("Flow at rest, day and night (L/min)", "2")
    by.type("Family name as in PECOS", "Brannigan")
    by.type("Given name as in PECOS", "Aoife")
    by.type("NPI", "2298295538")
    by.click("Save, next paper")


def note(by: Typist) -> None:
    by.radio("The paper is here")
    by.type("Day of the test", "2026-11-14")
    by.choose("Method", "oximetry")
    by.choose("Study", "spot")
    by.choose("The patient was", "rest")
    by.truth("On room air")
    by.type("SpO2 (%)", "86")
    by.choose("Taken by", "treating practitioner")
    by.choose("Whoever tested was present", "in person")
    by.choose("Paid by", "payer")
    by.truth("During a hospital stay", "no")
    by.truth("Signs or symptoms of illness are noted")
    by.truth("The practitioner ordered the test")
    by.truth("The practitioner evaluated the result")
    by.choose("That is shown by", "result in note")
    by.truth("The result is in the record")
    by.truth("The patient is mobile within the home")
    by.type("Date of that entry", "2026-11-14")
    by.type("ICD-10-CM code", "J44.9")
    by.type("Day of the visit", "2026-11-14")
    by.choose("With", "ordering practitioner")
    by.choose("Held", "in person")
    by.truth("The note supports the need for oxygen")
    by.click("Save, next paper")


def delivery(by: Typist) -> None:
    by.radio("The paper is here")
    by.type("Delivered on", "2026-11-18")
    by.tick("What was delivered", "E1390", "E1392")
    by.choose("How", "direct")
    by.truth("Signed by the patient or a designee")
    by.truth("It shows name, address, item, quantity and date")
    by.click("Save, next paper")


def patient(by: Typist) -> None:
    by.choose("Sex", "female")
    by.type("Your account number", "HH-777")
    by.type("Street and number", "318 Quarry Hill Road")
    by.type("City", "Schenectady")
    by.type("State (two letters)", "NY")
    by.type("ZIP code", "12304")
    by.truth("The patient assigned the benefits to you")
    by.truth("The release of information is signed and on file")
    by.click("Save, next paper")


def look_ups(by: Typist) -> None:
    by.click("All were looked up, nothing found", answer=True)


PAPERS = {
    "Standard written order": order,
    "Clinic note with the test": note,
    "Delivery slip": delivery,
    "Patient and coverage": patient,
    "Look-ups before billing": look_ups,
}


def test_a_newcomer_types_three_papers_and_has_a_clean_claim(page: Page, served: tuple[Site, str]) -> None:
    by = enter_three_papers(page, served[1])
    expect(page.locator("#bar")).to_contain_text("E1392")
    assert page.locator("#bar .chip").all_inner_texts() == ["billable", "billable"]
    told = f"{by.answers} answers, {by.keys} keys, {by.clicks} clicks, {by.seconds:.0f} s by the model"
    assert by.answers <= 60, told
    assert by.seconds < 300, told
    page.get_by_role("link", name="This month").first.click()
    assert re.findall(r"Bill as (E\d{4} RR N1)", page.locator("main").inner_text()) == ["E1390 RR N1", "E1392 RR N1"]
