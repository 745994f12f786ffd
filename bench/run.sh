#!/usr/bin/env bash
# make bench: all that is measured, beside a peer where that says something. Writes docs/start.svg and docs/polling.svg. About seven minutes.
# Needs Node and its package manager; BENCH_TURNS=5 makes the start's part short.
set -eu
cd "$(dirname "$0")/.."
mkdir -p docs
dotnet build src/KlingMcp -c Release
make --no-print-directory publish RID=linux-x64
npm ci --prefix bench --no-audit --no-fund
node bench/start/start.mjs --svg docs/start.svg
node bench/calls/calls.mjs
npm ci --prefix tests/clients --no-audit --no-fund
node bench/tokens/tokens.mjs
dotnet run --project bench/polling -c Release -- --svg docs/polling.svg
dotnet run --project bench/soak -c Release
