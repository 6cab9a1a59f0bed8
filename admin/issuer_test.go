package admin_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/config/secret"
)

// signingKey is slow to make, and made once.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// issuer is an identity provider on this machine. It knows one person.
type issuer struct {
	*httptest.Server
	claims map[string]any // of the next token, over the usual ones
	asked  url.Values     // how the browser was sent here last
	key    *rsa.PrivateKey
	away   bool
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{key: signingKey(), claims: map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.describe)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.away {
			http.Error(w, "customers' names", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

// set makes the gateway use the issuer.
func (i *issuer) set(c *admin.Config) {
	c.OIDC = &admin.OIDC{Issuer: i.URL, ClientID: "goodterms", ClientSecret: secret.New("the client's secret"), Name: "Finch ID"}
}

func (i *issuer) describe(w http.ResponseWriter, _ *http.Request) {
	_ = json.NewEncoder(w).Encode(map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
}

func (i *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	public := signingKey().PublicKey
	_ = json.NewEncoder(w).Encode(map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one",
		"n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes())}}})
}

// token answers like a provider that checks PKCE.
func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "the code" || b64(sum[:]) != i.asked.Get("code_challenge") || i.asked.Get("code_challenge_method") != "S256" {
		http.Error(w, `{"error":"invalid_grant","error_description":"customers' names"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": i.URL, "aud": "goodterms", "sub": "1234", "email": "Clerk@meadow-finch.example", "email_verified": true,
		"nonce": i.asked.Get("nonce"), "iat": frametest.Noon.Unix(), "exp": frametest.Noon.Add(time.Hour).Unix()}
	for name, value := range i.claims {
		claims[name] = value
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(claims)})
}

func (i *issuer) sign(claims map[string]any) string {
	body, _ := json.Marshal(claims)
	text := b64([]byte(`{"alg":"RS256","kid":"one"}`)) + "." + b64(body)
	sum := sha256.Sum256([]byte(text))
	signature, _ := rsa.SignPKCS1v15(rand.Reader, i.key, crypto.SHA256, sum[:])
	return text + "." + b64(signature)
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// begin sends the browser to the issuer and returns what it must bring back.
func (i *issuer) begin(t *testing.T, c *frametest.Client, path string) (state string) {
	t.Helper()
	a := c.Get(path)
	address, err := url.Parse(a.Location)
	if err != nil || a.Status != http.StatusSeeOther || address.Scheme+"://"+address.Host+address.Path != i.URL+"/authorize" {
		t.Fatalf("status %d to %q: %v", a.Status, a.Location, err)
	}
	i.asked = address.Query()
	return i.asked.Get("state")
}

// through signs in by the issuer.
func (i *issuer) through(t *testing.T, c *frametest.Client) frametest.Answer {
	t.Helper()
	state := i.begin(t, c, "/admin/sign-in/provider")
	return c.Get("/admin/sign-in/provider/back?code=the+code&state=" + url.QueryEscape(state))
}
