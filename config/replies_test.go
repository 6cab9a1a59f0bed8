package config_test

import (
	"strings"
	"testing"
)

func TestSettingsOfRepliesOutsideTheirLimitsAreNamed(t *testing.T) {
	t.Parallel()
	for setting, key := range map[string]string{
		"REPLIES_GRACE=31": "replies.grace", "REPLIES_PAID_DAYS=0": "replies.paid_days", "REPLIES_WAIT_DAYS=-1": "replies.wait_days",
		"REPLIES_FOLLOW_UP_AFTER=1s": "replies.follow_up_after", "REPLIES_MODEL_BASE_URL=hunter2": "replies.model.base_url",
		"REPLIES_MODEL_SEND=hunter2": "replies.model.send", "REPLIES_MODEL_TIMEOUT=2m": "replies.model.timeout",
		"MAIL_ADDRESSES=hunter2": "mail.addresses", "MAIL_HOOKS_GENERIC_PASSWORD=hunter2": "mail.hooks.generic_password",
		"MAIL_HOOKS_MAILGUN_KEY=hunter2": "mail.hooks.mailgun_key",
	} {
		err := load(t, "", enough("GOODTERMS_"+setting), nil).Check()
		if err == nil || !strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", setting, err)
		}
	}
}

func TestAModelNeedsItsName(t *testing.T) {
	t.Parallel()
	err := load(t, "", enough("GOODTERMS_REPLIES_MODEL_BASE_URL=http://127.0.0.1:11434/v1"), nil).Check()
	if err == nil || !strings.Contains(err.Error(), "replies.model.model") {
		t.Error(err)
	}
}

func TestMailComesInBySMTPOrByLMTP(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]bool{"127.0.0.1:2525": false, "lmtp://127.0.0.1:2525": true} {
		address, lmtp := load(t, "", enough("GOODTERMS_MAIL_LISTEN="+listen, "GOODTERMS_MAIL_REPLY_DOMAIN=in.example.com"), nil).Mail.LMTP()
		if address != "127.0.0.1:2525" || lmtp != want {
			t.Errorf("%s: %s, LMTP %v", listen, address, lmtp)
		}
	}
}
