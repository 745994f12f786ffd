#!/usr/bin/env bash
# Everything that CI checks, one line per step; complete logs are in artifacts/logs. A failed step prints what failed.
# The last line sums up all runs: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.."

# A shell may start this with SIGINT ignored, and children inherit that. The signal tests need the default.
if [ -z "${SIGNALS_RESET:-}" ] && env --default-signal=INT true 2> /dev/null; then
    exec env --default-signal=INT,QUIT SIGNALS_RESET=1 bash tests/run.sh
fi

logs=artifacts/logs
rm -rf "$logs"
mkdir -p "$logs"
native=$PWD/artifacts/publish/kling-mcp
host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
failed=0

# The tests of the team server start a Redis of their own. Where it is missing and cannot be installed, they are skipped.
if ! command -v redis-server > /dev/null && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends redis-server; } > "$logs/redis.log" 2>&1 || true
fi

# step NAME COMMAND...
step() {
    local name=$1 began=$SECONDS code=0
    local log=$logs/${name// /-}.log
    shift
    "$@" > "$log" 2>&1 < /dev/null || code=$?
    if [ "$code" -eq 0 ]; then
        printf 'ok      %4d s  %s\n' $((SECONDS - began)) "$name"
        return 0
    fi
    failed=1
    printf 'FAILED  %4d s  %s: %s\n' $((SECONDS - began)) "$name" "$*"
    show "$log"
    return 1
}

# What failed, from a log: failed tests and compiler errors, or the end of the log where there are neither.
show() {
    local found
    found=$(grep -E -A 15 '^ +Failed [A-Za-z]|^not ok|^failed: |error [A-Z]+[0-9]+:|^error: ' "$1" | awk '!seen[$0]++' | head -n 120)
    printf '%s\n' "${found:-$(tail -n 40 "$1")}" | sed 's/^/    /'
    echo "    complete log: $1"
}

# Publishes, and tests what was published: with clients that others wrote, and as packages. Compiling gives way to the tests that run
# meanwhile. Made is what runs on this machine: a release makes the files and the packages for other systems too.
published() {
    # The build itself checks the rest of the style.
    step "format" dotnet format whitespace . --folder --verify-no-changes --exclude artifacts
    step "publish" nice -n 15 make --no-print-directory publish RID="$host" || return 1
    touch "$logs/published"
    packages &
    KLING_MCP_PROGRAM=$native step "clients" bash tests/clients/run.sh
    wait $! || failed=1
    return "$failed"
}

packages() {
    step "package" nice -n 15 bash packaging/build.sh "$host" any && step "tests of the packages" bash packaging/check.sh
}

if step "build" dotnet build KlingMcp.sln -c Release; then
    ! grep -q '<EnforceLineLength>true' Directory.Build.props || step "line length" bash packaging/lint.sh
    published &
    publishing=$!
    step "tests of the server" dotnet test tests/KlingMcp.Server.Tests -c Release --no-build
    while [ ! -f "$logs/published" ] && [ -n "$(jobs -r)" ]; do sleep 1; done
    # Tests of the program run the published file, or, if there is none, the one that was built.
    [ ! -f "$logs/published" ] || export KLING_MCP_PROGRAM=$native
    step "tests" dotnet test tests/KlingMcp.Tests -c Release --no-build
    wait "$publishing" || failed=1
    step "vulnerable packages" bash tests/vulnerable.sh
fi

# Reasons for skipped checks.
grep -hE '^skip(ped:| -) ' "$logs"/*.log | sort | uniq -c | sort -rn | head -n 20

awk -v failed="$failed" '
    # dotnet test
    /^(Passed!|Failed!) +- / {
        gsub(",", "")
        for (i = 1; i <= NF; i++) {
            if ($i == "Failed:") f += $(i + 1)
            if ($i == "Passed:") p += $(i + 1)
            if ($i == "Skipped:") s += $(i + 1)
        }
    }
    # the last lines of our own scripts
    /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { p += $1; f += $3; s += $5 }
    END { if (failed && !f) f = 1; printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$logs"/*.log
exit "$failed"
