"""Journeys at the desk in a real browser."""

import re
from pathlib import Path

import pytest
from desk_site import Site
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from typist import Typist

from oxyclaim.case.canonical import case_of
from oxyclaim.claims import validate_837p
from oxyclaim.services.desk.signing_in import welcome_link


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
    by.click("Save, and enter the papers")
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
    by.choose("Who paid for the test", "payer")
    by.truth("During a hospital stay", "no")
    by.truth("Signs or symptoms of illness that oxygen can relieve are noted")
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


def open_patient(page: Page, served: tuple[Site, str], case_id: str, rest: str = "") -> None:
    site, address = served
    page.goto(f"{address}/patients/{site.handle(case_id)}{rest}")


@pytest.mark.slow
def test_without_the_order_the_portable_unit_must_not_leave_and_it_is_said_what_from_whom(
    page: Page, served: tuple[Site, str]
) -> None:
    open_patient(page, served, "DEMO-020")
    gate = page.locator(".gate")
    expect(gate).to_contain_text("Not yet")
    expect(gate).to_contain_text("the treating practitioner obtain the complete, signed standard written order")
    page.locator("#deliver").fill("2026-12-24")
    gate.get_by_role("button", name="Ask").click()
    expect(gate).to_contain_text("12/24/2026")
    assert "/gate" not in page.url, "only the answer is swapped"


@pytest.mark.slow
def test_a_fax_is_taken_in_given_to_a_patient_and_a_fact_points_to_its_page(
    page: Page, served: tuple[Site, str], tmp_path: Path
) -> None:
    site, address = served
    Image.new("L", (600, 800), 255).save(tmp_path / "fax.png")
    page.goto(f"{address}/documents")
    page.get_by_label("Add faxes and scans").set_input_files(tmp_path / "fax.png")
    page.get_by_role("button", name="Take in").click()
    page.locator(".thumbs a").first.click()
    last_name = case_of(site.desk.of("own").head("DEMO-021").text).patient.last_name
    page.get_by_label("Name or number begins with").fill(last_name)
    page.locator("main").get_by_role("button", name="Find").click()
    handle = site.handle("DEMO-021")
    page.locator(f'input[name="case"][value="{handle}"]').check()
    page.get_by_label("What it is").select_option("standard_written_order")
    page.get_by_role("button", name="It is this patient's").click()
    page.get_by_role("link", name="Standard written order").click()
    page.get_by_label("Order date").fill("2026-11-16")
    page.get_by_role("button", name="Save, next paper").click()
    expect(page.get_by_text("Saved as version")).to_be_visible()
    (order,) = case_of(site.desk.of("own").head("DEMO-021").text).orders
    assert (order.document, order.page, order.order_date.isoformat()) == ("ORDER-1", 1, "2026-11-16")
    open_patient(page, served, "DEMO-021", "/file")
    page.get_by_role("link", name="ORDER-1").click()
    expect(page.get_by_text("11/16/2026")).to_be_visible()


@pytest.mark.slow
def test_a_billing_run_becomes_a_file_that_an_independent_validator_takes(
    page: Page, served: tuple[Site, str], tmp_path: Path
) -> None:
    page.goto(f"{served[1]}/billing")
    page.get_by_role("button", name="Check what is picked").click()
    page.get_by_role("button", name=re.compile("Write 837P")).click()
    expect(page.get_by_text("written and kept")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("Download file")).first.click()
    taken.value.save_as(tmp_path / "claims.x12")
    assert validate_837p(tmp_path / "claims.x12") == []
    page.get_by_role("button", name=re.compile("Mark file")).first.click()
    expect(page.get_by_text("Maud Manager").last).to_be_visible()


@pytest.mark.slow
def test_two_people_change_one_case_and_the_second_is_asked(
    page: Page, browser: Browser, served: tuple[Site, str]
) -> None:
    site, address = served
    other = browser.new_context().new_page()
    link = welcome_link(site.desk, site.accounts["biller"].account.account_id, site.clock())
    other.goto(f"{address}/welcome/{link}")
    for each in (page, other):
        open_patient(each, served, "DEMO-030", "/intake?paper=patient")
        each.get_by_text("What it says").nth(1).click()
    for each, city in ((page, "Ilium"), (other, "Gotham")):
        each.get_by_label("City", exact=True).fill(city)
        each.get_by_role("button", name="Save, next paper").click()
    expect(other.get_by_text("Somebody else has saved this case meanwhile")).to_be_visible()
    other.get_by_label("Gotham").check()
    other.get_by_role("button", name="Save").click()
    assert case_of(site.desk.of("own").head("DEMO-030").text).patient.address.city == "Gotham"


@pytest.mark.slow
def test_after_signing_out_back_shows_nothing(page: Page, served: tuple[Site, str]) -> None:
    open_patient(page, served, "DEMO-001")
    name = page.locator("h1").inner_text().partition("\n")[0]
    page.get_by_role("button", name="Sign out").click()
    page.go_back()
    page.wait_for_load_state()
    assert name not in page.locator("body").inner_text()
    assert page.url.endswith("/login")


@pytest.mark.slow
def test_the_look_ups_of_a_month_are_two_keys_from_the_list_and_work_without_scripts(
    browser: Browser, served: tuple[Site, str]
) -> None:
    site, address = served
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    link = welcome_link(site.desk, site.accounts["biller"].account.account_id, site.clock())
    page.goto(f"{address}/welcome/{link}")
    page.locator(f'a[href="/patients/{site.handle("DEMO-013")}/look-ups"]').first.press("Enter")
    page.wait_for_url(re.compile("/look-ups$"))
    expect(page.get_by_role("button", name="All were looked up today, nothing found")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept, with your name and the day")).to_be_visible()
    assert page.locator("h1 .chip").all_inner_texts() == ["billable"]
    context.close()


@pytest.mark.slow
def test_a_list_is_walked_and_a_paper_entered_by_keys_alone(page: Page, served: tuple[Site, str]) -> None:
    page.goto(f"{served[1]}/patients")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("table.list tbody a").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/patients/[\w-]{12}$"))
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url(re.compile("/billing$"))
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_role("button", name="Single keys are on").click()
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()
