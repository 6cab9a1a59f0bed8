package admin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// provider is an identity provider. It is asked about itself when it is first needed, so
// that the gateway starts while the provider is away.
type provider struct {
	name   string
	cfg    OIDC
	back   string // our address that the provider sends browsers back to
	now    func() time.Time
	client *http.Client

	mu    sync.Mutex
	known *known
}

// known is what the provider said about itself.
type known struct {
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier
}

// waitForProvider is how long the provider may take for an answer.
const waitForProvider = 10 * time.Second

func newProvider(cfg Config) *provider {
	if cfg.OIDC == nil {
		return nil
	}
	p := &provider{name: cfg.OIDC.Name, cfg: *cfg.OIDC, back: cfg.PublicURL + "/admin/sign-in/provider/back", now: cfg.Now, client: &http.Client{Timeout: waitForProvider}}
	if p.name == "" {
		p.name = "your organisation"
	}
	return p
}

// errAway says that the provider could not be asked. What it answered is left out of it:
// it may hold what nobody should read in a log.
type errAway struct{ step string }

func (e errAway) Error() string { return "the identity provider did not do its part: " + e.step }

// errStranger says that the provider's word does not hold.
var errStranger = errors.New("the identity provider's word does not hold")

// discover asks the provider about itself, once it has answered never again.
func (p *provider) discover(ctx context.Context) (*known, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The provider's keys are fetched later, too, by this context.
	found, err := oidc.NewProvider(p.context(context.WithoutCancel(ctx)), p.cfg.Issuer)
	if err != nil {
		return nil, errAway{"discovery"}
	}
	p.known = &known{
		oauth: oauth2.Config{ClientID: p.cfg.ClientID, ClientSecret: p.cfg.ClientSecret.Reveal(), Endpoint: found.Endpoint(),
			RedirectURL: p.back, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}},
		verifier: found.Verifier(&oidc.Config{ClientID: p.cfg.ClientID, Now: p.now}),
	}
	return p.known, nil
}

func (p *provider) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// asking is what a browser that was sent to the provider must come back with.
type asking struct {
	State    string
	Nonce    string
	Verifier string // of PKCE: whoever steals the code cannot use it
	To       string
	Until    int64 // seconds
}

// waitForBack is how long somebody may take at the provider.
const waitForBack = 10 * time.Minute

// ask makes a question to the provider and the address that puts it.
func (p *provider) ask(ctx context.Context, to string) (asking, string, error) {
	k, err := p.discover(ctx)
	if err != nil {
		return asking{}, "", err
	}
	a := asking{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: to, Until: p.now().Add(waitForBack).Unix()}
	return a, k.oauth.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

// identity is who the provider says it is.
type identity struct {
	subject string // with the issuer before it
	email   string // in lower case; empty: none that the provider has verified
}

// answer turns the code that a browser brought back into who it is.
func (p *provider) answer(ctx context.Context, a asking, code string) (identity, error) {
	k, err := p.discover(ctx)
	if err != nil {
		return identity{}, err
	}
	ctx = p.context(ctx)
	token, err := k.oauth.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < http.StatusInternalServerError:
		return identity{}, fmt.Errorf("%w: it refused the code with status %d", errStranger, refused.Response.StatusCode)
	case err != nil:
		return identity{}, errAway{"token"}
	}
	raw, _ := token.Extra("id_token").(string)
	signed, err := k.verifier.Verify(ctx, raw)
	if err != nil || signed.Nonce != a.Nonce || signed.Subject == "" {
		return identity{}, fmt.Errorf("%w: its token is not one for this sign-in", errStranger)
	}
	return who(signed)
}

func who(signed *oidc.IDToken) (identity, error) {
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	id := identity{subject: signed.Issuer + " " + signed.Subject}
	if err := signed.Claims(&claims); err != nil {
		return id, nil // a provider that writes the claims otherwise has verified nothing
	}
	if claims.Verified {
		id.email = strings.ToLower(strings.TrimSpace(claims.Email))
	}
	return id, nil
}
