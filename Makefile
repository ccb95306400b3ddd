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
RESERVE ?= yes
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

.PHONY: help environment adapt gate models up down reset status logs invoke tokens test lint synth deploy bench bench-router bench-search bench-text eval-search openapi workflows check layers

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment:
	@$(PYTHON) infra/local/bootstrap.py

up: environment ## start the suite on this machine; SHOP=DIR for your own shop, PORT=4600, MULTILINGUAL=1
	@$(LOCAL) up --port $(PORT) --shop "$(SHOP)" --since $(STARTED) $(S)

down: environment ## stop the suite and keep its data
	@$(LOCAL) down $(S)

reset: environment ## stop the suite and delete its data
	@$(LOCAL) reset $(S)

status: environment ## show whether the suite runs, and its addresses
	@$(LOCAL) status $(S)

logs: environment ## follow the logs; F=chat for one function
	@$(LOCAL) logs $(F) --follow $(S)

invoke: environment ## call one function with a prepared event: F=chat E=message
	@$(LOCAL) invoke "$(F)" "$(E)" $(S)

tokens: environment ## sign the demo users in again and print their tokens
	@$(LOCAL) tokens $(S)

test: check ## check style, types and layering, then run every test; S=tests/shop runs a part of them
	@$(PY) -m pytest -n 2 --dist loadgroup $(S)

lint: check layers ## check style, types, layering, and the templates for AWS
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

adapt: environment ## train the encoder on the solved tickets of SHOP=DIR (ten minutes)
	@$(PY) -m infra.local.models.adapt --shop "$(SHOP)" $(S)

gate: environment ## fit the built-in gate to the labelled replies of five shops (three minutes)
	@$(PY) -m infra.local.models.fit_gate $(S)

models: environment ## build the encoder, the router and the language detector
	@$(PY) -m layers.models

synth: environment ## write the templates for AWS to cdk.out; SHOP=DIR, SEARCH=managed or serverless for OpenSearch
	@place=$$($(PY) -m infra.deploy_shop folder "$(SHOP)") && \
	  $(PY) -m layers.build --target lambda --out $(BUILD)/layers-lambda --shop "$$place"
	@secrets=$$($(PY) -m infra.deploy_shop secrets "$(SHOP)") && $(PY) -m infra.app --out "$(OUT)" \
	  --layers $(BUILD)/layers-lambda --search $(SEARCH) --secrets "$$secrets"

deploy: environment ## deploy to the AWS account of this shell, then publish SHOP=DIR; needs the cdk command
	@$(PY) -m infra.preflight --cdk "$(CDK)" --shop "$(SHOP)" --reserve "$(RESERVE)"
	@$(MAKE) --no-print-directory synth
	@vendors=$$($(PY) -m infra.deploy_shop connectors "$(SHOP)") && \
	  $(CDK) deploy --app $(OUT) --all --outputs-file $(BUILD)/outputs.json \
	    --parameters FirstContactSuite:ReserveConcurrency=$(RESERVE) \
	    $${vendors:+--parameters FirstContactSuite:Connectors=$$vendors}
	@$(PY) -m infra.deploy_shop publish "$(SHOP)" $(BUILD)/outputs.json

bench: environment ## measure the running suite; S=--smallest is a quick trial, also of the next four commands
	@$(PY) -m tests.bench $(S)

bench-router: environment ## compare the router with semantic-router, also on public collections if present
	@$(PY) -m tests.bench.against $(S)
	@$(PY) -m tests.bench.public_collections $(S)

bench-search: environment ## measure searches as knowledge grows; S="--sizes 1000000" or "--backend opensearch"
	@$(PY) -m tests.bench.search $(S)

bench-text: environment ## measure how the time of each text rule grows with its text (ten minutes)
	@$(PY) -m tests.bench.text_rules $(S)

eval-search: environment ## measure what the search finds, on the demo shop and on public collections if present
	@sets=$$($(PY) -m tests.bench.knowledge_sets $(BUILD)/eval $(S)) && \
	  $(BIN)/firstcontact knowledge eval $$sets --baseline tests/evals/search_baseline.json

openapi: environment ## write the OpenAPI description of the API
	@$(PY) -m infra.openapi $(S)

workflows: environment ## write the definitions of the workflows as JSON
	@$(PY) -m infra.workflows $(S)
