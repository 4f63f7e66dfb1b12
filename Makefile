# Thin names for the commands behind them; `make help` lists them.
SHELL := /bin/bash
FOCUS ?=
PROCS ?= 1

.PHONY: help up test bench conformance format

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t16

up: ## start a cluster (./navarch up)
	./navarch up

test: ## build and run all tests, unit to end-to-end
	scripts/test.sh

bench: ## start, memory and pod start figures (benchmarks/)
	benchmarks/run.sh

conformance: ## upstream's conformance suite on the current cluster; FOCUS=regex PROCS=n
	e2e/conformance/run.sh --focus '$(FOCUS)' --procs '$(PROCS)'

format: ## format the sources
	. scripts/jdk.sh && mvn -q spotless:apply
