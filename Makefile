# The one door for people and for CI.
CONFIGURATION ?= Release

.PHONY: build test format clean

build:
	dotnet build KlingMcp.sln -c $(CONFIGURATION)

test:
	bash tests/run.sh

format:
	dotnet format KlingMcp.sln

clean:
	rm -rf artifacts
