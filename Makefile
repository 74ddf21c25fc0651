# make demo    build, read the sample documents into a store, ask it two questions, write its graph as Turtle
# make test    everything that has to hold: format, lints, documentation, tests
#
# On Debian both install what they need (see .ci/needs). What is built stays outside the checkout, so that a fresh
# checkout builds in minutes; one profile (release) serves everything, so that RocksDB is compiled once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

cache := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/chancery
export CARGO_TARGET_DIR ?= $(cache)/target
export CHANCERY_VENV ?= $(cache)/venv
# The C++ of RocksDB is kept by ccache, also when the target folder is lost. Asked for when used: .ci/needs may only
# just have installed it.
cargo = if command -v ccache >/dev/null; then export CC='ccache gcc' CXX='ccache g++'; fi; cargo
chancery = "$(CARGO_TARGET_DIR)/release/chancery"

.PHONY: demo test build clean

build:
	@.ci/needs
	$(cargo) build --release

demo: build
	@rm -rf out/store && mkdir -p out
	$(chancery) extract data/samples --store out/store
	@echo
	$(chancery) query proposals --store out/store
	@echo
	$(chancery) query influences --store out/store
	@echo
	$(chancery) export --store out/store --format turtle -o out/graph.ttl
	@echo
	@echo "The graph is in out/graph.ttl. To go on:"
	@echo "  export PATH=\"$(CARGO_TARGET_DIR)/release:\$$PATH\""
	@echo "  chancery status --store out/store"
	@echo "  chancery query --list"
	@echo "  chancery query entity --param thing=一带一路 --store out/store"
	@echo "  chancery extract YOUR-FOLDER --store out/store"

# Tests run on what is compiled quickly; what they depend on is the same.
test: export CARGO_PROFILE_RELEASE_CODEGEN_UNITS = 16
test: export CARGO_INCREMENTAL = 1
test:
	@.ci/needs --tests
	cargo fmt --check
	$(cargo) clippy --release --all-targets -- -D warnings
	RUSTDOCFLAGS=-Dwarnings; export RUSTDOCFLAGS; $(cargo) doc --release --no-deps
	if cargo nextest --version >/dev/null 2>&1; then $(cargo) nextest run --release; else $(cargo) test --release --lib --bins --tests; fi
	$(cargo) test --release --doc

clean:
	rm -rf out
