# First Contact: make up, then open the address it prints.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --warn-undefined-variables
SHELL := /bin/sh
.SHELLFLAGS := -eu -c
PYTHON ?= python3
PORT ?= 4566
CDK ?= cdk
SEARCH ?= embedded
SHOP ?= tidewire
BIN := .venv/bin
PY := $(BIN)/python
LOCAL := $(PY) -m infra.local
BUILD := .local/build
STARTED := $(shell date +%s)
OUT := cdk.out
SEARCHES := embedded managed serverless
# Options of the command behind a target, a function, an event: taken from the command line of make, not the environment.
S :=
F :=
E :=
export MULTILINGUAL

.PHONY: help environment adapt gate models up down reset status logs invoke tokens test lint synth deploy bench bench-router bench-search eval-search openapi workflows check layers

help: ## show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment:
	@$(PYTHON) infra/local/bootstrap.py

up: environment ## start the suite on this machine; SHOP=DIR for your own shop, PORT=4600, MULTILINGUAL=1
	@$(LOCAL) up --port $(PORT) --shop "$(SHOP)" --since $(STARTED) $(S)

down: environment ## stop it; what it stored stays
	@$(LOCAL) down $(S)

reset: environment ## stop it and forget what it stored
	@$(LOCAL) reset $(S)

status: environment ## tell what runs and where
	@$(LOCAL) status $(S)

logs: environment ## show what it prints as it prints it; F=chat for one function
	@$(LOCAL) logs $(F) --follow $(S)

invoke: environment ## call one function with a prepared event: F=chat E=message
	@$(LOCAL) invoke "$(F)" "$(E)" $(S)

tokens: environment ## sign the demo users in and print their tokens
	@$(LOCAL) tokens $(S)

test: check ## style, types, layering, then every test; S=tests/shop for a part of them
	@$(PY) -m pytest -n 2 --dist loadgroup $(S)

lint: check layers ## style, types, layering, and the rules for templates
	@for search in $(SEARCHES); do \
	  $(PY) -m infra.app --nag --search "$$search" --out "$(BUILD)/nag-$$search" --layers $(BUILD)/layers || exit 1; \
	done

check: environment
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@$(BIN)/lint-imports

layers: environment
	@$(PY) -m layers.build --target laptop --out $(BUILD)/layers

adapt: environment ## teach an encoder the demo shop's questions and answers (ten minutes)
	@$(PY) -m infra.local.models.adapt $(S)

gate: environment ## fit the built-in gate to the demo shop's labelled replies (a minute)
	@$(PY) -m infra.local.models.fit_gate $(S)

models: environment ## build encoder, router and language detector
	@$(PY) -m layers.models

synth: environment ## write the templates for AWS to cdk.out; SHOP=DIR for its secrets, SEARCH=managed or serverless for OpenSearch
	@$(PY) -m layers.build --target lambda --out $(BUILD)/layers-lambda
	@secrets=$$($(PY) -m infra.deploy_shop secrets "$(SHOP)") && $(PY) -m infra.app --out "$(OUT)" \
	  --layers $(BUILD)/layers-lambda --search $(SEARCH) --secrets "$$secrets"

deploy: environment ## deploy to the AWS account of this shell, then publish SHOP=DIR; needs the cdk command
	@$(PY) -m infra.preflight --cdk "$(CDK)" --shop "$(SHOP)"
	@$(MAKE) --no-print-directory synth
	@vendors=$$($(PY) -m infra.deploy_shop connectors "$(SHOP)") && \
	  $(CDK) deploy --app $(OUT) --all --outputs-file $(BUILD)/outputs.json \
	    $${vendors:+--parameters FirstContactSuite:Connectors=$$vendors}
	@$(PY) -m infra.deploy_shop publish "$(SHOP)" $(BUILD)/outputs.json

bench: environment ## measure the running suite; S=--smallest, as for the next three, only shows that it works
	@$(PY) -m tests.bench $(S)

bench-router: environment ## the router beside semantic-router, and on public collections where they are
	@$(PY) -m tests.bench.against $(S)
	@$(PY) -m tests.bench.public_collections $(S)

bench-search: environment ## what searches cost as knowledge grows; S="--sizes 1000000" or "--backend opensearch"
	@$(PY) -m tests.bench.search $(S)

eval-search: environment ## how well the search finds, on the demo shop and on public collections where they are
	@sets=$$($(PY) -m tests.bench.knowledge_sets $(BUILD)/eval $(S)) && \
	  $(BIN)/firstcontact knowledge eval $$sets --baseline tests/evals/search_baseline.json

openapi: environment ## write the API's description
	@$(PY) -m infra.openapi $(S)

workflows: environment ## write the workflows' definitions
	@$(PY) -m infra.workflows $(S)
