#!/usr/bin/env bash
# Adds macOS to the bundle: a program for each processor, and a script that starts the right one. Where the programs could not be made
# (packaging/publish.sh says why), the bundle's manifest leaves macOS out: macos.sh BUNDLE
set -euo pipefail
cd "$(dirname "$0")/../.."
bundle=$1

if [ -f artifacts/publish/osx-arm64/kling-mcp ] && [ -f artifacts/publish/osx-x64/kling-mcp ]; then
    for system in arm64:osx-arm64 x86_64:osx-x64; do
        from=artifacts/publish/${system#*:}
        to=$bundle/server/macos/${system%:*}
        mkdir -p "$to"
        find "$from" -maxdepth 1 -type f \( -name kling-mcp -o -name '*e_sqlite3*' \) -exec cp {} "$to/" \;
    done
    install -m 755 packaging/mcpb/kling-mcp-macos "$bundle/server/"
else
    echo "the bundle has no program for macOS: there is none in artifacts/publish/osx-arm64 and artifacts/publish/osx-x64"
    node -e '
        const { readFileSync, writeFileSync } = require("node:fs");
        const manifest = JSON.parse(readFileSync(process.argv[1]));
        delete manifest.server.mcp_config.platform_overrides.darwin;
        manifest.compatibility.platforms = manifest.compatibility.platforms.filter((name) => name !== "darwin");
        writeFileSync(process.argv[1], JSON.stringify(manifest, null, 2));
    ' "$bundle/manifest.json"
fi
