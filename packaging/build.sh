#!/usr/bin/env bash
# Makes the .NET tool's packages and the bundle for Claude Desktop, in artifacts/package. `make publish` must have run.
#   packaging/build.sh [RID...]
# The arguments name the packages to make, besides the one that names them all; without arguments it makes every one of them.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/package
rm -rf "$out"

host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
IFS=';' read -ra all <<< "$(sed -n 's:.*<RuntimeIdentifiers>\(.*\)</RuntimeIdentifiers>.*:\1:p' src/KlingMcp/KlingMcp.csproj)"
[ $# -gt 0 ] || set -- "${all[@]}"

# is_in RID RID...: the first is one of the others.
is_in() {
    local rid=$1
    shift
    [[ " $* " == *" $rid "* ]]
}

# The package of this machine holds native code; it comes first, while what `make publish` compiled is still up to date. With
# PublishAot, packing without a target makes the package that names them all and nothing else. Others depend on the framework; what
# was restored for the one before holds every target, and restoring for one target would change the lock files.
pack() {
    dotnet pack src/KlingMcp -c Release -p:RunAnalyzers=false -o "$out" "$@"
}
if is_in "$host" "$@" && is_in "$host" "${all[@]}"; then pack -r "$host" -p:PublishAot=true; fi
pack -p:PublishAot=true
for rid in "$@"; do
    if [ "$rid" != "$host" ]; then pack --no-restore -p:RuntimeIdentifier="$rid"; fi
done

if ! { command -v npm > /dev/null && npm ci --prefix packaging/mcpb --no-audit --no-fund; }; then
    echo "no bundle: its packer needs npm and the npm registry"
    exit 0
fi

# The bundle holds the published programs.
bundle=artifacts/obj/mcpb
rm -rf "$bundle"
mkdir -p "$bundle/server"
cp artifacts/publish/kling-mcp artifacts/publish/*e_sqlite3.* "$bundle/server/"
cp LICENSE artifacts/publish/*THIRD-PARTY-NOTICES.txt "$bundle/"
sed "s/__VERSION__/$version/" packaging/mcpb/manifest.json > "$bundle/manifest.json"
bash packaging/mcpb/systems.sh "$bundle"
mcpb=packaging/mcpb/node_modules/.bin/mcpb
"$mcpb" validate "$bundle/manifest.json"
"$mcpb" pack "$bundle" "$out/kling-mcp-$version.mcpb"
