#!/usr/bin/env bash
# Adds the programs of the other systems to the bundle: the one for Windows, and for macOS one for each processor with a script that
# starts the right one. Where none was published for a system, the manifest leaves that system out: systems.sh BUNDLE
set -euo pipefail
cd "$(dirname "$0")/../.."
bundle=$1
published=${ARTIFACTS:-artifacts}/publish

# leave_out SYSTEM: the name is the manifest's.
leave_out() {
    echo "the bundle has no program for $1: there is none in $published"
    node -e '
        const { readFileSync, writeFileSync } = require("node:fs");
        const [path, system] = process.argv.slice(1);
        const manifest = JSON.parse(readFileSync(path));
        delete manifest.server.mcp_config.platform_overrides[system];
        manifest.compatibility.platforms = manifest.compatibility.platforms.filter((name) => name !== system);
        writeFileSync(path, JSON.stringify(manifest, null, 2));
    ' "$bundle/manifest.json" "$1"
}

if [ -f "$published/win-x64/kling-mcp.exe" ]; then
    cp "$published/win-x64/kling-mcp.exe" "$published/win-x64/e_sqlite3.dll" "$bundle/server/"
else
    leave_out win32
fi

if [ -f "$published/osx-arm64/kling-mcp" ] && [ -f "$published/osx-x64/kling-mcp" ]; then
    for system in arm64:osx-arm64 x86_64:osx-x64; do
        from=$published/${system#*:}
        to=$bundle/server/macos/${system%:*}
        mkdir -p "$to"
        find "$from" -maxdepth 1 -type f \( -name kling-mcp -o -name '*e_sqlite3*' \) -exec cp {} "$to/" \;
    done
    install -m 755 packaging/mcpb/kling-mcp-macos "$bundle/server/"
else
    leave_out darwin
fi
