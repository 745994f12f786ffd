#!/usr/bin/env bash
# Fails on lines longer than 140 characters in scripts and prose, and on a picture of the folders that is out of date.
# The build checks the C# files (Directory.Build.targets). Exempt in Markdown: table rows, indented blocks and the
# addresses of links, which cannot be wrapped.
set -u
cd "$(dirname "$0")/.."
limit=$(sed -n 's:.*<MaxLineLength>\(.*\)</MaxLineLength>.*:\1:p' Directory.Build.props)
export LC_ALL=C.UTF-8
long=$(git ls-files -co --exclude-standard Makefile .ci/run '*.md' '*.sh' '*.mjs' '*.props' '*.targets' '*.csproj' .editorconfig |
    tr '\n' '\0' | xargs -0 grep -nE ".{$((limit + 1))}" | grep -vE '^[^:]+\.md:[0-9]+:(\||    |\[[a-z]+\]: )' | cut -c "1-$limit")
code=0
if [ -n "$long" ]; then
    echo "lines longer than $limit characters:"
    echo "$long"
    code=1
fi

if command -v node > /dev/null; then
    node docs/architecture.mjs --check || code=1
else
    echo "skipped: the picture of the folders is not checked, there is no Node"
fi
exit "$code"
