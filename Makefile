# The one door for people and for CI.
CONFIGURATION ?= Release
# what publish makes: one file that needs nothing, for each of these (others where their runtime packs can be restored: make publish RID=osx-arm64)
RID ?= linux-x64 win-x64

.PHONY: build test publish package bench picture format clean

build:
	dotnet build KlingMcp.sln -c $(CONFIGURATION)

test:
	bash tests/run.sh

# linux-x64 lies at artifacts/publish, every other beside it in a folder of its name
publish: $(RID:%=publish-%)

publish-%:
	dotnet publish src/KlingMcp -c Release -r $* -o artifacts/publish$(if $(filter-out linux-x64,$*),/$*)

# the .NET tool and the bundle for Claude Desktop, in artifacts/package
package: publish
	bash packaging/build.sh

# start, memory, calls, polling, beside a peer; takes some minutes
bench:
	bash bench/run.sh

# the picture of the demo in the README
picture:
	node docs/picture.mjs artifacts/bin/KlingMcp/release/kling-mcp > docs/demo.svg

format:
	dotnet format KlingMcp.sln

clean:
	rm -rf artifacts
