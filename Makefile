# `make issue` sets a sample issue, `make test` runs the tests; both set up what they need.

VENV := .venv
BIN := $(VENV)/bin
ISSUE ?= issues/the-forme/2026-09-01
OUT := build

.PHONY: help issue samples handbook gallery plates test lint corpus golden bench bench-growth bench-run roundtrips clean
help:
	@echo "make issue     set a sample issue and say where its PDF is (ISSUE=… for another)"
	@echo "make samples   set every sample issue"
	@echo "make handbook  set the handbook"
	@echo "make gallery   picture every page of every sample in every layout"
	@echo "make plates    take the handbook's pictures of the layouts anew"
	@echo "make test      check the code and run the tests"
	@echo "make corpus    set all real newsletters of ../shared/corpus in every layout, and miss no word"
	@echo "make golden    write tests/golden anew; look at its diff"
	@echo "make roundtrips measure what each format loses, and tell the handbook"
	@echo "make bench     measure speed and memory, as ratios in one run"
	@echo "make bench-run measure a press run over hundreds of issues; it takes half an hour"
	@echo "make lint      check the code only"

issue: $(VENV)/.ready
	@mkdir -p $(OUT)
	@$(BIN)/coranto press $(ISSUE) -o $(OUT)

samples: $(VENV)/.ready
	@mkdir -p $(OUT)
	@for head in issues/*/*/issue.yaml; do $(BIN)/coranto press "$${head%/issue.yaml}" -o $(OUT) || exit; done

handbook: $(VENV)/.ready
	@mkdir -p $(OUT)
	@$(BIN)/coranto press issues/handbook/2026-12-01 -o $(OUT)/handbook.pdf

gallery: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/gallery.py

# The pictures of the layouts that the handbook shows; to be committed when a layout has changed.
plates: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/gallery.py --handbook

test: $(VENV)/.ready-for-tests lint
	@$(BIN)/pytest -n auto

lint: $(VENV)/.ready-for-tests
	@$(BIN)/ruff format --check src tests
	@$(BIN)/ruff check src tests
	@$(BIN)/mypy

corpus: $(VENV)/.ready-for-tests
	@$(BIN)/pytest -n auto --corpus tests/test_corpus.py

golden: $(VENV)/.ready-for-tests
	@$(BIN)/pytest -n auto --rewrite-golden tests/test_golden.py

bench: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/bench.py

roundtrips: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/roundtrips.py

bench-growth: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/bench.py --growth

# COPIES of each newsletter: 50 make 630 issues.
bench-run: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/bench_run.py --copies $(or $(COPIES),50)

clean:
	rm -rf $(VENV) $(OUT)

# A stamp is older than what it was made from, or it is good: the second time takes no time.
$(VENV)/.ready: pyproject.toml requirements.lock .ci/system-libraries
	@.ci/system-libraries
	@test -x $(BIN)/python || python3 -m venv $(VENV)
	@echo "installing Python packages"
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready
	@.ci/system-libraries tests
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@touch $@
