#!/usr/bin/env bash
# Everything that is measured, beside a peer where that says something. Writes docs/start.svg and docs/polling.svg.
# Takes about eight minutes. Needs Node 20 and npm. BENCH_TURNS=5 shortens the part about the start.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! { command -v node && command -v npm; } > /dev/null; then
    echo "error: make bench needs Node 20 and npm"
    exit 1
fi

host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
dotnet build src/KlingMcp -c Release
bash packaging/publish.sh "$host"
dotnet publish bench/start/hello -c Release -r "$host" -o artifacts/bench/hello
npm ci --prefix bench --no-audit --no-fund
npm ci --prefix tests/clients --no-audit --no-fund

node bench/start/start.mjs --svg docs/start.svg
node bench/calls/calls.mjs
node bench/memory/memory.mjs
node bench/tokens/tokens.mjs
dotnet run --project bench/polling -c Release -- --svg docs/polling.svg
dotnet run --project bench/soak -c Release
dotnet run --project bench/server -c Release
