# Everything a learner or a contributor needs. `make learn` and `make test` do their own set-up.
.PHONY: learn test build lint format check clean setup

BUILD = swift build --product mailtutor

learn: setup
	@Scripts/first-build
	@.build/debug/mailtutor

build: setup
	$(BUILD)

test:
	@Scripts/setup tests
	@Scripts/test

setup:
	@Scripts/setup

# The built-in lessons, proved in every language.
check: build
	.build/debug/mailtutor pack check Lessons

lint:
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

clean:
	rm -rf .build
