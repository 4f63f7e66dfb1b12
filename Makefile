# Thin names for the commands behind them; `make help` lists them.
SHELL := /bin/bash
FOCUS ?=
PROCS ?= 1

.PHONY: help up test unit conformance bench format

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t16

up: ## start a cluster (./navarch up)
	./navarch up

test: ## build with all gates, run unit, integration and end-to-end tests
	scripts/test.sh

unit: ## the quick part of it: build and unit tests
	scripts/test.sh --unit

conformance: ## upstream's conformance suite on the current cluster; FOCUS=regex PROCS=n
	e2e/conformance/run.sh --focus '$(FOCUS)' --procs '$(PROCS)'

bench: ## whole-process figures beside upstream's; CASES="start idle pod density load"
	benchmarks/run.sh $(CASES)

format: ## format the sources
	. scripts/jdk.sh && mvn -q spotless:apply
