# Every target is complete on a fresh clone: it makes .venv and installs what it needs.
# PORT, ENGINE_PORT and SANDBOX_PORT may be given: PORT=9000 make run
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
PY := .venv/bin/python
WANTED := $(shell cat requirements.txt requirements-dev.txt | cksum | tr -d ' ')
INSTALLED := .venv/installed-$(WANTED)
ROOMS := config catalog customers orders shipping payments tests manage.py
FAULTS ?= all
LOAD ?= whole
MAKEFLAGS += --no-print-directory
# Many containers set it; without compiled modules each of our processes reads 700 files anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test journeys audit faults bench load check lint types layers deploy-check setup tools chromium clean

help:  ## What this Makefile does
	@sed -n 's/^\([a-z-]*\):.*##/  make \1 —/p' Makefile

run: setup  ## Serve the shop with demo data on http://127.0.0.1:8000 until Ctrl-C
	@$(PY) manage.py run_shop

test: setup  ## Run all tests but those of make journeys and make faults
	@$(PY) -m pytest -n 2 --dist worksteal -m "not browser and not whole" --ignore tests/faults

journeys: tools chromium  ## Walk through the pages in Chromium, and start the whole shop
	@$(PY) -m pytest -n 2 --dist worksteal -m "(browser or whole) and not audit" --ignore tests/faults

audit: tools chromium  ## Look at the pages with axe, and at those of a sale with Lighthouse (some ten minutes)
	@$(PY) -m pytest tests/journey/test_axe_shop.py tests/journey/test_axe_staff.py
	@$(PY) -m bench.search
	@$(PY) -m bench.lighthouse

faults: setup  ## Try every fault at every point (long); FAULTS=slice tries some (minutes)
	@$(PY) -m pytest -n 5 --dist load --maxschedchunk 1 --faults $(FAULTS) tests/faults

bench: setup  ## Speed, memory and cost, beside what they are compared with, some 25 minutes; BENCH=short takes four
	@$(PY) -m bench.run
	@test -n "$$BENCH" || $(PY) -m bench.staff_reads

load: setup  ## Crowds, storms of events, a soak, a kill: 60 to 75 minutes; RUNS="L1 L3" plays some, LOAD=short takes ten
	@LOAD=$(LOAD) $(PY) -m bench.load $(RUNS)

check: setup  ## Lint, types, templates, deployment settings, import order
	@$(MAKE) --keep-going lint types layers deploy-check

lint:
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m bandit --quiet --configfile pyproject.toml --recursive $(filter-out tests,$(ROOMS)) bench
	@if [ -d templates ]; then $(PY) -m djlint --lint --quiet templates; fi

types:
	@$(PY) -m mypy $(ROOMS)

layers:
	@$(PY) -m pytest -p no:randomly --no-header tests/test_layers.py

deploy-check:
	@ENV_FILE=config/local/live.env $(PY) manage.py check --deploy --fail-level WARNING

setup: $(INSTALLED)
	@$(PY) -m config.local.setup

tools: $(INSTALLED)
	@$(PY) -m config.local.setup --tools

chromium: $(INSTALLED)
	@$(PY) -m config.local.chromium

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "This needs Python 3.11 or newer; name it with: make PYTHON=/path/to/python3.11 …")'
	@echo "· installing Python packages into .venv (about a minute, once)"
	@test -x $(PY) || $(PYTHON) -m venv .venv || { echo "No venv could be made. Debian, Ubuntu: apt-get install python3-venv" >&2; rm -rf .venv; exit 1; }
	@$(PY) -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/installed-* && touch $@

clean:  ## Remove what was built; your .env and the data under var/ stay
	rm -rf .venv node_modules var/build var/static var/stamps var/log .mypy_cache .ruff_cache .pytest_cache
