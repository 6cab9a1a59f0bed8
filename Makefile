# Every command a developer needs. `make` alone prints this help.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
# The stories that the race detector looks at besides the packages: each way in and
# out once. The others run the same code, and the proofs take minutes.
STORIES = AtNight|MailStates|ACallSays|Refused|StoppingFinishes|PromiseBy|StopIsConfirmed|DisputeOf|FiveTimes|OutOfOffice|ThatStays
# Tests of the store, the API and events in which several work at once.
TOGETHER = AtOnce|Once|Many|Race|Concurrent|Lead|Pace|Writer|Group|Thread|Begin
export CGO_ENABLED ?= 0

.PHONY: help run test proof eval race race-senders race-keepers race-deciders race-stories check bench build

help: ## this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the demo: everything on this machine, no account needed
	go run ./cmd/goodterms demo

test: ## every test; those that need a server not on this machine say so and skip
	go test -timeout 20m ./...

proof: ## what make test shows with 4,000 reminders, with 20,000: each arrives exactly once while everything breaks
	GOODTERMS_TEST_THOROUGH=1 go test -timeout 40m -count=1 -v -run WhateverCrashes ./cmd/goodterms

eval: ## how well replies are read and tone is judged: our labelled sets, with precision and recall
	go test ./replies/... ./templates/tone -run Eval -count=1 -v | grep -v -e "^=== " -e "^--- " -e "^PASS" -e "no test files" -e "no tests to run" -e "^ok "

race: race-senders race-keepers race-deciders race-stories ## the packages with goroutines once more under the race detector (needs a C compiler)

race-senders:
	CGO_ENABLED=1 go test -race -short ./reminder/... ./queue/... ./channels/... ./sandbox/...

race-keepers:
	CGO_ENABLED=1 go test -race -short -run '$(TOGETHER)|Idempot|Limit|Key' ./store/... ./api/... ./events/...

race-deciders:
	CGO_ENABLED=1 go test -race -run 'AtOnce|Remembered|ConcurrentUse' ./policy/... ./templates
	CGO_ENABLED=1 go test -race -skip EveryShippedText ./admin/...

race-stories:
	CGO_ENABLED=1 go test -race -short -run '$(STORIES)' ./cmd/...

check: ## formatting, vet and staticcheck
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not formatted: $$unformatted"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

bench: ## bare Asynq and this gateway in one run, as ratios
	go run ./bench

build: ## the one binary
	go build -trimpath -ldflags '-s -w' -o goodterms ./cmd/goodterms
