# Every task of the project, for people and for CI.
CONFIGURATION ?= Release
# Targets of `make publish`; empty for all of them. For example RID=win-x64.
RID ?=

.PHONY: build test lint format publish package bench picture clean

build:
	dotnet build KlingMcp.sln -c $(CONFIGURATION)

# Everything that CI checks.
test:
	bash tests/run.sh

lint:
	dotnet format whitespace . --folder --verify-no-changes --exclude artifacts
	bash packaging/lint.sh

format:
	dotnet format KlingMcp.sln

# One self-contained file with SQLite's library beside it: native code for this machine at artifacts/publish, precompiled IL for
# others in artifacts/publish/RID.
publish:
	bash packaging/publish.sh $(RID)

# The .NET tool and the bundle for Claude Desktop, in artifacts/package. The bundle holds every program that was published.
package: publish
	bash packaging/build.sh

# Start, memory, calls, tokens and polling, beside a peer. Takes some minutes.
bench:
	bash bench/run.sh

# The two pictures in the README, and that of the folders in docs/architecture.md.
picture: build
	node docs/architecture.mjs
	node docs/picture.mjs artifacts/bin/KlingMcp/release/kling-mcp

clean:
	rm -rf artifacts
