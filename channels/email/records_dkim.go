package email

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"
)

// goodRSABits is what signers should use (RFC 8301 §3.2).
const goodRSABits = 2048

// dkimRecord is about the key by which receivers check signatures.
func dkimRecord(ctx context.Context, resolver Resolver, s Sender) Record {
	r := Record{Kind: "DKIM"}
	if s.Selector == "" {
		return r.unknown("Mail is not signed here. If your mail relay signs it, the relay's own pages tell whether its key is published.",
			"To sign here, set mail.dkim_domain, mail.dkim_selector and mail.dkim_key.")
	}
	r.Name, r.Value = s.Selector+"._domainkey."+s.DKIMDomain, publishable(s.Key)
	list, err := resolver.LookupTXT(ctx, r.Name)
	switch {
	case err != nil && !absent(err):
		return r.silent()
	case len(list) == 0:
		return r.missing("Mail is signed, and the key to check it by is not published: receivers cannot tell that it is ours.", publish(r.Value))
	case len(list) > 1:
		return r.broken("The name has several TXT records, and receivers do not know which one is the key.", "Leave one of them. "+publish(r.Value))
	}
	key, testing, fault := parseDKIM(list[0])
	if fault != "" {
		return r.broken(fault, publish(r.Value))
	}
	return r.judge(s.Key, key, testing)
}

// judge compares the key that is published with the one that signs.
func (r Record) judge(own crypto.PublicKey, published crypto.PublicKey, testing bool) Record {
	if comparable, ok := own.(interface{ Equal(crypto.PublicKey) bool }); ok && !comparable.Equal(published) {
		return r.broken("The key that is published is another one than mail is signed with, so every signature fails.", publish(r.Value))
	}
	r.Value = "" // it is there
	text := "The key is published"
	if own != nil {
		text += " and fits the one that mail is signed with"
	}
	weak, isRSA := published.(*rsa.PublicKey)
	switch {
	case testing:
		return r.found(text+", but marked as a test, so that receivers may ignore it.", "Take t=y out of the record once signed mail arrives well.")
	case isRSA && weak.N.BitLen() < goodRSABits:
		return r.found(text+". It is shorter than is advised.", "Make an RSA key of 2048 bits under a new selector, and publish it before you sign with it.")
	}
	return r.found(text+".", "")
}

func publish(value string) string {
	if value == "" {
		return "Publish the public half of the key as one TXT record at this name."
	}
	return "Publish the value below as one TXT record at this name."
}

// publishable is the record of a key; empty when there is none.
func publishable(key crypto.PublicKey) string {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if der, err := x509.MarshalPKIXPublicKey(key); err == nil {
			return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
		}
	case ed25519.PublicKey:
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(key)
	}
	return ""
}

// What keeps a key record from being used.
const (
	dkimUnread  = "The record cannot be read as a DKIM key."
	dkimRevoked = "The record says that the key was revoked."
	dkimKind    = "The record is not for signatures of mail by SHA-256, which is how mail is signed here."
	dkimShort   = "The key is shorter than 1024 bits, and receivers take no such key."
)

// parseDKIM reads a key record (RFC 6376 §3.6.1), as go-msgauth does when it
// verifies; that package shows the key to nobody.
func parseDKIM(text string) (key crypto.PublicKey, testing bool, fault string) {
	tags, ok := parseTags(text)
	version, versioned := tags["v"]
	if !ok || versioned && version != "DKIM1" {
		return nil, false, dkimUnread
	}
	data, there := tags["p"]
	if there && data == "" {
		return nil, false, dkimRevoked
	}
	if !tagHas(tags, "h", "sha256") || !tagHas(tags, "s", "email") && !tagHas(tags, "s", "*") {
		return nil, false, dkimKind
	}
	key, fault = parsePublicKey(tags["k"], strings.ReplaceAll(data, " ", ""))
	_, flagged := tags["t"]
	return key, flagged && tagHas(tags, "t", "y"), fault
}

// parsePublicKey reads RSA in either of its forms (errata 3017), or Ed25519.
func parsePublicKey(kind, data string) (crypto.PublicKey, string) {
	der, err := base64.StdEncoding.DecodeString(data)
	if err != nil || len(der) == 0 {
		return nil, dkimUnread
	}
	if kind == "ed25519" {
		if len(der) != ed25519.PublicKeySize {
			return nil, dkimUnread
		}
		return ed25519.PublicKey(der), ""
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		parsed, err = x509.ParsePKCS1PublicKey(der)
	}
	key, ok := parsed.(*rsa.PublicKey)
	switch {
	case err != nil || !ok || kind != "" && kind != "rsa":
		return nil, dkimUnread
	case key.N.BitLen() < minRSABits:
		return nil, dkimShort
	}
	return key, ""
}

// parseTags reads name=value pairs between semicolons; false when that is not what
// the text is, or when a name comes twice.
func parseTags(text string) (map[string]string, bool) {
	tags := map[string]string{}
	for pair := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, ok := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		if _, twice := tags[name]; !ok || twice {
			return nil, false
		}
		tags[name] = strings.TrimSpace(value)
	}
	return tags, true
}

// tagHas says whether a list parted by colons holds the word; a list that is not
// there holds all.
func tagHas(tags map[string]string, name, word string) bool {
	list, there := tags[name]
	if !there {
		return true
	}
	return slices.ContainsFunc(strings.Split(list, ":"), func(item string) bool { return strings.TrimSpace(item) == word })
}
