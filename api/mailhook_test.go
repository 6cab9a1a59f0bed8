package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
)

// mailed takes mail from a provider called post, whose body is the whole mail.
func mailed(_ *api.Config, p *api.Ports) {
	p.Mail = func(r *http.Request, body []byte, _ time.Time) ([]channels.Reply, error) {
		switch {
		case r.PathValue("provider") != "post" || r.Header.Get("Authorization") != "Basic good":
			return nil, api.ErrHookSender
		case len(body) == 0:
			return nil, fmt.Errorf("turn on raw mail: %w", api.ErrHookForm)
		}
		return []channels.Reply{{Channel: channels.Email, Raw: string(body)}}, nil
	}
}

func TestAMailThatAProviderPostsIsKeptBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailed)
	w := h.do(t, "POST", "/hooks/email/post", "", "Subject: hello\n\nHi", "Authorization", "Basic good")
	if w.Code != http.StatusNoContent || len(h.replies) != 1 || h.replies[0].Raw != "Subject: hello\n\nHi" {
		t.Errorf("%d, %d kept", w.Code, len(h.replies))
	}
	h.storyErr = errors.New("the store is away")
	if w := h.do(t, "POST", "/hooks/email/post", "", "Subject: more\n\nHi", "Authorization", "Basic good"); w.Code != http.StatusInternalServerError {
		t.Errorf("while nothing can be kept: %d", w.Code)
	}
}

func TestMailFromElsewhereOrWithoutItsBytesIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t, mailed)
	for _, c := range []struct {
		path, sign, body string
		want             int
	}{
		{"/hooks/email/post/mime", "Basic bad", "Subject: x\n\n", http.StatusUnauthorized},
		{"/hooks/email/other", "Basic good", "Subject: x\n\n", http.StatusUnauthorized},
		{"/hooks/email/post", "Basic good", "", http.StatusNotAcceptable},
		{"/hooks/email/post", "Basic good", strings.Repeat("x", 64<<20+1), http.StatusRequestEntityTooLarge},
	} {
		if w := h.do(t, "POST", c.path, "", c.body, "Authorization", c.sign); w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.path, w.Code, c.want)
		}
	}
	if len(h.replies) > 0 {
		t.Error("something was kept")
	}
}
