#!/usr/bin/env bash
# Gathers what a release consists of in artifacts/release: an archive for each system, the bundle, the .NET tool, and SHA256SUMS.
set -euo pipefail
root=${ARTIFACTS:-$(dirname "$0")/../artifacts}
out=$root/release
rm -rf "$out"
mkdir -p "$out"
find "$root/publish" -name 'kling-mcp-*.tar.gz' -exec cp {} "$out/" \;
find "$root/package" -name '*.nupkg' -exec cp {} "$out/" \;
# the name that README links to has no version
find "$root/package" -name 'kling-mcp-*.mcpb' -exec cp {} "$out/kling-mcp.mcpb" \;
cd "$out"
sha256sum -- * > SHA256SUMS
cat SHA256SUMS
