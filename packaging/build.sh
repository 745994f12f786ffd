#!/usr/bin/env bash
# Makes the .NET tool's packages and the bundle for Claude Desktop, in artifacts/package. `make publish` must have run.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/package
rm -rf "$out"

host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
version=$(dotnet msbuild src/KlingMcp -getProperty:Version)

# The package of this machine holds native code; it comes first, while what `make publish` compiled is still up to date.
# Then framework-dependent packages for every target; the one of this machine is replaced.
native=artifacts/obj/native-package
rm -rf "$native"
dotnet pack src/KlingMcp -c Release -r "$host" -p:PublishAot=true -o "$native"
dotnet pack src/KlingMcp -c Release -o "$out"
if [ -f "$out/KlingMcp.$host.$version.nupkg" ]; then cp "$native/KlingMcp.$host.$version.nupkg" "$out"; fi

if ! { command -v npm > /dev/null && npm ci --prefix packaging/mcpb --no-audit --no-fund; }; then
    echo "no bundle: its packer needs npm and the npm registry"
    exit 0
fi

# The bundle holds the published programs of the systems that its manifest names.
bundle=artifacts/obj/mcpb
rm -rf "$bundle"
mkdir -p "$bundle/server"
cp artifacts/publish/kling-mcp artifacts/publish/*e_sqlite3.* "$bundle/server/"
cp artifacts/publish/win-x64/kling-mcp.exe artifacts/publish/win-x64/e_sqlite3.dll "$bundle/server/"
cp LICENSE artifacts/publish/*THIRD-PARTY-NOTICES.txt "$bundle/"
sed "s/__VERSION__/$version/" packaging/mcpb/manifest.json > "$bundle/manifest.json"
mcpb=packaging/mcpb/node_modules/.bin/mcpb
"$mcpb" validate "$bundle/manifest.json"
"$mcpb" pack "$bundle" "$out/kling-mcp-$version.mcpb"
