package email

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/emersion/go-msgauth/dkim"
)

// minRSABits is the shortest key that a verifier accepts (RFC 8301 §3.2).
const minRSABits = 1024

// signedHeaders are under the signature. RFC 8058 §4 asks for both List
// headers; From stands twice so that none can be added (RFC 6376 §8.15).
var signedHeaders = []string{
	"From", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References",
	"List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}

// signer signs rendered mail. The signature is go-msgauth's: go-mail's own
// signer (v0.8.1) folds a long h= tag in the middle of a word after signing it
// unfolded, and such a signature does not verify.
type signer struct{ options dkim.SignOptions }

func newSigner(d *DKIM) (*signer, error) {
	if d == nil {
		return nil, nil
	}
	key, err := parseKey(d.PrivateKey.Reveal())
	if err != nil {
		return nil, err
	}
	return &signer{options: dkim.SignOptions{
		Domain: d.Domain, Selector: d.Selector, Signer: key, HeaderKeys: signedHeaders,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	}}, nil
}

// signature returns the DKIM-Signature field for a rendered mail, with its line end.
func (s *signer) signature(mail []byte) (string, error) {
	options := s.options
	signing, err := dkim.NewSigner(&options)
	if err != nil {
		return "", fmt.Errorf("start dkim signature: %w", err)
	}
	_, writeErr := bytes.NewReader(mail).WriteTo(signing)
	if err := errors.Join(writeErr, signing.Close()); err != nil {
		return "", fmt.Errorf("sign mail: %w", err)
	}
	return signing.Signature(), nil
}

func (d *DKIM) validate() error {
	if d == nil {
		return nil
	}
	var problems []error
	if !isDomain(d.Domain) {
		problems = append(problems, errors.New("dkim.domain: is missing or not a domain name"))
	}
	if !isDomain(d.Selector) {
		problems = append(problems, errors.New("dkim.selector: is missing or not a host name"))
	}
	_, err := parseKey(d.PrivateKey.Reveal())
	return errors.Join(append(problems, err)...)
}

// parseKey reads a PEM private key. Its errors hold nothing of the key.
func parseKey(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("dkim.private_key: is missing or not PEM")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return longEnough(key)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("dkim.private_key: is neither a PKCS #1 nor a PKCS #8 key")
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return longEnough(key)
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, errors.New("dkim.private_key: is neither RSA nor Ed25519")
}

func longEnough(key *rsa.PrivateKey) (crypto.Signer, error) {
	if key.N.BitLen() < minRSABits {
		return nil, fmt.Errorf("dkim.private_key: is shorter than %d bits", minRSABits)
	}
	return key, nil
}
