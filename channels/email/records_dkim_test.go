package email_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"github.com/goodterms/goodterms/channels/email"
)

func base(der []byte) string { return base64.StdEncoding.EncodeToString(der) }

// pkix is the public half of a key as records hold it.
func pkix(key *rsa.PrivateKey) string {
	der, _ := x509.MarshalPKIXPublicKey(&key.PublicKey) // of an RSA key it never fails
	return base(der)
}

func edKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestDKIMRecordsAreJudgedAsReceiversDo(t *testing.T) {
	t.Parallel()
	good, short, other, curve := rsaKey(t, 2048), rsaKey(t, 1024), rsaKey(t, 2048), edKey(t)
	for name, tt := range map[string]struct {
		texts []string
		key   crypto.PublicKey
		state email.RecordState
		says  string
	}{
		"none":                 {nil, good.Public(), email.RecordMissing, "is not published"},
		"fits":                 {[]string{"v=DKIM1; k=rsa; p=" + pkix(good)}, good.Public(), email.RecordFound, "fits the one"},
		"in the older form":    {[]string{"p=" + base(x509.MarshalPKCS1PublicKey(&good.PublicKey))}, good.Public(), email.RecordFound, "fits the one"},
		"with blanks":          {[]string{"v=DKIM1; p=" + pkix(good)[:40] + " " + pkix(good)[40:] + ";"}, good.Public(), email.RecordFound, "fits the one"},
		"ed25519":              {[]string{"v=DKIM1; k=ed25519; p=" + base(curve.Public().(ed25519.PublicKey))}, curve.Public(), email.RecordFound, "fits the one"},
		"another key":          {[]string{"v=DKIM1; p=" + pkix(other)}, good.Public(), email.RecordBroken, "another one"},
		"another sort of key":  {[]string{"v=DKIM1; p=" + pkix(good)}, curve.Public(), email.RecordBroken, "another one"},
		"our key is not known": {[]string{"v=DKIM1; p=" + pkix(good)}, nil, email.RecordFound, "is published."},
		"short":                {[]string{"v=DKIM1; p=" + pkix(short)}, short.Public(), email.RecordFound, "shorter than is advised"},
		"a test":               {[]string{"v=DKIM1; t=s:y; p=" + pkix(good)}, good.Public(), email.RecordFound, "marked as a test"},
		"t without y":          {[]string{"v=DKIM1; t=s; p=" + pkix(good)}, good.Public(), email.RecordFound, "fits the one"},
		"two":                  {[]string{"v=DKIM1; p=" + pkix(good), "v=DKIM1; p=" + pkix(other)}, good.Public(), email.RecordBroken, "several"},
		"revoked":              {[]string{"v=DKIM1; p="}, good.Public(), email.RecordBroken, "revoked"},
		"another version":      {[]string{"v=DKIM2; p=" + pkix(good)}, good.Public(), email.RecordBroken, "cannot be read"},
		"no key":               {[]string{"v=DKIM1"}, good.Public(), email.RecordBroken, "cannot be read"},
		"no base64":            {[]string{"v=DKIM1; p=hello!"}, good.Public(), email.RecordBroken, "cannot be read"},
		"cut off":              {[]string{"v=DKIM1; p=" + pkix(good)[:100]}, good.Public(), email.RecordBroken, "cannot be read"},
		"a name twice":         {[]string{"v=DKIM1; p=" + pkix(good) + "; p=x"}, good.Public(), email.RecordBroken, "cannot be read"},
		"no pairs":             {[]string{"hello"}, good.Public(), email.RecordBroken, "cannot be read"},
		"for sha1 alone":       {[]string{"v=DKIM1; h=sha1; p=" + pkix(good)}, good.Public(), email.RecordBroken, "SHA-256"},
		"not for mail":         {[]string{"v=DKIM1; s=tlsrpt; p=" + pkix(good)}, good.Public(), email.RecordBroken, "of mail"},
		"a sort nobody knows":  {[]string{"v=DKIM1; k=dsa; p=" + pkix(good)}, good.Public(), email.RecordBroken, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			z := zone{}
			if tt.texts != nil {
				z["s1._domainkey."+finch] = tt.texts
			}
			r := record(t, z, email.Sender{Domain: finch, Selector: "s1", Key: tt.key}, "DKIM")
			judged(t, r, tt.state, tt.says)
		})
	}
}

func TestMailThatIsNotSignedHereIsToldAsSuch(t *testing.T) {
	t.Parallel()
	judged(t, record(t, zone{}, email.Sender{Domain: finch}, "DKIM"), email.RecordUnknown, "not signed here")
	judged(t, record(t, zone{}, email.Sender{Domain: "silent.example", Selector: "s"}, "DKIM"), email.RecordUnknown, "DNS gave no answer")
}

// TestWhatIsSaidToBePublishedMakesSignaturesVerify publishes the value of the remedy
// and lets go-msgauth verify a mail that was signed with the key.
func TestWhatIsSaidToBePublishedMakesSignaturesVerify(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]crypto.Signer{"rsa": rsaKey(t, 2048), "ed25519": edKey(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := email.Sender{Domain: finch, Selector: "s1", Key: key.Public()}
			z := zone{}
			told := record(t, z, s, "DKIM")
			z[told.Name] = []string{told.Value}
			if found := record(t, z, s, "DKIM"); found.State != email.RecordFound || found.Remedy != "" || found.Value != "" {
				t.Errorf("after publishing: %+v", found)
			}
			var signed strings.Builder
			mail := "From: accounts@finch.example\r\nSubject: x\r\n\r\nHello\r\n"
			if err := dkim.Sign(&signed, strings.NewReader(mail), &dkim.SignOptions{Domain: finch, Selector: "s1", Signer: key}); err != nil {
				t.Fatal(err)
			}
			checks, err := dkim.VerifyWithOptions(strings.NewReader(signed.String()), &dkim.VerifyOptions{LookupTXT: z.find})
			if err != nil || len(checks) != 1 || checks[0].Err != nil {
				t.Errorf("%v, %+v", err, checks)
			}
		})
	}
}
