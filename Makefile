# The face of the house. `make run` and `make test` are all a newcomer needs; both install what they miss.
.PHONY: run test test-all deps build check bench cost format simulate matrix kills record tidy help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run      build the product and serve it (PORT, default 8787; DATA, default your data folder)
run: build
	@exec build/bin/flashkit serve

## make test     everything that must hold: what continuous integration runs
test:
	@scripts/test.sh

## make test-all everything of `make test`, and the server under the thread sanitizer
test-all:
	@FLASHKIT_ALL=1 scripts/test.sh

## make deps     install what building and testing needs (Debian 12 packages, Node.js, npm packages)
deps:
	@scripts/deps.sh

## make build    the native program at build/bin/flashkit, the engine for the browser, fonts, the web app
build: deps
	@scripts/build.sh

## make check    hygiene (levels, sizes, generated files, documents, formatting), then the server under the thread sanitizer
check: deps
	@FLASHKIT_ONLY="check threads" scripts/test.sh

## make bench    benchmarks beside named peers, as JSON lines
bench cost: export FLASHKIT_BENCH = 1
bench cost check simulate matrix kills record format tidy: export FLASHKIT_TESTING = 1
bench:
	@scripts/deps.sh >&2 && scripts/build.sh >&2 && scripts/bench.sh

## make cost     what an hour of editing costs on DynamoDB and S3, measured (FLASHKIT_COST_SECONDS, default 180)
cost:
	@scripts/deps.sh >&2 && scripts/build.sh >&2 && scripts/cost.sh

## make simulate SEEDS=n   the sync simulator over n seeds (FROM=m: from m on; BUG=NAME: with that bug planted in it)
simulate: deps
	@scripts/simulate.sh $(or $(SEEDS),2000) $(or $(FROM),1) $(BUG)

## make record   write down what this build makes, for later builds to read (tests/corpus/recorded)
record: deps
	@scripts/record.sh

## make matrix   devices and a server as processes under every kind of fault (SECONDS per cell, 10; ONLY="--nemeses kill")
matrix: deps
	@scripts/matrix.sh --seconds $(or $(SECONDS),10) $(ONLY)

## make kills KILLS=n   browsers, servers and storage killed with -9 under load, n times each (HOUSES=m side by side, 2)
kills: deps
	@FLASHKIT_KILLS=$(or $(KILLS),500) FLASHKIT_HOUSES=$(or $(HOUSES),2) scripts/kills.sh

## make tidy     clang-tidy over the C++ (slow; FILES="core/text/*.cpp" for some)
tidy: deps
	@scripts/tidy.sh $(FILES)

## make format   format C++ and TypeScript
format: deps
	@git ls-files '*.h' '*.cpp' | grep -v /generated/ | xargs clang-format-14 -i
