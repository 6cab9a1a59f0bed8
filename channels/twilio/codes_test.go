package twilio_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

// consequences is what Twilio's documentation makes of each code, written down
// apart from the table that is tested.
var consequences = map[channels.Reason]string{
	channels.OptedOut:    "21610 30640 63014 63033",
	channels.BadAddress:  "21211 21217 21614 30005 21604 30006 13224 21214 63003 63024",
	channels.Unreachable: "30003 30008 30410",
	channels.Blocked:     "30004 21216 13225",
	channels.Refused:     "30007 14107 21602 21603 21609 21617 21620 21624 90007 35111 35112 35113 35114 35115 35116 35117 35118 21655 21656 63016 63013 63021 63040",
	channels.Misset:      "21612 21606 21408 30011 30034 30035 30033 30032 21703 21704 21705 20003 20005 10001 30002 90010 21210 21212 21215 13227 21219",
	channels.Busy:        "20429 10004 21611 30001 30022 30023 30027 30025 30026 63017 63018 63038",
	channels.Temporary:   "30017 30450 30610 63009 63010 63012",
}

func TestEachCodeHasItsConsequence(t *testing.T) {
	t.Parallel()
	listed := 0
	for reason, codes := range consequences {
		for _, code := range strings.Fields(codes) {
			listed++
			if got := twilio.MeaningOf(code); got.Reason != reason || got.Code != code {
				t.Errorf("%s means %+v, want %s", code, got, reason)
			}
		}
	}
	if table := twilio.Meanings(); len(table) != listed {
		t.Errorf("the table has %d codes, want %d", len(table), listed)
	}
}

func TestEachCodeIsReadFromAnAnswer(t *testing.T) {
	t.Parallel()
	for _, meaning := range twilio.Meanings() {
		client := newStub(t, refuses(http.StatusBadRequest, meaning.Code)).client(t)
		want := channels.Error{Reason: meaning.Reason, Code: meaning.Code, RetryAfter: meaning.After, Note: meaning.Note}
		if got := faultOf(t, client); *got != want {
			t.Errorf("%s: got %+v, want %+v", meaning.Code, *got, want)
		}
	}
}

func TestTheTableIsWellFormed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, meaning := range twilio.Meanings() {
		if seen[meaning.Code] {
			t.Errorf("%s stands in the table twice", meaning.Code)
		}
		seen[meaning.Code] = true
		if meaning.Note == "" || meaning.Source != "https://www.twilio.com/docs/api/errors/"+meaning.Code {
			t.Errorf("%s lacks its note or source", meaning.Code)
		}
	}
}

func TestAnUnlistedCodeIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", "1", "30999", "rubbish"} {
		fault := channels.Error{Reason: twilio.MeaningOf(code).Reason}
		if fault.Retry() || !fault.OurFault() {
			t.Errorf("%q means %s", code, fault.Reason)
		}
	}
}

func TestOnlyWhatMayPassIsTriedAgainAfterAWait(t *testing.T) {
	t.Parallel()
	for _, meaning := range twilio.Meanings() {
		fault := channels.Error{Reason: meaning.Reason}
		if meaning.After > 0 && !fault.Retry() {
			t.Errorf("%s waits for a retry that never comes", meaning.Code)
		}
	}
}
