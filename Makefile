# Every target makes what it needs: Python 3.11 and make are all that a machine must have.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
TSC := .typescript/node_modules/typescript/bin/tsc
ESBUILD := .bundle/node_modules/esbuild/lib/main.js
OIDC := .oidc_provider/node_modules/oidc-provider/package.json
SCALE ?= medium
SEED ?= 1
WEEK ?=
KBO ?=
# A home for each kind of demo: snapshots never change, so two of them in one lake would contradict each other.
DEMO := $(if $(KBO),-kbo)$(if $(filter-out medium,$(SCALE)),-$(SCALE))$(if $(filter-out 1,$(SEED)),-$(SEED))
export VIGIE_HOME ?= var$(DEMO)
# Benchmarks build what they measure as the tests do; builders lie beside the tests of what they build.
empty :=
BUILDERS := tests:$(subst $(empty) ,:,$(wildcard tests/*/))
# Some machines forbid to keep compiled modules: each of the hundred processes that tests start would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z][a-z0-9-]*\):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## Show what each target does
	@grep -E '^[a-z][a-z0-9-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  \1\t\2/' | expand -t 22

# pip brings uv, by hash; uv brings the rest, in a sixth of the time. uv trusts the certificates that this machine trusts,
# and fetches from where pip would: it does not read pip's own settings.
export UV_SYSTEM_CERTS ?= 1
UV = @index="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/pip config get global.index-url 2>/dev/null || true)}}"; \
	test -z "$$index" || export UV_DEFAULT_INDEX="$$index"; VIRTUAL_ENV=$(VENV) $(BIN)/uv

$(VENV)/.uv: requirements-setup.lock
	@echo "1/3 Making $(VENV) and fetching uv"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-setup.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.uv requirements.lock pyproject.toml
	@echo "2/3 Installing the $$(grep -c == requirements.lock) packages of the product"
	$(UV) pip sync --require-hashes requirements-setup.lock requirements.lock
	@echo "3/3 Installing Vigie"
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.testing: $(VENV)/.installed requirements-test.lock
	@echo "Installing what the tests and checks need besides"
	$(UV) pip sync --require-hashes requirements-setup.lock requirements-test.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.installed ## Make the virtual environment from the lock file

testing: $(VENV)/.testing

# One process does all steps, since each would load the same libraries; the search is compiled beside it, and the plan
# waits for it if need be.
define STEPS
logout
demo --scale $(SCALE) --seed $(SEED) $(if $(KBO),--kbo '$(KBO)')
$(if $(KBO),ingest kbo '$(KBO)')
ingest
teams import '$(VIGIE_HOME)/registers/roster/teams.json'
demo past
login supervisor-liege
week --unless-approved $(if $(WEEK),--week $(WEEK))
login supervisor-brussel
approve --latest $(if $(WEEK),--week $(WEEK))
refer send
refer chase
report week
report arms
refer overdue
logout
portal sync
doctor
demo learnt
demo suspicion
endef

# A year of the whole country, in a home of its own: the weeks of a short past would stand in its way.
define YEAR
logout
demo --scale $(SCALE) --seed $(SEED)
ingest
teams import '$(VIGIE_HOME)/registers/roster/teams.json'
demo year --weeks $(or $(WEEKS),52)
endef
# A process of its own: the first one read the rules before objectives and cards were decided.
define LEARNT
login direction-1
learn evaluate
learn fit --propose
learn proposals
report objectives
logout
demo learnt
demo suspicion
doctor
endef
YEAR_HOME := $(if $(filter file,$(origin VIGIE_HOME)),var-year$(DEMO),$(VIGIE_HOME))

week: export STEPS := $(STEPS)
week: setup ## The main job: registers, assessment, rounds for twelve districts, approval, referrals (KBO=<zip> for a real extract)
	@$(BIN)/vigie warm &
	@echo "$$STEPS" | $(BIN)/vigie run -

year: export VIGIE_HOME := $(YEAR_HOME)
year: export STEPS = $(YEAR)
year: export THEN = $(LEARNT)
year: setup ## A year of all districts in a home of its own, each week chosen by the product itself (WEEKS=52; hours)
	@echo "$$STEPS" | $(BIN)/vigie run -
	@echo "$$THEN" | $(BIN)/vigie run -

test: testing $(TSC) $(ESBUILD) ## Run the tests (everything but the browser and the battery)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not clients and not battery"

proposal: testing ## How often trafficking is proposed on synthetic controls: ordinary, targeted, true situations (EXAMPLES=2000 a seed)
	@VIGIE_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest -q tests/control/test_control_generated.py \
		tests/control/test_control_trafficking_lists.py::test_the_rates_are_told

schemas: testing ## Publish the JSON Schema of every checklist that is switched on under docs/reference/checklists
	@VIGIE_PUBLISH=1 $(BIN)/python -m pytest -q tests/control/test_control_published.py

house: testing ## Sizes, folders, circles and what one act loads
	@$(BIN)/python -m benchmarks.house

disclosure: testing ## Attack released figures in 5,000 generated tables (TABLES=5000)
	@VIGIE_TABLES=$(or $(TABLES),5000) $(BIN)/python -m pytest -q tests/reporting/test_reporting_disclosure_attack.py

simulation: testing ## Referrals in a simulator, addressees that lie and processes that are killed (REFERRALS=10000 DAYS=90 SEED=1; an hour or more)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.referral_simulation --referrals $(or $(REFERRALS),10000) --days $(or $(DAYS),90) --seed $(SEED)

simulation-servers: testing ## Referrals over real servers of mail, SFTP and webhooks, folders, telephone and paper (REFERRALS=500 DAYS=10 SEED=1; half an hour or less)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.referral_servers --referrals $(or $(REFERRALS),500) --days $(or $(DAYS),10) --seed $(SEED)

twins: testing ## A hundred pairs of weeks, with a tip and without: every byte that an employer may see (PAIRS=100)
	@VIGIE_PAIRS=$(or $(PAIRS),100) $(BIN)/python -m pytest -q tests/flows/test_flows_tips.py

battery: testing $(OIDC) $(ESBUILD) ## What is too long for every run, and each promise of the planner on 2,000 random weeks (EXAMPLES=2000)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "battery and not clients"
	@VIGIE_REQUESTS=1000 $(BIN)/python -m pytest -n 0 tests/dashboards/portal/test_portal_hostile.py
	@VIGIE_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest tests/planning --hypothesis-show-statistics

mutants: testing ## Plant small faults in core rules, one at a time: the test file of the module must fail (MUTANTS=planning)
	@$(BIN)/python tests/mutants/run.py $(MUTANTS)

check: testing ## Formatting, lint, types of Python and of the form's JavaScript, architecture; the types beside the rest
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types form scripts

form: testing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/python -m pytest tests/test_architecture.py

types: testing
	@$(BIN)/mypy

# The type checker of JavaScript comes by hash, once; node and npm come from PyPI, with what the tests need.
$(TSC): tests/typescript/package.json tests/typescript/package-lock.json | testing
	@mkdir -p .typescript && cp $^ .typescript
	@cd .typescript && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# So does the provider of identities that browser tests sign in by.
$(OIDC): tests/oidc_provider/package.json tests/oidc_provider/package-lock.json tests/oidc_provider/provider.js | testing
	@mkdir -p .oidc_provider && cp $^ .oidc_provider
	@cd .oidc_provider && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

scripts: testing $(TSC)
	@$(BIN)/node $(TSC) --project dashboards/tsconfig.json
	@$(BIN)/node $(TSC) --project dashboards/tsconfig.worker.json

# What the form's bundle is made with comes by hash too. What it makes is checked in: installing needs none of it.
$(ESBUILD): tests/bundle/package.json tests/bundle/package-lock.json tests/bundle/build.js | testing
	@mkdir -p .bundle && cp $^ .bundle
	@cd .bundle && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

bundle: testing $(ESBUILD) ## Make the field form's bundle anew from its sources (dashboards/field/bundle), and its reader of codes
	@cp tests/bundle/build.js .bundle && $(BIN)/node .bundle/build.js dashboards/field dashboards/field

browser: testing $(OIDC) $(ESBUILD) ## Open the screens in Chromium (Debian's package must be installed)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "browser and not battery and not tour"

tour: testing $(OIDC) $(ESBUILD) ## Open every page of office and portal in every language, width and look; lose the line at every step of a form
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m tour

.clients/enketo.bundle.js: tests/openrosa_clients/package.json tests/openrosa_clients/package-lock.json tests/openrosa_clients/enketo.js
	@mkdir -p .clients && cp $^ .clients
	@cd .clients && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build

openrosa-clients: testing .clients/enketo.bundle.js ## Open our forms with Enketo's transformer and core (node, npm and Debian's chromium must be there)
	@$(BIN)/python -m pytest -m clients

.venv-bench/.installed: requirements-bench.lock
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-bench.lock
	@touch $@

documents: testing ## Have LibreOffice read every workbook and table that is published (Debian's libreoffice-calc must be there)
	@$(BIN)/python -m pytest -n 0 -m clients tests/reporting/test_reporting_libreoffice.py

bench-planning: .venv-bench/.installed ## Rounds beside PyVRP, OR-Tools and greedy insertion, same limit, one thread (hours; kept in benchmarks/results)
	@.venv-bench/bin/python -m benchmarks.planning $(BENCH)

bench-districts: setup ## Twelve districts of 1000 candidates side by side: time and memory of all processes
	@$(BIN)/python -m benchmarks.districts

bench-scale: testing ## A country in one process, its parts and forty districts by processes and Dask, an update (LAKE=… EXTRACT=…; an hour)
	@$(BIN)/python -m benchmarks.scale chain $(LAKE)
	@$(BIN)/python -m benchmarks.scale parts $(LAKE)
	@$(BIN)/python -m benchmarks.scale districts
	@$(BIN)/python -m benchmarks.kbo_update $(LAKE) $(EXTRACT)

bench-registers: testing .venv-bench/.installed ## Registers of a whole country beside DuckDB, Polars, pandas, cbe and geopandas; from a tenth of it to twice (BENCH="--resume --scratch DIR"; an hour or more, 12 GB of disk)
	@$(BIN)/python -m benchmarks.addresses
	@$(BIN)/python -m benchmarks.registers $(BENCH)

bench-field: testing ## The field form on a phone six times slower: from a key to the next paint, and to the disk
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.field_form

bench-referrals: testing ## From the inspector's decision to the bundle at the addressee, while four flows write (DECISIONS=1000)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.referrals --decisions $(or $(DECISIONS),1000)

bench-targeting: testing ## Cards on generated histories whose truth is known, beside logistic regression and LightGBM (BENCH="--only severity"; half an hour)
	@$(BIN)/python -m benchmarks.targeting $(BENCH)

# Which file shows what, and how much of it was last run: benchmarks/README.md.
battery-trust: export VIGIE_KILLS := $(or $(KILLS),5000)
battery-trust: export VIGIE_CALLS := $(or $(CALLS),0)
battery-trust: export VIGIE_MANIPULATIONS := $(or $(MANIPULATIONS),5000)
battery-trust: export VIGIE_ERASURES := $(or $(ERASURES),5000)
battery-trust: export VIGIE_CANARIES := $(or $(CANARIES),500)
battery-trust: export VIGIE_TIPS := $(or $(TIPS),10000)
battery-trust: export VIGIE_FLIPS := $(or $(FLIPS),400)
battery-trust: testing ## What is kept safe, in full: kills, ports, writers, history, erasures, people in no log, tips, backups (KILLS=5000 CALLS=0 MINUTES=10 MANIPULATIONS=5000 ERASURES=5000 CANARIES=500 TIPS=10000 FLIPS=400; a day)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "battery and not browser and not clients" \
		tests/acts/test_acts_killed.py tests/acts/test_acts_killed_server.py tests/acts/test_acts_ports.py tests/store/test_store_writing.py \
		tests/acts/test_acts_history_rewritten.py tests/acts/retention tests/acts/backups tests/acts/rotating \
		tests/flows/test_flows_canaries.py tests/flows/test_flows_ports.py tests/flows/test_flows_prefect.py tests/flows/test_flows_at_rest.py \
		tests/targeting/test_targeting_tips.py tests/reporting/test_reporting_disclosure_attack.py
	@$(MAKE) --no-print-directory bench-writers

battery-registers: testing ## Ten thousand damaged deliveries of registers and two hundred honest ones: what became current, what was held (DAMAGES=10000 BENCH="--resume FILE")
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.register_damages --damages $(or $(DAMAGES),10000) $(BENCH)

battery-estimates: testing ## How often intervals hold the truth behind closed doors, and how often the stop rule errs (SIMULATIONS=2000 YEARS=1000)
	@$(BIN)/python -m benchmarks.estimates --simulations $(or $(SIMULATIONS),2000) --years $(or $(YEARS),1000)

battery-history: testing ## History rewritten 2,000 times, files damaged 400 times: what is noticed, and by what
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.history

found-before: testing ## What people found on commit 88f8a60, done again there and here by commands, files and the database (ten minutes)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.found_before $(BENCH)

bench-writers: testing ## Five and ten processes that only save, on both databases, beside commit 88f8a60: errors, lost, p50, p99 (MINUTES=10 ROUNDS=1 BENCH="--owner")
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.writers --minutes $(or $(MINUTES),10) --rounds $(or $(ROUNDS),1) $(BENCH)

bench-map: testing ## The risk map of a whole country in a browser: time to the first map, bytes, the four clicks (WORKPLACES=1700000)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.risk_map --workplaces $(or $(WORKPLACES),1700000)

bench-portal: testing ## 300 signed-in people on the portal: the server's processor a page, errors, how long pages take (PEOPLE=300 MINUTES=5)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.portal_load --people $(or $(PEOPLE),300) --minutes $(or $(MINUTES),5)

bench-office: testing ## 284 signed-in people of six roles in the office on PostgreSQL, and what an edit of a large district costs (PEOPLE=284 MINUTES=5 HOUSE="--house DIR")
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.office_edits $(HOUSE)
	@PYTHONPATH=$(BUILDERS) $(BIN)/python -m benchmarks.office_load --people $(or $(PEOPLE),284) --minutes $(or $(MINUTES),5) $(HOUSE)

serve: setup ## Start the office: screens and the delivery thread, on this machine only
	@$(BIN)/vigie serve

portal: setup ## Start the portal of offices outside, beside `make serve`: on this machine only
	@$(BIN)/vigie portal serve

prefect: setup ## Try the schedules on this machine: a Prefect server, everything set up, two workers (Ctrl-C stops)
	@$(BIN)/vigie prefect start

crash: setup ## Kill a worker in the middle of plan-week on a real Prefect server, twice: who takes over, and when
	@$(BIN)/python -m benchmarks.prefect_crash $(if $(KEEP),--keep $(KEEP))

LOCK = pip compile --generate-hashes --universal --python-version 3.11 --no-header --quiet

lock: setup ## Resolve pyproject.toml again into the lock files: set-up, product, tests (no other version of a package), benchmarks
	$(UV) $(LOCK) --group setup -o requirements-setup.lock
	$(UV) $(LOCK) pyproject.toml -o requirements.lock
	$(UV) $(LOCK) pyproject.toml --group dev --constraint requirements.lock -o requirements-test.lock
	$(UV) $(LOCK) --group bench -o requirements-bench.lock

clean: ## Remove the environment and the caches; never $VIGIE_HOME
	@rm -rf $(VENV) .venv-bench .clients .typescript .oidc_provider .bundle .mypy_cache .ruff_cache .pytest_cache .hypothesis
