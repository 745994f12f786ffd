#!/usr/bin/env bash
# Installs what `make package` made and runs the tests of the main job with it: a session of the SDK's client, lookups, waits.
# The last line is "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")/.."
host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
feed=$PWD/artifacts/package
tests=artifacts/bin/KlingMcp.Tests/release/KlingMcp.Tests
work=$(mktemp -d)
command -v unzip > /dev/null || { apt-get update && apt-get install -y unzip; } > /dev/null 2>&1
trap 'rm -rf "$work"' EXIT
# No check may write to the user's memory.
export KLING_MCP_DATA_DIR=$work/data
# A cache of its own: packages of the same version may have been installed before.
export NUGET_PACKAGES=$work/nuget
passed=0
failed=0
skipped=0

check() {
    local name=$1
    shift
    if "$@" > "$work/log" 2>&1; then
        echo "passed: $name"
        passed=$((passed + 1))
    else
        cat "$work/log"
        echo "failed: $name"
        failed=$((failed + 1))
    fi
}

skip() {
    echo "skipped: $1"
    skipped=$((skipped + 1))
}

serves() {
    KLING_MCP_PROGRAM=$1 "$tests" -class KlingMcp.Tests.MainJobTests
}

has_entry() {
    unzip -p "$feed/$1" "$2" | grep -q "$3"
}

# has_notices COMMAND...: the command prints a file of the package.
has_notices() {
    "$@" THIRD-PARTY-NOTICES.txt | grep -q 'Polly.Core' &&
        "$@" DOTNET-THIRD-PARTY-NOTICES.txt | grep -q 'third-party libraries' && "$@" LICENSE | grep -q MIT
}

cat_in() {
    cat "$1/$2"
}

# A session through standard input, for commands that are not a single file.
answers() {
    local client='"capabilities":{},"clientInfo":{"name":"check","version":"1"}'
    printf '%s\n' \
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",$client}}" \
        '{"jsonrpc":"2.0","method":"notifications/initialized"}' \
        '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_kling_providers","arguments":{}}}' |
        "$@" | grep '"id":2' | grep -q '"provider":"piapi"'
}

# names_command PATH COMMAND...: the entry that the command prints starts this path, and not a file in a package cache.
names_command() {
    local path=$1
    shift
    "$@" > "$work/entry" && cat "$work/entry"
    grep -qF "\"command\": \"$path\"" "$work/entry" && grep -qF '"args": []' "$work/entry"
}

# names_dnx COMMAND...: the entry that the command prints starts "dotnet dnx KlingMcp --yes", without the version and the cache.
names_dnx() {
    "$@" > "$work/entry" && cat "$work/entry"
    grep -q '"command": ".*dotnet"' "$work/entry" &&
        tr -d ' \n' < "$work/entry" | grep -qF '"args":["dnx","KlingMcp","--yes"]'
}

# SQLite's library is found beside the program.
remembers() {
    "$@" memory | grep '^memory on: '
}

# Without the library one line says so, and a search (it would ask the memory) is answered all the same.
does_without_the_library() {
    mkdir "$work/alone"
    cp "$1" "$work/alone/"
    GOAPI_API_KEY=key-of-the-check GOAPI_BASE_URL=http://127.0.0.1:9 PIAPI_API_KEY=key-of-the-check PIAPI_BASE_URL=http://127.0.0.1:9 \
        "$work/alone/$(basename "$1")" get c16e5746-c46d-4287-9286-a06063c50a24 > "$work/answer" 2>&1
    cat "$work/answer"
    [ "$(grep -c 'memory off: library not found' "$work/answer")" = 1 ] && grep -q '^network' "$work/answer"
}

# A native program needs no managed library beside it.
is_native() {
    ! find "$1" -name 'kling-mcp.dll' -o -name 'KlingMcp.Core.dll' | grep .
}

# The program for Windows cannot run here; check the header of the file.
is_for_windows() {
    [ "$(head -c 2 "$1")" = MZ ]
}

check "the tool installs from the folder" dotnet tool install KlingMcp --version "$version" --tool-path "$work/tool" --source "$feed"
if [ -f "$feed/KlingMcp.$host.$version.nupkg" ]; then
    check "the installed tool is native code" is_native "$work/tool"
else
    skip "the installed tool is native code: there is no package for $host"
fi
check "the installed tool does the main job" serves "$work/tool/kling-mcp"
check "the installed tool remembers" remembers "$work/tool/kling-mcp"
check "the installed tool prints its version" sh -c '"$1" --version | grep -qF "$2"' - "$work/tool/kling-mcp" "$version"
check "the installed tool tells hosts to start its command" names_command "$work/tool/kling-mcp" "$work/tool/kling-mcp" config cursor
check "the installed tool looks up a task of the sandbox" "$work/tool/kling-mcp" get piapi:sandbox-ok-0 --sandbox
check "the tool runs without being installed" answers dotnet dnx "KlingMcp@$version" --source "$feed" --yes
check "a tool that is run without being installed tells hosts to start dnx" names_dnx \
    dotnet dnx "KlingMcp@$version" --source "$feed" --yes config cursor
check "the portable package unpacks" unzip -q "$feed/KlingMcp.any.$version.nupkg" -d "$work/any"
check "the portable program answers" answers dotnet "$work/any/tools/net10.0/any/kling-mcp.dll"
check "the portable program remembers" remembers dotnet "$work/any/tools/net10.0/any/kling-mcp.dll"
check "the published program remembers" remembers artifacts/publish/kling-mcp
check "the program without SQLite's library answers and says so once" does_without_the_library artifacts/publish/kling-mcp
check "the archive of this machine unpacks" tar -xzf "artifacts/publish/kling-mcp-$version-$host.tar.gz" -C "$work"
check "the archive has the notices of others" has_notices cat_in "$work"
check "the program of the archive remembers" remembers "$work/kling-mcp"
for package in "$feed"/KlingMcp.*nupkg; do
    check "$(basename "$package") has the notices of others" has_notices unzip -p "$package"
done
check "the package is an MCP server" has_entry "KlingMcp.$version.nupkg" KlingMcp.nuspec '<packageType name="McpServer"'
check "the package describes the server, in this version" has_entry "KlingMcp.$version.nupkg" .mcp/server.json "\"version\": \"$version\""
if [ -f "$feed/kling-mcp-$version.mcpb" ]; then
    check "the bundle unpacks" packaging/mcpb/node_modules/.bin/mcpb unpack "$feed/kling-mcp-$version.mcpb" "$work/bundle"
    check "the bundle's program is the published one" cmp "$work/bundle/server/kling-mcp" artifacts/publish/kling-mcp
    check "the bundle's program remembers" remembers "$work/bundle/server/kling-mcp"
    check "the bundle has the notices of others" has_notices cat_in "$work/bundle"
    if grep -q '"win32": {' "$work/bundle/manifest.json"; then
        check "the bundle has a program for Windows" is_for_windows "$work/bundle/server/kling-mcp.exe"
        check "the bundle has SQLite's library for Windows" is_for_windows "$work/bundle/server/e_sqlite3.dll"
    else
        skip "the bundle's program for Windows: none was published here"
    fi
    check "the bundle's program does the main job" serves "$work/bundle/server/kling-mcp"
else
    skip "the bundle: packing it needs npm"
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
