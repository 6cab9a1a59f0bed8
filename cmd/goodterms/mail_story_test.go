package main

import (
	"slices"
	"strings"
	"testing"
)

// writes lets a customer answer a mail.
func (h *house) writes(message, body string) {
	h.t.Helper()
	h.reply(`{"channel":"email","message":"` + message + `","body":"` + body + `","quote":true}`)
}

func TestAPromiseByMailIsConfirmedInTheSameThread(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(by("email"))), "sent")
	mail := h.arrives(mailAddress)
	h.writes(mail.ID, "Hello,\\n\\nwe will pay the invoice on Friday.\\n\\nBest regards\\nAlex")
	confirmed := h.nth(mailAddress, 2)
	if !strings.Contains(confirmed.Body, "March 12") || !strings.HasPrefix(confirmed.Subject, "Re: ") {
		t.Errorf("%s\n%s", confirmed.Subject, confirmed.Body)
	}
	if got := confirmed.Header("Auto-Submitted"); got != "auto-replied" {
		t.Errorf("Auto-Submitted: %q", got)
	}
	if got := confirmed.Header("In-Reply-To"); !strings.Contains(got, "@corner-bakery.example") {
		t.Errorf("In-Reply-To: %q", got)
	}
	if !slices.Contains(h.kinds("C-1"), "promise.made") {
		t.Error("the promise is not on the timeline")
	}
}
