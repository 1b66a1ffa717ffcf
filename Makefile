# Every target sets up what it needs. `make check` is what CI runs before the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
WORK ?= var

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: setup lock run check test bench fuzz train clean

setup: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

lock: ## resolve the versions anew
	$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock

run: setup ## sample archive -> pipeline -> site, on embedded defaults
	$(BIN)/lakstraat sample-archive $(WORK)/archive
	$(BIN)/lakstraat run --archive $(WORK)/archive --site $(WORK)/site --approve automatic
	$(BIN)/lakstraat site check $(WORK)/site
	@echo "The site: $(abspath $(WORK))/site/index.html"

check: setup ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## the whole suite
	$(BIN)/pytest --numprocesses 2 --dist loadfile

CORPUS ?= ../shared/corpus/files
MINUTES ?= 60
PEER ?=
PEERS = $(if $(PEER),--peer $(PEER))

bench: setup ## the figures of the redaction engine: bits leaked, corpus, speed
	$(BIN)/python -m benchmarks.attack_game $(PEERS)
	$(BIN)/python -m benchmarks.corpus_redaction $(CORPUS)
	$(BIN)/python -m benchmarks.text_layer $(CORPUS) --pages 2000
	$(BIN)/python -m benchmarks.redaction_speed $(wildcard $(CORPUS)/nl-gov__*.pdf) $(PEERS)

fuzz: setup ## mutations of the corpus down the whole road; only our own errors may come out
	$(BIN)/python -m benchmarks.fuzz $(CORPUS) --minutes $(MINUTES)

clean:
	rm -rf $(VENV) $(WORK) .mypy_cache .ruff_cache .pytest_cache
