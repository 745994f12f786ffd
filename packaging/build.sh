#!/usr/bin/env bash
# make package: the .NET tool's packages and the bundle for Claude Desktop (with Node), all of one version, in artifacts/package.
set -eu
cd "$(dirname "$0")/.."
out=artifacts/package
rm -rf "$out"
dotnet pack src/KlingMcp -c Release -o "$out"

if ! { command -v npm && npm ci --prefix packaging/mcpb --no-audit --no-fund; }; then
    echo "the program that packs it needs Node and its registry: no bundle"
    exit 0
fi

# the bundle holds the published files, which `make publish` has left
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
bundle=artifacts/obj/mcpb
rm -rf "$bundle"
mkdir -p "$bundle/server"
cp artifacts/publish/kling-mcp artifacts/publish/win-x64/kling-mcp.exe "$bundle/server/"
cp LICENSE "$bundle/"
sed "s/__VERSION__/$version/" packaging/mcpb/manifest.json > "$bundle/manifest.json"
mcpb=packaging/mcpb/node_modules/.bin/mcpb
"$mcpb" validate "$bundle/manifest.json"
"$mcpb" pack "$bundle" "$out/kling-mcp-$version.mcpb"
