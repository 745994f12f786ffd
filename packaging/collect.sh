#!/usr/bin/env bash
# Puts programs that were compiled each on its own system where packaging/publish.sh would put them: collect.sh FOLDER
# The folder has a folder program-RID for each.
set -euo pipefail
root=${ARTIFACTS:-$(dirname "$0")/../artifacts}
for folder in "$1"/program-*; do
    rid=${folder##*/program-}
    out=$root/publish/$rid
    # the packages are made on this system
    [ "$rid" != linux-x64 ] || out=$root/publish
    mkdir -p "$out"
    cp -R "$folder"/. "$out/"
    find "$out" -maxdepth 1 -type f -name 'kling-mcp*' ! -name '*.*' -exec chmod +x {} +
done
