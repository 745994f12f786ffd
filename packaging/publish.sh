#!/usr/bin/env bash
# Publishes the program for each target, as one self-contained file with SQLite's library beside it:
#   packaging/publish.sh [RID...]
# The target of this machine is compiled to native code, at artifacts/publish/kling-mcp. Others are trimmed, precompiled IL, in
# artifacts/publish/RID. Without arguments it makes every target below and passes over those whose runtime packs do not restore.
# Each becomes an archive too: artifacts/publish/kling-mcp-VERSION-RID.tar.gz.
set -euo pipefail
cd "$(dirname "$0")/.."
all=(linux-x64 linux-arm64 win-x64 osx-arm64 osx-x64)

# Native code is made for the system it is compiled on.
host=$(dotnet msbuild src/KlingMcp -getProperty:NETCoreSdkPortableRuntimeIdentifier)
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

needs_compiler() {
    case $host in
        linux-*) ! command -v clang && ! command -v gcc ;;
        *) false ;; # macOS: Xcode; Windows: Visual Studio's C++ tools. The SDK reports what is missing.
    esac > /dev/null
}

install_compiler() {
    echo "native compilation links with gcc or clang: installing gcc and libc6-dev"
    if ! { apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev; } > "$log" 2>&1; then
        tail -n 5 "$log"
        echo "error: no C compiler. Install gcc and libc6-dev (or clang), then run this again."
        exit 1
    fi
}

# The runtime packs that the package source does not have.
missing_packs() {
    sed -nE 's/.*error NU110[0-3]: Unable to find (a stable )?package ([A-Za-z0-9.-]+[A-Za-z0-9]).*/\2/p' "$log" | sort -u | paste -sd ' ' -
}

publish() {
    local rid=$1 out=artifacts/publish/$1 native=
    if [ "$rid" = "$host" ]; then
        native=yes
        out=artifacts/publish
    fi
    rm -rf "$out"/kling-mcp "$out"/kling-mcp.exe "$out"/*e_sqlite3.*
    # packaging/build.sh gives the same property, so that it finds the native code already compiled.
    dotnet publish src/KlingMcp -c Release -r "$rid" ${native:+-p:PublishAot=true} -p:RunAnalyzers=false -o "$out" > "$log" 2>&1
}

# What users get: the program, SQLite's library, the licence and the notices.
pack() {
    local folder=artifacts/publish/$1 archive=artifacts/publish/kling-mcp-$version-$1.tar.gz
    [ "$1" != "$host" ] || folder=artifacts/publish
    local file=$folder/kling-mcp
    [ -f "$file" ] || file=$file.exe
    local library=("$folder"/*e_sqlite3.*)
    if [ ! -f "${library[0]}" ]; then
        echo "error: SQLite's library is not beside $file"
        exit 1
    fi
    tar -cf - -C "$folder" "$(basename "$file")" "$(basename "${library[0]}")" THIRD-PARTY-NOTICES.txt DOTNET-THIRD-PARTY-NOTICES.txt \
        -C "$PWD" LICENSE | gzip -9 > "$archive"
    echo "$1: $file with $(basename "${library[0]}"), $(cat "$file" "${library[0]}" | wc -c) bytes; $archive, $(wc -c < "$archive")"
}

if [ $# -gt 0 ]; then
    targets=("$@")
else
    targets=("$host")
    for rid in "${all[@]}"; do [ "$rid" = "$host" ] || targets+=("$rid"); done
fi

for rid in "${targets[@]}"; do
    if [ "$rid" = "$host" ] && needs_compiler; then install_compiler; fi
    if publish "$rid"; then
        grep -E 'warning' "$log" || true
        pack "$rid"
    elif [ $# -eq 0 ] && [ "$rid" != "$host" ] && [ -n "$(missing_packs)" ]; then
        echo "$rid: not made, the package source lacks $(missing_packs)"
    else
        cat "$log"
        echo "error: publishing for $rid failed"
        exit 1
    fi
done
