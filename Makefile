# Loket Pustaka. `make help` says what there is.

SHELL := /bin/sh
PYTHON3 ?= python3
PYTHON := .venv/bin/python
INSTALLED := .venv/installed
READER := web/pdfjs/version.txt
PYTEST := $(PYTHON) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

export PORT HOURS PUBLICATIONS WHATSAPP LOCAL_DIR
# Each worker of the tests, and each program that they start, would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-slow check package bench bench-search bench-mail bench-reports queue-day corpus voice clean chromium
.DEFAULT_GOAL := help

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(INSTALLED) $(READER) ## Run the whole service on this machine (PORT=8000, HOURS=unit, WHATSAPP=hand, PUBLICATIONS=<folder of PDFs>)
	@exec $(PYTHON) -m infra.local

test: $(INSTALLED) $(READER) chromium ## Run the tests
	@$(PYTEST) -m "not slow"

test-slow: $(INSTALLED) $(READER) chromium ## Run the long tests
	@$(PYTEST) -m slow

check: $(INSTALLED) ## Check style, types and templates
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy app.py chalicelib infra tests $(wildcard bench)
	@$(PYTHON) -m infra.linting

package: $(INSTALLED) $(READER) ## Make the folder that CloudFormation deploys, and complete that of the pages
	@$(PYTHON) -m infra.package

bench: $(INSTALLED) ## Measure copies against the usual ways (CORPUS=<folder of PDFs>, BOOKS="real text synthetic tagged pictures")
	@$(PYTHON) -m bench $(BOOKS)

bench-search: $(INSTALLED) ## Measure the catalogue's search over 10,000 titles (TITLES=10000)
	@$(PYTHON) -m bench.search $(TITLES)

bench-mail: $(INSTALLED) ## Measure the time from a request to its mail, stage by stage (VISITORS=40, BOOKS=, CORPUS=)
	@$(PYTHON) -m bench.mail_time $(VISITORS) $(BOOKS)

bench-reports: $(INSTALLED) ## Measure a year of reports by the visits a day (VISITS="10 100 400")
	@$(PYTHON) -m bench.year_of_reports $(VISITS)

queue-day: $(INSTALLED) ## Play 200 days at the desks by several rules of who is next, and draw docs/queue.md's chart
	@$(PYTHON) -m bench.queue_day

corpus: $(INSTALLED) ## Put a folder of PDFs through preparing and marking (CORPUS=<folder>, MUTATIONS=0 SEED=1 BOMBS= PAGES=8)
	@$(PYTHON) -m tests.corpus $(if $(CORPUS),"$(CORPUS)") --mutations $(or $(MUTATIONS),0) --seed $(or $(SEED),1) --pages $(or $(PAGES),8) $(if $(BOMBS),--bombs)

voice: $(INSTALLED) ## Make the board's voice anew (needs Debian's espeak-ng and lame)
	@$(PYTHON) -m infra.voice

clean: ## Remove everything that make has made
	@rm -rf .venv .local build web/pdfjs .chalice/deployments .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements-dev.txt
	@infra/local/install.sh packages $(PYTHON3)

$(READER): infra/pdfjs.txt | $(INSTALLED)
	@infra/local/install.sh reader

chromium:
	@infra/local/install.sh chromium
