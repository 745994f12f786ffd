#!/usr/bin/env bash
# Tests the built program with clients that others wrote: MCP Inspector, the TypeScript SDK's clients, the public conformance suite.
# Checks the token budgets too. KLING_MCP_PROGRAM names another program. The last line is "N passed, N failed, N skipped".
set -u
[ -z "${KLING_MCP_PROGRAM:-}" ] || export KLING_MCP_PROGRAM="$(realpath "$KLING_MCP_PROGRAM")"
cd "$(dirname "$0")"

skip_all() {
    for suite in "the tool list" "the token budgets" "the TypeScript SDK's clients" "MCP Inspector" "the conformance suite"; do
        echo "skip - $suite: $1"
    done
    echo "0 passed, 0 failed, 5 skipped"
    exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || skip_all "needs node and npm"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || skip_all "Node $(node -v) is too old, 20 is needed"

program=${KLING_MCP_PROGRAM:-../../artifacts/bin/KlingMcp/release/kling-mcp}
if [ ! -x "$program" ]; then
    echo "not ok - the program is built: there is no $program"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi

# Skip the installation when the installed packages came from the same lock file.
if ! cmp -s package-lock.json node_modules/.installed-from; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if ! npm ci --loglevel=error >"$log" 2>&1; then
        unreachable='ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT'
        grep -qE "code ($unreachable)" "$log" && skip_all "the npm registry cannot be reached"
        cat "$log"
        echo "not ok - the clients' packages install"
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    cp package-lock.json node_modules/.installed-from
fi

node run.mjs
