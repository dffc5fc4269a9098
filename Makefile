# make serve: the desk in the browser.   make demo: the same on the terminal.   make test: set up and check everything.
# Needs Python >= 3.11 and nothing else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
WEB_READY := .venv/.web-ready
DEV_READY := .venv/.dev-ready
SPARK_READY := .venv/.spark-ready

.PHONY: spark serve demo test test-all long lint types tests verdicts verdicts-record verdicts-new docs bench clean

PORT ?= 8391
serve: $(WEB_READY)  # some forty made-up patients, at 127.0.0.1; what it keeps is out/desk.db
	@mkdir -p out
	@$(BIN)/oxyclaim serve --demo --store out/desk.db --port $(PORT) --open

demo: $(READY)
	@mkdir -p out
	@echo '$$ oxyclaim check examples --as-of 2025-12-31'
	@$(BIN)/oxyclaim check examples --as-of 2025-12-31 || test $$? -eq 1
	@echo
	@echo '$$ oxyclaim claim examples --as-of 2025-12-31 -o out/claim.x12'
	@$(BIN)/oxyclaim claim examples --as-of 2025-12-31 -o out/claim.x12 || test $$? -eq 1
	@echo
	@echo 'The claim file is out/claim.x12. Now try: $(BIN)/oxyclaim check examples/01-clinic-test.yaml --as-of 2025-12-31'

test: lint types tests

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }

types: $(DEV_READY)
	$(BIN)/mypy

tests: $(DEV_READY)
	$(BIN)/pytest -n auto --dist loadscope -m "not slow"

test-all: $(DEV_READY) spark  # what is slower than `make test` and not in it
	$(BIN)/pytest -n auto --dist loadscope -m slow

# What a change of the rule book does to the frozen synthetic cases; see verdicts/README.md.
verdicts: $(DEV_READY)
	$(BIN)/python -m verdicts compare

verdicts-record: $(DEV_READY)
	$(BIN)/python -m verdicts record

verdicts-new: $(DEV_READY)
	$(BIN)/python -m verdicts new

docs: $(READY)  # rewrite the pages that are made from the rule book and the models
	@$(BIN)/python -m oxyclaim.handbook docs
	@$(BIN)/python -m oxyclaim.case.guide > docs/case-file.md
	@$(BIN)/python -m oxyclaim.policy.payer_files.guide > docs/payer-file.md
	@$(BIN)/python -m oxyclaim.bulk.table_layout > docs/claim-tables.md
	@$(BIN)/python -m oxyclaim.services.exports > docs/exports.md

# What takes hours: a hundred thousand damaged claim files, fifty thousand damaged answers, a hundred kills while posting,
# a made-up supplier's year with five hundred patients by the API and fifty in the browser (YEAR=500),
# a national year of claims on Spark (needs Java; fewer with LONG_LINES=200000); the results are committed.
LONG_FILES ?= 100000
LONG_REPLIES ?= 50000
LONG_LINES ?= 20000000
YEAR ?= 500
long: $(DEV_READY) spark
	$(BIN)/python -m bench.mutate --files $(LONG_FILES) --seed 1 --results bench/results-mutate.json
	$(BIN)/python -m bench.damaged_replies --files $(LONG_REPLIES) --seed 1 --results bench/results-damaged-replies.json
	$(BIN)/python -m bench.national_year --lines $(LONG_LINES)
	OXYCLAIM_YEAR=$(YEAR) $(BIN)/pytest -n 0 -rP -m slow tests/web/browser/test_browser_year.py
	OXYCLAIM_KILLS=100 $(BIN)/pytest -n 1 -m slow tests/ledger/test_killed_posting.py

bench: $(DEV_READY)
	$(BIN)/python bench/one_case.py
	$(BIN)/python -m bench.many_cases
	$(BIN)/python bench/due.py
	$(BIN)/python -m bench.scrub
	$(BIN)/python -m bench.posting
	$(BIN)/python -m bench.desk
	$(BIN)/python -m bench.office

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Oxyclaim needs Python 3.11 or newer; set PYTHON=python3.11, for example"; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(WEB_READY): $(READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[web]'
	@touch $@

$(DEV_READY): $(READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# Spark is large (some 500 MB) and needs Java: only `make test-all` wants it, and without Java its tests say so.
spark: $(DEV_READY)
	@if command -v java > /dev/null; then $(MAKE) --no-print-directory $(SPARK_READY); \
	else echo "There is no Java here (17 or newer): what runs on Spark is not tried"; fi

$(SPARK_READY): $(DEV_READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[spark]'
	@touch $@

clean:
	rm -rf .venv out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
