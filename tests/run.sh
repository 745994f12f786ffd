#!/usr/bin/env bash
# Everything that CI checks. The last line sums up all runs: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.."

# a shell that starts this in the background may have it ignore Ctrl-C, and so would the programs whose end by that signal is tested
if [ -z "${SIGNALS_RESET:-}" ] && env --default-signal=INT true 2> /dev/null; then
    exec env --default-signal=INT,QUIT SIGNALS_RESET=1 bash tests/run.sh
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0

step() {
    local began=$SECONDS
    echo "== $*"
    "$@" 2>&1 | tee -a "$log"
    local code=${PIPESTATUS[0]}
    if [ "$code" -ne 0 ]; then
        echo "== failed ($code): $*" | tee -a "$log"
        failed=1
    fi
    echo "== took $((SECONDS - began)) s"
    return "$code"
}

if step dotnet build KlingMcp.sln -c Release; then
    step dotnet format KlingMcp.sln --verify-no-changes --no-restore
    step dotnet test KlingMcp.sln -c Release --no-build
    # the same program as users get it
    if step make --no-print-directory publish; then
        step env KLING_MCP_PROGRAM="$PWD/artifacts/publish/kling-mcp" dotnet test tests/KlingMcp.Tests -c Release --no-build --filter Runs=program
        step bash packaging/build.sh && step bash packaging/check.sh
    fi
    step bash tests/clients/run.sh
    step bash tests/vulnerable.sh
fi

# what went wrong stands once more above the sum, where a cut log still shows it
if [ "$failed" -ne 0 ]; then
    echo "== what failed"
    grep -E -A 12 '^ +Failed [A-Za-z]|^not ok|error [A-Z]+[0-9]+:|^== failed' "$log" | head -n 120
fi

awk -v failed="$failed" '
    /^(Passed!|Failed!) +- / {
        gsub(",", "")
        for (i = 1; i <= NF; i++) {
            if ($i == "Failed:") f += $(i + 1)
            if ($i == "Passed:") p += $(i + 1)
            if ($i == "Skipped:") s += $(i + 1)
        }
    }
    # the closing lines of our own scripts
    /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { p += $1; f += $3; s += $5 }
    END { if (failed && !f) f = 1; printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit "$failed"
